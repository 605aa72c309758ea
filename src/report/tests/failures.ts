import type { TestReport, TestedRules, TestedScenario } from '../../model/tests.js'
import { uncolored } from '../paint.js'
import { visible } from '../visible.js'
import { caseName, differenceLines, problemLines, verdictLines } from './words.js'

/** Something that fails, for who shows nothing else. */
export interface Failure {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** What fails, in one line. */
  readonly title: string
  readonly lines: readonly string[]
}

/** What could not be read, then what failed, each by file. */
export function failuresOf({ scenarios, ruleTests }: TestReport): readonly Failure[] {
  const all = [...scenarios, ...ruleTests]
  return [...all.filter(({ outcome }) => outcome === 'unread').map(unread), ...scenarios.filter(({ outcome }) => outcome === 'failed').map(ofScenario), ...ruleTests.flatMap(ofRules)]
}

function unread({ file, problems }: TestedScenario | TestedRules): Failure {
  const place = problems.find(problem => problem.severity === 'error' && problem.file === file)
  return { file, ...(place?.line !== undefined && { line: place.line }), ...(place?.column !== undefined && { column: place.column }), title: 'could not be read', lines: problemLines(problems) }
}

function ofScenario(scenario: TestedScenario): Failure {
  const { file, title } = scenario
  return { file, title: title === file ? 'failed' : visible(title), lines: differenceLines(scenario, uncolored) }
}

function ofRules({ file, cases }: TestedRules): readonly Failure[] {
  return cases.filter(({ outcome }) => outcome === 'failed').map(one => ({ file, line: one.line, column: one.column, title: caseName(one), lines: verdictLines(one, uncolored) }))
}
