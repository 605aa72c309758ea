import { expect, test } from 'vitest'
import { e3, group, guid, row, user } from './snapshot.js'
import type { Tenant } from '../../../src/model/tenant.js'
import { memory } from '../../../src/load/memory.js'
import { openTenant, readTenant } from '../../../src/load/tenant/tenant.js'

type Data = Record<string, unknown>

/** A folder with these users, groups and memberships, so that everything goes the way of a large export. */
async function tenantOf(users: readonly Data[], groups: readonly Data[], members: readonly (readonly [group: string, user: string])[]): Promise<Tenant> {
  const lines = (items: readonly unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('')
  const files = memory({
    't/users.ndjson': lines(users),
    't/groups.json': JSON.stringify(groups),
    't/subscribedSkus.json': '[]',
    't/groupMembers.ndjson': lines(members.map(([groupId, id]) => ({ groupId, id, '@odata.type': '#microsoft.graph.user' }))),
  })
  const opened = await openTenant(files, 't')
  const { value, problems } = await readTenant(opened.value!, { attributes: [], groups: new Set() })
  expect([...opened.problems, ...problems]).toEqual([])
  return value!
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
const licensed = (n: number, sku = e3): Data => group(guid('g', n), `Group ${n}`, { assignedLicenses: [{ skuId: sku, disabledPlans: [] }] })

test('no two users alike: as many cohorts as users, each with its own', async () => {
  const off = (n: number): string[] => many(12, (i) => i).filter((i) => (n >> i) & 1).map((i) => guid('p', i))
  const tenant = await tenantOf(many(4000, (n) => user(guid('u', n), `u${n}`, { licenseAssignmentStates: [row(e3, null, { disabledPlans: off(n) })] })), [], [])
  expect(tenant.cohorts).toHaveLength(4000)
  for (const { members, state } of tenant.cohorts) expect(state.paths[0]!.effective[0]!.disabledPlans).toEqual(off(members[0]!))
})

test('15,000 groups, all of them with somebody', async () => {
  const tenant = await tenantOf(many(500, (n) => user(guid('u', n), `u${n}`)), many(15_000, (n) => licensed(n)), many(15_000, (n) => [guid('g', n), guid('u', n % 500)] as const))
  expect(tenant.cohorts).toHaveLength(500)
  for (const { members, state } of tenant.cohorts) expect(state.memberOf).toEqual(many(30, (i) => guid('g', members[0]! + i * 500)).sort())
})

test('a user in 500 licensed groups, rows by all of them in any order', async () => {
  const rows = many(500, (n) => row(guid('s', n), guid('g', n)))
  const both = [user(guid('u', 1), 'a', { licenseAssignmentStates: rows }), user(guid('u', 2), 'b', { licenseAssignmentStates: rows.toReversed() })]
  const members = many(500, (n) => [[guid('g', n), guid('u', 1)], [guid('g', 499 - n), guid('u', 2)]] as const).flat()
  const tenant = await tenantOf(both, many(500, (n) => licensed(n, guid('s', n))), members)
  expect(tenant.cohorts.map(({ members, state }) => [members.length, state.memberOf.length, state.paths.length])).toEqual([[2, 500, 500]])
})

test('a user with more rows than a scanner takes is read all the same', async () => {
  const rows = many(1500, (n) => row(guid('s', n), null))
  const tenant = await tenantOf([user(guid('u', 1), 'a', { licenseAssignmentStates: rows })], [], [])
  expect(tenant.cohorts[0]!.state.paths[0]!.effective).toHaveLength(1500)
})

test('a group of thousands is one cohort, and so are those who are not in it', async () => {
  const tenant = await tenantOf(many(9000, (n) => user(guid('u', n), `u${n}`)), [licensed(1)], many(6000, (n) => [guid('g', 1), guid('u', n)] as const))
  expect(tenant.cohorts.map(({ members }) => members.length).sort()).toEqual([3000, 6000])
})

test('an address that two of thousands have is found, and no other', async () => {
  const tenant = await tenantOf(many(9000, (n) => user(guid('u', n), `u${n}`, { proxyAddresses: [`SMTP:u${n === 8999 ? 17 : n}@contoso.com`, `smtp:u${n}@other.com`] })), [], [])
  expect(tenant.cohorts.map(({ members, state }) => [state.addressClash, [...members].slice(0, 3), members.length]).sort()).toEqual([[false, [0, 1, 2], 8998], [true, [17, 8999], 2]])
  expect(tenant.holdersOf('smtp:u17@contoso.com')).toEqual([{ user: 17 }, { user: 8999 }])
})
