import type { UsersConcerned } from '../model/report.js'
import type { Trace, TraceCohort } from '../model/trace.js'
import { onceFor } from '../once.js'
import { cohortsOf, speaking, type Part } from './parts.js'
import type { Situation } from './situation.js'

/** How many users a finding concerns; a range where nobody can know. */
export function countOf(situation: Situation, parts: readonly Part[]): Omit<UsersConcerned, 'sample'> {
  const failed = parts.filter(({ standing }) => standing.failed)
  const named = new Set(failed.flatMap(({ users }) => users))
  const simulated = named.size + failed.reduce((sum, { cohort }) => sum + (cohort?.members.length ?? 0), 0)
  const { below, above } = slackOf(situation, parts)
  const speakers = speaking(parts)
  const determined = speakers.every(({ standing }) => standing.determined) && areLotsWhole(situation, speakers)
  return { count: simulated + above, min: Math.max(0, simulated - below), max: simulated + above, determined }
}

/** Whether all candidates of every lot are concerned: then it does not matter who won. */
export function areLotsWhole({ trace }: Situation, parts: readonly Part[]): boolean {
  const concerned = new Set(parts.flatMap(({ cohort }) => (cohort ? [cohort] : [])))
  const lots = new Set([...concerned].flatMap((cohort) => cohort.lots))
  if (lots.size === 0 || parts.every(({ standing }) => standing.origin === 'existing' && standing.open)) return true
  return drawnIn(trace).every((cohort) => concerned.has(cohort) || !cohort.lots.some((lot) => lots.has(lot)))
}

function slackOf({ trace }: Situation, parts: readonly Part[]): { below: number; above: number } {
  const [first] = parts
  if (parts.every(({ standing }) => standing.determined)) return { below: 0, above: 0 }
  return trace.slack.get(first!.standing.cause.key) ?? { below: 0, above: 0 }
}

/** Nobody is told from those who shared their lot and were as near to it: that would name who won. */
export function candidatesOf({ trace }: Situation, parts: readonly Part[]): readonly TraceCohort[] {
  const concerned = new Set(cohortsOf(parts))
  const { key } = parts[0]!.standing.cause
  const lots = new Set([...concerned].flatMap((cohort) => cohort.lots))
  if (lots.size === 0) return [...concerned]
  const near = lotsByCause(trace).get(key)
  return trace.cohorts.filter((cohort) => concerned.has(cohort) || (near?.has(cohort) === true && cohort.lots.some((lot) => lots.has(lot))))
}

/** Of those who drew lots, whom a cause met after the snapshot. */
const lotsByCause = onceFor((trace: Trace): ReadonlyMap<string, ReadonlySet<TraceCohort>> => {
  const made = new Map<string, Set<TraceCohort>>()
  for (const cohort of drawnIn(trace))
    for (const { cause, origin } of cohort.standings)
      if (origin !== 'existing') made.set(cause.key, (made.get(cause.key) ?? new Set()).add(cohort))
  return made
})

/** Those who drew lots. */
export const drawnIn = onceFor(({ cohorts }: Trace): readonly TraceCohort[] => cohorts.filter(({ lots }) => lots.length > 0))
