import type { Origin } from '../model/report.js'
import type { Standing, Trace, TraceCohort } from '../model/trace.js'
import { onceFor } from '../once.js'
import { areFew } from '../simulate/memory.js'
import type { Situation } from './situation.js'

/** One cohort's (or the tenant's own) part in a finding. */
export interface Part {
  readonly standing: Standing
  readonly cohort: TraceCohort | undefined
  readonly users: readonly number[]
}

/** Everything that stands, by whom it concerns. */
export function partsOf({ trace }: Situation): readonly Part[] {
  const parts: Part[] = []
  for (const cohort of trace.cohorts) if (cohort.standings.length > 0) for (const part of isShared(trace) ? partsOnce(cohort) : partsOfCohort(cohort)) parts.push(part)
  for (const standing of trace.standings) parts.push({ standing, cohort: undefined, users: standing.users })
  return parts
}

const noUsers: readonly number[] = []

const partsOfCohort = (cohort: TraceCohort): readonly Part[] => cohort.standings.map((standing) => ({ standing, cohort, users: noUsers }))
const partsOnce = onceFor(partsOfCohort)

/** Whether plans that are alike for a cohort share what became of it: of many cohorts none is remembered. */
export const isShared = ({ cohorts }: Trace): boolean => areFew(cohorts)

/** What a standing is in the report. */
export const originOf = ({ origin, open }: Standing): Origin => (origin === 'existing' && !open ? 'resolved' : origin)

/** Came and went within the plan. A refused call stays refused. */
export const isTransient = ({ origin, open, cause }: Standing): boolean =>
  origin === 'introduced' && !open && cause.scope !== 'change'

/** Those who fail; where in the simulated order nobody does, those who could. */
export function speaking(parts: readonly Part[]): readonly Part[] {
  const failed = parts.filter(({ standing }) => standing.failed)
  return failed.length > 0 ? failed : parts
}

export const cohortsOf = (parts: readonly Part[]): readonly TraceCohort[] => [
  ...new Set(parts.flatMap(({ cohort }) => (cohort ? [cohort] : []))),
]
