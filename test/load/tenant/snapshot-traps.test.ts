import { expect, test } from 'vitest'
import type { UserState } from '../../../src/model/tenant.js'
import { ada, boris, e3, e5, envelope, exchange, folder, group, guid, leaver, load, member, noNeeds, plain, row, sales, sku, staff, tenantIn, user, yammer } from './snapshot.js'
import type { Entries, Snapshot } from './snapshot.js'

type Data = Record<string, unknown>

const withUsers = (...users: Data[]): Partial<Snapshot> => ({ users: [...plain.users, ...users] })
const changed = <K extends 'users' | 'groups' | 'subscribedSkus' | 'organization'>(resource: K, index: number, more: Data): Partial<Snapshot> => ({
  [resource]: plain[resource].map((item, i) => (i === index ? { ...item, ...more } : item)),
})
const without = (item: Data, key: string): Data => Object.fromEntries(Object.entries(item).filter(([name]) => name !== key))
const carl = guid('u', 4)
const membersLess = (id: string): Entries => Object.fromEntries(Object.entries(folder()).filter(([name]) => name !== `t/members/${id}.json`))
const twenty = Array.from({ length: 20 }, (_, i) => user(guid('u', 100 + i), `user${i}`))
const inTwenty = twenty.map(({ id }) => member(id as string))

test.each<readonly [string, Entries, number, string]>([
  ['nested-groups', folder({ members: { ...plain.members, [sales]: [...plain.members[sales]!, member(staff, 'group')] } }), 1, '1 group is nested in licensed groups (`Sales`): their members get nothing by them'],
  ['nested-groups', folder({ members: { ...plain.members, [sales]: [...plain.members[sales]!, { id: staff }] } }), 1, '1 group is nested in licensed groups (`Sales`): their members get nothing by them'],
  ['members-not-users', folder({ members: { ...plain.members, [staff]: [member(guid('d', 1), 'device'), member(guid('d', 2), 'servicePrincipal')] } }), 2, '2 members of licensed groups are no users (devices, contacts, service principals): they get nothing'],
  ['members-not-in-users', folder({ members: { ...plain.members, [sales]: [...plain.members[sales]!, member(carl)] } }), 1, '1 user listed as members of licensed groups is not in `users`: they are left out'],
  ['members-maybe-truncated', folder({ ...withUsers(...twenty), members: { ...plain.members, [staff]: inTwenty } }), 1, '1 group has exactly 20 listed members (`Staff`): `$expand=members` stops there without saying so; export `members/<groupId>`'],
  ['members-maybe-truncated', { ...membersLess(staff), 't/groups.json': envelope([plain.groups[0], { ...plain.groups[1], members: inTwenty }]), 't/users.json': envelope([...plain.users, ...twenty]) }, 1, '1 group has exactly 20 listed members (`Staff`): `$expand=members` stops there without saying so; export `members/<groupId>`'],
  ['members-inferred', membersLess(staff), 1, '1 group has no list of members (`Staff`): the users who have a row by them count as members, and members without a row (pending, silently failed, added since) are missed'],
  ['members-not-a-group', folder({}, { 't/members/Sales.json': '[]' }), 1, "files in `members` are named by a group's id; not so (`Sales.json`): they were not read"],
  ['sku-not-owned', folder({ subscribedSkus: [sku(e5, 'ENTERPRISEPREMIUM', 2)] }), 1, `users or groups have a product that \`subscribedSkus\` does not list (\`${e3}\`)`],
  ['row-without-membership', folder({ members: { ...plain.members, [sales]: [member(boris)] } }), 1, '1 user (`ada@contoso.com`) has a licence by a group that does not list the user as a member'],
  ['silent-failure', folder({ ...withUsers(user(carl, 'carl')), members: { ...plain.members, [sales]: [...plain.members[sales]!, member(carl)] } }), 1, '1 user (`carl@contoso.com`) is a direct member of a licensed group and has no row by it; the likely causes, in this order: another object has the same proxy address, the group was still being processed, the membership changed after the snapshot was made'],
  ['pending', folder({ ...withUsers(user(carl, 'carl')), members: { ...plain.members, [sales]: [...plain.members[sales]!, member(carl)] } }), 1, '1 user (`carl@contoso.com`) has licences that are not as the group or the direct assignment asks, without a recorded error: they wait to be processed'],
  ['pending', folder(changed('groups', 0, { assignedLicenses: [{ skuId: e3, disabledPlans: [] }] })), 1, '1 user (`ada@contoso.com`) has licences that are not as the group or the direct assignment asks, without a recorded error: they wait to be processed'],
  ['row-of-unknown-group', folder(withUsers(user(carl, 'carl', { licenseAssignmentStates: [row(e5, guid('g', 9))] }))), 1, '1 user (`carl@contoso.com`) has a licence by a group that the export does not have: it stays as it is'],
  ['state-disabled', folder(withUsers(user(carl, 'carl', { licenseAssignmentStates: [row(e3, null, { state: 'Disabled' })] }))), 1, '1 user (`carl@contoso.com`) has a row in the state `Disabled`: what it means is not documented, so it neither gives nor uses anything'],
  ['state-unknown', folder(withUsers(user(carl, 'carl', { licenseAssignmentStates: [row(e3, null, { state: 'Suspended' })] }))), 1, '1 user (`carl@contoso.com`) has a row in a state that nobody knows (`Suspended`): it is treated as `Disabled`'],
  ['consumed-differs', folder(changed('subscribedSkus', 0, { consumedUnits: 7 })), 1, '`consumedUnits` differs from the users who have the product (ENTERPRISEPACK: 7, by rows 1): seats are counted from `consumedUnits`'],
  ['location-unknown', folder({ ...changed('users', 0, { usageLocation: null }), organization: [{ id: guid('o', 1), countryLetterCode: null }] }), 1, "1 user (`ada@contoso.com`) has no usage location, and the tenant's is not known either: no rule on locations is judged for it by a group"],
  ['usage-location-invalid', folder(changed('users', 0, { usageLocation: 'Switzerland' })), 1, '1 user (`ada@contoso.com`) has a usage location that is no country (`Switzerland`): it counts as not set'],
  ['tenant-locations-differ', folder(changed('organization', 0, { defaultUsageLocation: 'DE' })), 1, "the tenant's `defaultUsageLocation` is `DE`, its `countryLetterCode` `CH`: Microsoft does not say which of them a user without a usage location gets"],
  ['organization-missing', Object.fromEntries(Object.entries(folder()).filter(([name]) => name !== 't/organization.json')), 1, 'the snapshot has no `organization`: where the tenant is remains unknown'],
  ['group-not-security-enabled', folder(changed('groups', 1, { securityEnabled: false })), 1, '1 group with licences is not security-enabled (`Staff`): members get nothing by them'],
  ['group-licences-unknown', folder({ groups: [plain.groups[0]!, without(plain.groups[1]!, 'assignedLicenses')] }), 1, 'the export does not say which licences 1 group has (`Staff`): add `assignedLicenses` to `$select`'],
  ['groups-processing', folder(changed('groups', 0, { licenseProcessingState: { State: 'QueuedForProcessing', AdditionalProperties: {} } })), 1, 'the licences of 1 group were still being processed when the snapshot was made (`Sales`): rows of members may have changed since'],
  ['states-derived', folder({ users: plain.users.map((one) => without(one, 'licenseAssignmentStates')) }), 3, '3 users (`ada@contoso.com`, `boris@contoso.com`, `leaver@contoso.com`) have no `licenseAssignmentStates`: what they have by which path is derived from `assignedLicenses` and memberships, and recorded errors are not known'],
  ['licences-not-exported', folder(withUsers(without(without(user(carl, 'carl'), 'licenseAssignmentStates'), 'assignedLicenses'))), 1, '1 user (`carl@contoso.com`) has neither `licenseAssignmentStates` nor `assignedLicenses`: it counts as unlicensed'],
  ['not-exported', folder({ users: plain.users.map((one) => without(one, 'proxyAddresses')) }), 1, 'no user has `proxyAddresses`: add it to `$select`'],
  ['pages-missing', { ...folder(), 't/users.json': envelope(plain.users, { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=x' }) }, 1, 'the last page of `users.json` names another one that is not there (`@odata.nextLink`): the export stopped early'],
])('the trap %s is named', async (id, entries, count, text) => {
  const { notices } = await tenantIn(entries)
  expect(notices.filter((notice) => notice.id === id).map(({ unnamed: _, ...told }) => told)).toEqual([{ id, text, count }])
})

test('a product that only the catalog knows is called by its part number', async () => {
  const partNumberOf = (skuId: string) => (skuId === e3 ? 'ENTERPRISEPACK' : undefined)
  const { value } = await load(folder({ subscribedSkus: [] }), { ...noNeeds, partNumberOf })
  const notice = value!.notices.find(({ id }) => id === 'sku-not-owned')
  expect(notice?.text).toBe(`users or groups have 2 products that \`subscribedSkus\` does not list (\`${e5}\`, \`ENTERPRISEPACK\`)`)
})

test('every trap is documented', async () => {
  const { readFile } = await import('node:fs/promises')
  const docs = await readFile(new URL('../../../docs/snapshot.md', import.meta.url), 'utf8')
  const source = await readFile(new URL('../../../src/load/tenant/snapshot-notices.ts', import.meta.url), 'utf8')
  const ids = [...source.matchAll(/(?:notice|told)\('([a-z-]+)'/g)].map((match) => match[1]!)
  expect(ids.length).toBeGreaterThan(20)
  expect(ids.filter((id) => !docs.includes(`\`${id}\``))).toEqual([])
})

const stateOf = async (entries: Entries, id: string, needs = noNeeds): Promise<UserState> => {
  const tenant = await tenantIn(entries, needs)
  return tenant.cohorts.find(({ members }) => members.includes(tenant.find(id)!))!.state
}
const direct = (...licenses: object[]): object => ({ source: null, effective: licenses, intended: licenses, errors: {}, disabled: [] })
const of = (skuId: string, ...disabledPlans: string[]): object => ({ skuId, disabledPlans })

test.each<readonly [string, Data[], object[]]>([
  ['null, empty and `None` are no error', [row(e3, null, { error: null }), row(e5, null, { error: '' })], [direct(of(e3), of(e5))]],
  ['`Others` is `Other`', [row(e3, null, { error: 'Others' })], [{ ...direct(of(e3)), errors: { [e3]: 'Other' } }]],
  ['a code that is new is kept', [row(e3, null, { error: 'MissingDependency', state: 'Error' })], [{ source: null, effective: [], intended: [of(e3)], errors: { [e3]: 'MissingDependency' }, disabled: [] }]],
  ['`Other` beside a culprit is no culprit', [row(e3, null, { error: 'Other', state: 'Error' }), row(e5, null, { error: 'CountViolation', state: 'Error' })], [{ source: null, effective: [], intended: [of(e3), of(e5)], errors: { [e5]: 'CountViolation' }, disabled: [] }]],
  ['`Disabled` is kept aside', [row(e3, null, { state: 'Disabled' }), row(e5, null)], [{ ...direct(of(e5)), disabled: [of(e3)] }]],
  ['a group that is not there and gave', [row(e3, guid('g', 9))], [{ source: guid('g', 9), effective: [of(e3)], intended: [of(e3)], errors: {}, disabled: [] }]],
  ['a group that is not there and holds back', [row(e3, guid('g', 9), { state: 'ActiveWithError', error: 'DependencyViolation' })], [{ source: guid('g', 9), effective: [of(e3)], intended: [], errors: { [e3]: 'DependencyViolation' }, disabled: [] }]],
  ['a group that is not there and failed', [row(e3, guid('g', 9), { state: 'Error', error: 'CountViolation' })], [{ source: guid('g', 9), effective: [], intended: [of(e3)], errors: { [e3]: 'CountViolation' }, disabled: [] }]],
  ['an empty `AssignedByGroup` is direct', [row(e3, '', { disabledPlans: [yammer.toUpperCase(), exchange, yammer] })], [direct(of(e3, yammer, exchange))]],
])('%s', async (_, licenseAssignmentStates, paths) => {
  expect((await stateOf(folder(withUsers(user(carl, 'carl', { licenseAssignmentStates }))), carl)).paths).toEqual(paths)
})

test('without rows, what no group gives is direct', async () => {
  const licenses = (...list: object[]): Data => ({ licenseAssignmentStates: null, assignedLicenses: list })
  const snapshot: Partial<Snapshot> = {
    users: [user(ada, 'ada', licenses(of(e3, yammer), of(e5))), user(boris, 'boris', licenses(of(e3))), user(carl, 'carl', licenses())],
    members: { [sales]: [member(ada), member(boris), member(carl)], [staff]: [] },
  }
  const given = { source: sales, effective: [of(e3, yammer)], intended: [of(e3, yammer)], errors: {}, disabled: [] }
  expect((await stateOf(folder(snapshot), ada)).paths).toEqual([direct(of(e5)), given])
  expect((await stateOf(folder(snapshot), boris)).paths).toEqual([direct(of(e3)), given])
  expect((await stateOf(folder(snapshot), carl)).paths).toEqual([{ ...given, effective: [] }])
})

test('PowerShell writes an empty list for what it was not asked for', async () => {
  const { notices } = await tenantIn(folder({ users: plain.users.map((one) => ({ ...one, licenseAssignmentStates: [] })) }))
  expect(notices.map(({ id }) => id)).toContain('states-derived')
})

test('members without a list are those with a row by the group, leavers left out', async () => {
  const entries = membersLess(staff)
  const tenant = await tenantIn({ ...entries, 't/users.json': envelope([...plain.users, user(carl, 'carl', { licenseAssignmentStates: [row(e5, staff)] })]) })
  expect(tenant.groups.get(staff)!.members).toBe('inferred')
  expect(tenant.groups.get(sales)!.members).toBe('listed')
  const memberOf = (id: string) => tenant.cohorts.find(({ members }) => members.includes(tenant.find(id)!))!.state.memberOf
  expect([memberOf(carl), memberOf(leaver)]).toEqual([[staff], []])
})

test('a group that is asked about needs a list, unless one settles for less', async () => {
  const needs = { attributes: [], groups: new Set([staff]) }
  expect((await load(membersLess(staff), needs)).problems).toEqual([
    { file: 't', severity: 'error', code: 'members-unknown', message: 'the snapshot does not say who the members of `Staff` are', hint: `export \`members/${staff}\`, or use \`--assume-members inferred\`` },
  ])
  expect((await load(membersLess(staff), { ...needs, assumeMembersInferred: true })).problems).toEqual([])
})

test('memberships are kept of groups that license, may license, or are asked about', async () => {
  const [plainGroup, unknown] = [guid('g', 5), guid('g', 6)]
  const snapshot = { groups: [...plain.groups, group(plainGroup, 'Plain'), without(group(unknown, 'Unknown'), 'assignedLicenses')], members: { ...plain.members, [plainGroup]: [member(ada)], [unknown]: [member(ada)] } }
  expect((await stateOf(folder(snapshot), ada)).memberOf).toEqual([sales, unknown])
  expect((await stateOf(folder(snapshot), ada, { attributes: [], groups: new Set([plainGroup]) })).memberOf).toEqual([sales, plainGroup, unknown])
})

test('attributes that conditions name make users differ', async () => {
  const snapshot = { users: [user(ada, 'ada', { department: 'Sales' }), user(boris, 'boris', { department: 'Law' }), user(carl, 'carl')], members: {} }
  expect((await tenantIn(folder(snapshot))).cohorts.length).toBe(1)
  const tenant = await tenantIn(folder(snapshot), { attributes: ['department'], groups: new Set() })
  expect(tenant.cohorts.map(({ state }) => state.attributes)).toEqual([{ department: 'Sales' }, { department: 'Law' }, { department: null }])
})

test('an address is taken by any other object, whatever its case', async () => {
  const addresses = (...proxyAddresses: string[]): Data => ({ proxyAddresses })
  const tenant = await tenantIn(
    folder({
      users: [
        user(ada, 'ada', addresses('SMTP:Info@contoso.com', 'x500:/o=Same', 'smtp:info@contoso.com')),
        user(boris, 'boris', addresses('smtp:INFO@contoso.com')),
        user(carl, 'carl', addresses('SMTP:carl@contoso.com', 'X500:/o=same', 'sip:sales@contoso.com')),
        user(leaver, 'leaver', addresses('sales@contoso.com')),
      ],
      groups: [...plain.groups, group(guid('g', 7), 'Mail', { mailEnabled: true, proxyAddresses: ['SMTP:sales@contoso.com'] })],
      members: {},
    }),
  )
  const clashing = tenant.cohorts.filter(({ state }) => state.addressClash).flatMap(({ members }) => [...members].map((ordinal) => tenant.nameOf(ordinal).id))
  expect(clashing.sort()).toEqual([ada, boris, leaver])
  expect(tenant.addressesOf(tenant.find(ada)!)).toEqual(['smtp:info@contoso.com', 'x500:/o=same'])
  expect(tenant.holdersOf('SMTP:info@CONTOSO.com')).toEqual([{ user: tenant.find(ada) }, { user: tenant.find(boris) }])
  expect(tenant.holdersOf('smtp:sales@contoso.com')).toEqual([{ user: tenant.find(leaver) }, { group: guid('g', 7) }])
  expect(tenant.holdersOf('x500:/o=SAME')).toEqual([{ user: tenant.find(ada) }, { user: tenant.find(carl) }])
  expect(tenant.holdersOf('smtp:nobody@contoso.com')).toEqual([])
})

test('a usage location is folded to upper case', async () => {
  expect((await stateOf(folder(changed('users', 0, { usageLocation: 'de' })), ada)).usageLocation).toBe('DE')
})
