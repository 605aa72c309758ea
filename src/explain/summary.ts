import type { Finding, Report } from '../model/report.js'
import type { ReportOptions } from '../model/settings.js'
import type { Standing } from '../model/trace.js'
import { exitCodeOf, tallyOf } from './exit-code.js'
import { fingerprintOf } from './found.js'
import { originOf } from './parts.js'
import type { Situation } from './situation.js'

/** Counts and the exit code. With a plan only what it introduces counts; without one everything does. */
export function summaryOf(situation: Situation, findings: readonly Finding[], options: ReportOptions): Report['summary'] {
  const isPlan = situation.project.plan !== undefined
  const tally = tallyOf(findings, isPlan)
  const { errors, warnings, existing, resolved, waived } = tally
  return { errors, warnings, existing, resolved, waived, affectedUsers: affectedUsers(situation, findings, isPlan), exitCode: exitCodeOf(tally, options) }
}

/** Different users whom a counted finding concerns. */
function affectedUsers({ trace, rules }: Situation, findings: readonly Finding[], isPlan: boolean): number {
  const waived = new Set(findings.filter((one) => one.waived !== null).map((one) => one.fingerprint))
  const known = new Map<string, boolean>()
  const isWaived = (one: Standing): boolean => {
    if (waived.size === 0) return false
    const key = `${originOf(one)} ${one.cause.key}`
    if (!known.has(key)) known.set(key, waived.has(fingerprintOf(originOf(one), one.cause)))
    return known.get(key)!
  }
  const counts = (one: Standing): boolean =>
    one.failed &&
    !one.contradicts &&
    (isPlan ? one.origin === 'introduced' : one.open) &&
    rules.get(one.cause.ruleId ?? '')?.severity !== 'info' &&
    !isWaived(one)
  const refused = new Set(trace.standings.filter(counts).flatMap((one) => one.users))
  let users = 0
  for (const cohort of trace.cohorts) {
    if (!cohort.standings.some(counts)) continue
    users += cohort.members.length
    for (const ordinal of cohort.members) refused.delete(ordinal)
  }
  return users + refused.size
}
