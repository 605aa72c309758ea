import type { CaseResult, RuleTestResult } from '../batch/rule-tests.js'
import type { Verdict } from '../model/rule-test.js'
import { counted } from '../report/count.js'
import type { Paint } from '../report/paint.js'
import { visible } from '../report/visible.js'

/** A line for the file, and what differs or was skipped below it. */
export function ruleTestLines({ file, title, outcome, cases }: RuleTestResult, paint: Paint): readonly string[] {
  const words = { passed: paint.green('passed'), failed: paint.red('failed'), unread: paint.red('unread'), skipped: paint.yellow('skipped') }
  const name = outcome === 'unread' || title === file ? '' : `  ${visible(title)}`
  return [`${words[outcome]}  ${visible(file)}${name}`, ...cases.filter(one => one.outcome === 'failed').flatMap(one => failedLines(one, paint)), ...skippedLines(cases, paint)]
}

function failedLines({ rule, who, column, place, expected, actual }: CaseResult, paint: Paint): readonly string[] {
  const about = rule === undefined ? '' : `, ${rule}`
  return [
    `    ${visible(`${place.file}:${place.line}:${place.column}`)}  ${visible(who)}, ${visible(column)}${visible(about)}`,
    `      expected  ${paint.green(verdictWords(expected))}`,
    `      actual    ${paint.red(verdictWords(actual ?? 'ok'))}`,
  ]
}

function verdictWords(verdict: Verdict): string {
  return typeof verdict === 'string' ? verdict : visible(Object.entries(verdict).map(([rule, severity]) => `${rule}: ${severity}`).join(', '))
}

/** Each reason once, where the first case of it stands. */
function skippedLines(cases: readonly CaseResult[], paint: Paint): readonly string[] {
  const skipped = cases.filter(one => one.outcome === 'skipped')
  const reasons = [...new Set(skipped.map(({ reason = '' }) => reason))]
  return reasons.map(reason => {
    const of = skipped.filter(one => one.reason === reason)
    const { file, line, column } = of[0]!.place
    return `    ${visible(`${file}:${line}:${column}`)}  ${paint.yellow(`${counted(of.length, 'case')} skipped`)}: ${visible(reason)}`
  })
}

export interface CaseCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function countCases(results: readonly RuleTestResult[]): CaseCounts {
  const cases = results.flatMap(result => result.cases)
  const of = (outcome: CaseResult['outcome']): number => cases.filter(one => one.outcome === outcome).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

/** `104 cases in 9 rule tests passed, 2 failed` */
export function caseTotals(results: readonly RuleTestResult[], paint: Paint): string {
  const { passed, failed, skipped } = countCases(results)
  const unread = results.filter(({ outcome }) => outcome === 'unread').length
  const parts = [
    `${counted(passed, 'case')} of ${counted(results.length, 'rule test')} passed`,
    failed > 0 && paint.red(`${failed} failed`),
    skipped > 0 && paint.yellow(`${skipped} skipped`),
    unread > 0 && paint.red(`${counted(unread, 'rule test')} could not be read`),
  ]
  return parts.filter(part => part !== false).join(', ')
}

/** As JSON has it. */
export function ruleTestData({ file, title, outcome, cases }: RuleTestResult): object {
  return { file, title, outcome, cases: cases.map(({ place, title: about, rule, who, column, outcome: one, reason, expected, actual }) => ({
    title: about ?? null, rule: rule ?? null, who, does: column, line: place.line, column: place.column, outcome: one, reason: reason ?? null, expected, actual: actual ?? null,
  })) }
}
