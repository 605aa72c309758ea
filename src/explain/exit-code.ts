import type { Finding } from '../model/report.js'
import type { ReportOptions } from '../model/settings.js'

/** How many findings of each sort count, or could. */
export interface Tally {
  /** Of severity error; neither transient nor waived. */
  readonly errors: number
  /** Of severity warning, and transient errors. */
  readonly warnings: number
  readonly transient: number
  readonly existing: number
  readonly existingErrors: number
  readonly resolved: number
  readonly waived: number
  /** All that stands, whatever it counts. */
  readonly standing: number
}

type Counted = Pick<Finding, 'waived' | 'origin' | 'severity' | 'transient'>

/** With a plan only what it introduces counts; without one everything does. */
export function tallyOf(findings: readonly Counted[], isPlan: boolean): Tally {
  const standing = findings.filter(one => one.waived === null && one.origin !== 'resolved')
  const counted = standing.filter(one => !isPlan || one.origin === 'introduced')
  const transient = counted.filter(one => one.severity === 'error' && one.transient).length
  const existing = standing.filter(one => one.origin === 'existing')
  return {
    errors: counted.filter(one => one.severity === 'error' && !one.transient).length,
    warnings: transient + counted.filter(one => one.severity === 'warning').length,
    transient,
    existing: existing.length,
    existingErrors: existing.filter(one => one.severity === 'error').length,
    resolved: findings.filter(one => one.origin === 'resolved').length,
    waived: findings.filter(one => one.waived !== null).length,
    standing: standing.length,
  }
}

export type FailOptions = Pick<ReportOptions, 'failOn' | 'failOnExisting' | 'failOnTransient' | 'maxWarnings' | 'requireFindings'>

/** 1 if something was found that was asked to fail. */
export function exitCodeOf(tally: Tally, options: FailOptions): 0 | 1 {
  if (options.failOn === 'never') return 0
  const isFailing =
    tally.errors > 0 ||
    (options.failOn === 'warning' && tally.warnings > 0) ||
    (options.maxWarnings !== undefined && tally.warnings > options.maxWarnings) ||
    (options.failOnExisting && tally.existingErrors > 0) ||
    (options.failOnTransient && tally.transient > 0) ||
    (options.requireFindings === 'none' && tally.standing > 0)
  return isFailing ? 1 : 0
}
