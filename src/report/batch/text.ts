import type { BatchReport, BatchResult } from '../../model/batch.js'
import { table, wrapped } from '../columns.js'
import { counted } from '../count.js'
import { levelOf, summaryLine } from '../finding-words.js'
import { colored, uncolored, type Paint } from '../paint.js'
import type { RenderOptions } from '../reporter.js'
import { allVisible } from '../visible.js'
import { batchVerdict, labelOf, numbersOf, planOf, problemLines, tenantOf, toldFindings, worstFirst } from './words.js'

const fewFindings = 3

/** The verdict, what fails and why in a line each, and at the end the table, worst first. */
export function* renderBatchText(hostile: BatchReport, { color, expand, width }: RenderOptions): Iterable<string> {
  const batch = allVisible(hostile)
  const paint = color ? colored : uncolored
  const results = worstFirst(batch.results)
  yield lines([verdictLine(batch, paint)])
  for (const result of results.filter(({ outcome }) => outcome !== 'passed')) yield lines(['', paint.bold(labelOf(result)), ...whyLines(result, expand ? Infinity : fewFindings, paint)])
  if (batch.notices.length > 0) yield lines(['', paint.bold('Notices'), ...batch.notices.flatMap(({ text }) => wrapped(text, Math.max(width, 60), '  '))])
  yield lines(['', ...tableLines(batch, paint)])
}

/** The answer in one line. */
export function verdictLine(batch: BatchReport, paint: Paint): string {
  const { head, rest } = batchVerdict(batch)
  return `${paint.bold(batch.summary.exitCode === 0 ? paint.green(head) : paint.red(head))} ${rest}`
}

/** A line for each check, worst first, and one for all. */
export function tableLines(batch: BatchReport, paint: Paint): readonly string[] {
  return [...tableOf(worstFirst(batch.results), paint), '', totals(batch)]
}

const lines = (all: readonly string[]): string => all.map(one => `${one}\n`).join('')

function whyLines(result: BatchResult, few: number, paint: Paint): readonly string[] {
  if (result.report === null) return problemLines(result).map(line => `  ${paint.red('unread')}  ${line}`)
  const told = toldFindings(result.report)
  const shown = told.slice(0, few).map(finding => `  ${finding.id}  ${levelOf(finding) === 'error' ? paint.red('error') : paint.yellow(levelOf(finding))}  ${summaryLine(finding)}`)
  return told.length <= few ? shown : [...shown, `  ${counted(told.length - few, 'more finding')}: ${commandFor(result)}`]
}

/** What shows one of them whole. */
function commandFor({ tenant, plan }: BatchResult): string {
  return ['seatplan check', ...(plan === null ? [] : [plan]), ...(tenant === null ? [] : [`--tenant ${tenant}`])].join(' ')
}

function tableOf(results: readonly BatchResult[], paint: Paint): readonly string[] {
  if (results.length === 0) return []
  const words = { passed: paint.green('passed'), failed: paint.red('failed'), unread: paint.red('unread') }
  const head = ['result', 'tenant', 'plan', 'errors', 'warnings', 'existing', 'users affected']
  const rows = results.map(result => [words[result.outcome], tenantOf(result), planOf(result), ...numbersOf(result)])
  return table([head, ...rows], ['left', 'left', 'left', 'right', 'right', 'right', 'right'])
}

function totals({ summary: { results, passed, failed, unread, exitCode } }: BatchReport): string {
  return [counted(results, 'check'), `${passed} passed`, `${failed} failed`, `${unread} unread`, `exit ${exitCode}`].join(', ')
}
