import type { Guid } from '../model/catalog.js'

/** Users who wait for the same short products. */
export interface SeatType {
  readonly skuIds: readonly Guid[]
  readonly count: number
}
export interface Range {
  readonly min: number
  readonly max: number
}

/** Largest number of (remaining, free) states that are searched one by one. */
const searchable = 20_000

/**
 * How many users fail for each short product, over all orders in which they could be served.
 * One is served if each of its products has a unit left, takes one of each, and otherwise fails for those that have none.
 * Exact for up to two short products and for small numbers; beyond that the range may be wider than the truth, never narrower.
 */
export function failuresOf(types: readonly SeatType[], free: ReadonlyMap<Guid, number>): ReadonlyMap<Guid, Range> {
  const skuIds = [...free.keys()].sort()
  return new Map(skuIds.map((skuId) => [skuId, rangeOf(skuId, types, free)]))
}

function rangeOf(skuId: Guid, types: readonly SeatType[], free: ReadonlyMap<Guid, number>): Range {
  const wanting = total(types, (type) => type.skuIds.includes(skuId))
  const rivals = [...new Set(types.filter((type) => type.skuIds.includes(skuId)).flatMap((type) => type.skuIds))]
  const own = free.get(skuId)!
  if (rivals.length <= 1) return { min: Math.max(0, wanting - own), max: Math.max(0, wanting - own) }
  const states = types.reduce((product, type) => product * (type.count + 1), 1)
  if (states <= searchable) return search(skuId, types, free)
  const other = rivals.find((rival) => rival !== skuId)
  if (rivals.length === 2 && total(types, (type) => type.skuIds.length > 2) === 0 && isApart(types, rivals))
    return rangeOfTwo(types, skuId, other!, free)
  const alone = total(types, (type) => type.skuIds.length === 1 && type.skuIds[0] === skuId)
  return { min: Math.max(0, alone - own), max: Math.max(0, wanting - own) }
}

const total = (types: readonly SeatType[], counts: (type: SeatType) => boolean): number =>
  types.filter(counts).reduce((sum, type) => sum + type.count, 0)

/** Whether nobody who wants one of these two wants a third. */
const isApart = (types: readonly SeatType[], pair: readonly Guid[]): boolean =>
  types.every((type) => type.skuIds.every((id) => pair.includes(id)) || type.skuIds.every((id) => !pair.includes(id)))

/** Two products, closed form: the other one may run out first and take its users out of the queue for this one. */
function rangeOfTwo(types: readonly SeatType[], skuId: Guid, other: Guid, free: ReadonlyMap<Guid, number>): Range {
  const own = free.get(skuId)!
  const others = free.get(other)!
  const alone = total(types, (type) => type.skuIds.length === 1 && type.skuIds[0] === skuId)
  const otherAlone = total(types, (type) => type.skuIds.length === 1 && type.skuIds[0] === other)
  const both = total(types, (type) => type.skuIds.includes(skuId) && type.skuIds.includes(other))
  const canRunOut = alone + Math.min(both, others) >= own
  const max = canRunOut ? Math.max(0, alone + both - own) : 0
  const bothServed = Math.max(0, others - otherAlone)
  const otherFirst = bothServed < both && bothServed < own
  const min = otherFirst ? Math.max(0, alone - (own - bothServed)) : max
  return { min: Math.min(min, max), max }
}

/** Every order of service, remembered by what is left. */
function search(skuId: Guid, types: readonly SeatType[], free: ReadonlyMap<Guid, number>): Range {
  const skuIds = [...free.keys()].sort()
  const needs = types.map((type) => type.skuIds.map((id) => skuIds.indexOf(id)))
  const own = skuIds.indexOf(skuId)
  const seen = new Map<string, Range>()
  const visit = (left: readonly number[], units: readonly number[]): Range => {
    const key = `${left.join()};${units.join()}`
    const known = seen.get(key)
    if (known) return known
    let range: Range | undefined
    left.forEach((count, i) => {
      if (count > 0) range = widen(range, serve(left, units, i))
    })
    const result = range ?? { min: 0, max: 0 }
    seen.set(key, result)
    return result
  }
  const serve = (left: readonly number[], units: readonly number[], i: number): Range => {
    const served = needs[i]!.every((sku) => units[sku]! > 0)
    const fails = !served && needs[i]!.includes(own) && units[own] === 0 ? 1 : 0
    const after = visit(
      left.with(i, left[i]! - 1),
      served ? units.map((unit, sku) => (needs[i]!.includes(sku) ? unit - 1 : unit)) : units,
    )
    return { min: after.min + fails, max: after.max + fails }
  }
  return visit(types.map((type) => type.count), skuIds.map((id) => free.get(id)!))
}

const widen = (a: Range | undefined, b: Range): Range =>
  a ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : b
