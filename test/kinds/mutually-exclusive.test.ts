import { describe, expect, test } from 'vitest'
import { attempt, group, holdings, say, user } from './judging.js'
import { rule } from './reading.js'

const aOrB = rule('mutually-exclusive', { plans: ['a', 'b', 'c'] })

describe('at most one of several plans', () => {
  test.each([
    ['both plans by different products', ['direct:a', 'G1:b'], ['direct/a:a', 'G1/b:b']],
    ['the same plan twice', ['direct:a', 'G1:ax'], undefined],
    ['the same plan twice beside another', ['direct:a', 'G1:ax', 'G2:b'], ['direct/a:a', 'G1/ax:a', 'G2/b:b']],
    ['three of three', ['G1:a b c'], ['G1/a:a', 'G1/b:b', 'G1/c:c']],
    ['both in one product', ['direct:ab'], ['direct/ab:a', 'direct/ab:b']],
    ['one of them switched off', ['direct:ab-b', 'G1:bx-b'], undefined],
    ['one of them switched off on one path only', ['direct:ab-b', 'G1:bx'], ['direct/ab:a', 'G1/bx:b']],
    ['one of them applies to the company', ['direct:a', 'G1:B'], undefined],
    ['nothing of it', ['direct:xyz'], undefined],
    ['nothing at all', [], undefined],
  ])('%s', async (_, after, expected) => {
    expect(holdings(await say(aOrB, attempt('G1', [], after)))).toEqual(expected)
  })

  test('a product counts as such, whatever of it is switched off', async () => {
    const products = rule('mutually-exclusive', { products: ['ab', 'cd'] })
    expect(holdings(await say(products, attempt('G1', [], ['direct:ab-ab', 'G1:cd'])))).toEqual(['direct/ab', 'G1/cd'])
  })
})

describe('each of some against all of others', () => {
  const sides = rule('mutually-exclusive', { each: ['a', 'b'], against: ['a', 'b', 'c', 'd'] })

  test.each([
    ['the others among themselves', ['direct:cd'], undefined],
    ['one side alone', ['direct:a', 'G1:ax'], undefined],
    ['one of each side', ['direct:a', 'G1:c'], ['direct/a:a', 'G1/c:c']],
    ['one side among itself', ['direct:a', 'G1:b'], ['direct/a:a', 'G1/b:b']],
    ['one against two', ['direct:a', 'G1:cd'], ['direct/a:a', 'G1/cd:c', 'G1/cd:d']],
  ])('%s', async (_, after, expected) => {
    expect(holdings(await say(sides, attempt('G1', [], after)))).toEqual(expected)
  })

  test('with sides that have nothing in common', async () => {
    const apart = rule('mutually-exclusive', { each: ['a'], against: [{ product: 'cd' }] })
    expect(holdings(await say(apart, attempt('G1', [], ['direct:a', 'G1:cd'])))).toEqual(['G1/cd', 'direct/a:a'])
    expect(await say(apart, attempt('G1', [], ['direct:a', 'G1:cx']))).toBeUndefined()
  })
})

describe('where it looks', () => {
  const call = group('', 'a b')
  const move = attempt('G1', [], ['G1:a b'])
  const standing = user(['G1:a b'])
  test.each([
    ['error, both', 'error', 'both', [true, true, false]],
    ['error, user', 'error', 'user', [false, true, false]],
    ['error, group', 'error', 'group', [true, false, false]],
    ['warning, both', 'warning', 'both', [false, false, true]],
    ['warning, group', 'warning', 'group', [false, false, false]],
    ['info, user', 'info', 'user', [false, false, true]],
    ['off', 'off', 'both', [false, false, false]],
  ] as const)('%s', async (_, severity, within, expected) => {
    const one = rule('mutually-exclusive', { plans: ['a', 'b'], within }, severity)
    const said = [await say(one, call), await say(one, move), await say(one, standing)]
    expect(said.map((evidence) => evidence !== undefined)).toEqual(expected)
  })

  test('a rule that blocks is asked about users only as the snapshot shows them', async () => {
    expect(await say(aOrB, standing)).toBeUndefined()
    expect(holdings(await say(aOrB, { ...standing, initial: true }))).toEqual(['G1/a:a', 'G1/b:b'])
  })
})
