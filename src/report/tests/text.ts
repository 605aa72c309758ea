import type { TestReport, TestedCase, TestedRules, TestedScenario } from '../../model/tests.js'
import { counted } from '../count.js'
import { colored, uncolored, type Paint } from '../paint.js'
import { visible } from '../visible.js'
import { coverageLines } from './coverage.js'
import type { TestOptions } from './reporter.js'
import { summaryLines } from './summary.js'
import { caseName, differenceLines, totalLines, verdictLines } from './words.js'

/** One line for each file, what differs below those that failed; among many these once more; and the totals. */
export function* renderTestText(report: TestReport, { color, quiet }: TestOptions): Iterable<string> {
  const paint = color ? colored : uncolored
  const isShown = ({ outcome }: { readonly outcome: string }): boolean => !quiet || outcome !== 'passed'
  yield* report.scenarios.filter(isShown).map(scenario => scenarioText(scenario, paint))
  yield* report.ruleTests.filter(isShown).map(ruleTest => ruleTestText(ruleTest, paint))
  yield inLines([...summaryLines(report, paint), ...totalLines(report, paint), ...(report.coverage === undefined ? [] : coverageLines(report.coverage, paint))])
}

/** What became of tests since the last run: those that are new or say something else, those that are gone, and the totals of all. */
export function changedText(last: TestReport, now: TestReport, { color }: Pick<TestOptions, 'color'>): string {
  const paint = color ? colored : uncolored
  const before = new Map([...last.scenarios, ...last.ruleTests].map(result => [result.file, said(result)]))
  const isNews = (result: TestedScenario | TestedRules): boolean => before.get(result.file) !== said(result)
  const files = new Set([...now.scenarios, ...now.ruleTests].map(({ file }) => file))
  const gone = [...before.keys()].filter(file => !files.has(file)).map(file => `gone    ${visible(file)}\n`)
  const news = [...now.scenarios.filter(isNews).map(scenario => scenarioText(scenario, paint)), ...now.ruleTests.filter(isNews).map(ruleTest => ruleTestText(ruleTest, paint)), ...gone]
  return [...(news.length === 0 ? ['No difference\n'] : news), ...totalLines(now, paint).map(line => `${line}\n`)].join('')
}

function said(result: TestedScenario | TestedRules): string {
  return JSON.stringify([result.outcome, 'cases' in result ? result.cases : result.differences])
}

function scenarioText(scenario: TestedScenario, paint: Paint): string {
  return inLines([headOf(scenario, paint), ...differenceLines(scenario, paint).map(line => `    ${line}`)])
}

function ruleTestText(ruleTest: TestedRules, paint: Paint): string {
  const { file, cases } = ruleTest
  const failed = cases.flatMap(one => (one.outcome === 'failed' ? [`    ${placeOf(file, one)}  ${caseName(one)}`, ...verdictLines(one, paint).map(line => `    ${line}`)] : []))
  return inLines([headOf(ruleTest, paint), ...failed, ...skippedLines(file, cases, paint)])
}

function headOf({ file, title, outcome }: TestedScenario | TestedRules, paint: Paint): string {
  const words = { passed: paint.green('passed'), failed: paint.red('failed'), unread: paint.red('unread'), skipped: paint.yellow('skipped') }
  const name = outcome === 'unread' || title === file ? '' : `  ${visible(title)}`
  return `${words[outcome]}  ${visible(file)}${name}`
}

/** Each reason once, where the first case of it stands. */
function skippedLines(file: string, cases: readonly TestedCase[], paint: Paint): readonly string[] {
  const skipped = cases.filter(one => one.outcome === 'skipped')
  const reasons = [...new Set(skipped.map(({ reason }) => reason ?? ''))]
  return reasons.map(reason => {
    const of = skipped.filter(one => (one.reason ?? '') === reason)
    return `    ${placeOf(file, of[0]!)}  ${paint.yellow(`${counted(of.length, 'case')} skipped`)}: ${visible(reason)}`
  })
}

function placeOf(file: string, { line, column }: TestedCase): string {
  return visible(`${file}:${line}:${column}`)
}

function inLines(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('')
}
