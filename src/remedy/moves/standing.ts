import type { Case } from '../case.js'
import type { Guid } from '../../model/catalog.js'
import type { Source } from '../../model/tenant.js'
import { isFailed, isInStep } from '../../simulate/paths.js'
import { move, type Move } from '../move.js'
import { leaveGroup, removeLicense, usersWords } from '../offer.js'
import { supplyMoves } from './dependency.js'

/** Ways out of a house rule: the products that it shows taken off their paths, the groups that give them left, lost plans given back. */
export async function conditionMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  if (cause.evidence.kind !== 'condition' || cause.scope !== 'user') return []
  const shown = cause.evidence.skuIds.flatMap((skuId) =>
    sourcesWith(the, skuId).flatMap((source) => (source === null ? removeLicense(the, null, skuId) : leaveGroup(the, source))),
  )
  return [...shown, ...supplyMoves(the, lostPlans(cause.evidence.facts))]
}

/** Paths by which the users have the product once the step is done. */
function sourcesWith({ found }: Case, skuId: Guid): readonly Source[] {
  const paths = found.cohorts.flatMap(({ after, before }) => (after ?? before)?.paths ?? [])
  const sources = paths.filter((path) => path.effective.some((license) => license.skuId === skuId)).map((path) => path.source)
  return [...new Set(sources)].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
}

/** Plans that the rule saw go. */
function lostPlans(facts: Readonly<Record<string, unknown>>): readonly Guid[] {
  const plans = (fact: string): readonly Guid[] => (Array.isArray(facts[fact]) ? facts[fact].map(String) : [])
  const now = new Set([...plans('plansAfter'), ...plans('plans')])
  return [...new Set([...plans('lostPlans'), ...plans('plansBefore').filter((plan) => !now.has(plan))])].sort()
}

/** What the snapshot records is tried again only when something tries it: right away, or when the plan has done its part. */
export async function reprocessMoves(the: Case): Promise<readonly Move[]> {
  if (the.found.origin !== 'existing' || !the.users.some((ordinal) => isWaiting(the, ordinal))) return []
  const last = the.scene.plan?.steps.length ?? 0
  return [reprocess(the, the.scene.step, ''), ...(last > 0 ? [reprocess(the, last + 1, ' after the last step')] : [])]
}

const reprocess = (the: Case, step: number, when: string): Move =>
  move({ kind: 'reprocess', title: `reprocess ${usersWords(the)}${when}`, step, deeds: [{ type: 'reprocess', users: the.users }], asks: [] })

/** Whether something that a group should give or take waits for another attempt. */
const isWaiting = ({ scene }: Case, ordinal: number): boolean =>
  (scene.stateOf(ordinal)?.paths ?? []).some((path) => path.source !== null && (isFailed(path) || !isInStep(path)))
