import { createJudge } from '../../../src/engine/judge.js'
import { play, type Checkpoint } from '../../../src/engine/play.js'
import { findingsOf } from '../../../src/explain/findings.js'
import { foundIn, type Found } from '../../../src/explain/found.js'
import { reportOf } from '../../../src/explain/report.js'
import { situationOf } from '../../../src/explain/situation.js'
import type { Judge } from '../../../src/model/judge.js'
import type { Plan } from '../../../src/model/change.js'
import type { Project } from '../../../src/model/project.js'
import type { Finding, Report } from '../../../src/model/report.js'
import type { Bounds, Tools } from '../../../src/remedy/tools.js'
import { scenesOf } from '../../../src/remedy/scene.js'
import type { Base } from '../../../src/remedy/trial.js'
import { plansOfCatalog } from '../../../src/simulate/world.js'

/** Bounds that cut nothing off in a small tenant. */
export const farBounds: Bounds = { size: 13, trials: 100_000, users: 1_000, shown: 100_000 }

/** A report, and which calls each finding refuses: by its fingerprint, as steps of the plan as it stands. */
export interface Told extends Report {
  readonly calls: ReadonlyMap<string, readonly number[]>
}

/** A project that was played, with what its remedies are searched with. */
export interface Opened {
  readonly base: Base
  readonly tools: Tools
  readonly report: Told
  /** Each finding as it is searched with, and as it is reported. */
  readonly findings: readonly (readonly [Found, Finding])[]
  /** The report of another plan for the same tenant, played from the snapshot on. */
  reportFor(plan: Plan, anchors: readonly number[]): Promise<Told>
}

export async function open(project: Project, bounds: Bounds = farBounds): Promise<Opened> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
  const checkpoints = new Map<number, Checkpoint>()
  const trace = await play(project, judge, { keep: (step, at) => checkpoints.set(step, at()) })
  const situation = situationOf(project, trace, true)
  const found = foundIn(situation)
  const checkpointBefore = (step: number): Checkpoint | undefined => checkpoints.get(step - 1)
  return {
    base: { situation, found, checkpointBefore },
    tools: { judge, scenes: scenesOf(project, judge, checkpointBefore), bounds },
    report: await reportFor(project, judge, (step) => step),
    findings: findingsOf(situation, found),
    reportFor: (plan, anchors) => reportFor({ ...project, plan }, judge, (step) => anchors[step - 1] ?? 0),
  }
}

async function reportFor(project: Project, judge: Judge, placeOf: (step: number) => number): Promise<Told> {
  const situation = situationOf(project, await play(project, judge), true)
  const named = findingsOf(situation, foundIn(situation))
  const options = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: true } as const
  const report = reportOf(situation, named.map(([, finding]) => finding), options, '0')
  const calls = named.map(([{ parts, cause: { scope } }, { fingerprint }]) => [fingerprint, scope === 'change' || scope === 'group' ? parts.map(({ standing }) => placeOf(standing.firstStep)) : []] as const)
  return { ...report, calls: new Map(calls) }
}
