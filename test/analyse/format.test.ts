import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { formatDocument } from '../../src/analyse/format/format.js'
import { order } from '../../src/analyse/lints/order.js'
import { applyFixes } from '../../src/analyse/text-edits.js'
import { meanTheSame } from '../../src/analyse/rules-diff/meaning.js'
import { readDocument } from '../../src/load/text/document.js'
import { fileTypeOf } from '../../src/load/text/file-type.js'
import { lookupIn } from '../../src/load/catalog/names.js'
import { readPack } from '../../src/load/project/rules.js'
import { catalog } from '../kinds/shipped.js'

function format(text: string, file = 'rules.yaml'): string {
  const { value, problems } = readDocument(file, text)
  if (value === undefined) throw new Error(`cannot be read: ${JSON.stringify(problems)}\n${text}`)
  return formatDocument(value).text
}

describe('a file in another hand', () => {
  const rows: readonly (readonly [what: string, before: string, after: string])[] = [
    ['keys and sets',
      'rules:\n- kind: mutually-exclusive\n  reason: x\n  id: a\n  plans: [ TEAMS_GOV,TEAMS1 ]\n  severity: error\n',
      'rules:\n  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [TEAMS1, TEAMS_GOV]\n    reason: x\n'],
    ['comments go with what they are about',
      '# The house\nrules: # all of them\n    # the first\n    -   reason: x # because\n        # a claim\n        id: a\n        plan: P\n        # the end\n\n\n    # the last\n',
      '# The house\nrules: # all of them\n  # the first\n  - reason: x # because\n    # a claim\n    id: a\n    plan: P\n    # the end\n\n  # the last\n'],
    ['alternatives keep their order, whatever stands beside them',
      'rules:\n  - { id: a, kind: prerequisite, severity: error, plan: Z, requiresAnyOf: [C, [B, A]], requiresAllOf: [E, D], reason: x }\n',
      'rules:\n  - { id: a, kind: prerequisite, severity: error, plan: Z, requiresAnyOf: [C, [B, A]], requiresAllOf: [D, E], reason: x }\n'],
    ['a list with comments keeps its order',
      'rules:\n  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans:\n    - B # the better one\n    - A\n    reason: x\n',
      'rules:\n  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans:\n      - B # the better one\n      - A\n    reason: x\n'],
    ['comments between brackets', 'rules:\n  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [B, # old\n      A]\n    reason: x\n', 'rules:\n  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans:\n      - B # old\n      - A\n    reason: x\n'],
    ['text over several lines',
      'rules:\n  -   id: a\n      reason: |\n           one\n             two\n\n      source: >-\n         three\n         four\n      severity: error\n      kind: seats\n',
      'rules:\n  - id: a\n    kind: seats\n    severity: error\n    reason: |\n      one\n        two\n\n    source: >-\n      three\n      four\n'],
    ['words over several lines', 'rules:\n  - id: a\n    reason: one\n       two\n    source: "three\n       four"\n', 'rules:\n  - id: a\n    reason: one\n      two\n    source: "three\n      four"\n'],
    ['empty lines', '\n\n\nrules:\n\n\n\n  - id: a\n\n\n    reason: x\n\n\n\n', 'rules:\n  - id: a\n\n    reason: x\n'],
    ['a marker at the top', '---\n# why\nrules:\n    - id: a\n', '---\n# why\nrules:\n  - id: a\n'],
    ['line ends of Windows', 'rules:\r\n    - id: a\r\n      # b\r\n      reason: x\r\n', 'rules:\r\n  - id: a\r\n    # b\r\n    reason: x\r\n'],
    ['no line end at the end', 'rules: []', 'rules: []\n'],
    ['nothing but a comment', '# nothing yet\n', '# nothing yet\n'],
    ['a key of a newer day', 'rules:\n  - { colour: red, id: a, kind: seats }\n', 'rules:\n  - { id: a, kind: seats, colour: red }\n'],
    ['changes in their order',
      'changes:\n  - { users: [b@x.y, a@x.y], group: Z, op: addMembers }\n  - { group: A, op: deleteGroup }\ntitle: t\n',
      'title: t\nchanges:\n  - { op: addMembers, group: Z, users: [b@x.y, a@x.y] }\n  - { op: deleteGroup, group: A }\n'],
    ['plans of a licence',
      'changes:\n  - op: assignLicense\n    addLicenses: [{ disabledPlans: [B, A], sku: X }]\n    to: {group: S}\n',
      'changes:\n  - op: assignLicense\n    to: { group: S }\n    addLicenses: [{ sku: X, disabledPlans: [A, B] }]\n'],
  ]
  test.each(rows)('%s', (_, before, after) => {
    expect(format(before)).toBe(after)
    expect(format(after)).toBe(after)
  })

  test('a long list is filled', () => {
    const codes = Array.from({ length: 40 }, (_, index) => `'${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(65 + Math.floor(index / 26))}'`)
    const text = format(`rules:\n  - id: a\n    kind: usage-location\n    prohibitedIn: [\n${codes.map((code) => `      ${code},\n`).join('')}    ]\n`)
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true)
    expect(text).toMatch(/prohibitedIn:\n {6}\['AA', 'AB', /)
    expect(format(text)).toBe(text)
  })

  test('JSON is left as it is', () => {
    expect(format('{"rules": [ ]}', 'rules.json')).toBe('{"rules": [ ]}')
  })

  test('what cannot be rewritten without harm is left as it is', () => {
    const text = 'rules:\n  - ? id\n    : a\n'
    expect(readDocument('rules.yaml', format(text)).value?.data).toEqual({ rules: [{ id: 'a' }] })
  })
})

const files = execFileSync('git', ['ls-files', 'rules', 'scenarios', 'catalogs/overlay', 'examples', 'test/load/project/wrong'], { encoding: 'utf8' }).split('\n').filter((name) => /\.ya?ml$/.test(name))

describe('what is shipped', () => {
  const readable = files.flatMap((file) => {
    const document = readDocument(file, readFileSync(file, 'utf8')).value
    return document === undefined ? [] : [[file, document] as const]
  })

  test('there is enough of it', () => {
    expect(readable.length).toBeGreaterThan(150)
  })

  test('everything that seatplan reads is as it is formatted', () => {
    const read = readable.filter(([file, document]) => !file.startsWith('test/') && fileTypeOf(document) !== undefined)
    expect(read.length).toBeGreaterThan(150)
    expect(read.filter(([file, { source: { text } }]) => format(text, file) !== text).map(([file]) => file)).toEqual([])
  })

  test.each(readable)('%s means the same when it is formatted, and is formatted once', (file, document) => {
    const once = format(document.source.text, file)
    expect(format(once, file)).toBe(once)
    expect(unordered(readDocument(file, once).value!.data)).toEqual(unordered(document.data))
    expect(commentsOf(once)).toEqual(commentsOf(document.source.text))
  })
})

describe('rules in another order', () => {
  const packFiles = files.filter((file) => file.startsWith('rules/') && !/pack\.yaml$|\.test\.yaml$/.test(file))
  const lookup = lookupIn(catalog, undefined)
  const rulesOf = (text: string) => readPack('p', [readDocument('rules.yaml', text).value!], lookup).value!.rules

  test.each(packFiles)('%s decides alike, whoever wrote it and after it is formatted', (file) => {
    const text = readFileSync(file, 'utf8')
    const original = rulesOf(text)
    fc.assert(fc.property(fc.infiniteStream(fc.nat(1_000)), (numbers) => {
      const formatted = format(stringify(shuffled(parse(text), numbers), { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' }))
      const read = rulesOf(formatted)
      expect(format(formatted)).toBe(formatted)
      expect(read.map(({ id }) => id)).toEqual(original.map(({ id }) => id))
      expect(read.filter((rule, index) => !meanTheSame(rule, original[index]!))).toEqual([])
    }), { numRuns: 5, seed: 9 })
  })
})

const sortable = new Set(['plans', 'products', 'each', 'against', 'requiresAllOf', 'whenAnyPlan', 'prohibitedIn', 'allowedIn'])

/** The same rules with keys, and items of lists whose order means nothing, in any order. Alternatives and rules stay where they are. */
function shuffled(value: unknown, numbers: Iterator<number>, key = ''): unknown {
  if (Array.isArray(value)) return (sortable.has(key) ? mixed(value, numbers) : value).map((item) => shuffled(item, numbers))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(mixed(Object.entries(value), numbers).map(([name, inner]) => [name, shuffled(inner, numbers, name)]))
}

function mixed<T>(list: readonly T[], numbers: Iterator<number>): readonly T[] {
  return list.map((item) => ({ item, at: numbers.next().value as number })).sort((a, b) => a.at - b.at).map(({ item }) => item)
}

/** Values with the items of every list of texts in one order: coarser than what may move, and blind to nothing else. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? [...value].sort() : value.map(unordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unordered(inner)]))
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map(([, comment]) => comment!.trim()).sort()
}

// Laws, over documents that nobody would write

interface Piece {
  readonly lines: readonly string[]
  /** On the line of its key or dash. */
  readonly inline: boolean
}

const word = fc.constantFrom('A', 'B', 'TEAMS1', "'CH'", '"x # y"', "'it''s'", '12', 'true', 'null', '~', '1.50', '0x1F', 'a: b'.replace(': ', ':'), 'two words', '"tab\\t"', '#'.replace('#', "'#'"))
const comment = fc.constantFrom('# why', '#', '#   spaced', "# it's: [odd]")
const blankLines = fc.constantFrom<readonly string[]>([], [], [''], ['', '', '  '])
const keys = ['id', 'kind', 'severity', 'plans', 'requiresAnyOf', 'requiresAllOf', 'prohibitedIn', 'reason', 'source', 'when', 'value', 'odd', 'disabledPlans']
const indents = fc.integer({ min: 1, max: 5 })

const scalar: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 6, arbitrary: word.map((text) => ({ lines: [text], inline: true })) },
  fc.constantFrom<Piece>({ lines: [''], inline: true }, { lines: ['plain words', '  over lines', '', '  and more'], inline: true }, { lines: ['"quoted', '   over lines"'], inline: true }),
  fc.record({ head: fc.constantFrom('|', '>', '|-', '>-', '|+', '| # kept'), body: fc.array(fc.constantFrom('text', '  deeper', '', '# no comment', '- x'), { minLength: 1, maxLength: 4 }) })
    .map(({ head, body }) => ({ lines: [head, ...['begins', ...body].map((line) => (line === '' ? '' : `   ${line}`))], inline: true })),
)
const flow: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 2 }, word,
    fc.array(tie('node'), { maxLength: 4 }).map((items) => `[${items.join(' ,  ')}]`),
    fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 3 }).chain((names) => fc.tuple(...names.map(() => tie('node'))).map((values) => `{${names.map((name, index) => `${name}:  ${values[index]}`).join(', ')}}`))),
})).node
const brackets: fc.Arbitrary<Piece> = fc.oneof(
  flow.map((text) => ({ lines: [text], inline: true })),
  fc.array(fc.tuple(word, fc.option(comment, { nil: undefined })), { minLength: 1, maxLength: 5 }).map((items) => ({ lines: ['[', ...items.map(([item, said]) => `   ${item},${said === undefined ? '' : ` ${said}`}`), '  ]'], inline: true })),
)

const piece = fc.letrec<{ node: Piece; map: Piece; list: Piece }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, brackets, tie('map'), tie('list')),
  map: fc.record({
    names: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 4 }),
    values: fc.array(tie('node'), { minLength: 4, maxLength: 4 }),
    said: fc.array(fc.record({ above: fc.array(comment, { maxLength: 2 }), blank: blankLines, beside: fc.option(comment, { nil: undefined }), indent: indents }), { minLength: 4, maxLength: 4 }),
    tail: fc.option(comment, { nil: undefined }),
  }).map(({ names, values, said, tail }) => ({ lines: [...names.flatMap((name, index) => entry(`${name}:`, values[index]!, said[index]!)), ...(tail === undefined ? [] : [tail])], inline: false })),
  list: fc.record({
    values: fc.array(fc.tuple(tie('node'), fc.record({ above: fc.array(comment, { maxLength: 1 }), blank: blankLines, beside: fc.option(comment, { nil: undefined }), indent: indents })), { minLength: 1, maxLength: 4 }),
  }).map(({ values }) => ({ lines: values.flatMap(([value, said]) => entry('-', value, said)), inline: false })),
}))

interface Said {
  readonly above: readonly string[]
  readonly blank: readonly string[]
  readonly beside: string | undefined
  readonly indent: number
}

function entry(head: string, { lines, inline }: Piece, { above, blank, beside, indent }: Said): readonly string[] {
  const inside = (line: string): string => (line === '' ? '' : ' '.repeat(indent) + line)
  const end = beside === undefined ? '' : ` ${beside}`
  const [first = '', ...rest] = lines
  if (!inline) return [...above, ...blank, head + end, ...lines.map(inside)]
  const isText = /^[|>]/.test(first)
  if (rest.length === 0) return [...above, ...blank, `${head} ${first}${end}`]
  return [...above, ...blank, `${head} ${first}`, ...rest.slice(0, -1).map(inside), inside(rest.at(-1)!) + (isText || rest.at(-1) === '' ? '' : end)]
}

const document = fc.record({ top: piece.map, head: fc.array(comment, { maxLength: 2 }), wrapped: fc.constantFrom('', 'rules:', 'changes:', 'products:', 'cases:') })
  .map(({ top, head, wrapped }) => [...head, ...(wrapped === '' ? top.lines : [wrapped, ...top.lines.map((line, index) => (line === '' ? '' : (index === 0 ? '  ' : '  ') + line))])].join('\n') + '\n')
  .filter((text) => readDocument('rules.yaml', text).value !== undefined)

const runs = process.env['SEATPLAN_LONG'] === undefined ? 600 : 20_000

/** Signs that hold a mapping together stay where they are. */
const wordsOf = (text: string): readonly string[] => text.split(/[\s{}[\],]+/).sort()

describe('laws', () => {
  test('formatting twice is formatting once', () => {
    fc.assert(fc.property(document, (text) => {
      const once = format(text)
      expect(format(once)).toBe(once)
    }), { numRuns: runs, seed: 5 })
  })

  test('the meaning stays', () => {
    fc.assert(fc.property(document, (text) => {
      expect(unordered(readDocument('rules.yaml', format(text)).value!.data)).toEqual(unordered(readDocument('rules.yaml', text).value!.data))
    }), { numRuns: runs, seed: 6 })
  })

  test('putting keys in order moves them and nothing else', () => {
    fc.assert(fc.property(document, (text) => {
      const read = readDocument('rules.yaml', text).value!
      const fixes = order.file!({ document: read, type: fileTypeOf(read) ?? 'rules', catalog: { products: new Map(), plans: new Map() }, now: '2026-11-24' }).flatMap(({ fix }) => fix ?? [])
      const after = applyFixes(text, fixes)
      expect(readDocument('rules.yaml', after).value?.data).toEqual(read.data)
      expect(wordsOf(after)).toEqual(wordsOf(text))
    }), { numRuns: runs, seed: 8 })
  })

  test('nothing is left alone for fear of harming it', () => {
    fc.assert(fc.property(document, (text) => {
      expect(formatDocument(readDocument('rules.yaml', text).value!).refused).toBe(false)
    }), { numRuns: runs, seed: 7 })
  })
})
