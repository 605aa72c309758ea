import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, fits } from '../../src/batch/compare.js'

describe('what is equal', () => {
  test.each([
    ['the same word', 'a', 'a'],
    ['null', null, null],
    ['null and nothing', null, undefined],
    ['a list in another order', ['a', 'b'], ['b', 'a']],
    ['keys that are not expected', { a: 1 }, { a: 1, b: 2 }],
    ['items that say little, each for one', [{ error: 'x' }, { error: 'x', rule: 'r' }], [{ error: 'x', rule: 'r' }, { error: 'x', rule: 's' }]],
    ['the other way round', [{ error: 'x' }, { error: 'x', rule: 'r' }], [{ error: 'x', rule: 's' }, { error: 'x', rule: 'r' }]],
    ['more than was asked for', { atLeast: ['a'] }, ['b', 'a']],
    ['nothing and nothing', [], []],
  ])('%s', (_, expected, actual) => expect(differences(expected, actual, 'x')).toEqual([]))
})

describe('what differs', () => {
  test.each([
    ['a word', 'a', 'b', [{ path: 'x', expected: 'a', actual: 'b' }]],
    ['a word and nothing', 'a', undefined, [{ path: 'x', expected: 'a', actual: null }]],
    ['a key, by its path', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: 'x.a.b', expected: 1, actual: 2 }]],
    ['lists of words, whole', ['a', 'b'], ['a'], [{ path: 'x', expected: ['a', 'b'], actual: ['a'] }]],
    ['the same word twice', ['a', 'a'], ['a'], [{ path: 'x', expected: ['a', 'a'], actual: ['a'] }]],
    ['an item that is not there', [{ rule: 'r' }], [], [{ path: 'x[0]', expected: { rule: 'r' }, actual: null }]],
    ['an item that nobody expected', [], [{ rule: 'r' }], [{ path: 'x', expected: null, actual: { rule: 'r' } }]],
    ['a key of the closest item', [{ rule: 'r', users: ['a'] }], [{ rule: 'q', users: ['b'] }, { rule: 'r', users: ['b'] }], [
      { path: 'x[0].users', expected: ['a'], actual: ['b'] },
      { path: 'x', expected: null, actual: { rule: 'q', users: ['b'] } },
    ]],
    ['less than was asked for', { atLeast: ['a', 'b'] }, ['a'], [{ path: 'x[1]', expected: 'b', actual: null }]],
    ['one item for two expected ones', [{ rule: 'r' }, { rule: 'r' }], [{ rule: 'r' }], [{ path: 'x[1]', expected: { rule: 'r' }, actual: null }]],
  ])('%s', (_, expected, actual, said) => expect(differences(expected, actual, 'x')).toEqual(said))
})

test('what fits differs in nothing, and what differs in nothing fits', () => {
  const word = fc.constantFrom<unknown>('a', 'b', 1, null)
  const { data } = fc.letrec<{ data: unknown; item: unknown }>(tie => ({
    item: fc.dictionary(fc.constantFrom('rule', 'users', 'x'), tie('data'), { maxKeys: 3 }),
    data: fc.oneof({ maxDepth: 3 }, word, fc.array(word, { maxLength: 3 }), fc.array(tie('item'), { maxLength: 3 }), tie('item'), fc.array(tie('item'), { maxLength: 2 }).map(atLeast => ({ atLeast }))),
  }))
  const seen = { fits: 0, differs: 0 }
  fc.assert(fc.property(data, data, fc.boolean(), (expected, other, isSame) => {
    const actual = isSame ? expected : other
    const found = differences(expected, actual, 'x').length === 0
    seen[found ? 'fits' : 'differs']++
    expect(fits(expected, actual)).toBe(found)
  }), { seed: 7, numRuns: 3_000 })
  expect(Math.min(seen.fits, seen.differs)).toBeGreaterThan(500)
})
