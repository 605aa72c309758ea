import { describe, expect, test } from 'vitest'
import { withWaiver } from '../../../src/load/project/add-waiver.js'
import { readDocument } from '../../../src/load/text/document.js'
import { readWaivers } from '../../../src/load/project/waivers.js'

const waiver = { body: { fingerprint: '0123456789e5', reason: 'It\'s fine: #1', expires: '2026-12-31', ticket: 'CHG-1' }, comment: 'one-sharepoint-plan: 312 users' }
const item = ['  # one-sharepoint-plan: 312 users', "  - fingerprint: '0123456789e5'", "    reason: 'It''s fine: #1'", "    expires: '2026-12-31'", "    ticket: 'CHG-1'"]
const added = (text: string | undefined, file = 'waivers.yaml'): string => withWaiver(file, text, waiver).value!
const read = (text: string, file = 'waivers.yaml'): unknown => readWaivers(readDocument(file, text).value!).value

describe('a waiver is added', () => {
  test('to a new file', () => {
    expect(added(undefined)).toBe(['# Findings that are accepted for a time: docs/waivers.md', 'waivers:', ...item, ''].join('\n'))
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['below the last one; comments stay', ['# ours', 'waivers:', '  # about a', "  - { rule: a, reason: b, expires: '2026-01-01' }   # why", ''], []],
    ['below one of several lines', ['waivers:', '  - rule: a', '    reason: >', '      long', '', '      # text, no comment', "    expires: '2026-01-01'"], []],
    ['before what comes after', ['waivers:', '  - rule: a', '    reason: b', "    expires: '2026-01-01'"], ['schemaVersion: 1', '# end', '']],
  ])('%s', (_, before, after) => {
    const text = [...before, ...after].join('\n')
    const made = added(text)
    const kept = before.filter((line, at) => line !== '' || at < before.length - 1)
    expect(made).toBe([...kept, ...item, ...(after.length > 0 ? after : [''])].join('\n'))
    expect(read(made)).toEqual([...(read(text) as unknown[]), waiver.body])
  })

  test('to a list whose dashes stand at the margin', () => {
    const made = added("waivers:\n- rule: a\n  reason: b\n  expires: '2026-01-01'\n")
    expect(made).toContain("\n- fingerprint: '0123456789e5'\n  reason:")
    expect(read(made)).toHaveLength(2)
  })

  test.each([
    ['brackets', "waivers: [{ rule: a, reason: b, expires: '2026-01-01' }]\n"],
    ['brackets over lines', "waivers: [\n  { rule: a, reason: b, expires: '2026-01-01' },\n]\n"],
    ['no waiver yet', '# none yet\nwaivers: []\n'],
  ])('to a list in %s', (_, text) => {
    const made = added(text)
    expect(read(made)).toEqual(expect.arrayContaining([waiver.body]))
    expect(read(made)).toHaveLength((read(text) as unknown[]).length + 1)
    if (text.startsWith('#')) expect(made).toMatch(/^# none yet\n/)
  })

  test('to JSON', () => {
    const made = added('{"schemaVersion":1,"waivers":[]}', 'waivers.json')
    expect(JSON.parse(made)).toEqual({ schemaVersion: 1, waivers: [waiver.body] })
  })

  test('with the line ends of the file', () => {
    expect(added("waivers:\r\n  - rule: a\r\n    reason: b\r\n    expires: '2026-01-01'\r\n").split('\r\n')).toHaveLength(10)
  })

  test('whatever the reason says', () => {
    for (const reason of ["it's", 'a: b # c', '\u0007bell', 'two\nlines', '- x', '"q"', '*a', 'a\u2028b']) {
      const made = withWaiver('w.yaml', undefined, { ...waiver, body: { ...waiver.body, reason } }).value!
      expect(read(made)).toEqual([{ ...waiver.body, reason }])
    }
  })

  test('not to a file that is wrong', () => {
    expect(withWaiver('waivers.yaml', 'waivers: [{ rule: a }]', waiver).problems.length).toBeGreaterThan(0)
  })
})
