import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inFolder, world } from './odd-tenants.js'
import type { Data, World } from './odd-tenants.js'
import { envelope, tenantIn, shown } from './snapshot.js'
import type { Entries } from './snapshot.js'

const runs = process.env['SEATPLAN_LONG'] ? 3000 : 120

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
      expect(tenant.cohorts.map((cohort) => cohort.members[0])).toEqual(tenant.cohorts.map((cohort) => cohort.members[0]).toSorted((a, b) => a! - b!))
      expect(new Set(tenant.cohorts.map(({ state }) => JSON.stringify(state))).size).toBe(tenant.cohorts.length)
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
