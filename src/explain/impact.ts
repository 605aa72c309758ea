import type { Guid } from '../model/catalog.js'
import type { Impact } from '../model/report.js'
import type { PlanDelta, TraceCohort } from '../model/trace.js'
import { sampleOf, type Situation } from './situation.js'

/** Who gains and loses which service plans at which step, violation or not. Sorted by step, then by what changes. */
export function impactOf(situation: Situation): readonly Impact[] {
  const alike = new Map<string, Alike>()
  const known = new Map<TraceCohort['deltas'], readonly Alike[]>()
  for (const cohort of situation.trace.cohorts) {
    const entries = known.get(cohort.deltas) ?? entriesOf(alike, cohort.deltas, situation.trace.steps.length)
    known.set(cohort.deltas, entries)
    for (const { cohorts } of entries) cohorts.push(cohort)
  }
  return [...alike.values()].map((entry) => impact(situation, entry)).sort(inOrder)
}

/** Cohorts that gain and lose the same at a step, for the same time. */
interface Alike {
  readonly delta: PlanDelta
  readonly gaps: readonly number[]
  readonly cohorts: TraceCohort[]
}

/** One entry for each delta; many cohorts have all of them in common. */
function entriesOf(alike: Map<string, Alike>, deltas: TraceCohort['deltas'], last: number): readonly Alike[] {
  return deltas.map((delta) => {
    const gaps = gapsOf(deltas, delta, last)
    const key = JSON.stringify([delta, gaps])
    const entry = alike.get(key) ?? { delta, gaps, cohorts: [] }
    alike.set(key, entry)
    return entry
  })
}

function impact(situation: Situation, { delta, gaps, cohorts }: Alike): Impact {
  const named = (ids: readonly Guid[]): readonly string[] => ids.map((id) => situation.names.plan(id)).sort()
  return {
    users: {
      count: cohorts.reduce((sum, cohort) => sum + cohort.members.length, 0),
      // Whoever won or lost a shared seat is not named.
      sample: sampleOf(situation, cohorts.filter((cohort) => cohort.lots.length === 0).map((cohort) => cohort.members)),
    },
    step: delta.step,
    gains: named(delta.gains),
    loses: named(delta.loses),
    gapAtSteps: gaps,
    assumptions: assumptionsOf(situation, cohorts),
  }
}

/** Who got a seat, and who is a member, may be assumed. */
function assumptionsOf({ project, trace }: Situation, cohorts: readonly TraceCohort[]): readonly string[] {
  const isInferred = (id: Guid): boolean => (trace.groups.get(id) ?? project.tenant.groups.get(id))?.members === 'inferred'
  const ids: string[] = []
  if (project.settings.assumeMembersInferred && cohorts.some(({ before, after }) => before?.memberOf.some(isInferred) || after?.memberOf.some(isInferred))) ids.push('A-MEMBERS-INFERRED')
  if (cohorts.some((cohort) => cohort.lots.length > 0)) ids.push('A-SEAT-ORDER')
  return ids
}

/** The steps after which these users are without plans that this step took and a later one gives back. */
function gapsOf(deltas: TraceCohort['deltas'], delta: PlanDelta, last: number): readonly number[] {
  const back = deltas
    .filter((later) => later.step > delta.step && later.gains.some((plan) => delta.loses.includes(plan)))
    .map((later) => later.step)
  if (back.length === 0) return []
  const until = Math.min(last, Math.max(...back) - 1)
  return Array.from({ length: until - delta.step + 1 }, (_, index) => delta.step + index)
}

const inOrder = (a: Impact, b: Impact): number => a.step - b.step || (text(a) < text(b) ? -1 : 1)
const text = (one: Impact): string => JSON.stringify([one.loses, one.gains, one.gapAtSteps, one.users])
