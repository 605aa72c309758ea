import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { disk } from '../../src/load/disk.js'
import type { Report } from '../../src/model/report.js'
import { reporters } from '../../src/report/index.js'
import { azureCommands, githubCommands, htmlElements, markdownElements, readXml, sarifFaults } from '../report/readers.js'
import { memoryIo } from './memory-io.js'

const cwd = join(import.meta.dirname, '../../examples/contoso').replaceAll('\\', '/')
const names = reporters.map(({ name }) => name)
let exit: number
let report: Report
const written = new Map<string, string>()

/** One run, every format at once, each with a file of its own; and one more on standard output. */
beforeAll(async () => {
  const io = { ...memoryIo(), files: disk(), cwd }
  const pairs = names.flatMap((name, at) => (at % 2 === 0 ? ['--format', name, '--output', `out.${name}`] : ['--output', `out.${name}`, '--format', name]))
  exit = await main(['check', 'plan.yaml', ...pairs, '--format', 'text'], io)
  for (const [path, text] of io.written) written.set(path.replace('out.', ''), text)
  written.set('standard output', io.said())
  report = JSON.parse(written.get('json')!) as Report
}, 120_000)

const standing = () => report.findings.filter(({ origin }) => origin !== 'resolved')

test('each format is in its own file, and standard output has the one without', () => {
  expect(exit).toBe(1)
  expect([...written.keys()].sort()).toEqual([...names, 'standard output'].sort())
  expect(written.get('standard output')).toBe(written.get('text'))
  expect(standing().length).toBeGreaterThan(10)
})

test('sarif: valid by the official schema, one result for each finding', () => {
  const log = JSON.parse(written.get('sarif')!) as { runs: readonly [{ results: readonly { ruleId: string }[] }] }
  expect(sarifFaults(log)).toEqual([])
  expect(log.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(standing().map(({ ruleId }) => ruleId))
})

test('junit: valid by the schema, failures are what counts', () => {
  const root = readXml(written.get('junit')!).root
  expect(root.find('//testcase').length).toBeGreaterThanOrEqual(standing().length)
  expect(root.find('//failure').length).toBe(report.summary.errors)
})

test('html and markdown: every finding is there, nothing is loaded and nothing runs', () => {
  const page = htmlElements(written.get('html')!)
  expect(page.filter(({ name }) => ['script', 'img', 'link', 'iframe', 'form'].includes(name))).toEqual([])
  const marked = markdownElements(written.get('markdown')!)
  for (const elements of [page, marked]) {
    const text = elements.map(one => one.text).join('\n')
    expect(standing().filter(({ id, ruleId }) => !text.includes(id) || !text.includes(ruleId!))).toEqual([])
  }
  expect(Buffer.byteLength(written.get('html')!)).toBeLessThan(5_000_000)
  expect(Buffer.byteLength(written.get('markdown')!)).toBeLessThan(1_048_576)
})

test('csv: a row for every user of every finding', () => {
  const rows: readonly Record<string, string>[] = parseCsv(written.get('csv')!, { columns: true, record_delimiter: '\r\n' })
  const affected = rows.filter(({ finding, who }) => finding === 'f8' && who === 'affected')
  expect(affected.length).toBe(report.findings.find(({ id }) => id === 'f8')!.users.count)
  expect(rows.some(({ who }) => who === 'candidate')).toBe(true)
})

test('ndjson: a line for each part of the report', () => {
  const lines = written.get('ndjson')!.trimEnd().split('\n').map(line => JSON.parse(line) as { type: string; id?: string })
  expect(lines.filter(({ type }) => type === 'finding').map(({ id }) => id)).toEqual(report.findings.map(({ id }) => id))
})

test('github and azure: what counts is an annotation', () => {
  const { errors, warnings } = report.summary
  expect(githubCommands(written.get('github')!).filter(({ name }) => name === 'error').length).toBe(errors)
  expect(azureCommands(written.get('azure')!).filter(({ properties }) => properties['type'] === 'warning').length).toBe(warnings)
})
