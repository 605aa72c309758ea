import type { Scratch } from '../files.js'
import { hashOfText } from '../text/hash.js'
import { buckets } from './spill/buckets.js'

/** Places in `people` by the hash of a text. Hashes only narrow down: whoever asks compares the texts. */
export interface HashedPlaces {
  /** A hash and a place, one behind the other; places ascend. */
  pushAll(pairs: Uint32Array, length: number): void
  /** Places of texts with the same hash, ascending. Nothing may be added after the first question. */
  places(text: string): readonly number[]
  /** Lists of two or more places that share a hash, ascending. */
  shared(): Iterable<readonly number[]>
}

export function hashedPlaces(openScratch?: () => Scratch, mostWords?: number): HashedPlaces {
  const pairs = buckets(2, openScratch, mostWords)

  function places(text: string): readonly number[] {
    const hash = hashOfText(text)
    const found: number[] = []
    const all = pairs.bucket(pairs.bucketOf(hash))
    for (let at = 0; at < all.length; at += 2) if (all[at] === hash && found.at(-1) !== all[at + 1]) found.push(all[at + 1]!)
    return found
  }

  function* shared(): Generator<readonly number[]> {
    let table = new Uint32Array(0)
    for (let bucket = 0; bucket < pairs.count; bucket++) {
      const all = pairs.bucket(bucket)
      if (all.length * 2 > table.length) table = new Uint32Array(2 ** Math.ceil(Math.log2(all.length * 2)))
      yield* sharedIn(all, table)
    }
  }

  return { pushAll: pairs.pushAll, places, shared }
}

/** `table`: room for twice as many numbers as there are pairs, and a power of two. */
function sharedIn(pairs: Uint32Array, table: Uint32Array): readonly (readonly number[])[] {
  const twice = hashesTwice(pairs, table.fill(0))
  const byHash = new Map<number, number[]>([...twice].map((hash) => [hash, []]))
  if (twice.size > 0)
    for (let at = 0; at < pairs.length; at += 2) {
      const places = byHash.get(pairs[at]!)
      if (places !== undefined && places.at(-1) !== pairs[at + 1]) places.push(pairs[at + 1]!)
    }
  return [...byHash.values()].filter((places) => places.length > 1)
}

/** The first bits of the hashes are those of the bucket: the last ones tell them apart. */
function hashesTwice(pairs: Uint32Array, table: Uint32Array): ReadonlySet<number> {
  const twice = new Set<number>()
  const mask = table.length - 1
  for (let at = 0; at < pairs.length; at += 2) {
    const hash = pairs[at]!
    let slot = hash & mask
    for (let known = table[slot]!; known !== 0 && pairs[known - 1] !== hash; known = table[slot]!) slot = (slot + 1) & mask
    if (table[slot] === 0) table[slot] = at + 1
    else twice.add(hash)
  }
  return twice
}
