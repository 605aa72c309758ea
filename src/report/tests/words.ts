import type { BatchProblem } from '../../model/batch.js'
import type { Verdict } from '../../model/rule-test.js'
import type { TestReport, TestedCase, TestedRules, TestedScenario } from '../../model/tests.js'
import { counted } from '../count.js'
import type { Paint } from '../paint.js'
import { visible } from '../visible.js'

/** The totals in words: of scenarios, and of rule tests, where there are any. */
export function totalLines({ scenarios, ruleTests, part }: TestReport, paint: Paint): readonly string[] {
  if (scenarios.length + ruleTests.length === 0 && part !== undefined) return ['nothing to test in this shard']
  return [...(scenarios.length === 0 ? [] : [scenarioTotals(scenarios, paint)]), ...(ruleTests.length === 0 ? [] : [caseTotals(ruleTests, paint)])]
}

function scenarioTotals(scenarios: readonly TestedScenario[], paint: Paint): string {
  const of = (outcome: TestedScenario['outcome']): number => scenarios.filter(one => one.outcome === outcome).length
  const [failed, unread] = [of('failed'), of('unread')]
  return listed([`${counted(of('passed'), 'scenario')} passed`, failed > 0 && paint.red(`${failed} failed`), unread > 0 && paint.red(`${unread} could not be read`)])
}

/** `104 cases of 9 rule tests passed, 2 failed` */
function caseTotals(results: readonly TestedRules[], paint: Paint): string {
  const cases = results.flatMap(result => result.cases)
  const of = (outcome: TestedCase['outcome']): number => cases.filter(one => one.outcome === outcome).length
  const unread = results.filter(({ outcome }) => outcome === 'unread').length
  return listed([
    `${counted(of('passed'), 'case')} of ${counted(results.length, 'rule test')} passed`,
    of('failed') > 0 && paint.red(`${of('failed')} failed`),
    of('skipped') > 0 && paint.yellow(`${of('skipped')} skipped`),
    unread > 0 && paint.red(`${counted(unread, 'rule test')} could not be read`),
  ])
}

function listed(parts: readonly (string | false)[]): string {
  return parts.filter(part => part !== false).join(', ')
}

/** Where a scenario's answer is not as it expects, three lines each. */
export function differenceLines({ differences }: TestedScenario, paint: Paint): readonly string[] {
  return differences.flatMap(({ path, expected, actual }) => [visible(path), `  expected  ${paint.green(inWords(expected, 'nothing'))}`, `  actual    ${paint.red(inWords(actual, 'nothing'))}`])
}

/** What a cell expects and what came, two lines. */
export function verdictLines({ expected, actual }: TestedCase, paint: Paint): readonly string[] {
  return [`  expected  ${paint.green(verdictWords(expected))}`, `  actual    ${paint.red(verdictWords(actual ?? 'ok'))}`]
}

function verdictWords(verdict: Verdict): string {
  return typeof verdict === 'string' ? verdict : visible(Object.entries(verdict).map(([rule, severity]) => `${rule}: ${severity}`).join(', '))
}

/** `guest, given E5, guests-hold-no-e5` */
export function caseName({ who, does, rule }: TestedCase): string {
  return visible([who, does, ...(rule === null ? [] : [rule])].join(', '))
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

/** Why something could not be read. */
export function problemLines(problems: readonly BatchProblem[]): readonly string[] {
  return problems.filter(({ severity }) => severity === 'error').map(({ file, line, column, message }) => visible(`${[file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':')}  ${message}`))
}
