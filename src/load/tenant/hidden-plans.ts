import type { Guid } from '../../model/catalog.js'
import type { License } from '../../model/tenant.js'
import type { AlikeGroups } from './alike-groups.js'
import { inOrder } from './graph/users.js'
import type { Row } from './graph/users.js'
import { runs, unlimited } from './scan/runs.js'

/** What no rule looks at: of direct licences these plans, and of users these facts, all sorted; and in which of groups that are alike somebody is. */
export interface Unseen {
  readonly skus: readonly Guid[]
  readonly plans: readonly Guid[]
  readonly facts: readonly HiddenFact[]
  readonly groups?: AlikeGroups | undefined
}

export const hiddenFacts = ['accountEnabled', 'onPremisesSyncEnabled', 'userType'] as const
export type HiddenFact = (typeof hiddenFacts)[number]

/**
 * Plans that are off in direct licences and that nobody looks at, and licences by groups that are alike, as small numbers; 0: none. Each stands for a
 * list of 16-bit words: a product, marked, and behind it its plans, in the order of their ids; then a mark of its own, and licences by groups;
 * so that lists compare as the texts of the paths do.
 */
export interface HiddenPlans {
  readonly groups: AlikeGroups | undefined
  /** Whether there is one. */
  any(): boolean
  of(bytes: Uint8Array, from: number, to: number): number
  /** The rows without what is hidden, and that. What is by groups that are alike is by the one that stands in for them. */
  split(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly hidden: number }
  /** Both together, and the one without the other. */
  joined(a: number, b: number): number
  without(a: number, b: number): number
  each(hidden: number, take: (sku: number, plan: number) => void): void
  /** Calls with each licence by a group. */
  eachOfGroups(hidden: number, take: (licence: number) => void): void
  /** Of what is hidden the licences by groups alone. */
  ofGroups(hidden: number): number
  /** And those by these groups. */
  byGroups(hidden: number, isBy: (group: Guid) => boolean): number
  /** Licences with these plans off again. */
  licenses(of: readonly License[], hidden: number): readonly License[]
  planNumber(id: Guid): number | undefined
  compare(a: number, b: number): number
}

/** So many products, and so many plans, are hidden at most. */
export const mostHidden = 1 << 13
const mark = 1 << 15
/** Stands where a product does: licences by groups follow. */
const inGroups = mark - 1
export const groupsMark = inGroups | mark

export function hiddenPlans({ skus, plans, groups }: Unseen): HiddenPlans {
  const [skuNumbers, planNumbers] = [numbered(skus), numbered(plans)]
  const known = runs(unlimited)

  function of(bytes: Uint8Array, from: number, to: number): number {
    return from === to ? 0 : known.of(bytes, from, to) + 1
  }

  function ofPairs(pairs: readonly number[]): number {
    if (pairs.length === 0) return 0
    const words: number[] = []
    let last = -1
    for (const pair of [...new Set(pairs)].sort((a, b) => a - b)) {
      const sku = pair >>> 16
      if (sku !== last) words.push(sku | mark)
      last = sku
      words.push(pair & (mark - 1))
    }
    const bytes = new Uint8Array(Uint16Array.from(words).buffer)
    return of(bytes, 0, bytes.length)
  }

  /** Products and plans, then the mark of groups with licences by them. */
  function eachPair(hidden: number, take: (sku: number, plan: number) => void): void {
    if (hidden === 0) return
    const data = known.data()
    let sku = 0
    for (let i = known.start(hidden - 1); i < known.start(hidden); i += 2) {
      const word = data[i]! | (data[i + 1]! << 8)
      if (word >= mark) sku = word & (mark - 1)
      else take(sku, word)
    }
  }

  const each: HiddenPlans['each'] = (hidden, take) => eachPair(hidden, (sku, plan) => sku !== inGroups && take(sku, plan))
  const eachOfGroups: HiddenPlans['eachOfGroups'] = (hidden, take) => eachPair(hidden, (sku, licence) => sku === inGroups && take(licence))

  function ofGroups(hidden: number): number {
    if (hidden === 0 || groups === undefined) return 0
    const data = known.data()
    const end = known.start(hidden)
    for (let i = known.start(hidden - 1); i < end; i += 2) if (data[i] === 0xff && data[i + 1] === 0xff) return i === known.start(hidden - 1) ? hidden : of(data, i, end)
    return 0
  }

  const byGroups: HiddenPlans['byGroups'] = (hidden, isBy) => ofPairs(pairsOf(hidden).filter((pair) => pair >>> 16 === inGroups && isBy(groups!.groupOf(pair & (mark - 1)))))

  function pairsOf(hidden: number): number[] {
    const pairs: number[] = []
    eachPair(hidden, (sku, plan) => pairs.push((sku << 16) | plan))
    return pairs
  }

  const joined = (a: number, b: number): number => (b === 0 ? a : a === 0 ? b : ofPairs([...pairsOf(a), ...pairsOf(b)]))

  function without(a: number, b: number): number {
    if (a === b) return 0
    const others = new Set(pairsOf(b))
    return ofPairs(pairsOf(a).filter((pair) => !others.has(pair)))
  }

  function split(rows: readonly Row[]): ReturnType<HiddenPlans['split']> {
    const pairs: number[] = []
    const seen = rows.map((row) => (row.source === null ? withoutPlans(row, pairs) : byAlike(row, pairs)))
    return pairs.length === 0 ? { rows, hidden: 0 } : { rows: groups === undefined ? seen : inOrder([...new Set(seen)]), hidden: ofPairs(pairs) }
  }

  function withoutPlans(row: Row, pairs: number[]): Row {
    const sku = isHiding(row) ? skuNumbers.get(row.skuId) : undefined
    if (sku === undefined || !row.disabledPlans.some((plan) => planNumbers.has(plan))) return row
    for (const plan of row.disabledPlans) if (planNumbers.has(plan)) pairs.push((sku << 16) | planNumbers.get(plan)!)
    return { ...row, disabledPlans: row.disabledPlans.filter((plan) => !planNumbers.has(plan)) }
  }

  function byAlike(row: Row, pairs: number[]): Row {
    const number = groups === undefined || groups.isStandIn(row) ? undefined : groups.ofRow(row)
    if (number === undefined) return row
    pairs.push((inGroups << 16) | number)
    return groups!.standIn(number)
  }

  function licenses(some: readonly License[], hidden: number): readonly License[] {
    const off = new Map<Guid, Guid[]>()
    each(hidden, (sku, plan) => void off.set(skus[sku]!, [...(off.get(skus[sku]!) ?? []), plans[plan]!]))
    return some.map((license) => {
      const more = off.get(license.skuId)
      return more === undefined ? license : { ...license, disabledPlans: [...license.disabledPlans, ...more].sort() }
    })
  }

  /** Where two lists differ first, the smaller id comes first as a text, and a list that goes on before one that ends. */
  function compare(a: number, b: number): number {
    if (a === b) return 0
    if (a === 0 || b === 0) return b - a
    const data = known.data()
    const [aEnd, bEnd] = [known.start(a), known.start(b)]
    for (let i = known.start(a - 1), j = known.start(b - 1); ; i += 2, j += 2) {
      if (i === aEnd || j === bEnd) return i === aEnd ? 1 : -1
      const difference = (data[i]! | (data[i + 1]! << 8)) - (data[j]! | (data[j + 1]! << 8))
      if (difference !== 0) return difference
    }
  }

  return { groups, any: () => known.size() > 0, of, split, joined, without, each, eachOfGroups, ofGroups, byGroups, licenses, planNumber: (id) => planNumbers.get(id), compare }
}

/** A direct licence that is on, with nothing recorded: it asks for what it gives. */
const isHiding = ({ source, state, error }: Row): boolean => source === null && state === 'Active' && error === null

const numbered = (ids: readonly Guid[]): ReadonlyMap<Guid, number> => new Map(ids.map((id, number) => [id, number]))
