import fc from 'fast-check'
import { expect, test } from 'vitest'
import { envelope, group, guid, member, row, sku, tenantIn, user, shown } from './snapshot.js'
import type { Entries } from './snapshot.js'

const runs = process.env['SEATPLAN_LONG'] ? 3000 : 120

type Data = Record<string, unknown>

/** A tenant that is small, and odd in every way that matters to folding. */
interface World {
  readonly users: readonly Data[]
  readonly groups: readonly Data[]
  readonly members: readonly (readonly [string, string])[]
}

const skus = [guid('s', 1), guid('s', 2)]
const groupIds = [guid('g', 1), guid('g', 2), guid('g', 3)]
const license = fc.record({ skuId: fc.constantFrom(...skus), disabledPlans: fc.subarray([guid('p', 1), guid('p', 2)]) })
const rowData = fc
  .tuple(license, fc.constantFrom(null, ...groupIds), fc.constantFrom('Active', 'ActiveWithError', 'Error', 'Disabled'), fc.constantFrom(null, 'None', 'CountViolation', 'Other'))
  .map(([{ skuId, disabledPlans }, source, state, error]) => row(skuId, source, { disabledPlans, state, error }))
const rows = fc.uniqueArray(rowData, { maxLength: 4, selector: (data) => `${String(data['skuId'])} ${String(data['assignedByGroup'])}` })
const people = fc.array(fc.record({ rows, address: fc.constantFrom('a', 'b', 'c', 'd', 'e'), usageLocation: fc.constantFrom(null, 'CH', 'ch', 'US') }), { minLength: 1, maxLength: 12 })
const world: fc.Arbitrary<World> = fc.record({ people, licenses: fc.array(fc.uniqueArray(license, { maxLength: 2, selector: ({ skuId }) => skuId }), { minLength: 3, maxLength: 3 }), pairs: fc.array(fc.tuple(fc.nat(2), fc.nat(11))) }).map(({ people, licenses, pairs }) => ({
  users: people.map(({ rows, address, usageLocation }, i) => user(guid('u', i), `user${i}`, { usageLocation, proxyAddresses: [`SMTP:${address}@contoso.com`], licenseAssignmentStates: rows })),
  groups: groupIds.map((id, i) => group(id, `Group ${i}`, { assignedLicenses: licenses[i] })),
  members: [...new Map(pairs.filter(([, who]) => who < people.length).map(([g, who]) => [`${g} ${who}`, [groupIds[g]!, guid('u', who)] as const])).values()],
}))

const listsOf = ({ members }: World): Entries =>
  Object.fromEntries(groupIds.map((id) => [`t/members/${id}.json`, envelope(members.filter(([groupId]) => groupId === id).map(([, who]) => member(who)))]))

const inFolder = (world: World): Entries => ({
  't/users.json': envelope(world.users),
  't/groups.json': envelope(world.groups),
  't/subscribedSkus.json': envelope(skus.map((id, i) => sku(id, `SKU${i}`, 3))),
  't/organization.json': envelope([]),
  ...listsOf(world),
})

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length })
/** Keys and lists of a user in another order. */
const turned = (data: Data): Data =>
  Object.fromEntries(Object.entries(data).reverse().map(([key, value]) => [key, Array.isArray(value) ? value.toReversed().map((item) => (typeof item === 'object' ? turned(item as Data) : (item as unknown))) : value]))

const paged = (items: readonly unknown[], sizes: readonly number[]): Entries => {
  const pages: unknown[][] = []
  for (let at = 0, i = 0; at < items.length; i++) pages.push(items.slice(at, (at += sizes[i % sizes.length]!)))
  return Object.fromEntries(pages.map((page, i) => [`t/users/${String(i).padStart(3, '0')}.json`, envelope(page, i === pages.length - 1 ? {} : { '@odata.nextLink': 'x' })]))
}

test('the order of users, pages, members and keys changes nothing', async () => {
  const variant = world.chain((one) => fc.tuple(fc.constant(one), shuffled(one.users), shuffled(one.groups), shuffled(one.members), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })))
  await fc.assert(
    fc.asyncProperty(variant, async ([one, users, groups, members, sizes]) => {
      const { 't/users.json': _, ...others } = inFolder({ users, groups, members })
      const other = { ...others, ...paged(users.map(turned), sizes) }
      expect(shown(await tenantIn(other))).toEqual(shown(await tenantIn(inFolder(one))))
    }),
    { seed: 11, numRuns: runs },
  )
})

test('every user is in one cohort, users in one cohort are alike, and cohorts differ', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      const tenant = await tenantIn(inFolder(one))
      const members = tenant.cohorts.flatMap((cohort) => [...cohort.members])
      expect(members.toSorted((a, b) => a - b)).toEqual(one.users.map((_, i) => i))
      for (const cohort of tenant.cohorts) expect([...cohort.members]).toEqual([...cohort.members].sort((a, b) => a - b))
      expect(tenant.cohorts.map(({ key }) => key)).toEqual([...new Set(tenant.cohorts.map(({ key }) => key))].sort())
      for (const { key, state } of tenant.cohorts) expect(JSON.stringify(state)).toBe(key)
      await expectAlone(one, tenant.cohorts)
    }),
    { seed: 12, numRuns: Math.ceil(runs / 3) },
  )
})

/** What a user is does not depend on who else is there, addresses aside. */
async function expectAlone(one: World, cohorts: readonly { readonly members: Uint32Array; readonly state: object }[]): Promise<void> {
  for (const [i, data] of one.users.entries()) {
    const alone = await tenantIn(inFolder({ ...one, users: [data], members: one.members.filter(([, who]) => who === data['id']) }))
    const state = cohorts.find(({ members }) => members.includes(i))!.state
    expect({ ...alone.cohorts[0]!.state, addressClash: null }).toEqual({ ...state, addressClash: null })
  }
}

test('an address clashes exactly when another user has it', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      const tenant = await tenantIn(inFolder(one))
      const addresses = one.users.map((data) => (data['proxyAddresses'] as string[])[0]!)
      const clashing = tenant.cohorts.filter(({ state }) => state.addressClash).flatMap(({ members }) => [...members])
      const expected = addresses.flatMap((address, i) => (addresses.some((other, j) => other === address && j !== i) ? [i] : []))
      expect(clashing.sort((a, b) => a - b)).toEqual(expected)
    }),
    { seed: 13, numRuns: runs },
  )
})
