import type { Guid } from '../../model/catalog.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Group, Notice, Organization, SubscribedSku, Subscription, Tenant } from '../../model/tenant.js'
import type { Files, Scratch } from '../files.js'
import { remark } from './graph/entry.js'
import type { At } from './graph/entry.js'
import { readGroup } from './graph/groups.js'
import type { GroupRead } from './graph/groups.js'
import { noOrganization, readOrganization } from './graph/organization.js'
import { readSubscribedSku } from './graph/subscribed-skus.js'
import { bySubscription, readSubscription } from './graph/subscriptions.js'
import { isDuckDb, sourcesInDuckDb } from './lake/attach.js'
import { queryUsers } from './lake/users.js'
import type { Tables } from './lake/users.js'
import { listKind } from './memberships.js'
import { placesOf } from '../text/places.js'
import { collectRemarks } from '../text/remarks.js'
import type { Locate } from '../text/remarks.js'
import { byNotice, memberNotices, pagesMissing, skuNotices, strangeMembers, tenantNotices, userNotices } from './snapshot-notices.js'
import { keepSituations } from './situations.js'
import type { KeptSituations } from './situations.js'
import { sourcesIn } from './sources.js'
import { streamUsers } from './streamed-users.js'
import type { Elements, Sources } from './resource.js'
import { sourcesOf } from './tenant-document.js'
import type { PlaceOf } from './tenant-document.js'
import { readTenantFile } from './tenant-file.js'
import type { Unseen } from './hidden-plans.js'
import type { ReadingProgress, UsersRead } from './users-read.js'

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
  readonly scratch?: (() => Scratch) | undefined
  readonly situations?: KeptSituations | undefined
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
  readonly progress?: ReadingProgress
  /** What no rule looks at. Not where the rules may change while the tenant stays. */
  readonly unseen?: Unseen
}

/** Opens a snapshot: a folder of Graph responses, or one JSON or YAML document with the same keys. */
export async function openTenant(files: Files, path: string): Promise<Loaded<OpenTenant>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [{ file: path, severity: 'error', code: 'no-snapshot', message: `there is no snapshot \`${path}\``, hint: howToExport }] }
  if (found.kind === 'file' && /\.parquet$/i.test(path)) return { problems: [{ file: path, severity: 'error', code: 'no-snapshot', message: 'a tenant in Parquet is a folder of tables, not one of them', hint: 'name the folder; docs/lake.md says what is in it' }] }
  if (found.kind === 'file' && isDuckDb(path)) {
    const { sources, problems } = await sourcesInDuckDb(files, path)
    return sources === undefined ? { problems } : merged(problems, await open(path, sources, rowsOf))
  }
  if (found.kind === 'file') {
    const { value, problems } = await readTenantFile(files, path)
    return value === undefined ? { problems } : merged(problems, await openTenantDocument(value.data, path, value.place))
  }
  const { sources, problems } = await sourcesIn(files, path)
  const locate: Locate = (file, offsets) => (/\.parquet$/i.test(file) ? rowsOf(file, offsets) : placesOf(files, file, offsets))
  const situations = await files.remember?.(`situations in ${path}`, async () => keepSituations())
  return merged(problems, await open(path, sources, locate, { scratch: files.scratch, situations }))
}

/** A table has no lines: its rows are counted instead. */
const rowsOf: Locate = async (file, offsets) => new Map(offsets.map((row) => [row, { file, line: row + 1, column: 1 }]))

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

async function open(name: string, sources: Sources, locate: Locate, aids: Pick<Snapshot, 'scratch' | 'situations'> = {}): Promise<Loaded<OpenTenant>> {
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
    snapshot: { name, sources, groupReads: groups, locate, ...aids },
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

/** Reads users and members and folds users into cohorts. */
export async function readTenant(opened: OpenTenant, needs: Needs): Promise<Loaded<Tenant>> {
  const { sources, groupReads, locate, scratch, situations } = opened.snapshot
  const unknown = unknownMembers(opened, needs)
  if (unknown.length > 0) return { problems: unknown }
  const remarks = collectRemarks()
  const relevant = relevantGroups(groupReads, needs)
  const wanted = { sources, groups: opened.groups, relevant, attributes: needs.attributes, remarks, progress: needs.progress ?? (() => undefined), scratch, situations, unseen: needs.unseen }
  const tables = tablesOf(sources, relevant)
  const read = await (tables === undefined ? streamUsers(wanted) : queryUsers(wanted, tables))
  const problems = [...read.problems, ...(await remarks.problems(locate))]
  return read.value === undefined ? { problems } : { value: tenantOf(opened, relevant, read.value, needs), problems }
}

/** Users and memberships as tables of one database, if that is where all of them are. */
function tablesOf(sources: Sources, relevant: readonly GroupRead[]): Tables | undefined {
  const kinds = new Set(relevant.map((read) => listKind(sources, read)))
  const [users, members] = [sources.users?.relation, sources.groupMembers?.relation]
  const elsewhere = kinds.has('members') || kinds.has('expanded') || (kinds.has('groupMembers') && members === undefined)
  return users === undefined || elsewhere ? undefined : { users, members }
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

function tenantOf(opened: OpenTenant, relevant: readonly GroupRead[], read: UsersRead, needs: Needs): Tenant {
  const { organization, subscribedSkus, subscriptions } = opened
  const groups = withMembers(opened.groups, read)
  const notices = noticesOf(opened, groups, relevant, read, needs)
  const { count, lookups } = read
  const { cohorts, asSeen } = read.folded
  const rest = { organization, groups, subscribedSkus, subscriptions, users: count, notices, ...lookups }
  return {
    ...rest,
    get cohorts() {
      return cohorts()
    },
    asSeen: asSeen && { ...rest, ...asSeen },
  }
}

function withMembers(groups: ReadonlyMap<Guid, Group>, { lists }: UsersRead): ReadonlyMap<Guid, Group> {
  const others = (id: Guid) => (lists.get(id)?.groups ?? 0) + (lists.get(id)?.others ?? 0)
  return new Map([...groups].map(([id, group]) => [id, { ...group, otherMembers: others(id) }]))
}

function noticesOf(opened: OpenTenant, groups: ReadonlyMap<Guid, Group>, relevant: readonly GroupRead[], read: UsersRead, { partNumberOf }: Needs): readonly Notice[] {
  const { sources } = opened.snapshot
  const { kinds } = read.folded
  const reads = relevant.map((of) => ({ ...of, group: groups.get(of.group.id)! }))
  const nameOf = (ordinal: number) => read.lookups.nameOf(ordinal).userPrincipalName
  return [
    ...opened.notices,
    ...(read.stopsEarly ? pagesMissing([sources.users!.name]) : []),
    ...memberNotices(reads, read, (of) => listKind(sources, of)),
    ...userNotices(kinds, nameOf, opened.organization, read.missing, opened.groupsProcessing.length > 0),
    ...skuNotices(kinds, groups, opened.subscribedSkus, partNumberOf ?? (() => undefined)),
  ].sort(byNotice)
}
