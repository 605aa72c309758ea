import { describe, expect, test } from 'vitest'
import type { ProductSubject, SeatsSubject } from '../../src/model/subject.js'
import { say } from './judging.js'
import { rule } from './reading.js'

function waiting(units: number, consumed: number, wanted: number): SeatsSubject {
  return { type: 'seats', skuId: 'ab', enabled: units, warning: 0, units, consumed, wanted }
}

function product(enabled: number, consumed: number, more: Partial<ProductSubject> = {}): ProductSubject {
  return { type: 'product', skuId: 'ab', enabled, warning: 0, suspended: 0, lockedOut: 0, consumed, capabilityStatus: 'Enabled', tenantCountry: null, ...more }
}

describe('who waits for a seat', () => {
  test.each([
    ['there are enough', 10, 8, 2, 0, undefined],
    ['one is missing', 10, 8, 3, 0, 1],
    ['all are missing', 10, 10, 3, 0, 3],
    ['more are used than there are', 10, 15, 3, 0, 3],
    ['some are kept free', 10, 5, 3, 4, 2],
    ['nobody waits', 10, 15, 0, 0, undefined],
  ])('%s', async (_, units, consumed, wanted, keepFree, short) => {
    const evidence = await say(rule('seats', { keepFree }), waiting(units, consumed, wanted))
    expect(evidence).toEqual(short && { kind: 'seats', skuId: 'ab', enabled: units, warning: 0, consumed, wanted, short })
  })

  test('only for the products that the rule names', async () => {
    expect(await say(rule('seats', { products: ['cd'] }), waiting(1, 1, 1))).toBeUndefined()
    expect(await say(rule('seats', { products: ['ab', 'cd'] }), waiting(1, 1, 1))).toMatchObject({ short: 1 })
  })
})

describe('a product as it stands', () => {
  const keepTwo = rule('seats', { keepFree: 2 }, 'warning')

  test.each([
    ['two are free', product(10, 8), undefined],
    ['one is free', product(10, 9), 1],
    ['units in their days of grace count', product(8, 8, { warning: 2 }), undefined],
    ['unless they do not', product(8, 8, { warning: 2, units: 8 }), 2],
  ])('%s', async (_, subject, short) => {
    expect(await say(keepTwo, subject)).toEqual(short && expect.objectContaining({ wanted: 0, short }))
  })

  test('a rule that blocks does not ask', async () => {
    expect(await say(rule('seats', { keepFree: 2 }), product(10, 10))).toBeUndefined()
  })
})
