import { guidWords } from './guid.js'

/** Finds users by the bits of their ids: a table of hashes, so that a membership costs one look and not twenty. */
export interface OrdinalFinder {
  find(words: Uint32Array, at?: number): number | undefined
}

/** `ids` has the bits of row after row; `rows` the row of each ordinal. Of rows with one id the first ordinal is found. */
export function ordinalFinder(ids: Uint32Array, rows: Uint32Array): OrdinalFinder {
  let size = 16
  while (size < rows.length * 2) size *= 2
  const mask = size - 1
  /** Ordinal + 1. */
  const table = new Uint32Array(size)

  function slotOf(words: Uint32Array, at: number): number {
    let slot = hashOf(words, at) & mask
    while (table[slot] !== 0 && !isSame(ids, rows[table[slot]! - 1]! * guidWords, words, at)) slot = (slot + 1) & mask
    return slot
  }

  rows.forEach((row, ordinal) => {
    const slot = slotOf(ids, row * guidWords)
    if (table[slot] === 0) table[slot] = ordinal + 1
  })
  return {
    find(words, at = 0) {
      const found = table[slotOf(words, at)]!
      return found === 0 ? undefined : found - 1
    },
  }
}

function hashOf(words: Uint32Array, at: number): number {
  let hash = 0
  for (let i = 0; i < guidWords; i++) {
    hash = Math.imul(hash ^ words[at + i]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

function isSame(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  for (let i = 0; i < guidWords; i++) if (left[a + i] !== right[b + i]) return false
  return true
}
