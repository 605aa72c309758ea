import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guidWords } from '../../../src/load/text/guid.js'
import { ordinalFinder } from '../../../src/load/tenant/ordinals.js'
import { pairNumbers } from '../../../src/load/tenant/pair-numbers.js'

/** Ids that differ in few bits: some only in their last word, some twice. */
const id = fc.tuple(fc.constantFrom(0, 1, 0xffffffff), fc.constantFrom(0, 5), fc.nat(2), fc.nat(3))

test('users are found by their ids, however alike ids are', () => {
  fc.assert(
    fc.property(fc.array(id), fc.array(id), (known, asked) => {
      const sorted = known.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3])
      const finder = ordinalFinder(guidWords + 1)
      finder.lookIn(Uint32Array.from(sorted.toReversed().flatMap((words) => [...words, 7])), 0)
      finder.lookIn(Uint32Array.from(sorted.flatMap((words) => [...words, 7])), 0)
      for (const words of [...known, ...asked]) {
        const ordinal = sorted.findIndex((other) => other.join() === words.join())
        expect(finder.find(Uint32Array.of(9, ...words), 1)).toBe(ordinal)
      }
      expect(guidWords).toBe(4)
    }),
    { seed: 3 },
  )
})

test('pairs get numbers in the order in which they come, and keep them', () => {
  const numbers = pairNumbers()
  const pairs = Array.from({ length: 5000 }, (_, i) => [i % 70, Math.floor(i / 70)] as const)
  expect(pairs.map(([a, b]) => numbers.of(a, b))).toEqual(pairs.map((_, i) => i))
  expect(pairs.toReversed().map(([a, b]) => numbers.of(a, b))).toEqual(pairs.map((_, i) => 4999 - i))
})
