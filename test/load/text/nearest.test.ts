import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editsBetween, nearest } from '../../../src/load/text/nearest.js'

const plans = ['EXCHANGE_S_STANDARD', 'EXCHANGE_S_ENTERPRISE', 'SHAREPOINTSTANDARD', 'TEAMS1', 'ids', 'plans', 'items']

test.each([
  ['letters swapped', 'EXCHANGE_S_STANDRAD', 'EXCHANGE_S_STANDARD'],
  ['another case', 'exchange_s_standard', 'EXCHANGE_S_STANDARD'],
  ['a letter missing', 'TEAM1', 'TEAMS1'],
  ['a letter too much', 'planns', 'plans'],
  ['short words forgive one letter', 'idx', 'ids'],
  ['nothing alike', 'zzzzzzzz', undefined],
  ['short words forgive no more', 'xyz', undefined],
])('%s', (_, word, meant) => {
  expect(nearest(word, plans)).toBe(meant)
})

test('of two equally near the smaller wins, whatever the order', () => {
  expect(nearest('cat', ['car', 'bat'])).toBe('bat')
  expect(nearest('cat', ['bat', 'car'])).toBe('bat')
})

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['ab', 'ba', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
])('from `%s` to `%s` it takes %i edits', (a, b, edits) => {
  expect(editsBetween(a, b)).toBe(edits)
})

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })

test('giving up early never changes an answer within the limit', () => {
  fc.assert(
    fc.property(word, word, fc.nat(8), (a, b, most) => {
      const exact = editsBetween(a, b)
      expect(editsBetween(a, b, most) > most).toBe(exact > most)
      if (exact <= most) expect(editsBetween(a, b, most)).toBe(exact)
      expect(editsBetween(b, a)).toBe(exact)
    }),
    { seed: 1, numRuns: 500 },
  )
})
