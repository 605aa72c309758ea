import type { BatchReport, BatchResult } from '../../model/batch.js'
import { counted, digits } from '../count.js'
import { findingArticle } from '../html-findings.js'
import { pageStart } from '../html-page.js'
import { html, name, row, tableEnd, tableHead } from '../html-text.js'
import type { RenderOptions } from '../reporter.js'
import { fitting, type Room } from '../text-fit.js'
import { batchVerdict, labelOf, numbersOf, problemLines, toldFindings, worstFirst } from './words.js'

/** Of 5 MB in all. */
const findingsMost = 3_400_000
const tablesMost = 1_300_000
const numbers = [3, 4, 5, 6]

/** One page that stands alone: the table, worst first, and below it what fails and why. */
export function* renderBatchHtml(batch: BatchReport, options: RenderOptions): Iterable<string> {
  const results = worstFirst(batch.results)
  const { head, rest } = batchVerdict(batch)
  const { summary, tool, now, notices } = batch
  yield pageStart({ title: `${head.replace(/:$/, '')}: ${counted(summary.results, 'check')}`, look: summary.exitCode !== 0 ? 'fail' : summary.errors + summary.warnings > 0 ? 'but' : 'pass' })
  yield `<header>\n<p class="brand">seatplan</p>\n<h1>${html(head.replace(/:$/, ''))}</h1>\n<p class="verdict">${html(rest)}</p>\n${tiles(batch)}</header>\n<main>\n`
  const room: Room = { bytes: tablesMost }
  yield tableHead(['result', 'tenant', 'plan', 'errors', 'warnings', 'existing', 'users affected'], numbers)
  yield* fitting(results.map((result, at) => ({ result, at })), ({ result, at }) => rowOf(result, at), room, 0, left => row([`${counted(left, 'more check')}`, '', '', '', '', '', ''], numbers))
  yield tableEnd
  yield* sections(results, options)
  if (notices.length > 0) yield `<h2 id="notices">Notices</h2>\n<ul>${notices.map(({ text }) => `<li>${html(text)}</li>`).join('')}</ul>\n`
  yield `</main>\n<footer>seatplan ${html(tool.version)}, as of ${html(now)}, exit code ${summary.exitCode}. A prediction: what seatplan does not know for certain is named as an assumption.</footer>\n</body>\n</html>\n`
}

function tiles({ summary: { failed, unread, errors, warnings, passed } }: BatchReport): string {
  const all: readonly (readonly [number, string])[] = [[failed, 'failed'], [unread, 'unread'], [passed, 'passed'], [errors, errors === 1 ? 'error' : 'errors'], [warnings, warnings === 1 ? 'warning' : 'warnings']]
  return `<ul class="tiles">${all.map(([number, label]) => `<li><b>${digits(number)}</b><span>${label}</span></li>`).join('')}</ul>\n`
}

function rowOf(result: BatchResult, at: number): string {
  const { outcome, tenant, plan } = result
  const word = outcome === 'passed' ? outcome : `<a href="#r${at + 1}">${outcome}</a>`
  return row([word, tenant === null ? 'the project\'s tenant' : name(tenant), plan === null ? 'as it is' : name(plan), ...numbersOf(result)], numbers)
}

function* sections(results: readonly BatchResult[], options: RenderOptions): Iterable<string> {
  const room: Room = { bytes: findingsMost }
  for (const [at, result] of results.entries()) {
    if (result.outcome === 'passed') continue
    yield `<h2 id="r${at + 1}">${name(labelOf(result))}</h2>\n`
    const { report } = result
    if (report === null) yield `<ul class="why">${problemLines(result).map(line => `<li>${html(line)}</li>`).join('')}</ul>\n`
    else yield* fitting(toldFindings(report), finding => findingArticle(finding, report, options).replace(` id="${html(finding.id)}"`, ` id="r${at + 1}-${html(finding.id)}"`), room, 0, left => `<p class="soft">${counted(left, 'more finding')} found no room here: the JSON report has all.</p>\n`)
  }
}
