import { guidWords } from '../text/guid.js'

/** Finds users by the bits of their ids, in one set of records after the other. The room for it is taken once. */
export interface OrdinalFinder {
  /** Those to look in: they begin with the bits of ids, sorted, and have the first `same` bits in common. */
  lookIn(records: Uint32Array, same: number): void
  /** The bits looked for begin at `at`. Of ids that are equal the first is found; -1: there is none. */
  find(words: Uint32Array, at: number): number
}

/**
 * A table says where ids with the same next bits begin: where ids are random, as those of Entra are, that is one or two; where they
 * are not, halving finds them.
 */
export function ordinalFinder(width: number): OrdinalFinder {
  let records: Uint32Array = new Uint32Array(0)
  let starts = new Uint32Array(0)
  let [count, same, shift] = [0, 0, 0]

  function lookIn(others: Uint32Array, bitsInCommon: number): void {
    records = others
    count = records.length / width
    same = bitsInCommon
    let bits = 1
    while (bits < 24 - same && 2 ** bits < count) bits++
    shift = 32 - bits
    if (2 ** bits >= starts.length) starts = new Uint32Array(2 ** bits + 1)
    putStarts()
  }

  function putStarts(): void {
    starts.fill(0)
    for (let at = 0; at < records.length; at += width) starts[((records[at]! << same) >>> shift) + 1]!++
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  }

  function find(words: Uint32Array, at: number): number {
    const bucket = (words[at]! << same) >>> shift
    let low = starts[bucket]!
    let high = starts[bucket + 1]!
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isLess(records, middle * width, words, at)) low = middle + 1
      else high = middle
    }
    return low < count && isSame(records, low * width, words, at) ? low : -1
  }

  return { lookIn, find }
}

function isLess(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  for (let i = 0; i < guidWords; i++) if (left[a + i] !== right[b + i]) return left[a + i]! < right[b + i]!
  return false
}

function isSame(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  for (let i = 0; i < guidWords; i++) if (left[a + i] !== right[b + i]) return false
  return true
}
