import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Files } from '../../../src/load/files.js'
import { readElements } from '../../../src/load/tenant/elements.js'
import { readJson } from '../../../src/load/text/json.js'
import { splitLimits, splitter } from '../../../src/load/tenant/split.js'
import type { Fault } from '../../../src/load/tenant/split-faults.js'

const runs = process.env['SEATPLAN_LONG'] ? 20_000 : 300

/** The elements of a text that comes in chunks of these sizes (the last one over and over). */
function elementsIn(text: string | Uint8Array, sizes: readonly number[], limits = splitLimits): { readonly elements: unknown[]; readonly fault: Fault | undefined } {
  const elements: unknown[] = []
  const split = splitter((element, offset) => {
    try {
      elements.push(JSON.parse(element))
      return undefined
    } catch {
      return { offset, code: 'not-json', message: element }
    }
  }, limits)
  const bytes = Buffer.from(text as string)
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)]!
    split.push(bytes.subarray(at, at + size))
    at += size
  }
  return { elements, fault: split.end() }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
/** `-0` is written `0`. */
const readBack = (value: Record<string, unknown>): Record<string, unknown> => JSON.parse(JSON.stringify(value))
/** An element: an object that is no page, or a text. */
const element = fc.oneof(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 })).map(readBack).filter((value) => !Object.keys(value).some((key) => /^(value|@)/i.test(key))),
  fc.string({ unit: 'binary' }),
)
const written = (value: unknown, indent: number): string => JSON.stringify(value, null, indent)

test('elements are what JSON.parse sees, however the bytes are cut', () => {
  const forms = fc.constantFrom<(items: unknown[], indent: number) => string>(
    (items, indent) => written(items, indent),
    (items, indent) => written({ '@odata.context': 'x"}', value: items, '@odata.nextLink': 'y]' }, indent),
    (items, indent) => items.map((item) => written(item, indent)).join('\r\n'),
    (items, indent) => `\uFEFF${written([{ value: items.slice(0, 2) }, items.slice(2)], indent)}\n`,
    (items, indent) => items.map((item) => written({ value: [item], more: { value: [1] } }, indent)).join('\uFEFF'),
  )
  fc.assert(
    fc.property(fc.array(element, { maxLength: 6 }), forms, fc.integer({ min: 0, max: 3 }), sizes, (items, form, indent, cuts) => {
      expect(elementsIn(form(items, indent), cuts)).toEqual({ elements: items, fault: undefined })
    }),
    { seed: 7, numRuns: runs },
  )
})

test('a text that is cut off anywhere is a fault', () => {
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 4 }), fc.nat(), sizes, (items, where, cuts) => {
      const bytes = Buffer.from(written({ value: items }, 1))
      const part = bytes.subarray(0, 1 + (where % (bytes.length - 1)))
      expect(elementsIn(part, cuts).fault).toBeDefined()
    }),
    { seed: 8, numRuns: runs },
  )
})

test('a list is taken if and only if it is JSON', () => {
  const noise = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'x', '1', ' ', '\n', '{"a":1}', '"value":[')
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 3 }), fc.nat(), noise, fc.boolean(), sizes, (items, where, what, over, cuts) => {
      const text = written(items, 1)
      const at = 1 + (where % (text.length - 2))
      const spoilt = text.slice(0, at) + what + text.slice(at + (over ? 1 : 0))
      const { elements, fault } = elementsIn(spoilt, cuts)
      const whole = parsed(spoilt)
      // What ends before its end may go on as another value: pages may stand one after the other, JSON is one value.
      if (whole !== undefined) expect([fault, elements.length]).toEqual([undefined, flat(whole).length])
      else if (fault === undefined) expect(severalValues(spoilt)).toBe(true)
    }),
    { seed: 9, numRuns: runs * 2 },
  )
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const flat = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value])

/** Whether a text is JSON values one after the other. */
function severalValues(text: string): boolean {
  for (let end = 1; end <= text.length; end++) {
    if (parsed(text.slice(0, end)) === undefined) continue
    const rest = text.slice(end).trim()
    if (rest === '' || severalValues(rest)) return true
  }
  return false
}

test('an element may have only so many bytes', () => {
  const long = `[{"a":"${'x'.repeat(200)}"}]`
  expect(elementsIn(long, [16], { ...splitLimits, element: 100 }).fault).toEqual({
    offset: 1,
    code: 'element-too-large',
    message: 'one element is larger than 100 bytes',
    hint: 'a list of many belongs in an array, in pages, or one to a line',
  })
  expect(elementsIn(long, [16], { ...splitLimits, element: 300 }).fault).toBeUndefined()
})

/** One file whose bytes come in small chunks. */
const inChunks = (text: string, size: number): Files => ({
  stat: async () => ({ kind: 'file', size: text.length }),
  list: async () => [],
  read: async () => Buffer.from(text),
  stream: async function* () {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  },
})

test('places count lines and characters, however the bytes are cut', async () => {
  const text = '[\n  {"name": "Zoë 🏔"},\n  {"name": "Zoë 🏔", x}\n]'
  for (const size of [1, 2, 3, 7, 100]) {
    const { problems } = await readElements(inChunks(text, size), ['f.json'], () => undefined)
    const place = readJson('f.json', text).problems[0]!
    expect(problems).toMatchObject([{ line: 3, column: 21, message: expect.stringContaining(place.message) }])
  }
})
