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

/** Most users, and most (remaining, free) states, whose orders are searched one by one. */
const searchableUsers = 60
const searchableStates = 20_000

/**
 * How many users fail for each short product, over all orders in which they could be served.
 * One is served if each of its products has a unit left, takes one of each, and otherwise fails for those that have none.
 * Exact for up to two short products and for few users; beyond that the range may be wider than the truth, never narrower.
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
  const other = rivals.find((rival) => rival !== skuId)
  if (rivals.length === 2 && isApart(types, rivals)) return rangeOfTwo(types, skuId, other!, free)
  if (isSearchable(types)) return search(types, free).get(skuId)!
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

const isSearchable = (types: readonly SeatType[]): boolean =>
  total(types, () => true) <= searchableUsers && types.reduce((product, type) => product * (type.count + 1), 1) <= searchableStates

/** Every order of service, remembered by what is left. */
function search(types: readonly SeatType[], free: ReadonlyMap<Guid, number>): ReadonlyMap<Guid, Range> {
  const skuIds = [...free.keys()].sort()
  const needs = types.map((type) => type.skuIds.map((id) => skuIds.indexOf(id)))
  const seen = new Map<string, readonly Range[]>()
  const visit = (left: readonly number[], units: readonly number[]): readonly Range[] => {
    const key = `${left.join()};${units.join()}`
    const known = seen.get(key)
    if (known) return known
    const ends = left.flatMap((count, i) => (count > 0 ? [serve(left, units, i)] : []))
    const ranges = skuIds.map((_, sku) => widest(ends.map((end) => end[sku]!)))
    seen.set(key, ranges)
    return ranges
  }
  const serve = (left: readonly number[], units: readonly number[], i: number): readonly Range[] => {
    const lacking = needs[i]!.filter((sku) => units[sku] === 0)
    const rest = lacking.length > 0 ? units : units.map((unit, sku) => (needs[i]!.includes(sku) ? unit - 1 : unit))
    return visit(left.with(i, left[i]! - 1), rest).map(({ min, max }, sku) => {
      const fails = lacking.includes(sku) ? 1 : 0
      return { min: min + fails, max: max + fails }
    })
  }
  const ranges = visit(types.map((type) => type.count), skuIds.map((id) => free.get(id)!))
  return new Map(skuIds.map((skuId, sku) => [skuId, ranges[sku]!]))
}

const widest = (ranges: readonly Range[]): Range =>
  ranges.length === 0
    ? { min: 0, max: 0 }
    : { min: Math.min(...ranges.map((one) => one.min)), max: Math.max(...ranges.map((one) => one.max)) }

/**
 * For which products together a user of each type can fail, by the type's products joined; each fate is its products joined.
 * Undefined where there are too many users to look at every order.
 */
export function fatesOf(types: readonly SeatType[], free: ReadonlyMap<Guid, number>): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const [only] = types
  if (types.length === 1 && only) {
    const least = Math.min(...only.skuIds.map((skuId) => free.get(skuId)!))
    return new Map([[only.skuIds.join(), new Set([only.skuIds.filter((skuId) => free.get(skuId) === least).join()])]])
  }
  return isSearchable(types) ? reach(types, free) : undefined
}

/** Every state that some order of service reaches. */
function reach(types: readonly SeatType[], free: ReadonlyMap<Guid, number>): ReadonlyMap<string, ReadonlySet<string>> {
  const fates = new Map(types.map((type) => [type.skuIds.join(), new Set<string>()]))
  const seen = new Set<string>()
  const visit = (left: readonly number[], units: ReadonlyMap<Guid, number>): void => {
    const key = `${left.join()};${[...units.values()].join()}`
    if (seen.has(key)) return
    seen.add(key)
    types.forEach((type, i) => {
      if (left[i] === 0) return
      const lacking = type.skuIds.filter((skuId) => units.get(skuId) === 0)
      if (lacking.length > 0) fates.get(type.skuIds.join())!.add(lacking.join())
      const rest = lacking.length > 0 ? units : new Map([...units].map(([skuId, unit]) => [skuId, type.skuIds.includes(skuId) ? unit - 1 : unit]))
      visit(left.with(i, left[i]! - 1), rest)
    })
  }
  visit(types.map((type) => type.count), free)
  return fates
}
