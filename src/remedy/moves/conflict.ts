import type { Case } from '../case.js'
import type { Guid } from '../../model/catalog.js'
import type { Holding } from '../../model/subject.js'
import type { Source } from '../../model/tenant.js'
import { disablePlans, isWhatStepIsFor, leaveGroup, removeLicense } from '../offer.js'
import type { Move } from '../move.js'

/** One side of a conflict: what one product of one path brings to it. */
interface Side {
  readonly source: Source
  readonly skuId: Guid
  readonly plans: readonly Guid[]
}

/** Ways out of a conflict: either side's plans off (where there is but one, each by itself), the other product removed, the group left. */
export async function conflictMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  if (cause.evidence.kind !== 'mutually-exclusive') return []
  const moves: Move[] = []
  const sides = sidesOf(cause.evidence.holdings)
  for (const side of sides) {
    const joint = jointPlans(the, side)
    const off = sides.length > 1 ? [side.plans] : side.plans.map((plan) => [plan])
    for (const plans of off) moves.push(...(await disablePlans(the, side.source, side.skuId, plans)))
    if (joint.length > side.plans.length) moves.push(...(await disablePlans(the, side.source, side.skuId, joint)))
    if (!isWhatStepIsFor(the, side.source, side.skuId)) moves.push(...removeLicense(the, side.source, side.skuId))
    if (side.source !== null && cause.scope === 'user') moves.push(...leaveGroup(the, side.source))
  }
  return moves
}

function sidesOf(holdings: readonly Holding[]): readonly Side[] {
  const sides = new Map<string, Side>()
  for (const { assignedByGroup: source, skuId, planId } of holdings) {
    const key = `${source} ${skuId}`
    const plans = [...(sides.get(key)?.plans ?? []), ...(planId === null ? [] : [planId])]
    sides.set(key, { source, skuId, plans: plans.sort() })
  }
  return [...sides.values()]
}

/** The side's plans in every conflict of the same product and source: one failing pair keeps the others' product off, too. */
function jointPlans({ found, siblings }: Case, side: Side): readonly Guid[] {
  const same = siblings.filter(
    ({ cause, origin }) =>
      origin === found.origin && cause.source === found.cause.source && cause.skuId === found.cause.skuId && cause.scope === found.cause.scope,
  )
  const plans = same.flatMap(({ cause }) =>
    cause.evidence.kind !== 'mutually-exclusive'
      ? []
      : cause.evidence.holdings.filter((one) => one.assignedByGroup === side.source && one.skuId === side.skuId).map((one) => one.planId),
  )
  return [...new Set(plans.filter((plan): plan is Guid => plan !== null))].sort()
}
