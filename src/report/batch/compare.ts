import type { BatchName, BatchReport, BatchResult } from '../../model/batch.js'
import { compareReports, comparisonText, differentGround, isSame, type Comparison } from '../compare.js'
import { colored, uncolored, type Paint } from '../paint.js'
import type { RenderOptions } from '../reporter.js'
import { allVisible } from '../visible.js'
import { tableLines, verdictLine } from './text.js'
import { labelOf } from './words.js'

/** A check in one of two runs, or in both. */
export interface ComparedCheck extends BatchName {
  /** What became of it; null: it was not made. */
  readonly before: BatchResult['outcome'] | null
  readonly after: BatchResult['outcome'] | null
  /** Null: one of the two has no report. */
  readonly findings: Comparison | null
}

/** The checks of two runs by tenant and plan, in the order of the later one; then those that it did not make. */
export function compareBatches(before: BatchReport, after: BatchReport): readonly ComparedCheck[] {
  const earlier = new Map(before.results.map(result => [labelOf(result), result]))
  const names = new Set(after.results.map(labelOf))
  const gone = before.results.filter(result => !names.has(labelOf(result)))
  return [...after.results.map(result => compared(earlier.get(labelOf(result)), result)), ...gone.map(result => compared(result, undefined))]
}

function compared(before: BatchResult | undefined, after: BatchResult | undefined): ComparedCheck {
  const { tenant, plan } = (after ?? before)!
  const findings = before?.report && after?.report ? compareReports(before.report, after.report) : null
  return { tenant, plan, before: before?.outcome ?? null, after: after?.outcome ?? null, findings }
}

/** Whether the answer is the same, as far as findings say. */
export function isSameCheck({ before, after, findings }: ComparedCheck): boolean {
  return before === after && (findings === null || isSame(findings))
}

/** Why two runs may differ although nothing got better or worse. */
export function differentGrounds(before: BatchReport, after: BatchReport): readonly string[] {
  const earlier = new Map(before.results.map(result => [labelOf(result), result.report]))
  return [...new Set(after.results.flatMap(result => {
    const report = earlier.get(labelOf(result))
    return report && result.report ? differentGround(report, result.report) : []
  }))]
}

/** What became of checks since the run before: those that are new, gone, or say something else, and the table of all. */
export function changedBatchText(last: BatchReport, now: BatchReport, { color }: Pick<RenderOptions, 'color'>): string {
  const paint = color ? colored : uncolored
  const [before, after] = [allVisible(last), allVisible(now)]
  const news = compareBatches(before, after).flatMap(one => (isSameCheck(one) ? [] : ['', ...newsOf(one, paint)]))
  return [verdictLine(after, paint), ...(news.length === 0 ? ['No difference'] : news), '', ...tableLines(after, paint)].map(line => `${line}\n`).join('')
}

function newsOf(check: ComparedCheck, paint: Paint): readonly string[] {
  const { before, after, findings } = check
  const became = after === null ? 'not checked any more' : before === null ? `new, ${after}` : before === after ? `still ${after}` : after
  return [`${paint.bold(labelOf(check))}: ${became}`, ...(findings === null ? [] : indented(comparisonText(findings, paint)))]
}

const indented = (text: string): readonly string[] => text.split('\n').filter(line => line !== '').map(line => `  ${line}`)
