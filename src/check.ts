import type { RuleMemory } from './engine/judge.js'
import { createPlays, type Plays } from './engine/plays.js'
import { findingsOf } from './explain/findings.js'
import { foundIn } from './explain/found.js'
import { reportOf } from './explain/report.js'
import { situationOf } from './explain/situation.js'
import { together, waive } from './explain/waive.js'
import type { Guid } from './model/catalog.js'
import type { Judge } from './model/judge.js'
import type { Project } from './model/project.js'
import type { Finding, Report } from './model/report.js'
import type { ReportOptions } from './model/settings.js'
import type { Narrowing } from './remedy/narrow.js'
import type { WholeWay } from './remedy/plan-wide.js'
import { usualBounds, wholePlanWays, withRemedies } from './remedy/remedies.js'
import type { Base } from './remedy/trial.js'
import { isPlayedAsSeen, standInsNamed } from './simulate/variants.js'
import { version } from './model/version.js'

/**
 * The whole check on one screen: play the plan, explain what the service would refuse, try the ways out, report.
 * Takes values, touches nothing; the same project gives the same report. `plays`: what earlier checks leave to this one.
 */
export async function check(project: Project, options: CheckOptions, plays?: Plays): Promise<Report> {
  const { base, findings, expired, judge } = await playAndExplain(asSeen(project, options, plays), options, plays)
  const reported =
    options.remedies === 'none'
      ? findings.map(([, finding]) => finding)
      : await withRemedies(base, findings, judge, usualBounds[options.remedies], options)
  return reportOf(base.situation, together(reported, expired), options, version)
}

/** Where nobody asks for more of users than rules do, they are told apart by no more than that. */
function asSeen(project: Project, { remedies, states, verify, judge }: CheckOptions, plays: Plays | undefined): Project {
  const isEnough = remedies === 'none' && states === 'none' && !verify && judge === undefined && plays === undefined && isPlayedAsSeen(project.plan)
  return isEnough && project.tenant.asSeen !== undefined ? { ...project, tenant: project.tenant.asSeen } : project
}

/** Where the report has to say in which of groups that are alike users are, they are told apart by these. */
const toldApart = (project: Project, standIns: ReadonlySet<Guid>): Project => ({ ...project, tenant: { ...project.tenant, ...project.tenant.variants!.apart(standIns) } })

/** Ways out for all errors of the plan at once (`seatplan remedies --all`), best first, made as they are asked for. */
export async function* waysOutOfAll(project: Project, options: CheckOptions): AsyncGenerator<WholeWay> {
  const { base, findings, judge } = await playAndExplain(project, { ...options, remedies: 'all' })
  yield* wholePlanWays(base, findings, judge, usualBounds.all, options)
}

interface Explained {
  readonly base: Base
  readonly findings: ReturnType<typeof findingsOf>
  /** Waivers that have run out. */
  readonly expired: readonly Finding[]
  readonly judge: Judge
}

async function playAndExplain(project: Project, options: CheckOptions, earlier?: Plays): Promise<Explained> {
  const { signal, remedies, verify = false, expand, judge: given, memory } = options
  const plays = earlier ?? createPlays(memory)
  const judge = given ?? plays.judgeOf(project, verify)
  const { trace, checkpointBefore } = await plays.play(project, judge, { ...(signal && { signal }), keeps: earlier !== undefined || remedies !== 'none' })
  const standIns = standInsNamed(trace, project.tenant)
  if (standIns.size > 0) return playAndExplain(toldApart(project, standIns), { ...options, judge }, earlier)
  const situation = situationOf(project, trace, expand)
  const found = foundIn(situation)
  return { base: { situation, found, checkpointBefore }, ...waive(situation, findingsOf(situation, found)), judge }
}

export interface CheckOptions extends ReportOptions {
  /** Judge everything with the engine alone as well, and compare. */
  readonly verify?: boolean
  /** Judges instead of a new one: for who knows these rules already, or wants to know what is asked. */
  readonly judge?: Judge
  /** What checks by some of the same rules have learnt, of other tenants too. */
  readonly memory?: RuleMemory
  readonly signal?: AbortSignal
  /** Ways out that the administrator does not want. */
  readonly narrowing?: Narrowing
  /** Whether to look for ways out of a finding, asked before each one; without it of all. Who waits is given a turn there, or breaks it off. */
  readonly searches?: (finding: Finding) => boolean | Promise<boolean>
}
