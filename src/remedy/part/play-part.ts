import { play, type Checkpoint } from '../../engine/play.js'
import type { Judge } from '../../model/judge.js'
import type { Plan } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { Trace } from '../../model/trace.js'
import { nobody, partOf } from '../../simulate/part.js'
import { ordinalOf } from '../../simulate/world.js'
import type { EditedPlan, PlanEdit } from '../edit-plan.js'
import { concernedBy } from './concerned.js'
import { isOneWhole, reachOf } from './reach.js'
import { concerning, pause, type Part } from './steps.js'
import { together } from './together.js'

/** The plan as it stands, played, and what it was. */
export interface Whole {
  readonly project: Project
  readonly plan: Plan
  readonly trace: Trace
}

/**
 * What the edited plan comes to, played for those alone whom the edits concern, or who compete with them: all else is taken from
 * the plan as it stands. Undefined: they may concern anybody, or more than this share of all cohorts.
 */
export async function playPart({ project, plan, trace }: Whole, edits: readonly PlanEdit[], edited: EditedPlan, from: Checkpoint, judge: Judge, share: number): Promise<Trace | undefined> {
  if (isOneWhole(project, from)) return undefined
  const { world } = from
  const concerned = concernedBy(reachOf(project, from), plan, edited.plan, edits)
  if (concerned === undefined || concerned.crowds.length === world.crowds.length || concerned.crowds.length > share * world.crowds.length) return undefined
  const checkpoint = partOf(from, concerned.crowds, lotsIn(trace))
  const { owner } = checkpoint.world
  const hasOrdinal = (ordinal: number): boolean => (owner[ordinal] ?? nobody) !== nobody
  const hasGroup = (id: string): boolean => concerned.groups.has(id)
  const part: Part = { hasUser: (id) => hasOrdinal(ordinalOf(world, id) ?? -1), hasGroup }
  const changes = edited.plan.steps.map(({ change }, index) => (index < world.step ? change : concerning(part, change)))
  const steps = edited.plan.steps.map((step, index) => ({ ...step, change: changes[index] ?? pause }))
  const played = await play({ ...project, plan: { ...edited.plan, steps } }, judge, { from: checkpoint, numbers: edited.numbers })
  return together(trace, { trace: played, edited, hasOrdinal, hasGroup, isPlayed: changes.map((change) => change !== undefined) })
}

const lots = new WeakMap<Trace, number>()

function lotsIn(trace: Trace): number {
  const known = lots.get(trace) ?? trace.cohorts.reduce((most, cohort) => Math.max(most, ...cohort.lots), 0)
  lots.set(trace, known)
  return known
}
