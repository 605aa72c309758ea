import type { Guid } from '../model/catalog.js'
import type { SeatCount, Standing, Trace } from '../model/trace.js'
import { onceFor } from '../once.js'
import { consumedBy, isPending } from './paths.js'
import { unitsOf, type Crowd, type World } from './world.js'

/** Units in use, units there are, and users who wait, by product. */
export interface Units {
  readonly consumed: ReadonlyMap<Guid, number>
  readonly units: ReadonlyMap<Guid, number>
  readonly pending: ReadonlyMap<Guid, number>
}

export const countSeats = (world: World): Units => ({
  consumed: new Map(world.consumed),
  units: new Map([...world.skus.values()].map((sku) => [sku.skuId, unitsOf(world, sku)])),
  pending: pendingUsers(world),
})

/** Seats before and after, sorted by product. */
export function seatCounts(world: World, before: Units): readonly SeatCount[] {
  const short = shortages(world.crowds, world.standings, world.slack)
  return [...world.skus.values()]
    .sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
    .map((sku) => ({
      skuId: sku.skuId,
      skuPartNumber: sku.skuPartNumber,
      enabled: sku.prepaidUnits.enabled,
      warning: sku.prepaidUnits.warning,
      consumedBefore: before.consumed.get(sku.skuId) ?? 0,
      consumedAfter: world.consumed.get(sku.skuId) ?? 0,
      unitsBefore: before.units.get(sku.skuId) ?? 0,
      unitsAfter: unitsOf(world, sku),
      short: short.get(sku.skuId) ?? { min: 0, max: 0 },
      pending: before.pending.get(sku.skuId) ?? 0,
    }))
}

/** Users who want a unit and have none, by product: waiting in error, or refused. */
export function shortages(crowds: readonly Pick<Crowd, 'standings' | 'members'>[], refusals: Trace['standings'], slack: Trace['slack']): ReadonlyMap<Guid, SeatCount['short']> {
  const users = new Map<Guid, number>()
  const keys = new Map<string, Guid>()
  for (const { standings, members } of crowds) {
    const waits = standings.length === 0 ? standings : waitsAmong(standings)
    if (waits.length === 0) continue
    for (const { cause } of waits) keys.set(cause.key, cause.skuId!)
    for (const skuId of new Set(waits.filter((one) => one.failed).map((one) => one.cause.skuId!))) count(users, skuId, members.length)
  }
  const refused = new Map<Guid, Set<number>>()
  for (const { cause, users: named } of refusals)
    if (cause.error === 'CountViolation' && cause.skuId !== null)
      refused.set(cause.skuId, new Set([...(refused.get(cause.skuId) ?? []), ...named]))
  const ranges = new Map<Guid, { min: number; max: number }>()
  for (const skuId of new Set([...users.keys(), ...keys.values(), ...refused.keys()])) {
    const open = [...keys].flatMap(([key, id]) => (id === skuId ? (slack.get(key) ?? []) : []))
    const below = open.reduce((sum, one) => sum + one.below, 0)
    const above = open.reduce((sum, one) => sum + one.above, 0)
    const waiting = users.get(skuId) ?? 0
    const named = refused.get(skuId)?.size ?? 0
    ranges.set(skuId, { min: named + Math.max(0, waiting - below), max: named + waiting + above })
  }
  return ranges
}

/** Open ones for want of a unit. */
const waitsAmong = onceFor((standings: readonly Standing[]): readonly Standing[] =>
  standings.filter(({ open, cause }) => open && cause.error === 'CountViolation' && cause.skuId !== null),
)

const count = (counts: Map<Guid, number>, skuId: Guid, users: number): unknown =>
  counts.set(skuId, (counts.get(skuId) ?? 0) + users)

/** Users whose intent waits without a recorded error and who do not have the product, by product. */
function pendingUsers(world: World): ReadonlyMap<Guid, number> {
  const users = new Map<Guid, number>()
  for (const { state, members } of world.crowds) {
    if (!state?.paths.some(isPending)) continue
    const has = consumedBy(state)
    const waits = state.paths.filter(isPending).flatMap((path) => path.intended.map((license) => license.skuId))
    for (const skuId of new Set(waits)) if (!has.has(skuId)) count(users, skuId, members.length)
  }
  return users
}
