import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failuresOf, type SeatType } from '../../src/simulate/seat-range.js'

const a = 'a'
const b = 'b'

/** Every order of service, by what is left: the slow and obvious way, for two products. */
function everyOrder(onlyA: number, onlyB: number, both: number, freeA: number, freeB: number): { min: number; max: number } {
  const seen = new Map<string, { min: number; max: number }>()
  const visit = (x: number, y: number, z: number, fa: number, fb: number): { min: number; max: number } => {
    const key = [x, y, z, fa, fb].join()
    const known = seen.get(key)
    if (known) return known
    const ends: { min: number; max: number }[] = []
    if (x > 0) ends.push(fa > 0 ? visit(x - 1, y, z, fa - 1, fb) : plus(visit(x - 1, y, z, fa, fb), 1))
    if (y > 0) ends.push(fb > 0 ? visit(x, y - 1, z, fa, fb - 1) : visit(x, y - 1, z, fa, fb))
    if (z > 0) ends.push(fa > 0 && fb > 0 ? visit(x, y, z - 1, fa - 1, fb - 1) : plus(visit(x, y, z - 1, fa, fb), fa === 0 ? 1 : 0))
    const range = ends.length === 0 ? { min: 0, max: 0 } : { min: Math.min(...ends.map((one) => one.min)), max: Math.max(...ends.map((one) => one.max)) }
    seen.set(key, range)
    return range
  }
  return visit(onlyA, onlyB, both, freeA, freeB)
}

const plus = ({ min, max }: { min: number; max: number }, more: number) => ({ min: min + more, max: max + more })

const typesOf = (onlyA: number, onlyB: number, both: number): readonly SeatType[] =>
  [
    { skuIds: [a], count: onlyA },
    { skuIds: [b], count: onlyB },
    { skuIds: [a, b], count: both },
  ].filter((type) => type.count > 0)

describe('how many fail, over all orders', () => {
  test.each([
    ['one product', 5, 0, 0, 2, 9, { min: 3, max: 3 }],
    ['both want both: the scarcer one decides', 0, 0, 10, 5, 3, { min: 0, max: 0 }],
    ['the other may run out first', 2, 2, 2, 1, 1, { min: 1, max: 3 }],
    ['none left of the other: nobody who wants both gets here', 1, 0, 3, 1, 0, { min: 0, max: 3 }],
    ['nothing left at all', 1, 1, 1, 0, 0, { min: 2, max: 2 }],
  ] as const)('%s', (_, onlyA, onlyB, both, freeA, freeB, expected) => {
    const range = failuresOf(typesOf(onlyA, onlyB, both), new Map([[a, freeA], [b, freeB]])).get(a)
    expect(range).toEqual(expected)
    expect(everyOrder(onlyA, onlyB, both, freeA, freeB)).toEqual(expected)
  })

  test('numbers too large to search have a closed form that agrees with every order', () => {
    const few = fc.integer({ min: 27, max: 29 })
    const free = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(few, few, few, free, free, (onlyA, onlyB, both, freeA, freeB) => {
        // Only products that are short are asked about.
        fc.pre(onlyA + both > freeA && onlyB + both > freeB)
        const range = failuresOf(typesOf(onlyA, onlyB, both), new Map([[a, freeA], [b, freeB]])).get(a)
        expect(range).toEqual(everyOrder(onlyA, onlyB, both, freeA, freeB))
      }),
      { seed: 20261124, numRuns: process.env['SEATPLAN_LONG'] ? 200 : 3 },
    )
  })
})
