import { describe, expect, test } from 'vitest'
import { attempt, group, holdings, say } from './judging.js'
import { rule } from './reading.js'

const needsAOrBC = rule('prerequisite', { plan: 'w', requiresAnyOf: ['a', ['b', 'c']], requiresAllOf: ['d'] })

describe('what is missing', () => {
  test.each([
    ['everything', ['G1:w'], [['a', 'b'], ['a', 'c'], ['d']]],
    ['nothing, by the first alternative', ['G1:w', 'direct:ad'], undefined],
    ['nothing, by the second', ['G1:w b', 'G2:c', 'direct:d'], undefined],
    ['half of an alternative', ['G1:w', 'G2:bd'], [['a', 'c']]],
    ['what must be there as well', ['G1:w', 'G2:a'], [['d']]],
    ['what is switched off', ['G1:w', 'G2:ad-d'], [['d']]],
    ['nothing: the company has it, and nobody can switch it off', ['G1:w', 'G2:aD-d'], undefined],
    ['nothing: the dependent is switched off', ['G1:wx-w'], undefined],
    ['nothing: the dependent is the company\'s', ['G1:W'], undefined],
    ['nothing: there is no dependent', ['G1:x'], undefined],
  ])('%s', async (_, after, unmet) => {
    const evidence = await say(needsAOrBC, attempt('G1', [], after))
    expect(evidence).toEqual(unmet && { kind: 'prerequisite', direction: 'add', dependent: 'w', unmet, holdings: [{ planId: 'w', skuId: after[0]!.slice(3).split(' ')[0]!.split('-')[0], assignedByGroup: 'G1' }] })
  })
})

describe('which way it went', () => {
  const needsA = rule('prerequisite', { plan: 'w', requiresAnyOf: ['a'] })
  test.each([
    ['the dependent is added', [], ['G1:w'], 'add', ['G1/w:w']],
    ['what it needs is taken away', ['G1:a', 'direct:w'], ['direct:w'], 'remove', ['G1/a:a', 'direct/w:w']],
    ['what it needs is switched off', ['G1:ax', 'direct:w'], ['G1:ax-a', 'direct:w'], 'remove', ['G1/ax:a', 'direct/w:w']],
    ['a swap takes one and adds the other', ['G1:a'], ['G1:w'], 'add', ['G1/w:w']],
    ['a second path to the dependent, the need gone', ['G1:a', 'direct:w'], ['G1:wx', 'direct:w'], 'add', ['direct/w:w', 'G1/wx:w']],
    ['the company\'s plan goes', ['G1:A', 'direct:w'], ['direct:w'], 'remove', ['G1/A:a', 'direct/w:w']],
    ['nothing moves', ['direct:w'], ['direct:w'], 'add', ['direct/w:w']],
  ])('%s', async (_, before, after, direction, expected) => {
    const evidence = await say(needsA, attempt('G1', before, after))
    expect(evidence).toMatchObject({ direction, unmet: [['a']] })
    expect(holdings(evidence)).toEqual(expected)
  })

  test('on a group', async () => {
    expect(await say(needsA, group('', 'w'))).toMatchObject({ direction: 'add' })
    expect(await say(needsA, group('a w', 'w'))).toMatchObject({ direction: 'remove' })
    expect(await say(needsA, group('', 'w a'))).toBeUndefined()
  })
})

test('products and plans may need each other', async () => {
  const needs = rule('prerequisite', { product: 'xy', requiresAnyOf: ['ab', { plan: 'c' }] })
  expect(await say(needs, attempt('G1', [], ['G1:xy']))).toMatchObject({ dependent: 'xy', unmet: [['ab', 'c']] })
  expect(await say(needs, attempt('G1', [], ['G1:xy', 'direct:ab-ab']))).toBeUndefined()
  expect(await say(needs, attempt('G1', [], ['G1:xy', 'direct:abc']))).toBeUndefined()
})
