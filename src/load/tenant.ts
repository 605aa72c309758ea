import type { Guid } from '../model/catalog.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { Group, Notice, Organization, SubscribedSku, Subscription, Tenant } from '../model/tenant.js'
import { normalAddress } from './addresses.js'
import type { Files } from './files.js'
import { addressesOf, fold, holdersOf } from './fold.js'
import type { Folded } from './fold.js'
import { remark } from './graph/entry.js'
import type { At } from './graph/entry.js'
import { readGroup } from './graph/groups.js'
import type { GroupRead } from './graph/groups.js'
import { noOrganization, readOrganization } from './graph/organization.js'
import { readSubscribedSku } from './graph/subscribed-skus.js'
import { bySubscription, readSubscription } from './graph/subscriptions.js'
import { hashIndex } from './hash-index.js'
import type { HashIndex } from './hash-index.js'
import { listKind, readMemberships } from './memberships.js'
import type { Memberships } from './memberships.js'
import { displayNamePart, namePart } from './people.js'
import type { Part, People } from './people.js'
import { placesOf } from './places.js'
import { collectRemarks } from './remarks.js'
import type { Locate } from './remarks.js'
import { byNotice, memberNotices, pagesMissing, skuNotices, strangeMembers, tenantNotices, userNotices } from './snapshot-notices.js'
import { sourcesIn } from './sources.js'
import type { Elements, Sources } from './sources.js'
import { sourcesOf } from './tenant-document.js'
import type { PlaceOf } from './tenant-document.js'
import { readTenantFile } from './tenant-file.js'
import { readUsers } from './user-table.js'
import type { UserTable } from './user-table.js'

/** A snapshot whose users and members have not been read yet: enough to resolve the names of products, plans and groups. */
export interface OpenTenant {
  readonly organization: Organization
  readonly groups: ReadonlyMap<Guid, Group>
  readonly subscribedSkus: ReadonlyMap<Guid, SubscribedSku>
  readonly subscriptions: readonly Subscription[]
  /** What the tenant calls its service plans. */
  readonly planNames: ReadonlyMap<Guid, string>
  /** Groups whose licences were still being processed, sorted. */
  readonly groupsProcessing: readonly Guid[]
  readonly notices: readonly Notice[]
  /** Where the rest is read from. */
  readonly snapshot: Snapshot
}

interface Snapshot {
  readonly name: string
  readonly sources: Sources
  readonly groupReads: readonly GroupRead[]
  readonly locate: Locate
}

/** What a check needs to know of users. */
export interface Needs {
  /** User attributes that conditions name. */
  readonly attributes: readonly string[]
  /** Groups that the plan or a condition names. Licensed groups always count. */
  readonly groups: ReadonlySet<Guid>
  /** `--assume-members inferred`: a named group without a list of members is no problem. */
  readonly assumeMembersInferred?: boolean
  /** What the catalog calls a product that the snapshot may not list. */
  readonly partNumberOf?: (skuId: Guid) => string | undefined
  readonly progress?: (bytes: number, users: number) => void
}

/** Opens a snapshot: a folder of Graph responses, or one JSON or YAML document with the same keys. */
export async function openTenant(files: Files, path: string): Promise<Loaded<OpenTenant>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [{ file: path, severity: 'error', code: 'no-snapshot', message: `there is no snapshot \`${path}\``, hint: howToExport }] }
  if (found.kind === 'file') {
    const { value, problems } = await readTenantFile(files, path)
    return value === undefined ? { problems } : merged(problems, await openTenantDocument(value.data, path, value.place))
  }
  const { sources, problems } = await sourcesIn(files, path)
  return merged(problems, await open(path, sources, (file, offsets) => placesOf(files, file, offsets)))
}

/** Opens a snapshot that is in memory: Graph's resources by name. `place` says where a value was written. */
export async function openTenantDocument(data: unknown, file: string, place?: PlaceOf): Promise<Loaded<OpenTenant>> {
  const { sources, problems, locate } = sourcesOf(data, file, place)
  return sources === undefined ? { problems } : merged(problems, await open(file, sources, locate))
}

const howToExport = 'docs/snapshot.md says how to export one; `seatplan init` writes the scripts'

function merged<T>(problems: readonly Problem[], loaded: Loaded<T>): Loaded<T> {
  const all = [...problems, ...loaded.problems]
  return problems.some(isError) || loaded.value === undefined ? { problems: all } : { value: loaded.value, problems: all }
}

const isError = ({ severity }: Problem): boolean => severity === 'error'

async function open(name: string, sources: Sources, locate: Locate): Promise<Loaded<OpenTenant>> {
  const remarks = collectRemarks()
  const problems: Problem[] = missingSources(name, sources)
  const unfinished: string[] = []
  const all = async <T>(elements: Elements | undefined, read: (value: unknown, at: At) => T | undefined): Promise<{ readonly value: T; readonly at: At }[]> => {
    const values: { readonly value: T; readonly at: At }[] = []
    const reading = await elements?.read((element, file, offset) => {
      const at = { file, offset, remarks }
      const value = read(element, at)
      if (value !== undefined) values.push({ value, at })
    })
    problems.push(...(reading?.problems ?? []))
    if (reading !== undefined && reading.pages > 0 && reading.linked >= reading.pages) unfinished.push(elements!.name)
    return values
  }
  const organizations = await all(sources.organization, readOrganization)
  const groups = unique(await all(sources.groups, readGroup), ({ group }) => group.id, 'group')
  const skus = unique(await all(sources.subscribedSkus, readSubscribedSku), ({ sku }) => sku.skuId, 'product')
  const subscriptions = await all(sources.subscriptions, readSubscription)
  for (const { at } of organizations.slice(1)) remark(at, 'several-organizations', 'the snapshot has several organizations', 'a snapshot is of one tenant')
  problems.push(...(await remarks.problems(locate)))
  if (problems.some(isError)) return { problems }
  const organization = organizations[0]?.value
  const value: OpenTenant = {
    organization: organization ?? noOrganization,
    groups: new Map(groups.map((read) => [read.group.id, listed(read, sources)])),
    subscribedSkus: new Map(skus.map(({ sku }) => [sku.skuId, sku])),
    subscriptions: subscriptions.map((read) => read.value).sort(bySubscription),
    planNames: new Map(skus.flatMap(({ planNames }) => planNames).sort(byText)),
    groupsProcessing: groups.filter(({ processing }) => processing).map(({ group }) => group.id),
    notices: [...tenantNotices(organization, groups), ...pagesMissing(unfinished), ...strangeMembers(sources.strangeMembers)].sort(byNotice),
    snapshot: { name, sources, groupReads: groups, locate },
  }
  return { value, problems }
}

const byText = (a: readonly string[], b: readonly string[]): number => (a.join() < b.join() ? -1 : a.join() > b.join() ? 1 : 0)

const listed = (read: GroupRead, sources: Sources): Group => ({ ...read.group, members: listKind(sources, read) === undefined ? 'inferred' : 'listed' })

function missingSources(name: string, sources: Sources): Problem[] {
  return (['users', 'groups', 'subscribedSkus'] as const)
    .filter((resource) => sources[resource] === undefined)
    .map((resource) => ({ file: name, severity: 'error', code: 'missing-resource', message: `the snapshot has no \`${resource}\``, hint: howToExport }))
}

/** Sorted by id; what is there twice is said. */
function unique<T>(values: readonly { readonly value: T; readonly at: At }[], idOf: (value: T) => Guid, what: string): T[] {
  const byId = new Map<Guid, T>()
  for (const { value, at } of values) {
    const id = idOf(value)
    if (byId.has(id)) remark(at, `duplicate-${what}`, `the ${what} \`${id}\` is there twice`, 'pages that overlap, or two exports in one folder')
    byId.set(id, value)
  }
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

/** Reads users and members and folds users into cohorts while they stream. */
export async function readTenant(opened: OpenTenant, needs: Needs): Promise<Loaded<Tenant>> {
  const { sources, groupReads, locate } = opened.snapshot
  const remarks = collectRemarks()
  const unknown = unknownMembers(opened, needs)
  if (unknown.length > 0) return { problems: unknown }
  const relevant = relevantGroups(groupReads, needs)
  const { table, reading } = await readUsers(sources.users!, needs.attributes, remarks, needs.progress ?? (() => undefined))
  const memberships = await readMemberships(sources, relevant, (id) => opened.groups.has(id), table, remarks)
  const problems = [...reading.problems, ...memberships.problems, ...(await remarks.problems(locate))]
  if (problems.some(isError)) return { problems }
  const groups = withMembers(opened.groups, memberships)
  const folded = fold(table, memberships, groups, new Set(relevant.map(({ group }) => group.id)))
  const reads = relevant.map((read) => ({ ...read, group: groups.get(read.group.id)! }))
  const pages = reading.pages > 0 && reading.linked >= reading.pages ? pagesMissing([sources.users!.name]) : []
  const notices = [...opened.notices, ...pages, ...memberNotices(reads, memberships, (read) => listKind(sources, read)), ...noticesOf(folded, table, groups, opened, needs)]
  return { value: tenantOf(opened, groups, table, folded, notices.sort(byNotice)), problems }
}

/** What a plan or condition asks of a group cannot be answered from rows: who has none is not in them. */
function unknownMembers({ groups, snapshot }: OpenTenant, needs: Needs): Problem[] {
  if (needs.assumeMembersInferred === true) return []
  const unknown = [...needs.groups].sort().flatMap((id) => groups.get(id) ?? []).filter(({ members }) => members === 'inferred')
  return unknown.map(({ id, displayName }) => ({
    file: snapshot.name,
    severity: 'error',
    code: 'members-unknown',
    message: `the snapshot does not say who the members of \`${displayName}\` are`,
    hint: `export \`members/${id}\`, or use \`--assume-members inferred\``,
  }))
}

/** Groups whose members matter: those that license, or may, and those that somebody asks about. */
const relevantGroups = (reads: readonly GroupRead[], needs: Needs): readonly GroupRead[] =>
  reads.filter(({ group }) => group.assignedLicenses === undefined || group.assignedLicenses.length > 0 || needs.groups.has(group.id))

function withMembers(groups: ReadonlyMap<Guid, Group>, { lists }: Memberships): ReadonlyMap<Guid, Group> {
  const others = (id: Guid) => (lists.get(id)?.groups ?? 0) + (lists.get(id)?.others ?? 0)
  return new Map([...groups].map(([id, group]) => [id, { ...group, otherMembers: others(id) }]))
}

const noticesOf = ({ kinds }: Folded, table: UserTable, groups: ReadonlyMap<Guid, Group>, opened: OpenTenant, { partNumberOf }: Needs): readonly Notice[] => [
  ...userNotices(kinds, (ordinal) => table.people.textAt(table.rows[ordinal]!, namePart), opened.organization, table.missing, opened.groupsProcessing.length > 0),
  ...skuNotices(kinds, groups, opened.subscribedSkus, partNumberOf ?? (() => undefined)),
]

function tenantOf(opened: OpenTenant, groups: ReadonlyMap<Guid, Group>, table: UserTable, { cohorts }: Folded, notices: readonly Notice[]): Tenant {
  const { organization, subscribedSkus, subscriptions } = opened
  return {
    organization,
    groups,
    subscribedSkus,
    subscriptions,
    users: table.count,
    cohorts,
    notices,
    find: table.find,
    findByName: nameFinder(table),
    nameOf: (ordinal) => ({ id: table.idOf(ordinal), userPrincipalName: table.people.textAt(table.rows[ordinal]!, namePart) }),
    holdersOf: (address) => holdersOf(table, groups, normalAddress(address)),
    addressesOf: (ordinal) => addressesOf(table, ordinal),
  }
}

/** Indexes are made when the first name is asked for. */
function nameFinder(table: UserTable): (name: string) => readonly number[] {
  let byName: HashIndex | undefined
  let byDisplayName: HashIndex | undefined
  return (name) => {
    byName ??= indexed(table.people, namePart)
    const named = matching(table, namePart, byName, name)
    if (named.length > 0) return named
    byDisplayName ??= indexed(table.people, displayNamePart)
    return matching(table, displayNamePart, byDisplayName, name)
  }
}

function indexed(people: People, part: Part): HashIndex {
  const index = hashIndex()
  const lower = new Uint8Array(256)
  for (let row = 0; row < people.length; row++) {
    const length = people.writeLower(row, part, lower)
    if (length === -1) index.add(people.textAt(row, part).toLowerCase(), row)
    else index.addBytes(lower, 0, length, row)
  }
  return index
}

const matching = (table: UserTable, part: Part, index: HashIndex, name: string): readonly number[] =>
  index
    .rows(name.toLowerCase())
    .filter((row) => table.people.textAt(row, part).toLowerCase() === name.toLowerCase())
    .map((row) => table.ordinalOf(row))
    .sort((a, b) => a - b)

