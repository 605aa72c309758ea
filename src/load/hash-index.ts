import { hashOfText } from './hash.js'

/** Rows by the hash of a text. Hashes only narrow down: whoever asks compares the texts. */
export interface HashIndex {
  /** Rows ascend. */
  add(hash: number, row: number): void
  /** Rows of texts with the same hash, ascending. Nothing may be added after the first question. */
  rows(text: string): readonly number[]
  /** Lists of two or more rows that share a hash, ascending. */
  shared(): Iterable<readonly number[]>
}

/** Hashes and rows as they come; at the first question they are put into buckets, by the first bits of the hash. */
export function hashIndex(): HashIndex {
  const coming = entries()
  let found: Buckets | undefined
  const buckets = (): Buckets => (found ??= bucketsOf(coming))

  function rows(text: string): readonly number[] {
    const { starts, rest, rows, shift } = buckets()
    const hash = hashOfText(text)
    const same: number[] = []
    for (let i = starts[hash >>> shift]!; i < starts[(hash >>> shift) + 1]!; i++) if (rest[i] === (hash & 0xffff) && same.at(-1) !== rows[i]) same.push(rows[i]!)
    return same
  }

  function* shared(): Generator<readonly number[]> {
    const { starts, rest, rows } = buckets()
    for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
      const [from, to] = [starts[bucket]!, starts[bucket + 1]!]
      if (to - from > 1 && hasTwice(rest, from, to)) yield* groupsOf(rest.subarray(from, to), rows.subarray(from, to))
    }
  }

  return {
    add: coming.add,
    rows,
    shared,
  }
}

interface Entries {
  readonly length: number
  add(hash: number, row: number): void
  /** In the order in which they came. */
  forEach(take: (hash: number, row: number) => void): void
  clear(): void
}

const entriesInChunk = 1 << 16
/** The first chunk of a small tenant; it grows once. */
const firstEntries = 1 << 8
const farAway = 255

/** Five bytes an entry: a hash, and how far its row is from the one before. */
function entries(): Entries {
  const hashes: Uint32Array[] = []
  const steps: Uint8Array[] = []
  /** Rows that are far from the one before, by entry. */
  const far = new Map<number, number>()
  let length = 0
  let last = 0

  function add(hash: number, row: number): void {
    const at = length % entriesInChunk
    if (at === 0) open(hashes.length === 0 ? firstEntries : entriesInChunk)
    else if (at === hashes[hashes.length - 1]!.length) grow()
    hashes[hashes.length - 1]![at] = hash
    steps[steps.length - 1]![at] = Math.min(row - last, farAway)
    if (row - last >= farAway) far.set(length, row)
    last = row
    length++
  }

  function open(size: number): void {
    hashes.push(new Uint32Array(size))
    steps.push(new Uint8Array(size))
  }

  function grow(): void {
    const [hash, step] = [hashes.pop()!, steps.pop()!]
    open(entriesInChunk)
    hashes[hashes.length - 1]!.set(hash)
    steps[steps.length - 1]!.set(step)
  }

  function forEach(take: (hash: number, row: number) => void): void {
    for (let i = 0, row = 0; i < length; i++) {
      const [chunk, at] = [Math.floor(i / entriesInChunk), i % entriesInChunk]
      const step = steps[chunk]![at]!
      row = step === farAway ? far.get(i)! : row + step
      take(hashes[chunk]![at]!, row)
    }
  }

  return {
    get length() {
      return length
    },
    add,
    forEach,
    clear: () => (hashes.length = steps.length = length = 0),
  }
}

interface Buckets {
  /** Where a bucket begins. */
  readonly starts: Uint32Array
  /** By entry: the last 16 bits of its hash, and its row. */
  readonly rest: Uint16Array
  readonly rows: Uint32Array
  /** Of a hash, to its bucket. */
  readonly shift: number
}

/** Entries in a bucket, about. */
const bucketSize = 8
const mostBits = 24

function bucketsOf(coming: Entries): Buckets {
  const { length } = coming
  let bits = 1
  while (bits < mostBits && bucketSize << bits < length) bits++
  const shift = 32 - bits
  const starts = new Uint32Array((1 << bits) + 1)
  coming.forEach((hash) => void starts[(hash >>> shift) + 1]!++)
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const [rest, rows] = [new Uint16Array(length), new Uint32Array(length)]
  coming.forEach((hash, row) => {
    const at = next[hash >>> shift]!++
    rest[at] = hash
    rows[at] = row
  })
  coming.clear()
  return { starts, rest, rows, shift }
}

/** Whether a hash is there twice. A bucket that is not small holds one that is. */
function hasTwice(rest: Uint16Array, from: number, to: number): boolean {
  if (to - from > bucketSize * 8) return true
  for (let i = from; i < to; i++) for (let j = i + 1; j < to; j++) if (rest[i] === rest[j]) return true
  return false
}

function groupsOf(rest: Uint16Array, rows: Uint32Array): readonly (readonly number[])[] {
  const byHash = new Map<number, number[]>()
  rest.forEach((hash, i) => {
    const same = byHash.get(hash)
    if (same === undefined) byHash.set(hash, [rows[i]!])
    else if (same.at(-1) !== rows[i]) same.push(rows[i]!)
  })
  return [...byHash.values()].filter((same) => same.length > 1)
}
