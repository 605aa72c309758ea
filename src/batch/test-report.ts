import type { Coverage } from '../analyse/rule-tests/coverage.js'
import type { BatchProblem } from '../model/batch.js'
import type { Problem } from '../model/problem.js'
import type { TestCoverage, TestPart, TestReport, TestedCase, TestedRules, TestedScenario } from '../model/tests.js'
import { version } from '../model/version.js'
import { isOurFault } from './fault.js'
import type { CaseResult, RuleTestResult } from './rule-tests.js'
import type { ScenarioResult } from './scenarios.js'

/** What was played: scenarios, and the rule tests beside rules; each sorted by file. */
export interface Played {
  readonly scenarios: readonly ScenarioResult[]
  readonly ruleTests: readonly RuleTestResult[]
}

/** The answer to tests, or to a shard of them; with what they show of the rules where that is asked for. */
export function testReport({ scenarios, ruleTests }: Played, more: { readonly coverage?: Coverage; readonly part?: TestPart } = {}): TestReport {
  const { coverage, part } = more
  return sumUp(scenarios.map(scenarioData), ruleTests.map(ruleTestData), { ...(coverage && { coverage: coverageData(coverage) }), ...(part && { part }) })
}

/** The same of what is plain data already. */
export function sumUp(scenarios: readonly TestedScenario[], ruleTests: readonly TestedRules[], more: Pick<TestReport, 'coverage' | 'part'> = {}): TestReport {
  const files = [...scenarios, ...ruleTests].map(({ outcome }) => outcome)
  const cells = ruleTests.flatMap(({ cases }) => cases.map(({ outcome }) => outcome))
  const count = (all: readonly string[], outcome: string): number => all.filter(one => one === outcome).length
  return {
    schemaVersion: 1,
    tool: { name: 'seatplan', version },
    summary: { passed: count(files, 'passed'), failed: count(files, 'failed'), unread: count(files, 'unread') },
    cases: { passed: count(cells, 'passed'), failed: count(cells, 'failed'), skipped: count(cells, 'skipped') },
    scenarios,
    ruleTests,
    ...more,
  }
}

/** 3: seatplan failed at one; 2: one could not be read; 1: one failed. */
export function exitOf({ summary: { failed, unread }, scenarios }: TestReport): number {
  return scenarios.some(isOurFault) ? 3 : unread > 0 ? 2 : failed > 0 ? 1 : 0
}

function scenarioData({ file, title, outcome, differences, problems }: ScenarioResult): TestedScenario {
  return { file, title, outcome, differences, problems: problems.map(plain) }
}

function ruleTestData({ file, title, outcome, cases, problems }: RuleTestResult): TestedRules {
  return { file, title, outcome, cases: cases.map(caseData), problems: problems.map(plain) }
}

function caseData({ place, title, rule, who, column, outcome, reason, expected, actual }: CaseResult): TestedCase {
  return { title: title ?? null, rule: rule ?? null, who, does: column, line: place.line, column: place.column, outcome, reason: reason ?? null, expected, actual: actual ?? null }
}

function coverageData({ rules, ...sums }: Coverage): TestCoverage {
  return { rules: rules.map(({ place, ...rule }) => ({ ...rule, ...place })), ...sums }
}

function plain({ fix: _, ...problem }: Problem): BatchProblem {
  return problem
}
