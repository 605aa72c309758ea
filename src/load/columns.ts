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
  /** Writes a text in lower case; gives how many bytes it has, or -1: it is not ASCII, or has no room in `out`. */
  writeLower(row: number, out: Uint8Array): number
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

  function writeLower(row: number, out: Uint8Array): number {
    if (long.has(row)) return -1
    const position = positions.values()[row]!
    const chunk = chunks[Math.floor(position / chunkBytes)]!
    const start = position % chunkBytes
    const length = chunk.readUInt32LE(start)
    if (length > out.length) return -1
    for (let i = 0; i < length; i++) {
      const byte = chunk[start + prefixBytes + i]!
      if (byte >= 0x80) return -1
      out[i] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }
    return length
  }

  return {
    push,
    pushBytes,
    at,
    writeLower,
    get length() {
      return positions.length
    },
  }
}
