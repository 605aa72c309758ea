import type { BatchReport, BatchResult } from '../../model/batch.js'
import { counted } from '../count.js'
import { levelOf, summaryLine } from '../finding-words.js'
import { md } from '../markdown-text.js'
import { fitting, taking, type Room } from '../text-fit.js'
import { batchVerdict, labelOf, numbersOf, planOf, problemLines, tenantOf, toldFindings, worstFirst } from './words.js'

/** GitHub takes a job summary of 1 MiB. */
const most = 1_000_000
const keep = 4000
const fewFindings = 20

/** A summary for a job: the verdict, the table, worst first, and why in what a reader unfolds. Numbers; nobody is named. */
export function* renderBatchMarkdown(batch: BatchReport): Iterable<string> {
  const room: Room = { bytes: most }
  const results = worstFirst(batch.results)
  const end = `\n<sub>seatplan ${md(batch.tool.version)}, as of ${md(batch.now)}; exit code ${batch.summary.exitCode}</sub>\n`
  taking(end, room)
  const { head, rest } = batchVerdict(batch)
  yield taking(`## seatplan\n\n**${md(`${head} ${rest}`)}**\n`, room)
  if (results.length > 0) yield taking('\n| result | tenant | plan | errors | warnings | existing | users affected |\n|---|---|---|--:|--:|--:|--:|\n', room)
  yield* fitting(results, rowOf, room, keep, left => `\n${counted(left, 'more check')} found no room here: the JSON report has all.\n`)
  yield* fitting(results.filter(({ outcome }) => outcome !== 'passed'), whyOf, room, keep, left => `\nReasons of ${counted(left, 'more check')} found no room here: the JSON report has all.\n`)
  if (batch.notices.length > 0) yield taking('\n### Notices\n\n', room)
  yield* fitting(batch.notices, ({ text }) => `- ${md(text)}\n`, room, 0, left => `- ${counted(left, 'more notice')}\n`)
  yield end
}

function rowOf(result: BatchResult): string {
  return `| ${[result.outcome, tenantOf(result), planOf(result), ...numbersOf(result)].map(md).join(' | ')} |\n`
}

function whyOf(result: BatchResult): string {
  const told = result.report === null ? problemLines(result) : toldFindings(result.report).map(finding => `${finding.id} ${levelOf(finding)} ${summaryLine(finding)}`)
  const more = told.length > fewFindings ? `- ${counted(told.length - fewFindings, 'more finding')}\n` : ''
  return `\n<details>\n<summary>${md(labelOf(result))}</summary>\n\n${told.slice(0, fewFindings).map(line => `- ${md(line)}\n`).join('')}${more}\n</details>\n`
}
