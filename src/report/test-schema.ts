import type { CoveredRule, TestCoverage, TestPart, TestReport, TestedCase, TestedRules, TestedScenario } from '../model/tests.js'
import { problemSchema } from './problem-schema.js'
import { count, key, list, named, object, oneOf, orNull, text, type Schema } from './schema-words.js'

const scenario = object<TestedScenario>('A scenario', {
  file: key('Its file.', text),
  title: key('Its title.', text),
  outcome: key('`unread`: it could not be read.', oneOf('passed', 'failed', 'unread')),
  differences: key('Where what came out is not what was expected.', list(object<TestedScenario['differences'][number]>('A difference', {
    path: key('`findings[1].users`.', text),
    expected: key('What the scenario expects; null: nothing.', {}),
    actual: key('What came out; null: nothing.', {}),
  }))),
  problems: key('What is wrong or odd about its files.', list(named('problem'))),
})

const ruleTest = object<TestedRules>('A rule test', {
  file: key('Its file.', text),
  title: key('Its title.', text),
  outcome: key('`skipped`: nothing of it was played.', oneOf('passed', 'failed', 'unread', 'skipped')),
  cases: key('One for each cell of its tables.', list(named('case'))),
  problems: key('What is wrong or odd about its files.', list(named('problem'))),
})

const verdict: Schema = { anyOf: [text, { type: 'object', additionalProperties: text }] }

const testedCase = object<TestedCase>('A cell of a table', {
  title: key('Its title, or null.', orNull(text)),
  rule: key('The rule that it is about, or null: all.', orNull(text)),
  who: key('Whom it is about.', text),
  does: key('What is done: the head of the column.', text),
  line: key('Where the cell stands.', count),
  column: key('Where in the line.', count),
  outcome: key('`skipped`: not played.', oneOf('passed', 'failed', 'skipped')),
  reason: key('Why it was skipped, or null.', orNull(text)),
  expected: key('What the rules must say.', verdict),
  actual: key('What they say; null: not played.', orNull(verdict)),
})

const coveredRule = object<CoveredRule>('A rule, and what is shown of it', {
  ruleId: key('Its id.', text),
  kind: key('Its kind.', text),
  pack: key('The pack or folder that has it.', text),
  points: key('What a test can show of it.', list(object<CoveredRule['points'][number]>('Something that a test can show', {
    what: key('It fired; it kept silent where it nearly fired; one way to meet a prerequisite, alone.', oneOf('fired', 'near-miss', 'alternative')),
    names: key('Plans and products of that way.', list(text)),
    hits: key('How many subjects showed it.', count),
  }))),
  file: key('Where it stands.', text),
  line: key('Its line.', count),
  column: key('Its column.', count),
})

const coverage = object<TestCoverage>('What tests show of the rules', {
  rules: key('Rule by rule.', list(coveredRule)),
  covered: key('Points that a test shows.', count),
  points: key('All points.', count),
  percent: key('Of hundred, rounded down.', count),
})

const part = object<TestPart>('A shard of a run', {
  inputs: key('Digest of all that the whole run was asked and given.', text),
  rules: key('Digest of the packs and folders of rules.', text),
  set: key('All files that the whole run tests.', list(text)),
})

/** The published JSON Schema of what `seatplan test --format json` prints. */
export const testSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://seatplan.dev/schemas/test.schema.json',
  description: 'What `seatplan test --format json` prints. Generated from src/report/test-schema.ts; explained in docs/scenarios.md.',
  ...object<TestReport>('Test report of seatplan', {
    schemaVersion: key('Version of this layout.', { const: 1 }),
    tool: key('What wrote it.', object<TestReport['tool']>('The tool', { name: key('Always `seatplan`.', { const: 'seatplan' }), version: key('Its version.', text) })),
    summary: key('Files.', object<TestReport['summary']>('Files', { passed: key('Passed.', count), failed: key('Failed.', count), unread: key('Could not be read.', count) })),
    cases: key('Cells of the tables of rule tests.', object<TestReport['cases']>('Cells', { passed: key('Passed.', count), failed: key('Failed.', count), skipped: key('Not played.', count) })),
    scenarios: key('By file.', list(named('scenario'))),
    ruleTests: key('By file.', list(named('ruleTest'))),
    coverage: key('With `--coverage`: what the rule tests show of each rule.', coverage),
    part: key('Only of a shard: what `seatplan merge-reports` needs to put it together with its siblings.', part),
  }, ['coverage', 'part']),
  $defs: { problem: problemSchema, scenario, ruleTest, case: testedCase },
}
