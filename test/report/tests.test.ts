import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readMany } from '../../src/load/project/batch-file.js'
import { sumUp } from '../../src/batch/test-report.js'
import type { TestReport, TestedCase, TestedScenario } from '../../src/model/tests.js'
import { anonymousTests } from '../../src/report/tests/anonymous.js'
import { testReporters } from '../../src/report/tests/index.js'
import { testSchema } from '../../src/report/test-schema.js'
import { visible } from '../../src/report/visible.js'
import { hostileNames } from './hostile.js'
import { azureCommands, githubCommands, markdownElements, readXml } from './readers.js'

/** Two scenarios that do not pass and one that does; a table of which one cell fails, and one that cannot be read. All that has a name is called so. */
function about(name: string | undefined): TestReport {
  const called = (plain: string): string => name ?? plain
  const file = called('rules/house.test.yaml')
  const cell: TestedCase = { title: null, rule: called('guests-hold-no-e5'), who: called('guest'), does: called('is given E5'), line: 7, column: 5, outcome: 'failed', reason: null, expected: 'error', actual: 'ok' }
  return sumUp([
    { file: called('scenarios/a.yaml'), title: called('E3 for Sales'), outcome: 'failed', problems: [], differences: [{ path: called('findings[0].users'), expected: [called('ada')], actual: null }, { path: 'exitCode', expected: 1, actual: 0 }] },
    { file: called('scenarios/b.yaml'), title: called('scenarios/b.yaml'), outcome: 'unread', differences: [], problems: [{ file: called('scenarios/b.yaml'), line: 3, column: 9, severity: 'error', code: 'cut', message: called('`}` is missing') }] },
    { file: called('scenarios/c.yaml'), title: called('Nobody leaves'), outcome: 'passed', differences: [], problems: [] },
  ], [
    { file, title: called('Guests'), outcome: 'failed', problems: [], cases: [cell, { ...cell, line: 8, outcome: 'passed', actual: 'error' }, { ...cell, line: 9, outcome: 'skipped', reason: called('not yet'), actual: null }] },
  ])
}

const report = about(undefined)
const shown = (format: string, of: TestReport): string => [...testReporters.find(({ name }) => name === format)!.render(of, { color: false, quiet: false })].join('')
// oxlint-disable-next-line no-control-regex
const deceiving = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

describe('what became of tests', () => {
  test('json: fits the published schema, and is read again', () => {
    const text = shown('json', report)
    const validate = new Ajv2020({ strict: false }).compile(testSchema)
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
    expect(readMany('all.json', text)).toEqual({ value: { kind: 'tests', report }, problems: [] })
    expect(report).toMatchObject({ summary: { passed: 1, failed: 2, unread: 1 }, cases: { passed: 1, failed: 1, skipped: 1 } })
  })

  test('text: among many files, what does not pass once more, worst first', () => {
    const [failed, unread, passed] = report.scenarios as [TestedScenario, TestedScenario, TestedScenario]
    const more = Array.from({ length: 20 }, (_, at): TestedScenario => ({ ...passed, file: `scenarios/m${at}.yaml` }))
    const worse = { ...failed, file: 'scenarios/z.yaml', differences: Array.from({ length: 12 }, () => failed.differences[0]!) }
    expect(shown('text', sumUp([failed, unread, ...more, worse], report.ruleTests))).toMatch(/\n\n {2}result {2}file {19}differences\n {2}unread {2}scenarios\/b\.yaml {17}-\n {2}failed {2}scenarios\/z\.yaml {16}12\n {2}failed {2}scenarios\/a\.yaml {17}2\n {2}failed {2}rules\/house\.test\.yaml {12}1\n\n20 scenarios passed, 2 failed, 1 could not be read\n/)
    expect(shown('text', sumUp(more, []))).not.toContain('result')
    const many = Array.from({ length: 60 }, (_, at): TestedScenario => ({ ...failed, file: `scenarios/m${at}.yaml` }))
    expect(shown('text', sumUp(many, []))).toContain('  and 10 more files\n')
  })

  test('text: a line for each file, and why below it', () => {
    expect(shown('text', report)).toBe(`failed  scenarios/a.yaml  E3 for Sales
    findings[0].users
      expected  ada
      actual    nothing
    exitCode
      expected  1
      actual    0
unread  scenarios/b.yaml
passed  scenarios/c.yaml  Nobody leaves
failed  rules/house.test.yaml  Guests
    rules/house.test.yaml:7:5  guest, is given E5, guests-hold-no-e5
      expected  error
      actual    ok
    rules/house.test.yaml:9:5  1 case skipped: not yet
1 scenario passed, 1 failed, 1 could not be read
1 case of 1 rule test passed, 1 failed, 1 skipped
`)
  })

  test('junit: a suite of scenarios, one for each table; no two tests of one name', () => {
    const document = readXml(shown('junit', report))
    const counts = (path: string): readonly string[] => ['tests', 'failures', 'errors', 'skipped'].map(name => document.get(`${path}/@${name}`)?.content ?? '')
    expect(counts('/testsuites/testsuite[@name="scenarios"]')).toEqual(['3', '1', '1', '0'])
    expect(counts('/testsuites/testsuite[@name="Guests"]')).toEqual(['3', '1', '0', '1'])
    expect(document.get('//testcase[@classname="scenarios/b.yaml"]/error/@message')?.content).toBe('scenarios/b.yaml:3:9  `}` is missing')
    const names = document.find('//testcase').map(one => [one.get('@classname')?.content, one.get('@name')?.content].join(' '))
    expect(new Set(names).size).toBe(6)
    document.dispose()
  })

  test('ndjson: a head, and a line for each file', () => {
    const lines = shown('ndjson', report).trimEnd().split('\n').map(line => JSON.parse(line) as { type: string; file?: string })
    expect(lines.map(({ type, file }) => [type, file])).toEqual([['tests', undefined], ['scenario', 'scenarios/a.yaml'], ['scenario', 'scenarios/b.yaml'], ['scenario', 'scenarios/c.yaml'], ['ruleTest', 'rules/house.test.yaml']])
  })

  test('github and azure: what fails, where it stands, and the totals', () => {
    expect(githubCommands(shown('github', report)).map(({ name, properties }) => [name, properties['file'], properties['line'], properties['title']])).toEqual([
      ['error', 'scenarios/b.yaml', '3', 'could not be read'], ['error', 'scenarios/a.yaml', undefined, 'E3 for Sales'], ['error', 'rules/house.test.yaml', '7', 'guest, is given E5, guests-hold-no-e5'], ['notice', undefined, undefined, 'seatplan'],
    ])
    expect(azureCommands(shown('azure', report)).map(({ properties }) => properties)).toEqual([
      { type: 'error', sourcepath: 'scenarios/b.yaml', linenumber: '3', columnnumber: '9' }, { type: 'error', sourcepath: 'scenarios/a.yaml' }, { type: 'error', sourcepath: 'rules/house.test.yaml', linenumber: '7', columnnumber: '5' },
    ])
  })

  test('markdown: what fails, unfolded one by one; under the limit however much fails', () => {
    const summaries = markdownElements(shown('markdown', report)).filter(({ name }) => name === 'summary').map(({ text }) => text)
    expect(summaries).toEqual(['scenarios/b.yaml: could not be read', 'scenarios/a.yaml: E3 for Sales', 'rules/house.test.yaml: guest, is given E5, guests-hold-no-e5'])
    const many = sumUp(Array.from({ length: 20_000 }, (_, at) => ({ ...report.scenarios[0]!, file: `${at}.yaml` })), [])
    const text = shown('markdown', many)
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
    expect(text).toMatch(/\d+ more failures found no room here/)
    expect(githubCommands(shown('github', many)).length).toBe(11)
  })
})

describe.each(hostileNames.map(name => [visible(name), name]))('the name %s', (_, name) => {
  const of = about(name)

  test('deceives no reader and no terminal', () => {
    for (const { name: format } of testReporters) expect(shown(format, of), format).not.toMatch(deceiving)
  })

  test('is nothing but text', () => {
    const ofPlain = (format: string): TestReport => JSON.parse(shown(format, report)) as TestReport
    expect(ofPlain('json').summary).toEqual((JSON.parse(shown('json', of)) as TestReport).summary)
    const document = readXml(shown('junit', of))
    expect(document.find('//testcase').length).toBe(6)
    document.dispose()
    const names = (shape: TestReport): readonly string[] => markdownElements(shown('markdown', shape)).map(one => one.name)
    expect(names(of)).toEqual(names(report))
    expect(githubCommands(shown('github', of)).map(({ name: command }) => command)).toEqual(['error', 'error', 'error', 'notice'])
    expect(azureCommands(shown('azure', of)).map(({ name: command }) => command)).toEqual(['task.logissue', 'task.logissue', 'task.logissue'])
    for (const format of ['text', 'json', 'ndjson', 'markdown', 'junit'] as const) {
      expect(githubCommands(shown(format, of)), format).toEqual([])
      expect(azureCommands(shown(format, of)), format).toEqual([])
    }
  })

  test('is the same when it was read from JSON', () => {
    const { value } = readMany('a.json', shown('json', of))
    if (value?.kind !== 'tests') throw new Error('it is not read')
    for (const { name: format } of testReporters) expect(shown(format, value.report), format).toBe(shown(format, of))
  })
})

describe('under other names', () => {
  const ours = (word: string): boolean => ['exitCode', 'findings', 'states', 'users', 'SPE_E5', 'error', 'ok'].includes(word) || /^\d+$/.test(word)

  test.each(hostileNames.map(name => [visible(name), name]))('%s is nowhere', (_, name) => {
    const hidden = anonymousTests(about(`${name}qzxv`), ours)
    for (const { name: format } of testReporters) expect(shown(format, hidden), format).not.toContain('qzxv')
    expect(hidden.summary).toEqual(report.summary)
  })

  test('files and titles go by the order of files, also in a shard; what is no name stays', () => {
    const scenario: TestedScenario = { ...report.scenarios[0]!, differences: [{ path: 'states.ada.l@contoso.com[0].error', expected: { sku: 'SPE_E5', by: 'Sales' }, actual: null }, { path: 'findings[0].users', expected: ['ada.l@contoso.com', 'Sales'], actual: 1 }] }
    const part = { inputs: '', rules: '', set: ['rules/house.test.yaml', 'scenarios/a.yaml', 'scenarios/b.yaml', 'scenarios/c.yaml'] }
    const hidden = anonymousTests(sumUp([scenario], [], { part }), ours)
    expect(hidden.scenarios).toEqual([{
      file: 'file-0002', title: 'title-0002', outcome: 'failed', problems: [],
      differences: [
        { path: 'states.text-0001[0].error', expected: { 'text-0002': 'SPE_E5', 'text-0003': 'text-0004' }, actual: null },
        { path: 'findings[0].users', expected: ['text-0001', 'text-0004'], actual: 1 },
      ],
    }])
    expect(hidden.part?.set).toEqual(['file-0001', 'file-0002', 'file-0003', 'file-0004'])
  })
})
