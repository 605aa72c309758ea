import { guidWords } from './guid.js'

/** Finds users by the bits of their ids. */
export interface OrdinalFinder {
  /** Bits begin at `at`, or at the beginning. */
  find(words: Uint32Array, at?: number): number | undefined
}

/**
 * `ids` has the bits of one ordinal after the other, sorted. A table says where ids with the same first bits begin: where ids are random,
 * as those of Entra are, that is one or two; where they are not, halving finds them. Of ids that are equal the first ordinal is found.
 */
export function ordinalFinder(ids: Uint32Array): OrdinalFinder {
  const count = ids.length / guidWords
  let bits = 1
  while (bits < 24 && 2 ** bits < count) bits++
  const shift = 32 - bits
  const starts = startsBy(ids, bits)

  function find(words: Uint32Array, at = 0): number | undefined {
    const bucket = words[at]! >>> shift
    let [low, high] = [starts[bucket]!, starts[bucket + 1]!]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isLess(ids, middle * guidWords, words, at)) low = middle + 1
      else high = middle
    }
    return low < count && isSame(ids, low * guidWords, words, at) ? low : undefined
  }

  return { find }
}

function startsBy(ids: Uint32Array, bits: number): Uint32Array {
  const starts = new Uint32Array(2 ** bits + 1)
  for (let at = 0; at < ids.length; at += guidWords) starts[(ids[at]! >>> (32 - bits)) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return starts
}

function isLess(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  for (let i = 0; i < guidWords; i++) if (left[a + i] !== right[b + i]) return left[a + i]! < right[b + i]!
  return false
}

function isSame(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  for (let i = 0; i < guidWords; i++) if (left[a + i] !== right[b + i]) return false
  return true
}
