import { isSameVerdict, playCase, verdictOf } from '../analyse/rule-tests/play.js'
import type { Files } from '../load/files.js'
import { shownFrom } from '../load/paths.js'
import { loadRuleTest } from '../load/project/rule-test/load.js'
import type { ScenarioRequest } from '../load/project/scenario.js'
import type { Place, Problem } from '../model/problem.js'
import type { Case, RuleTest, Verdict } from '../model/rule-test.js'

/** A cell of a table, and what came of it. */
export interface CaseResult {
  readonly title: string | undefined
  readonly rule: string | undefined
  readonly who: string
  readonly column: string
  readonly place: Place
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason: string | undefined
  readonly expected: Verdict
  /** Undefined: it was not played. */
  readonly actual: Verdict | undefined
}

export interface RuleTestResult {
  readonly file: string
  readonly title: string
  /** `unread`: it cannot be read, so nobody knows. `skipped`: nothing of it was played. */
  readonly outcome: 'passed' | 'failed' | 'unread' | 'skipped'
  readonly cases: readonly CaseResult[]
  /** What is wrong or odd about its files. */
  readonly problems: readonly Problem[]
  /** What was read, for who wants to know what it tests. */
  readonly test: RuleTest | undefined
}

/** Plays the tables of one file. */
export async function runRuleTest(files: Files, request: ScenarioRequest): Promise<RuleTestResult> {
  const file = shownFrom(request.root, request.path)
  const { value, problems } = await loadRuleTest(files, request)
  if (value === undefined) return { file, title: file, outcome: 'unread', cases: [], problems, test: undefined }
  const cases: CaseResult[] = []
  for (const one of value.cases) cases.push(await runCase(one))
  return { file, title: value.title, outcome: outcomeOf(cases), cases, problems, test: value }
}

async function runCase(one: Case): Promise<CaseResult> {
  const { title, rule, row, column, place, expected, skip: reason } = one
  const head = { title, rule, who: row.name, column, place, reason, expected }
  if (reason !== undefined) return { ...head, outcome: 'skipped', actual: undefined }
  const actual = verdictOf(await playCase(one), rule)
  return { ...head, outcome: isSameVerdict(expected, actual) ? 'passed' : 'failed', actual }
}

function outcomeOf(cases: readonly CaseResult[]): RuleTestResult['outcome'] {
  if (cases.some(({ outcome }) => outcome === 'failed')) return 'failed'
  return cases.every(({ outcome }) => outcome === 'skipped') ? 'skipped' : 'passed'
}
