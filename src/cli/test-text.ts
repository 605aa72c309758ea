import type { Difference } from '../batch/compare.js'
import type { Coverage } from '../analyse/rule-tests/coverage.js'
import type { RuleTestResult } from '../batch/rule-tests.js'
import type { ScenarioResult } from '../batch/scenarios.js'
import type { TestPart } from '../model/tests.js'
import { version } from '../model/version.js'
import { counted } from '../report/count.js'
import { colored, uncolored, type Paint } from '../report/paint.js'
import { allVisible, visible } from '../report/visible.js'
import { coverageData, coverageLines } from './coverage-text.js'
import { caseTotals, countCases, ruleTestData, ruleTestLines } from './rule-test-text.js'

/** What was played: scenarios, and the rule tests beside rules; each sorted by file. */
export interface Played {
  readonly scenarios: readonly ScenarioResult[]
  readonly ruleTests: readonly RuleTestResult[]
  /** Where it is asked for. */
  readonly coverage?: Coverage
  /** Where this is a shard. */
  readonly part?: TestPart
}

/** One line for each file, what differs below those that failed, and the totals. */
export function testLines({ scenarios, ruleTests, coverage }: Played, options: { readonly color: boolean; readonly quiet: boolean }): string {
  const paint = options.color ? colored : uncolored
  const isShown = ({ outcome }: { readonly outcome: string }): boolean => !options.quiet || outcome !== 'passed'
  const totalLines = totalsOf(scenarios, ruleTests, paint)
  return [...scenarios.filter(isShown).flatMap(result => linesOf(result, paint)), ...ruleTests.filter(isShown).flatMap(result => ruleTestLines(result, paint)), ...totalLines, ...(coverage === undefined ? [] : coverageLines(coverage, paint)), ''].join('\n')
}

function totalsOf(scenarios: Played['scenarios'], ruleTests: Played['ruleTests'], paint: Paint): readonly string[] {
  return [...(scenarios.length === 0 ? [] : [totals(scenarios, paint)]), ...(ruleTests.length === 0 ? [] : [caseTotals(ruleTests, paint)])]
}

/** What became of tests since the last run: those that are new or say something else, those that are gone, and the totals of all. */
export function changedLines(last: Played, now: Played, options: { readonly color: boolean }): string {
  const paint = options.color ? colored : uncolored
  const before = new Map([...last.scenarios, ...last.ruleTests].map(result => [result.file, said(result)]))
  const isNews = (result: ScenarioResult | RuleTestResult): boolean => before.get(result.file) !== said(result)
  const files = new Set([...now.scenarios, ...now.ruleTests].map(({ file }) => file))
  const gone = [...before.keys()].filter(file => !files.has(file))
  const news = [...now.scenarios.filter(isNews).flatMap(result => linesOf(result, paint)), ...now.ruleTests.filter(isNews).flatMap(result => ruleTestLines(result, paint)), ...gone.map(file => `gone    ${visible(file)}`)]
  return [...(news.length === 0 ? ['No difference'] : news), ...totalsOf(now.scenarios, now.ruleTests, paint), ''].join('\n')
}

function said(result: ScenarioResult | RuleTestResult): string {
  return JSON.stringify([result.outcome, 'cases' in result ? result.cases : result.differences])
}

export function testJson({ scenarios, ruleTests, coverage, part }: Played): string {
  const { passed, failed, unread } = count([...scenarios, ...ruleTests])
  const shown = { scenarios: scenarios.map(({ file, title, outcome, differences }) => ({ file, title, outcome, differences })), ruleTests: ruleTests.map(ruleTestData), ...(coverage === undefined ? {} : { coverage: coverageData(coverage) }), ...(part && { part }) }
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, summary: { passed, failed, unread }, cases: countCases(ruleTests), ...(allVisible(shown) as object) }, undefined, 2)}\n`
}

function count(results: readonly { readonly outcome: string }[]) {
  const of = (outcome: ScenarioResult['outcome']): number => results.filter(result => result.outcome === outcome).length
  return { passed: of('passed'), failed: of('failed'), unread: of('unread') }
}

function totals(results: readonly ScenarioResult[], paint: Paint): string {
  const { passed, failed, unread } = count(results)
  const parts = [`${counted(passed, 'scenario')} passed`, failed > 0 && paint.red(`${failed} failed`), unread > 0 && paint.red(`${unread} could not be read`)]
  return parts.filter(part => part !== false).join(', ')
}

function linesOf({ file, title, outcome, differences }: ScenarioResult, paint: Paint): readonly string[] {
  const words = { passed: paint.green('passed'), failed: paint.red('failed'), unread: paint.red('unread') }
  const name = outcome === 'unread' || title === file ? '' : `  ${visible(title)}`
  return [`${words[outcome]}  ${visible(file)}${name}`, ...differences.flatMap(difference => differenceLines(difference, paint))]
}

function differenceLines({ path, expected, actual }: Difference, paint: Paint): readonly string[] {
  return [
    `    ${visible(path)}`,
    `      expected  ${paint.green(inWords(expected, 'nothing'))}`,
    `      actual    ${paint.red(inWords(actual, 'nothing'))}`,
  ]
}

/** Plain data as one would write it in the scenario, on one line. */
function inWords(value: unknown, nothing = 'null'): string {
  if (value === null || value === undefined) return nothing
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(item => inWords(item)).join(', ')
  if (typeof value !== 'object') return visible(String(value))
  const { atLeast, ...fields } = value as { readonly atLeast?: readonly unknown[] } & Readonly<Record<string, unknown>>
  if (atLeast !== undefined) return `at least ${inWords(atLeast)}`
  return `{ ${Object.entries(fields).map(([key, item]) => `${visible(key)}: ${Array.isArray(item) ? `[${item.map(one => inWords(one)).join(', ')}]` : inWords(item)}`).join(', ')} }`
}

/** 2: one could not be read. */
export function exitOf(results: readonly { readonly outcome: string }[]): number {
  if (results.some(result => result.outcome === 'unread')) return 2
  return results.some(result => result.outcome === 'failed') ? 1 : 0
}
