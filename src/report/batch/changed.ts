import type { BatchReport, BatchResult } from '../../model/batch.js'
import { compareReports, comparisonText } from '../compare.js'
import { colored, uncolored, type Paint } from '../paint.js'
import type { RenderOptions } from '../reporter.js'
import { allVisible } from '../visible.js'
import { tableLines, verdictLine } from './text.js'
import { labelOf, problemLines } from './words.js'

/** What became of checks since the last run: those that are new or say something else, those that are gone, and the table of all. */
export function changedBatchText(last: BatchReport, now: BatchReport, { color }: Pick<RenderOptions, 'color'>): string {
  const paint = color ? colored : uncolored
  const [before, after] = [allVisible(last), allVisible(now)]
  const earlier = new Map(before.results.map(result => [labelOf(result), result]))
  const names = new Set(after.results.map(labelOf))
  const news = after.results.flatMap(result => newsOf(earlier.get(labelOf(result)), result, paint))
  const gone = [...earlier.keys()].filter(name => !names.has(name)).map(name => `${paint.bold(name)}: not checked any more`)
  const said = [...news, ...gone]
  return [verdictLine(after, paint), ...(said.length === 0 ? ['No difference'] : said), '', ...tableLines(after, paint)].map(line => `${line}\n`).join('')
}

function newsOf(before: BatchResult | undefined, after: BatchResult, paint: Paint): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const head = `${paint.bold(labelOf(after))}: ${before === undefined ? 'new, ' : before.outcome === after.outcome ? 'still ' : ''}${after.outcome}`
  if (after.report === null) return ['', head, ...problemLines(after).map(line => `  ${line}`)]
  if (before === undefined || before.report === null) return ['', head]
  return ['', head, ...indented(comparisonText(compareReports(before.report, after.report), paint))]
}

const indented = (text: string): readonly string[] => text.split('\n').filter(line => line !== '').map(line => `  ${line}`)
