import type { Difference } from '../batch/compare.js'
import type { ScenarioResult } from '../batch/scenarios.js'
import { version } from '../model/version.js'
import { counted } from '../report/count.js'
import { colored, uncolored, type Paint } from '../report/paint.js'
import { allVisible, visible } from '../report/visible.js'

/** One line for each scenario, what differs below those that failed, and the totals. */
export function testLines(results: readonly ScenarioResult[], options: { readonly color: boolean; readonly quiet: boolean }): string {
  const paint = options.color ? colored : uncolored
  const shown = results.filter(result => !options.quiet || result.outcome !== 'passed')
  return [...shown.flatMap(result => linesOf(result, paint)), totals(results, paint), ''].join('\n')
}

export function testJson(results: readonly ScenarioResult[]): string {
  const { passed, failed, unread } = count(results)
  const scenarios = results.map(({ file, title, outcome, differences }) => ({ file, title, outcome, differences }))
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, summary: { passed, failed, unread }, scenarios: allVisible(scenarios) }, undefined, 2)}\n`
}

function count(results: readonly ScenarioResult[]) {
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
