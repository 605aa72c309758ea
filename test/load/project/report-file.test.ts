import { describe, expect, test } from 'vitest'
import { memory } from '../../../src/load/memory.js'
import { openReport, readReport } from '../../../src/load/project/report-file.js'
import { reporters } from '../../../src/report/index.js'
import { clean, empty, rich } from '../../report/fixture.js'

const json = (report: object): string => JSON.stringify(report)

test.each([['rich', rich], ['clean', clean], ['empty', empty]])('what check wrote is read back: %s', (_, report) => {
  const text = [...reporters[1]!.render(report, { color: false, width: 80, expand: false })].join('')
  expect(readReport('r.json', text)).toEqual({ value: JSON.parse(json(report)), problems: [] })
})

describe('nothing else is', () => {
  test.each<[string, string, string]>([
    ['no JSON', 'title: x', 'r.json:1:1'],
    ['another document', '{}', 'r.json:1:1'],
    ['a later version', json({ ...clean, schemaVersion: 2 }), 'newer than this seatplan knows'],
    ['a key that no version has', json({ ...clean, mood: 'good' }), 'unknown key `mood`'],
    ['a word that is none', json({ ...rich, findings: [{ ...rich.findings[0], severity: 'eror' }] }), 'did you mean `error`?'],
    ['a list where a text belongs', json({ ...clean, now: ['2026-01-01'] }), '`now`'],
    ['a number below zero', json({ ...clean, summary: { ...clean.summary, errors: -1 } }), '`errors`'],
    ['an empty file', '', 'r.json'],
    ['null', 'null', 'r.json'],
    ['brackets without end', '['.repeat(1_000_000), 'nested more than'],
    ['brackets in a text do not count', json({ ...clean, mood: '['.repeat(1000) }), 'unknown key `mood`'],
    ['a key that JavaScript would take for something else', json(clean).replace('{', '{"__proto__":{"a":1},'), '__proto__'],
  ])('%s', (_, text, words) => {
    const { value, problems } = readReport('r.json', text)
    expect(value).toBeUndefined()
    expect(problems.map(({ file, line, column, message, hint }) => `${file}:${line}:${column} ${message} ${hint}`).join('\n')).toContain(words)
  })

  test('no file, a folder, bytes that are no text', async () => {
    const files = memory({ '/a/b.json': new Uint8Array([0xff, 0xfe, 0x7b]) })
    const said = async (path: string): Promise<string> => (await openReport(files, path, path)).problems[0]!.message
    expect(await said('/a/c.json')).toContain('there is no file')
    expect(await said('/a')).toContain('is a folder')
    expect(await said('/a/b.json')).toContain('UTF-8')
  })
})
