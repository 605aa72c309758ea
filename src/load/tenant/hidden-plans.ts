import type { Guid } from '../../model/catalog.js'
import type { License } from '../../model/tenant.js'
import type { Row } from './graph/users.js'
import { runs, unlimited } from './scan/runs.js'

/** What no rule looks at: of direct licences these plans, and of users these facts. All sorted. */
export interface Unseen {
  readonly skus: readonly Guid[]
  readonly plans: readonly Guid[]
  readonly facts: readonly HiddenFact[]
}

export const hiddenFacts = ['accountEnabled', 'onPremisesSyncEnabled', 'userType'] as const
export type HiddenFact = (typeof hiddenFacts)[number]

/**
 * Plans that are off in direct licences and that nobody looks at, as small numbers; 0: none. Each stands for a list of 16-bit words: a product,
 * marked, and behind it its plans, in the order of their ids; so that lists compare as the texts of the licences do.
 */
export interface HiddenPlans {
  /** Whether there is one. */
  any(): boolean
  of(bytes: Uint8Array, from: number, to: number): number
  /** The rows without what is hidden, and that. */
  split(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly hidden: number }
  /** Both together, and the one without the other. */
  joined(a: number, b: number): number
  without(a: number, b: number): number
  each(hidden: number, take: (sku: number, plan: number) => void): void
  /** Licences with these plans off again. */
  licenses(of: readonly License[], hidden: number): readonly License[]
  planNumber(id: Guid): number | undefined
  compare(a: number, b: number): number
}

/** So many products, and so many plans, are hidden at most. */
export const mostHidden = 1 << 13
const mark = 1 << 15

export function hiddenPlans({ skus, plans }: Unseen): HiddenPlans {
  const [skuNumbers, planNumbers] = [numbered(skus), numbered(plans)]
  const known = runs(unlimited)

  function of(bytes: Uint8Array, from: number, to: number): number {
    return from === to ? 0 : known.of(bytes, from, to) + 1
  }

  function ofPairs(pairs: readonly number[]): number {
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

  function each(hidden: number, take: (sku: number, plan: number) => void): void {
    if (hidden === 0) return
    const data = known.data()
    let sku = 0
    for (let i = known.start(hidden - 1); i < known.start(hidden); i += 2) {
      const word = data[i]! | (data[i + 1]! << 8)
      if (word >= mark) sku = word & (mark - 1)
      else take(sku, word)
    }
  }

  function pairsOf(hidden: number): number[] {
    const pairs: number[] = []
    each(hidden, (sku, plan) => pairs.push((sku << 16) | plan))
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
    const seen = rows.map((row) => {
      const sku = isHiding(row) ? skuNumbers.get(row.skuId) : undefined
      if (sku === undefined || !row.disabledPlans.some((plan) => planNumbers.has(plan))) return row
      for (const plan of row.disabledPlans) if (planNumbers.has(plan)) pairs.push((sku << 16) | planNumbers.get(plan)!)
      return { ...row, disabledPlans: row.disabledPlans.filter((plan) => !planNumbers.has(plan)) }
    })
    return pairs.length === 0 ? { rows, hidden: 0 } : { rows: seen, hidden: ofPairs(pairs) }
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

  return { any: () => known.size() > 0, of, split, joined, without, each, licenses, planNumber: (id) => planNumbers.get(id), compare }
}

/** A direct licence that is on, with nothing recorded: it asks for what it gives. */
const isHiding = ({ source, state, error }: Row): boolean => source === null && state === 'Active' && error === null

const numbered = (ids: readonly Guid[]): ReadonlyMap<Guid, number> => new Map(ids.map((id, number) => [id, number]))
