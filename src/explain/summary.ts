import type { Finding, Report } from '../model/report.js'
import type { ReportOptions } from '../model/settings.js'
import type { Standing } from '../model/trace.js'
import type { Situation } from './situation.js'

/** Counts and the exit code. With a plan only what it introduces counts; without one everything does. */
export function summaryOf(situation: Situation, findings: readonly Finding[], options: ReportOptions): Report['summary'] {
  const isPlan = situation.project.plan !== undefined
  const live = findings.filter((one) => one.waived === null && one.origin !== 'resolved')
  const counted = live.filter((one) => !isPlan || one.origin === 'introduced')
  const errors = counted.filter((one) => one.severity === 'error' && !one.transient).length
  const transient = counted.filter((one) => one.severity === 'error' && one.transient).length
  const warnings = transient + counted.filter((one) => one.severity === 'warning').length
  const existing = live.filter((one) => one.origin === 'existing')
  const counts = {
    errors,
    warnings,
    existing: existing.length,
    resolved: findings.filter((one) => one.origin === 'resolved').length,
    waived: findings.filter((one) => one.waived !== null).length,
    affectedUsers: affectedUsers(situation, isPlan),
  }
  const existingErrors = existing.filter((one) => one.severity === 'error').length
  return { ...counts, exitCode: exitCode(options, { errors, warnings, transient, existingErrors }) }
}

interface Tally {
  readonly errors: number
  readonly warnings: number
  readonly transient: number
  readonly existingErrors: number
}

function exitCode(options: ReportOptions, { errors, warnings, transient, existingErrors }: Tally): number {
  if (options.failOn === 'never') return 0
  if (errors > 0) return 1
  if (options.failOn === 'warning' && warnings > 0) return 1
  if (options.failOnExisting && existingErrors > 0) return 1
  return options.failOnTransient && transient > 0 ? 1 : 0
}

/** Different users whom a counted finding concerns. */
function affectedUsers({ trace, rules }: Situation, isPlan: boolean): number {
  const counts = (one: Standing): boolean =>
    one.failed &&
    !one.contradicts &&
    (isPlan ? one.origin === 'introduced' : one.open) &&
    rules.get(one.cause.ruleId ?? '')?.severity !== 'info'
  const refused = new Set(trace.standings.filter(counts).flatMap((one) => one.users))
  let users = 0
  for (const cohort of trace.cohorts) {
    if (!cohort.standings.some(counts)) continue
    users += cohort.members.length
    for (const ordinal of cohort.members) refused.delete(ordinal)
  }
  return users + refused.size
}
