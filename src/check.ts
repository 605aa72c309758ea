import { createJudge } from './engine/judge.js'
import { play, type Checkpoint } from './engine/play.js'
import { findingsOf, foundIn } from './explain/findings.js'
import { reportOf } from './explain/report.js'
import { situationOf } from './explain/situation.js'
import { together, waive } from './explain/waive.js'
import type { Judge } from './model/judge.js'
import type { Project } from './model/project.js'
import type { Finding, Report } from './model/report.js'
import type { ReportOptions } from './model/settings.js'
import type { Narrowing } from './remedy/narrow.js'
import type { WholeWay } from './remedy/plan-wide.js'
import { usualBounds, wholePlanWays, withRemedies } from './remedy/remedies.js'
import type { Base } from './remedy/trial.js'
import { plansOfCatalog } from './simulate/world.js'
import { version } from './model/version.js'

/**
 * The whole check on one screen: play the plan, explain what the service would refuse, try the ways out, report.
 * Takes values, touches nothing; the same project gives the same report.
 */
export async function check(project: Project, options: CheckOptions): Promise<Report> {
  const { base, findings, expired, judge } = await playAndExplain(project, options)
  const reported =
    options.remedies === 'none'
      ? findings.map(([, finding]) => finding)
      : await withRemedies(base, findings, judge, usualBounds[options.remedies], options.narrowing)
  return reportOf(base.situation, together(reported, expired), options, version)
}

/** Ways out for all errors of the plan at once (`seatplan remedies --all`), best first, made as they are asked for. */
export async function* waysOutOfAll(project: Project, options: CheckOptions): AsyncGenerator<WholeWay> {
  const { base, findings, judge } = await playAndExplain(project, { ...options, remedies: 'all' })
  yield* wholePlanWays(base, findings, judge, usualBounds.all, options.narrowing)
}

interface Explained {
  readonly base: Base
  readonly findings: ReturnType<typeof findingsOf>
  /** Waivers that have run out. */
  readonly expired: readonly Finding[]
  readonly judge: Judge
}

async function playAndExplain(project: Project, options: CheckOptions): Promise<Explained> {
  const judge = options.judge ?? createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: options.verify ?? false })
  const checkpoints = new Map<number, Checkpoint>()
  const trace = await play(project, judge, {
    ...(options.signal && { signal: options.signal }),
    ...(options.remedies !== 'none' && { keep: (step, at) => isKept(project, step) && checkpoints.set(step, at()) }),
  })
  const situation = situationOf(project, trace, options.expand)
  const found = foundIn(situation)
  const checkpointBefore = (step: number): Checkpoint | undefined => checkpoints.get(step - 1) ?? checkpoints.get(0)
  return { base: { situation, found, checkpointBefore }, ...waive(situation, findingsOf(situation, found)), judge }
}

/** Checkpoints are copies: of long plans over large tenants only the first is kept. */
const isKept = ({ tenant }: Project, step: number): boolean => step === 0 || step * tenant.users < 1_000_000

export interface CheckOptions extends ReportOptions {
  /** Judge everything with the engine alone as well, and compare. */
  readonly verify?: boolean
  /** Judges instead of a new one: for who knows these rules already, or wants to know what is asked. */
  readonly judge?: Judge
  readonly signal?: AbortSignal
  /** Ways out that the administrator does not want. */
  readonly narrowing?: Narrowing
}
