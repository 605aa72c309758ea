import type { Guid } from '../../model/catalog.js'
import type { Group, License, Notice, Organization, SubscribedSku, UserState } from '../../model/tenant.js'
import type { Kind } from './fold.js'
import type { GroupRead } from './graph/groups.js'
import { expandLimit } from './memberships.js'
import type { MemberList, Memberships } from './memberships.js'
import { baseName } from './sources.js'
import { shorten } from '../text/tree.js'
import { isLicensing, nothingStrange } from './user-state.js'

/** `say` is told how to show examples of what a tenant names: a few of them, or none. */
const notice = (id: string, count: number, say: (examples: Examples) => string): Notice[] => (count === 0 ? [] : [{ id, text: say(examples), unnamed: say(() => ''), count }])

type Examples = (names: readonly string[]) => string

export const byNotice = (a: Notice, b: Notice): number => compare(a.id, b.id) || compare(a.text, b.text)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const users = (count: number): string => (count === 1 ? '1 user' : `${count} users`)
const groupsWord = (count: number): string => (count === 1 ? '1 group' : `${count} groups`)
const have = (count: number): string => (count === 1 ? 'has' : 'have')
const are = (count: number): string => (count === 1 ? 'is' : 'are')

/** A few names, so that one knows where to look. */
const examples: Examples = (names) => {
  const some = [...new Set(names)].slice(0, 3).map((name) => `\`${shorten(name)}\``)
  return some.length === 0 ? '' : ` (${some.join(', ')}${new Set(names).size > 3 ? ', ...' : ''})`
}

const namesOf = (groups: readonly Group[]): readonly string[] => groups.map(({ displayName }) => displayName).sort()

/** What strikes one about the tenant itself, before any user is read. */
export function tenantNotices(organization: Organization | undefined, reads: readonly GroupRead[]): Notice[] {
  const groups = reads.map(({ group }) => group)
  const unlicensing = groups.filter((group) => !group.securityEnabled && (group.assignedLicenses?.length ?? 0) > 0)
  const unknown = groups.filter(({ assignedLicenses }) => assignedLicenses === undefined)
  const processing = reads.filter((read) => read.processing).map(({ group }) => group)
  return [
    ...organizationNotices(organization),
    ...notice('group-not-security-enabled', unlicensing.length, (some) => `${groupsWord(unlicensing.length)} with licences ${are(unlicensing.length)} not security-enabled${some(namesOf(unlicensing))}: members get nothing by them`),
    ...notice('group-licences-unknown', unknown.length, (some) => `the export does not say which licences ${groupsWord(unknown.length)} ${have(unknown.length)}${some(namesOf(unknown))}: add \`assignedLicenses\` to \`$select\``),
    ...notice('groups-processing', processing.length, (some) => `the licences of ${groupsWord(processing.length)} were still being processed when the snapshot was made${some(namesOf(processing))}: rows of members may have changed since`),
  ]
}

function organizationNotices(organization: Organization | undefined): Notice[] {
  if (organization === undefined) return notice('organization-missing', 1, () => 'the snapshot has no `organization`: where the tenant is remains unknown')
  const { defaultUsageLocation, countryLetterCode } = organization
  if (defaultUsageLocation === null || countryLetterCode === null || defaultUsageLocation === countryLetterCode) return []
  const differ = (locations: string): string => `${locations}: Microsoft does not say which of them a user without a usage location gets`
  return [{
    id: 'tenant-locations-differ', count: 1,
    text: differ(`the tenant's \`defaultUsageLocation\` is \`${defaultUsageLocation}\`, its \`countryLetterCode\` \`${countryLetterCode}\``),
    unnamed: differ("the tenant's `defaultUsageLocation` and its `countryLetterCode` differ"),
  }]
}

/** A list of pages of which the last one names a next one. */
export function pagesMissing(names: readonly string[]): Notice[] {
  if (names.length === 0) return []
  const about = (lists: string): string => `the last page of ${lists} names another one that is not there (\`@odata.nextLink\`): the export stopped early`
  return [{ id: 'pages-missing', text: about(names.map((name) => `\`${baseName(name)}\``).join(', ')), unnamed: about(names.length === 1 ? 'a list' : `${names.length} lists`), count: names.length }]
}

export const strangeMembers = (names: readonly string[]): Notice[] =>
  notice('members-not-a-group', names.length, (some) => `files in \`members\` are named by a group's id; not so${some(names)}: they were not read`)

/** What strikes one about the lists of members. */
export function memberNotices(reads: readonly GroupRead[], memberships: Pick<Memberships, 'lists'>, listKindOf: (read: GroupRead) => string | undefined): Notice[] {
  const licensing = reads.filter(({ group }) => isLicensing(group))
  const listed = licensing.flatMap(({ group }) => memberships.lists.get(group.id) ?? [])
  const sum = (key: keyof MemberList) => listed.reduce((total, list) => total + list[key], 0)
  const nesting = licensing.filter(({ group }) => (memberships.lists.get(group.id)?.groups ?? 0) > 0).map(({ group }) => group)
  const truncated = reads.filter((read) => isMaybeTruncated(read, memberships, listKindOf(read))).map(({ group }) => group)
  const inferred = reads.filter(({ group }) => group.members === 'inferred').map(({ group }) => group)
  return [
    ...notice('nested-groups', sum('groups'), (some) => `${groupsWord(sum('groups'))} ${are(sum('groups'))} nested in licensed groups${some(namesOf(nesting))}: their members get nothing by them`),
    ...notice('members-not-users', sum('others'), () => `${sum('others')} ${sum('others') === 1 ? 'member' : 'members'} of licensed groups ${are(sum('others'))} no ${sum('others') === 1 ? 'user' : 'users'} (devices, contacts, service principals): they get nothing`),
    ...notice('members-not-in-users', sum('strangers'), () => `${users(sum('strangers'))} listed as members of licensed groups ${are(sum('strangers'))} not in \`users\`: they are left out`),
    ...notice('members-maybe-truncated', truncated.length, (some) => `${groupsWord(truncated.length)} ${have(truncated.length)} exactly ${expandLimit} listed members${some(namesOf(truncated))}: \`$expand=members\` stops there without saying so; export \`members/<groupId>\``),
    ...notice('members-inferred', inferred.length, (some) => `${groupsWord(inferred.length)} ${have(inferred.length)} no list of members${some(namesOf(inferred))}: the users who have a row by them count as members, and members without a row (pending, silently failed, added since) are missed`),
  ]
}

const isMaybeTruncated = ({ group, expanded }: GroupRead, { lists }: Pick<Memberships, 'lists'>, kind: string | undefined): boolean =>
  kind === 'members' ? lists.get(group.id)?.members === expandLimit : kind === undefined && expanded?.length === expandLimit

/** What strikes one about the users. */
export function userNotices(kinds: readonly Kind[], nameOf: (ordinal: number) => string, organization: Organization, missing: readonly string[], processing: boolean): Notice[] {
  const striking = kinds.filter(({ seen }) => seen !== nothingStrange)
  const told = (id: string, match: (kind: Kind) => boolean, text: (count: number, some: Examples) => string, among: readonly Kind[] = striking) => {
    const found = among.filter(match)
    const count = found.reduce((total, kind) => total + kind.count, 0)
    return notice(id, count, (some) => `${users(count)}${some(firstOf(found).map(nameOf))} ${text(count, some)}`)
  }
  const sees = (key: 'silent' | 'notListed' | 'unknownGroups' | 'unknownStates') => (kind: Kind) => kind.seen[key].length > 0
  const nowhere = organization.defaultUsageLocation === null && organization.countryLetterCode === null
  const states = [...new Set(kinds.flatMap(({ seen }) => seen.unknownStates))].sort()
  const stillProcessing = processing ? ' (some groups were)' : ''
  return [
    ...told('pending', ({ seen }) => seen.pending, (n) => `${have(n)} licences that are not as the group or the direct assignment asks, without a recorded error: they wait to be processed`),
    ...told('silent-failure', sees('silent'), (n) => `${are(n)} ${n === 1 ? 'a direct member of a licensed group and has' : 'direct members of a licensed group and have'} no row by it; the likely causes, in this order: another object has the same proxy address, the group was still being processed${stillProcessing}, the membership changed after the snapshot was made`),
    ...told('row-without-membership', sees('notListed'), (n) => `${have(n)} a licence by a group that does not list ${n === 1 ? 'the user' : 'them'} as a member`),
    ...told('row-of-unknown-group', sees('unknownGroups'), (n) => `${have(n)} a licence by a group that the export does not have: it stays as it is`),
    ...told('state-disabled', ({ seen }) => seen.disabled > 0, (n) => `${have(n)} a row in the state \`Disabled\`: what it means is not documented, so it neither gives nor uses anything`),
    ...told('state-unknown', sees('unknownStates'), (n, some) => `${have(n)} a row in a state that nobody knows${some(states)}: it is treated as \`Disabled\``),
    ...told('location-unknown', ({ shape }) => nowhere && shape.usageLocation === null, (n) => `${have(n)} no usage location, and the tenant's is not known either: no rule on locations is judged for ${n === 1 ? 'it' : 'them'} by a group`, kinds),
    ...told('usage-location-invalid', ({ shape }) => shape.badLocation !== undefined, (n, some) => `${have(n)} a usage location that is no country${some(kinds.flatMap(({ shape }) => shape.badLocation ?? []).sort())}: it counts as not set`, kinds),
    ...told('states-derived', ({ shape }) => shape.rows === undefined && shape.assignedLicenses !== undefined, (n) => `${have(n)} no \`licenseAssignmentStates\`: what ${n === 1 ? 'it has' : 'they have'} by which path is derived from \`assignedLicenses\` and memberships, and recorded errors are not known`, kinds),
    ...told('licences-not-exported', ({ shape }) => shape.rows === undefined && shape.assignedLicenses === undefined, (n) => `${have(n)} neither \`licenseAssignmentStates\` nor \`assignedLicenses\`: ${n === 1 ? 'it counts' : 'they count'} as unlicensed`, kinds),
    ...(kinds.length === 0 ? [] : notice('not-exported', missing.length, () => `no user has ${missing.map((key) => `\`${key}\``).join(', ')}: add ${missing.length === 1 ? 'it' : 'them'} to \`$select\``)),
  ]
}

/** A few of them: of each kind the first who differ in what is hidden. */
const firstOf = (kinds: readonly Kind[]): readonly number[] =>
  kinds
    .flatMap(({ first, firsts }) => firsts ?? [first])
    .sort((a, b) => a - b)
    .slice(0, 4)

/** What strikes one about products. */
export function skuNotices(kinds: readonly Kind[], groups: ReadonlyMap<Guid, Group>, skus: ReadonlyMap<Guid, SubscribedSku>, partNumberOf: (id: Guid) => string | undefined): Notice[] {
  const users = usersByPaths(kinds)
  const consumed = consumedBy(users)
  const differing = [...skus.values()].filter((sku) => sku.consumedUnits !== (consumed.get(sku.skuId) ?? 0)).sort((a, b) => compare(a.skuPartNumber, b.skuPartNumber))
  const words = differing.slice(0, 5).map((sku) => `${sku.skuPartNumber}: ${sku.consumedUnits}, by rows ${consumed.get(sku.skuId) ?? 0}`)
  const strange = [...mentioned(users, groups)].filter((sku) => !skus.has(sku)).map((sku) => partNumberOf(sku) ?? sku).sort()
  return [
    ...notice('consumed-differs', differing.length, () => `\`consumedUnits\` differs from the users who have the product (${words.join('; ')}${differing.length > words.length ? '; ...' : ''}): seats are counted from \`consumedUnits\``),
    ...notice('sku-not-owned', strange.length, () => `users or groups have ${strange.length === 1 ? 'a product' : `${strange.length} products`} that \`subscribedSkus\` does not list${examples(strange)}`),
  ]
}

type Paths = UserState['paths']

/** How many users have these paths: what they come to is looked at once. */
function usersByPaths(kinds: readonly Kind[]): ReadonlyMap<Paths, number> {
  const users = new Map<Paths, number>()
  for (const { state, count } of kinds) users.set(state.paths, (users.get(state.paths) ?? 0) + count)
  return users
}

/** Users with an effective path, by product. */
function consumedBy(users: ReadonlyMap<Paths, number>): ReadonlyMap<Guid, number> {
  const consumed = new Map<Guid, { count: number; last: Paths | undefined }>()
  for (const [paths, count] of users)
    for (const { effective } of paths)
      for (const { skuId } of effective) {
        const known = consumed.get(skuId) ?? { count: 0, last: undefined }
        if (known.last !== paths) known.count += count
        known.last = paths
        consumed.set(skuId, known)
      }
  return new Map([...consumed].map(([skuId, { count }]) => [skuId, count]))
}

/** Equal paths of different users are one. */
function mentioned(users: ReadonlyMap<Paths, number>, groups: ReadonlyMap<Guid, Group>): ReadonlySet<Guid> {
  const skus = new Set<Guid>()
  const add = (licenses: readonly License[]): void => licenses.forEach(({ skuId }) => skus.add(skuId))
  const known = new Set<Paths[number]>()
  for (const paths of users.keys()) for (const path of paths) known.add(path)
  for (const { effective, intended, disabled } of known) [effective, intended, disabled].forEach(add)
  for (const { assignedLicenses } of groups.values()) add(assignedLicenses ?? [])
  return skus
}
