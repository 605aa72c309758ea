import type { Finding, Report, StepLine } from '../model/report.js'
import type { ReportOptions } from '../model/settings.js'
import { impactOf } from './impact.js'
import { noticesOf } from './notices.js'
import { groupsOf, seatsOf } from './tables.js'
import type { Situation } from './situation.js'
import { statesOf } from './states.js'
import { summaryOf } from './summary.js'

/** The report of a played plan, from findings that have their remedies. */
export function reportOf(situation: Situation, findings: readonly Finding[], options: ReportOptions, version: string): Report {
  const { project, trace } = situation
  return {
    schemaVersion: 1,
    tool: { name: 'seatplan', version },
    now: project.now,
    plan: project.plan ? { file: project.plan.file, title: project.plan.title, list: project.plan.list ?? null } : null,
    rules: { packs: project.rules.packs, count: project.rules.rules.length, digest: project.rules.digest },
    tenant: {
      users: project.tenant.users,
      cohorts: project.tenant.variants?.count() ?? project.tenant.cohorts.length,
      groups: project.tenant.groups.size,
      subscribedSkus: project.tenant.subscribedSkus.size,
    },
    steps: trace.steps.map((outcome, index) => stepLine(situation, outcome, index)),
    summary: summaryOf(situation, findings, options),
    findings,
    impact: impactOf(situation),
    seats: seatsOf(situation),
    groups: groupsOf(situation),
    notices: noticesOf(situation, findings),
    ...(options.states !== 'none' && { states: statesOf(situation, options.states) }),
  }
}

function stepLine({ project }: Situation, { outcome, reason }: { outcome: StepLine['outcome']; reason: string | null }, index: number): StepLine {
  const { change, place } = project.plan!.steps[index]!
  return { step: index + 1, op: change.op, outcome, reason, ...place }
}
