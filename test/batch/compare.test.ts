import { describe, expect, test } from 'vitest'
import { differences } from '../../src/batch/compare.js'

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
