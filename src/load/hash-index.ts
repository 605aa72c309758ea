/** Rows by the hash of a text. Hashes only narrow down: whoever asks compares the texts. */
export interface HashIndex {
  /** Rows ascend. */
  add(text: string, row: number): void
  /** The same of an ASCII text. */
  addBytes(bytes: Uint8Array, from: number, to: number, row: number): void
  /** Rows of texts with the same hash, ascending. Nothing may be added after the first question. */
  rows(text: string): readonly number[]
  /** Lists of two or more rows that share a hash, ascending. */
  shared(): Iterable<readonly number[]>
}

const entriesInChunk = 1 << 16
/** Entries in a bucket, about. */
const bucketSize = 8

/** Hashes and rows as they come; at the first question they are put into buckets, by the first bits of the hash. */
export function hashIndex(): HashIndex {
  const chunks: Uint32Array[] = []
  let length = 0
  let found: Buckets | undefined

  function addHash(hash: number, row: number): void {
    const at = (length++ % entriesInChunk) * 2
    if (at === 0) chunks.push(new Uint32Array(entriesInChunk * 2))
    const chunk = chunks[chunks.length - 1]!
    chunk[at] = hash
    chunk[at + 1] = row
  }

  function buckets(): Buckets {
    found ??= bucketsOf(chunks, length)
    chunks.length = 0
    return found
  }

  function rows(text: string): readonly number[] {
    const { starts, entries, shift } = buckets()
    const hash = hashOf(text)
    const some = entries.subarray(starts[hash >>> shift]! * 2, starts[(hash >>> shift) + 1]! * 2)
    return [...new Set(some.filter((_, i) => i % 2 === 1 && some[i - 1] === hash))]
  }

  function* shared(): Generator<readonly number[]> {
    const { starts, entries } = buckets()
    for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
      const [from, to] = [starts[bucket]!, starts[bucket + 1]!]
      if (to - from > 1 && hasTwice(entries, from, to)) yield* groupsOf(entries.subarray(from * 2, to * 2))
    }
  }

  return {
    add: (text, row) => addHash(hashOf(text), row),
    addBytes: (bytes, from, to, row) => addHash(hashOfBytes(bytes, from, to), row),
    rows,
    shared,
  }
}

interface Buckets {
  /** Where the entries of a bucket begin. */
  readonly starts: Uint32Array
  /** Hash and row in turn. */
  readonly entries: Uint32Array
  /** Of a hash, to its bucket. */
  readonly shift: number
}

function bucketsOf(chunks: readonly Uint32Array[], length: number): Buckets {
  let bits = 1
  while (bits < 24 && bucketSize << bits < length) bits++
  const shift = 32 - bits
  const starts = new Uint32Array((1 << bits) + 1)
  for (let i = 0; i < length; i++) starts[(hashAt(chunks, i) >>> shift) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const entries = new Uint32Array(length * 2)
  for (let i = 0; i < length; i++) {
    const hash = hashAt(chunks, i)
    const at = next[hash >>> shift]!++ * 2
    entries[at] = hash
    entries[at + 1] = chunks[Math.floor(i / entriesInChunk)]![(i % entriesInChunk) * 2 + 1]!
  }
  return { starts, entries, shift }
}

const hashAt = (chunks: readonly Uint32Array[], i: number): number => chunks[Math.floor(i / entriesInChunk)]![(i % entriesInChunk) * 2]!

/** Whether a hash is there twice. A bucket that is not small holds one that is. */
function hasTwice(entries: Uint32Array, from: number, to: number): boolean {
  if (to - from > bucketSize * 8) return true
  for (let i = from; i < to; i++) for (let j = i + 1; j < to; j++) if (entries[i * 2] === entries[j * 2]) return true
  return false
}

function groupsOf(entries: Uint32Array): readonly (readonly number[])[] {
  const byHash = new Map<number, number[]>()
  for (let i = 0; i < entries.length; i += 2) {
    const rows = byHash.get(entries[i]!)
    if (rows === undefined) byHash.set(entries[i]!, [entries[i + 1]!])
    else if (rows.at(-1) !== entries[i + 1]) rows.push(entries[i + 1]!)
  }
  return [...byHash.values()].filter((rows) => rows.length > 1)
}

/** FNV-1a with its bits mixed: buckets go by the first ones. */
function hashOf(text: string): number {
  let hash = offsetBasis
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), prime)
  return mixed(hash)
}

/** The same of ASCII. */
function hashOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = offsetBasis
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, prime)
  return mixed(hash)
}

const offsetBasis = 0x811c9dc5
const prime = 0x01000193
const mixed = (hash: number): number => (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) ^ (hash >>> 13)) >>> 0
