import fc from 'fast-check'
import { envelope, group, guid, member, row, sku, user } from './snapshot.js'
import type { Entries } from './snapshot.js'

export type Data = Record<string, unknown>

/** A tenant that is small, and odd in every way that matters to folding. */
export interface World {
  readonly users: readonly Data[]
  readonly groups: readonly Data[]
  readonly members: readonly (readonly [string, string])[]
}

export const skus = [guid('s', 1), guid('s', 2)]
export const groupIds = [guid('g', 1), guid('g', 2), guid('g', 3)]
const license = fc.record({ skuId: fc.constantFrom(...skus), disabledPlans: fc.subarray([guid('p', 1), guid('p', 2)]) })
const rowData = fc
  .tuple(license, fc.constantFrom(null, ...groupIds), fc.constantFrom('Active', 'ActiveWithError', 'Error', 'Disabled'), fc.constantFrom(null, 'None', 'CountViolation', 'Other'))
  .map(([{ skuId, disabledPlans }, source, state, error]) => row(skuId, source, { disabledPlans, state, error }))
const rows = fc.uniqueArray(rowData, { maxLength: 4, selector: (data) => `${String(data['skuId'])} ${String(data['assignedByGroup'])}` })
const people = fc.array(fc.record({ rows, address: fc.constantFrom('a', 'b', 'c', 'd', 'e'), usageLocation: fc.constantFrom(null, 'CH', 'ch', 'US') }), { minLength: 1, maxLength: 12 })
export const world: fc.Arbitrary<World> = fc.record({ people, licenses: fc.array(fc.uniqueArray(license, { maxLength: 2, selector: ({ skuId }) => skuId }), { minLength: 3, maxLength: 3 }), pairs: fc.array(fc.tuple(fc.nat(2), fc.nat(11))) }).map(({ people, licenses, pairs }) => ({
  users: people.map(({ rows, address, usageLocation }, i) => user(guid('u', i), `user${i}`, { usageLocation, proxyAddresses: [`SMTP:${address}@contoso.com`], licenseAssignmentStates: rows })),
  groups: groupIds.map((id, i) => group(id, `Group ${i}`, { assignedLicenses: licenses[i] })),
  members: [...new Map(pairs.filter(([, who]) => who < people.length).map(([g, who]) => [`${g} ${who}`, [groupIds[g]!, guid('u', who)] as const])).values()],
}))

const listsOf = ({ members }: World): Entries =>
  Object.fromEntries(groupIds.map((id) => [`t/members/${id}.json`, envelope(members.filter(([groupId]) => groupId === id).map(([, who]) => member(who)))]))

export const inFolder = (world: World): Entries => ({
  't/users.json': envelope(world.users),
  't/groups.json': envelope(world.groups),
  't/subscribedSkus.json': envelope(skus.map((id, i) => sku(id, `SKU${i}`, 3))),
  't/organization.json': envelope([]),
  ...listsOf(world),
})
