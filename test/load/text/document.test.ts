import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { readDocument } from '../../../src/load/text/document.js'
import { openDocument } from '../../../src/load/text/open.js'
import type { Files } from '../../../src/load/files.js'

describe('places', () => {
  const text = 'title: x\nrules:\n  - id: a\n    plans: [B, "C"]\n'
  const yaml = readDocument('r.yaml', text).value!
  const json = readDocument('r.json', '{ "title": "x",\n  "rules": [\n { "id": "a", "plans": ["B", "C"] } ] }').value!

  test.each([
    [['title'], 'value', 1, 8],
    [['title'], 'key', 1, 1],
    [['rules', 0], 'value', 3, 5],
    [['rules', 0, 'plans'], 'key', 4, 5],
    [['rules', 0, 'plans', 1], 'value', 4, 16],
    [['rules', 0, 'absent', 7], 'value', 3, 5],
    [[], 'value', 1, 1],
  ] as const)('%j %s in YAML', (path, at, line, column) => {
    expect(yaml.place(path, at)).toEqual({ file: 'r.yaml', line, column })
  })

  test.each([
    [['title'], 'value', 1, 12],
    [['title'], 'key', 1, 3],
    [['rules', 0], 'value', 3, 2],
    [['rules', 0, 'plans', 1], 'value', 3, 30],
    [[], 'value', 1, 1],
  ] as const)('%j %s in JSON', (path, at, line, column) => {
    expect(json.place(path, at)).toEqual({ file: 'r.json', line, column })
  })

  test('only quoted text counts as quoted', () => {
    expect([0, 1].map((index) => yaml.isQuoted(['rules', 0, 'plans', index]))).toEqual([false, true])
    expect(json.isQuoted(['title'])).toBe(true)
    expect(yaml.isQuoted(['nothing', 'here'])).toBe(false)
  })
})

test('a country that YAML 1.1 reads as a truth value stays what was written', () => {
  const { value } = readDocument('r.yaml', 'in: [NO, yes, on, 010]')
  expect(value?.data).toEqual({ in: ['NO', 'yes', 'on', 10] })
})

test('JSON and YAML agree about JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (data) => {
      fc.pre(!/__proto__|"<<"|[0-9]{16}/.test(JSON.stringify(data)))
      const text = JSON.stringify(data, undefined, 2)
      expect(readDocument('a.json', text)).toMatchObject({ problems: [], value: { data: JSON.parse(text) } })
      expect(readDocument('a.yaml', text).value?.data).toEqual(JSON.parse(text))
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('no text makes reading throw', () => {
  const piece = fc.constantFrom('a', ': ', '- ', '\n', '  ', '[', ']', '{', '}', '"', "'", '&x ', '*x', '!t ', '<<', '|', '>', '#', '%', '\t', '\0', '---\n', '\\', '1e999', '\uFEFF', 'é', ',')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('a.yaml', 'a.json'), (pieces, file) => {
      const { value, problems } = readDocument(file, pieces.join(''))
      expect(value !== undefined || problems.length > 0).toBe(true)
      for (const problem of problems) expect(problem.line).toBeGreaterThan(0)
    }),
    { seed: 2, numRuns: 3000 },
  )
})

describe('what nobody should have to survive', () => {
  const laughs = ['a: &a [x, x]', ...'bcdefghijk'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefghijk'[i]}, `.repeat(9)}*${'abcdefghijk'[i]}]`)].join('\n')
  test.each([
    ['an alias bomb', 'a.yaml', laughs, 'anchor'],
    ['ten thousand open lists in YAML', 'a.yaml', '['.repeat(10_000), 'too-deep'],
    ['ten thousand open lists in JSON', 'a.json', '['.repeat(10_000), 'too-deep'],
    ['ten thousand nested dashes', 'a.yaml', `${'- '.repeat(10_000)}x`, 'too-deep'],
    ['a number beyond all bounds', 'a.yaml', 'a: 1e999', 'too-large'],
    ['a number that would lose its last digits', 'a.json', '[12345678901234567890]', 'too-large'],
    ['a hundred thousand equal keys', 'a.yaml', 'a: 1\n'.repeat(100_000), 'duplicate-key'],
    ['a hundred thousand equal keys in JSON', 'a.json', `{${'"a":1,'.repeat(100_000)}"a":1}`, 'duplicate-key'],
  ])('%s', (_, file, text, code) => {
    const { problems } = readDocument(file, text)
    expect(problems[0]?.code).toBe(code)
    expect(problems.length).toBeLessThanOrEqual(100)
  })

  test('the prototype is out of reach', () => {
    const { value, problems } = readDocument('a.json', '{"__proto__": {"polluted": 1}, "constructor": 2}')
    expect(problems.map((problem) => problem.message)).toEqual(['unknown key `__proto__`'])
    expect(Object.keys(value!.data as object)).toEqual(['constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('files', () => {
  const open = (bytes: Uint8Array, size = bytes.length) => openDocument({ stat: async () => ({ kind: 'file', size }), read: async () => bytes } as unknown as Files, 'p/a.yaml', 'a.yaml')
  const bytesOf = (text: string) => new TextEncoder().encode(text)

  test('a byte order mark does no harm', async () => {
    expect((await open(bytesOf('\uFEFFa: 1'))).value?.data).toEqual({ a: 1 })
  })
  test('text that is no UTF-8 is shown where it goes wrong', async () => {
    const { problems } = await open(new Uint8Array([...bytesOf('a: 1\nb: '), 0xe9, 0x20, 0x21]))
    expect(problems).toMatchObject([{ file: 'a.yaml', line: 2, column: 4, code: 'not-text' }])
  })
  test('UTF-16 is called by its name', async () => {
    const { problems } = await open(new Uint8Array([0xff, 0xfe, 0x61, 0]))
    expect(problems[0]?.message).toBe('the file is written in UTF-16')
  })
  test('a file that is too large is not read', async () => {
    expect((await open(new Uint8Array(), 1e9)).problems[0]?.code).toBe('too-large')
  })
  test('a missing file is a problem', async () => {
    const none = { stat: async () => undefined } as unknown as Files
    expect((await openDocument(none, 'p/a.yaml', 'a.yaml')).problems).toMatchObject([{ code: 'no-file', message: 'there is no file `a.yaml`' }])
  })
})
