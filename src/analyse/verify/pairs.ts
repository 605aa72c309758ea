import type { Guid } from '../../model/catalog.js'
import type { License, Tenant } from '../../model/tenant.js'
import type { PlansOf } from '../../model/subject.js'
import type { Names } from '../../model/names.js'
import type { RowDifference } from './compare-rows.js'

/** Two service plans, in the order of their ids. */
export type Pair = readonly [Guid, Guid]

/** Differences in which the service refused a product with this code where that was not expected, by product and what else is given. */
export function refusedWith(code: string, differing: ReadonlyMap<string, RowDifference>, more: (difference: RowDifference) => string): ReadonlyMap<string, readonly string[]> {
  const shapes = new Map<string, string[]>()
  for (const [key, difference] of differing) {
    const { skuId, predicted, actual } = difference
    if (actual?.error !== code || predicted?.error === code) continue
    const shape = `${skuId} ${more(difference)}`
    shapes.set(shape, [...(shapes.get(shape) ?? []), key])
  }
  return shapes
}

/** Pairs of plans that every one of these refusals would explain and that nobody holds together, likeliest first. */
export function candidatePairs(differences: readonly RowDifference[], licensesOf: (ordinal: number) => readonly License[], after: Tenant, plansOf: PlansOf, names: Names): readonly Pair[] {
  const sets = differences.map(({ ordinal, actual }) => pairsBetween(plansOn([actual!], plansOf), plansOn(licensesOf(ordinal), plansOf)))
  const common = [...(sets[0] ?? [])].filter(pair => sets.every(set => set.has(pair)))
  const held = after.cohorts.map(({ state }) => new Set(plansOn(state.paths.flatMap(({ effective }) => effective), plansOf)))
  return common
    .map(text => text.split(' ') as unknown as Pair)
    .filter(([one, other]) => !held.some(plans => plans.has(one) && plans.has(other)))
    .sort((a, b) => likeness(b, names) - likeness(a, names) || (a.join() < b.join() ? -1 : 1))
}

function pairsBetween(own: readonly Guid[], others: readonly Guid[]): ReadonlySet<string> {
  return new Set(own.flatMap(one => others.filter(other => other !== one).map(other => [one, other].sort().join(' '))))
}

/** Service plans that these licences switch on. */
export function plansOn(licenses: readonly License[], plansOf: PlansOf): readonly Guid[] {
  return licenses.flatMap(({ skuId, disabledPlans }) => plansOf(skuId).filter(plan => plan.appliesTo === 'User' && !disabledPlans.includes(plan.servicePlanId)).map(plan => plan.servicePlanId))
}

/** Plans of one service exclude each other, and begin alike: `EXCHANGE_S_STANDARD`, `EXCHANGE_S_ENTERPRISE`. */
function likeness([one, other]: Pair, names: Names): number {
  const [a, b] = [names.plan(one), names.plan(other)]
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return length
}
