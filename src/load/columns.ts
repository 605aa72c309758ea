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
  at(row: number): string
  readonly length: number
}

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
    if (free + prefixBytes + text.length * 3 > chunkBytes) {
      chunks.push(Buffer.allocUnsafeSlow(chunkBytes))
      free = 0
    }
    const chunk = chunks[chunks.length - 1]!
    const bytes = chunk.write(text, free + prefixBytes, 'utf8')
    chunk.writeUInt32LE(bytes, free)
    positions.push((chunks.length - 1) * chunkBytes + free)
    free += prefixBytes + bytes
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
    at,
    get length() {
      return positions.length
    },
  }
}

/** Rows by the hash of a text. Hashes only narrow down: whoever asks compares the texts. */
export interface HashIndex {
  add(text: string, row: number): void
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

  function add(text: string, row: number): void {
    if (length === entries.length) {
      const larger = new Float64Array(entries.length * 2)
      larger.set(entries)
      entries = larger
    }
    entries[length++] = hashOf(text) * rowLimit + row
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

  return { add, rows, shared }
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
