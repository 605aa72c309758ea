import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/load/text/document.js'
import { lookupIn } from '../../../src/load/catalog/names.js'
import { gatherRules, readPack } from '../../../src/load/project/rules.js'
import type { Override, Pack } from '../../../src/load/project/rules.js'
import type { Loaded } from '../../../src/model/problem.js'
import type { RuleSet } from '../../../src/model/rule.js'

const lookup = lookupIn({ plans: new Map(), products: new Map() }, undefined)
const rule = (id: string, more = ''): string => `  - { id: ${id}, kind: seats, severity: error, reason: Because.${more} }\n`

function pack(name: string, ...rules: readonly string[]): Pack {
  const { value, problems } = readPack(name, [readDocument(`${name}.yaml`, `rules:\n${rules.join('')}`).value!], lookup)
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

function gather(packs: readonly Pack[], overrides: readonly Override[] = [], now = '2026-11-24'): RuleSet {
  const { value, problems } = gatherRules(packs, overrides, now)
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

const override = (id: string, severity: Override['severity']): Override => ({ id, severity, place: { file: 'seatplan.yaml', line: 1, column: 1 } })
const ids = ({ rules }: RuleSet): readonly string[] => rules.map(({ id }) => id)
const messages = ({ problems }: Loaded<unknown>): readonly string[] => problems.map(({ message }) => message)

test('a rule knows its pack and its place', () => {
  expect(pack('house', rule('a')).rules).toMatchObject([{ id: 'a', pack: 'house', place: { file: 'house.yaml', line: 2, column: 5 } }])
})

test('rules are sorted by id, packs stay in the order in which they are named', () => {
  const set = gather([pack('b', rule('z'), rule('m')), pack('a', rule('c'))])
  expect(ids(set)).toEqual(['c', 'm', 'z'])
  expect(set.packs).toEqual(['b', 'a'])
})

test('an id that two packs have names its first place', () => {
  const { problems } = gatherRules([pack('one', rule('a')), pack('two', rule('b'), rule('a'))], [], '2026-11-24')
  expect(problems).toMatchObject([{ file: 'two.yaml', line: 3, message: 'the rule id `a` stands here a second time', hint: 'it stands first at one.yaml:2:5; ids are unique among all rules that are loaded' }])
})

describe('a rule is judged only while it is in force', () => {
  test.each([
    ['before', ", validFrom: '2026-11-25'", false],
    ['on its first day', ", validFrom: '2026-11-24'", true],
    ['on its last day', ", validTo: '2026-11-24'", true],
    ['after', ", validTo: '2026-11-23'", false],
    ['on its only day', ", validFrom: '2026-11-24', validTo: '2026-11-24'", true],
  ])('%s', (_, dates, inForce) => {
    const set = gather([pack('p', rule('a', dates))])
    expect(ids(set)).toEqual(inForce ? ['a'] : [])
    expect(set.notInForce).toEqual(inForce ? [] : ['a'])
    expect(set.idle?.map(({ id }) => id)).toEqual(inForce ? [] : ['a'])
  })
})

describe('overrides', () => {
  test('change a severity', () => {
    expect(gather([pack('p', rule('a'))], [override('a', 'info')]).rules[0]?.severity).toBe('info')
  })
  test('switch off, and then nothing is said of dates', () => {
    const set = gather([pack('p', rule('a', ", validTo: '2020-01-01'"))], [override('a', 'off')])
    expect([set.rules, set.notInForce, set.idle?.length]).toEqual([[], [], 1])
  })
  test('switch on what its author switched off', () => {
    const off = pack('p', '  - { id: a, kind: seats, severity: off, reason: Because. }\n')
    expect(ids(gather([off]))).toEqual([])
    expect(ids(gather([off], [override('a', 'warning')]))).toEqual(['a'])
  })
  test('of an unknown rule are problems', () => {
    const found = gatherRules([pack('p', rule('one-exchange-plan'))], [override('one-exchange-paln', 'off')], '2026-11-24')
    expect(found.problems).toMatchObject([{ message: 'no rule `one-exchange-paln` is loaded', hint: 'did you mean `one-exchange-plan`?' }])
  })
})

describe('the digest', () => {
  const digest = (...packs: readonly Pack[]): string => gather(packs).digest
  test('does not care where rules stand', () => {
    expect(digest(pack('a', rule('x'), rule('y')))).toBe(digest(pack('b', rule('y')), pack('c', rule('x'))))
    expect(digest(pack('a', rule('x')))).toMatch(/^sha256:[0-9a-f]{64}$/)
  })
  test('cares for what they mean and say', () => {
    const plain = digest(pack('a', rule('x')))
    expect(digest(pack('a', rule('x', ', keepFree: 1')))).not.toBe(plain)
    expect(digest(pack('a', rule('x', ', source: https://example.com')))).not.toBe(plain)
    expect(gather([pack('a', rule('x'))], [override('x', 'warning')]).digest).not.toBe(plain)
  })
})

test('one broken rule hides none of the others', () => {
  const text = 'rulse: 1\nrules:\n  - { id: a, kind: seats }\n  - { id: b, kind: seats, severity: error, reason: x, products: [NOWHERE] }\n  - { id: c, kind: seats, severity: error, reason: x, validFrom: \'2026-02-31\' }\n'
  expect(messages(readPack('p', [readDocument('p.yaml', text).value!], lookup))).toEqual([
    'unknown key `rulse`',
    'the key `reason` is missing',
    'the key `severity` is missing',
    'unknown product `NOWHERE`',
    '`validFrom` is `2026-02-31`, which is no day of the calendar',
  ])
})
