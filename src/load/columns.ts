/** A column of whole numbers that grows: no object per user. */
export interface Numbers {
  push(value: number): void
  readonly length: number
  /** What there is; not to be kept while the column grows. */
  values(): Uint32Array
}

export function numbers(): Numbers {
  let data = new Uint32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === data.length) {
        const larger = new Uint32Array(data.length * 2)
        larger.set(data)
        data = larger
      }
      data[length++] = value
    },
    get length() {
      return length
    },
    values: () => data.subarray(0, length),
  }
}

/** A column of texts, as bytes outside the heap. */
export interface Texts {
  push(text: string): void
  /** UTF-8 that JSON could have between quotes as it is; false: there are escapes or it is long, nothing was pushed. */
  pushBytes(bytes: Uint8Array, from: number, to: number): boolean
  at(row: number): string
  readonly length: number
}

const backslash = 0x5c
const chunkBytes = 1 << 20
const prefixBytes = 4
/** Three bytes for one character at most, and none of them is split. */
const longestInChunk = Math.floor((chunkBytes - prefixBytes) / 3)

export function texts(): Texts {
  const chunks: Buffer[] = []
  const positions = numbers()
  /** Texts that no chunk holds; nobody's name is so long. */
  const long = new Map<number, string>()
  let free = chunkBytes

  function push(text: string): void {
    if (text.length > longestInChunk) {
      long.set(positions.length, text)
      positions.push(0)
      return
    }
    const chunk = roomFor(text.length * 3)
    pushed(chunk, chunk.write(text, free + prefixBytes, 'utf8'))
  }

  function pushBytes(bytes: Uint8Array, from: number, to: number): boolean {
    const length = to - from
    if (length > longestInChunk) return false
    for (let i = from; i < to; i++) if (bytes[i] === backslash) return false
    const chunk = roomFor(length)
    const start = free + prefixBytes
    for (let i = 0; i < length; i++) chunk[start + i] = bytes[from + i]!
    pushed(chunk, length)
    return true
  }

  /** The chunk with room for so many bytes behind their length. */
  function roomFor(length: number): Buffer {
    if (free + prefixBytes + length > chunkBytes) {
      chunks.push(Buffer.allocUnsafeSlow(chunkBytes))
      free = 0
    }
    return chunks[chunks.length - 1]!
  }

  function pushed(chunk: Buffer, length: number): void {
    chunk.writeUInt32LE(length, free)
    positions.push((chunks.length - 1) * chunkBytes + free)
    free += prefixBytes + length
  }

  function at(row: number): string {
    const known = long.get(row)
    if (known !== undefined) return known
    const position = positions.values()[row]!
    const chunk = chunks[Math.floor(position / chunkBytes)]!
    const start = position % chunkBytes
    return chunk.toString('utf8', start + prefixBytes, start + prefixBytes + chunk.readUInt32LE(start))
  }

  return {
    push,
    pushBytes,
    at,
    get length() {
      return positions.length
    },
  }
}

/** Rows by the hash of a text. Hashes only narrow down: whoever asks compares the texts. */
export interface HashIndex {
  add(text: string, row: number): void
  /** The same of an ASCII text. */
  addBytes(bytes: Uint8Array, from: number, to: number, row: number): void
  /** Rows of texts with the same hash, ascending. Nothing may be added after the first question. */
  rows(text: string): readonly number[]
  /** Lists of two or more rows that share a hash. */
  shared(): Iterable<readonly number[]>
}

/** Rows need 23 bits, hashes have 30: together they are a number that JavaScript holds exactly. */
const rowLimit = 2 ** 23
export const mostRows = rowLimit

export function hashIndex(): HashIndex {
  let entries = new Float64Array(1024)
  let length = 0
  let sorted = false

  const add = (text: string, row: number): void => addHash(hashOf(text), row)
  const addBytes = (bytes: Uint8Array, from: number, to: number, row: number): void => addHash(hashOfBytes(bytes, from, to), row)

  function addHash(hash: number, row: number): void {
    if (length === entries.length) {
      const larger = new Float64Array(entries.length * 2)
      larger.set(entries)
      entries = larger
    }
    entries[length++] = hash * rowLimit + row
  }

  function all(): Float64Array {
    if (!sorted) entries = entries.slice(0, length).sort()
    sorted = true
    return entries
  }

  function rows(text: string): number[] {
    const found: number[] = []
    const from = hashOf(text) * rowLimit
    const sortedEntries = all()
    for (let i = lowerBound(sortedEntries, from); i < length && sortedEntries[i]! < from + rowLimit; i++) found.push(sortedEntries[i]! - from)
    return [...new Set(found)]
  }

  function* shared(): Generator<readonly number[]> {
    const sortedEntries = all()
    for (let i = 0, end = 0; i < length; i = end) {
      const hash = Math.floor(sortedEntries[i]! / rowLimit)
      for (end = i + 1; end < length && Math.floor(sortedEntries[end]! / rowLimit) === hash; ) end++
      if (end - i > 1) yield [...new Set([...sortedEntries.subarray(i, end)].map((entry) => entry % rowLimit))]
    }
  }

  return { add, addBytes, rows, shared }
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** FNV-1a, 30 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 2) ^ 0
}

/** The same of ASCII. */
function hashOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return (hash >>> 2) ^ 0
}
