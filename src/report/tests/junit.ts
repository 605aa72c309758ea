import type { TestReport, TestedCase, TestedRules, TestedScenario } from '../../model/tests.js'
import { junitDocument, type TestCase, type TestSuite } from '../junit-document.js'
import { uncolored } from '../paint.js'
import { caseName, differenceLines, problemLines, verdictLines } from './words.js'

/** A suite of all scenarios, and one for each rule test, with a test for each cell. */
export function renderTestJunit({ scenarios, ruleTests }: TestReport): Iterable<string> {
  const first: readonly TestSuite[] = scenarios.length === 0 ? [] : [{ name: 'scenarios', cases: scenarios.map(scenarioCase) }]
  return junitDocument('seatplan test', [...first, ...ruleTests.map(ruleTest => ({ name: ruleTest.title, cases: casesOf(ruleTest) }))])
}

function scenarioCase(scenario: TestedScenario): TestCase {
  const { file, title, outcome, differences, problems } = scenario
  const head = { classname: file, name: title }
  if (outcome === 'passed') return { ...head, outcome }
  if (outcome === 'unread') return { ...head, ...unread(problems) }
  return { ...head, outcome, message: `not as expected: ${differences.map(({ path }) => path).join(', ')}`, text: differenceLines(scenario, uncolored).join('\n') }
}

function casesOf({ file, title, outcome, cases, problems }: TestedRules): readonly TestCase[] {
  if (outcome === 'unread') return [{ classname: file, name: title, ...unread(problems) }]
  return numbered(cases.map(one => cellCase(file, one)))
}

/** Readers know a test by its names: of cells that are named alike the later ones are counted. */
function numbered(cases: readonly TestCase[]): readonly TestCase[] {
  const met = new Map<string, number>()
  return cases.map(one => {
    const times = (met.get(one.name) ?? 0) + 1
    met.set(one.name, times)
    return times === 1 ? one : { ...one, name: `${one.name} (${times})` }
  })
}

function cellCase(file: string, one: TestedCase): TestCase {
  const head = { classname: file, name: one.title === null ? caseName(one) : `${one.title}: ${caseName(one)}` }
  if (one.outcome === 'passed') return { ...head, outcome: 'passed' }
  if (one.outcome === 'skipped') return { ...head, outcome: 'skipped', message: one.reason ?? '' }
  return { ...head, outcome: 'failed', message: `${file}:${one.line}:${one.column}: not as expected`, text: verdictLines(one, uncolored).join('\n') }
}

function unread(problems: TestedScenario['problems']): Pick<TestCase, 'outcome' | 'message' | 'text'> {
  const lines = problemLines(problems)
  return { outcome: 'error', message: lines[0] ?? 'could not be read', text: lines.join('\n') }
}
