import type { BatchReport } from '../model/batch.js'
import type { Waiver } from '../model/waiver.js'
import { batchReport, waiversOnce, type Read } from './batch-report.js'
import type { Checked } from './checked.js'

/** The answer to checks that were all made, in whatever order; with the entries of the baseline, which all of them read. */
export function reportOfMany(checked: readonly Checked[], now: string, accepted: readonly Waiver[]): BatchReport {
  const read = checked.map(({ waivers, report }): Read => ({ waivers, reports: report === null ? [] : [report] }))
  const results = checked.map(({ waivers: _, ...one }) => ({ ...one, problems: one.problems.map(({ fix: __, ...problem }) => problem) }))
  return batchReport(results, now, waiversOnce([...read, { waivers: accepted, reports: [] }]))
}
