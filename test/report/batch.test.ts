import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { batchReport } from '../../src/batch/batch-report.js'
import type { BatchReport, BatchResult } from '../../src/model/batch.js'
import type { Report } from '../../src/model/report.js'
import { batchReporters } from '../../src/report/batch/index.js'
import { batchSchema } from '../../src/report/batch-schema.js'
import { reporters } from '../../src/report/index.js'
import { reportSchema } from '../../src/report/schema.js'
import { visible } from '../../src/report/visible.js'
import { clean, rich } from './fixture.js'
import { hostileNames, reportAbout } from './hostile.js'
import { azureCommands, githubCommands, htmlElements, markdownElements, readXml, sarifFaults } from './readers.js'

const checked = (tenant: string, plan: string, report: Report): BatchResult => ({ tenant, plan, outcome: report.summary.exitCode === 0 ? 'passed' : 'failed', problems: [], report })
const unread = (tenant: string, plan: string, message = 'the file ends before its JSON does'): BatchResult => ({ tenant, plan, outcome: 'unread', report: null, problems: [{ file: `${tenant}/users.json`, line: 2, column: 1, severity: 'error', code: 'cut', message }] })
const batch = batchReport([checked('customers/contoso', 'e3.yaml', rich), unread('customers/broken', 'e3.yaml'), checked('customers/adatum', 'e3.yaml', clean), checked('customers/fabrikam', 'e3.yaml', rich)], '2026-11-24', [])
/** All that a run can name is called so. */
const about = (name: string): BatchReport => batchReport([checked(name, name, reportAbout(name)), unread(name, `${name} `, name), checked('z', 'z', clean)], '2026-11-24', [])

const shown = (format: string, of: BatchReport, expand = false): string => [...batchReporters.find(({ name }) => name === format)!.render(of, { color: false, width: 80, expand })].join('')
// oxlint-disable-next-line no-control-regex
const deceiving = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

test('every format of one report is one of many', () => {
  expect(batchReporters.map(({ name }) => name)).toEqual(reporters.map(({ name }) => name))
})

describe('many reports', () => {
  test('json: fits the published schema, sorted by tenant and plan', () => {
    const read = JSON.parse(shown('json', batch)) as BatchReport
    const validate = new Ajv2020({ schemas: [reportSchema], strict: false, unicodeRegExp: false }).compile(batchSchema)
    expect(validate(read), JSON.stringify(validate.errors)).toBe(true)
    expect(read).toEqual(JSON.parse(JSON.stringify(batch)))
    expect(read.results.map(({ tenant }) => tenant)).toEqual(['customers/adatum', 'customers/broken', 'customers/contoso', 'customers/fabrikam'])
    expect(read.summary).toMatchObject({ results: 4, passed: 1, failed: 2, unread: 1, errors: 2 * rich.summary.errors, exitCode: 2 })
  })

  test('text: worst first', () => {
    const rows = shown('text', batch).split('\n').filter(line => /^ {2}(?:unread|failed|passed) {2}customers\/\w+ {2}/.test(line)).map(line => line.trim().split(/\s+/).slice(0, 2))
    expect(rows).toEqual([['unread', 'customers/broken'], ['failed', 'customers/contoso'], ['failed', 'customers/fabrikam'], ['passed', 'customers/adatum']])
  })

  test('sarif: valid, one run, and the same cause in two tenants is two', () => {
    const log = JSON.parse(shown('sarif', batch)) as { runs: { invocations: unknown[]; results: { partialFingerprints: { 'seatplan/v1': string }; properties: { tenant: string } }[] }[] }
    expect(sarifFaults(log)).toEqual([])
    expect(log.runs).toHaveLength(1)
    const prints = log.runs[0]!.results.map(one => one.partialFingerprints['seatplan/v1'])
    const standing = rich.findings.filter(({ origin }) => origin !== 'resolved')
    expect(new Set(prints).size).toBe(2 * new Set(standing.map(({ fingerprint }) => fingerprint)).size)
    expect(log.runs[0]!.invocations).toMatchObject([{ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] }])
  })

  test('junit: a suite for each, an error where one could not be read', () => {
    const document = readXml(shown('junit', batch))
    expect(document.find('/testsuites/testsuite').length).toBe(4)
    expect(document.get('/testsuites/testsuite[@name="customers/broken, e3.yaml"]/testcase/error/@message')?.content).toContain('the file ends')
    document.dispose()
  })

  test('csv: every row says of whom it is', () => {
    const rows = parseCsv(shown('csv', batch), { columns: true }) as { tenant: string; outcome: string; userPrincipalName: string }[]
    expect(new Set(rows.map(({ tenant }) => tenant))).toEqual(new Set(['customers/broken', 'customers/contoso', 'customers/fabrikam']))
    expect(rows.filter(({ outcome }) => outcome === 'unread')).toMatchObject([{ tenant: 'customers/broken', userPrincipalName: '' }])
  })

  test('ndjson: every line is JSON and says of whom it is', () => {
    const lines = shown('ndjson', batch).trimEnd().split('\n').map(line => JSON.parse(line) as { type: string; of?: { tenant: string } })
    expect(lines[0]).toMatchObject({ type: 'batch', summary: { results: 4 } })
    for (const line of lines.slice(1)) expect(line.of?.tenant).toMatch(/^customers\//)
    expect(lines.filter(({ type }) => type === 'finding').length).toBe(2 * rich.findings.length + clean.findings.length)
  })

  test('html: no id twice, and every link leads somewhere', () => {
    const page = shown('html', batch)
    const ids = htmlElements(page).flatMap(({ attributes }) => attributes['id'] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const { attributes } of htmlElements(page)) if (attributes['href']?.startsWith('#') === true) expect(ids).toContain(attributes['href'].slice(1))
  })
})

describe.each(hostileNames)('many tenants in which everything is called %j', name => {
  const hostile = about(name)
  const calm = about('Sales')

  test.each(batchReporters.map(one => one.name))('%s hides nothing and tells a build nothing', format => {
    const text = shown(format, hostile)
    if (!['json', 'ndjson'].includes(format)) expect(text).not.toMatch(deceiving)
    expect(githubCommands(text).map(one => one.name)).toEqual(githubCommands(shown(format, calm)).map(one => one.name))
    expect(azureCommands(text).map(one => one.name)).toEqual(azureCommands(shown(format, calm)).map(one => one.name))
  })

  test('it is text, everywhere', () => {
    const shape = (elements: readonly { readonly name: string }[]): readonly string[] => elements.map(one => one.name).filter(tag => tag !== 'a')
    expect(shape(htmlElements(shown('html', hostile)))).toEqual(shape(htmlElements(shown('html', calm))))
    expect(shape(markdownElements(shown('markdown', hostile)))).toEqual(shape(markdownElements(shown('markdown', calm))))
    expect(sarifFaults(JSON.parse(shown('sarif', hostile)))).toEqual([])
    const document = readXml(shown('junit', hostile))
    const suites = document.find('/testsuites/testsuite/@name').map(node => node.content)
    expect(suites).toContain(`${visible(name)}, ${visible(name)}`.replaceAll('\uffff', '\\uffff'))
    document.dispose()
    for (const row of parseCsv(shown('csv', hostile)) as string[][]) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
  })
})
