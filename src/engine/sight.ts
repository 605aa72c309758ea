import { seesEveryPlan } from '../kinds/vocabulary.js'
import { lists, unlimited } from '../load/tenant/scan/runs.js'
import type { Guid } from '../model/catalog.js'
import type { Item } from '../model/rule.js'
import type { Grant } from '../model/subject.js'
import type { License } from '../model/tenant.js'
import type { Leaf } from './ask.js'

/** What rules see of licences, as a number: where it is the same, no rule can tell them apart. */
export type Sight = (grants: readonly Grant[]) => number

/** Two products differ in all eyes; plans that are off differ where a rule names them. Each sight counts anew. */
export function sightsOf(leaves: readonly Leaf[]): () => Sight {
  const named = plansNamed(leaves)
  return () => createSight(named)
}

function createSight(named: ReadonlySet<Guid> | undefined): Sight {
  const known = lists(unlimited)
  const numbers = new Map<Guid | null, number>()
  const looks = new WeakMap<License, number>()
  const sights = new WeakMap<readonly Grant[], number>()
  let list = new Int32Array(64)

  function numberOf(id: Guid | null): number {
    const number = numbers.get(id)
    if (number === undefined) numbers.set(id, numbers.size)
    return number ?? numbers.size - 1
  }

  function roomFor(length: number): void {
    if (length > list.length) list = new Int32Array(length * 2)
  }

  function lookOf(license: License): number {
    const seen = looks.get(license)
    if (seen !== undefined) return seen
    const { skuId, disabledPlans } = license
    roomFor(disabledPlans.length + 1)
    list[0] = numberOf(skuId)
    let length = 1
    for (const plan of disabledPlans) if (named === undefined || named.has(plan)) list[length++] = numberOf(plan)
    const look = known.of(list, length)
    looks.set(license, look)
    return look
  }

  /** A source stands below zero, so that no list of sources and looks is one of a product and its plans. */
  function sightOf(grants: readonly Grant[]): number {
    const all: number[] = []
    for (const { source, licenses } of grants) {
      all.push(-1 - numberOf(source))
      for (const license of licenses) all.push(lookOf(license))
    }
    roomFor(all.length)
    for (let i = 0; i < all.length; i++) list[i] = all[i]!
    return known.of(list, all.length)
  }

  return (grants) => {
    const seen = sights.get(grants)
    if (seen !== undefined) return seen
    const sight = sightOf(grants)
    sights.set(grants, sight)
    return sight
  }
}

/** Plans that some condition names; undefined: one looks at all that there are. */
function plansNamed(leaves: readonly Leaf[]): ReadonlySet<Guid> | undefined {
  const named = new Set<Guid>()
  for (const leaf of leaves) {
    if (seesEveryPlan(leaf)) return undefined
    for (const id of [...itemsOf(leaf), ...[leaf.value].flat()]) if (typeof id === 'string') named.add(id)
  }
  return named
}

const itemsOf = ({ params }: Leaf): readonly Guid[] => ((params?.['items'] ?? []) as readonly Item[]).map(({ id }) => id)
