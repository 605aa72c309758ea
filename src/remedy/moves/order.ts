import type { Change } from '../../model/change.js'
import type { Case } from '../case.js'
import { move, type Move } from '../move.js'

/** How many later steps are looked at. */
const reach = 10

/** Ways out in the order of the plan: the step after a later one, or together with one on the same target. */
export async function orderMoves(the: Case): Promise<readonly Move[]> {
  const { step, plan } = the.scene
  const call = plan?.steps[step - 1]?.change
  if (!plan || !call || the.found.origin !== 'introduced') return []
  const later = plan.steps.map((_, index) => index + 1).filter((other) => other > step && other <= step + reach)
  return later.flatMap((other) => [...oneCall(step, other, call, plan.steps[other - 1]!.change), postpone(step, other)])
}

const postpone = (step: number, after: number): Move =>
  move({ kind: 'reorder', title: `do step ${step} after step ${after}`, step, deeds: [{ type: 'postpone', after }], asks: ['needs-decision'] })

function oneCall(step: number, other: number, call: Change, second: Change): readonly Move[] {
  if (call.op !== 'assignLicense' || second.op !== 'assignLicense') return []
  if (JSON.stringify(call.to) !== JSON.stringify(second.to)) return []
  const title = `do steps ${step} and ${other} in one call`
  return [move({ kind: 'oneCall', title, step, deeds: [{ type: 'merge', with: other }], asks: [] })]
}
