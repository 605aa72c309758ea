import type { Scratch } from './files.js'

/** Names and addresses of users, by row, as bytes outside the heap; past a limit, on disk. */
export interface People {
  readonly length: number
  /** UTF-8; addresses are normal, one to a line. */
  push(name: string, displayName: string, addresses: readonly string[]): void
  /** Records that the scanner wrote, and where each ends. */
  pushAll(records: Uint8Array, ends: Uint32Array): void
  textAt(row: number, part: Part): string
  /** Writes a text in lower case; gives how many bytes it has, or -1: it is not ASCII, or has no room in `out`. */
  writeLower(row: number, part: Part, out: Uint8Array): number
  /** Normal, in the order in which they came. */
  addressesAt(row: number): readonly string[]
}

export const namePart = 0
export const displayNamePart = 1
export type Part = typeof namePart | typeof displayNamePart
const addressesPart = 2

const chunkBytes = 1 << 20
/** A small tenant is not worth a large one: thousands of scenarios have one each. */
const firstBytes = 1 << 12
const chunksInMemory = 16
const pageBytes = 1 << 14
const [newline, mark] = [0x0a, 0xff]
const smtp = 'smtp:'

/**
 * One record to a row: name, display name, addresses, each behind its length. An address whose first part is that of the
 * name, as most are, may be three bytes: a mark, which UTF-8 does not have, and the number of its domain.
 */
export function people(domainOf: (number: number) => string, openScratch?: () => Scratch, mostInMemory = chunksInMemory): People {
  /** Undefined: on disk, as far from its beginning as it were in a row of chunks. */
  const chunks: (Buffer | undefined)[] = []
  let scratch: Scratch | undefined
  /** Bytes of the disk that were read last, and where they stand. */
  let page: Buffer = Buffer.alloc(0)
  let pageAt = 0
  let positions: Uint32Array = new Uint32Array(1024)
  let length = 0
  let free = chunkBytes

  function push(name: string, displayName: string, addresses: readonly string[]): void {
    const record = Buffer.concat([name, displayName, addresses.join('\n')].flatMap(behindLength))
    pushAll(record, Uint32Array.of(record.length))
  }

  function pushAll(records: Uint8Array, ends: Uint32Array): void {
    for (let first = 0, from = 0; first < ends.length; ) {
      let next = first
      while (next < ends.length && free + ends[next]! - from <= chunkBytes) next++
      if (next === first) openChunk(ends[next++]! - from)
      for (let i = first, start = from; i < next; start = ends[i++]!) addPosition((chunks.length - 1) * chunkBytes + free + start - from)
      roomFor(free + ends[next - 1]! - from).set(records.subarray(from, ends[next - 1]), free)
      free += ends[next - 1]! - from
      from = ends[next - 1]!
      first = next
    }
  }

  function addPosition(position: number): void {
    if (length === positions.length) positions = longer(positions)
    positions[length++] = position
  }

  /** A record that is larger than a chunk has one of its own, as large as it needs. */
  function openChunk(size: number): void {
    if (chunks.length === mostChunks) throw new RangeError('names and addresses take more than 4 GB')
    if (openScratch !== undefined && chunks.length > mostInMemory) spill(openScratch)
    chunks.push(Buffer.allocUnsafeSlow(Math.max(chunks.length === 0 ? firstBytes : chunkBytes, size)))
    free = 0
  }

  /** The last chunk; the first one grows once. */
  function roomFor(bytes: number): Buffer {
    const last = chunks.length - 1
    if (bytes > chunks[last]!.length) {
      const larger = Buffer.allocUnsafeSlow(chunkBytes)
      larger.set(chunks[last]!)
      chunks[last] = larger
    }
    return chunks[last]!
  }

  /** The last chunk is full: it goes to the disk, if it is one of the usual size. */
  function spill(open: () => Scratch): void {
    const last = chunks.length - 1
    if (chunks[last]!.length > chunkBytes) return
    scratch ??= open()
    scratch.write(chunks[last]!, last * chunkBytes)
    chunks[last] = undefined
  }

  /** Where a part of a record stands. */
  function partAt(row: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    const position = positions[row]!
    const chunk = chunks[Math.floor(position / chunkBytes)]
    if (chunk !== undefined) return partIn(chunk, position % chunkBytes, part)!
    return (position >= pageAt && partIn(page, position - pageAt, part)) || partOnDisk(position, part)
  }

  function partOnDisk(position: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    pageAt = position
    page = scratch!.read(position, pageBytes)
    return partIn(page, 0, part) ?? partIn((page = scratch!.read(position, chunkBytes)), 0, part)!
  }

  function textAt(row: number, part: Part): string {
    const { chunk, from, to } = partAt(row, part)
    return chunk.toString('utf8', from, to)
  }

  function writeLower(row: number, part: Part, out: Uint8Array): number {
    const { chunk, from, to } = partAt(row, part)
    if (to - from > out.length) return -1
    for (let i = from; i < to; i++) {
      const byte = lowerCase(chunk[i]!)
      if (byte >= 0x80) return -1
      out[i - from] = byte
    }
    return to - from
  }

  function addressesAt(row: number): readonly string[] {
    const { chunk, from, to } = partAt(row, addressesPart)
    const name = textAt(row, namePart)
    const local = name.slice(0, name.indexOf('@')).toLowerCase()
    const addresses: string[] = []
    for (let start = from; start < to; ) {
      const isShort = chunk[start] === mark
      let stop = isShort ? start + shortBytes : start
      while (stop < to && chunk[stop] !== newline) stop++
      addresses.push(isShort ? `${smtp}${local}${domainOf(chunk[start + 1]! | (chunk[start + 2]! << 8))}` : chunk.toString('utf8', start, stop))
      start = stop + 1
    }
    return addresses
  }

  return {
    get length() {
      return length
    },
    push,
    pushAll,
    textAt,
    writeLower,
    addressesAt,
  }
}

const lengthBytes = 4
const shortBytes = 3
/** Positions are 32 bits. */
const mostChunks = 2 ** 32 / chunkBytes

/** A part of the record that begins here; undefined: its bytes end before it does. */
function partIn(chunk: Buffer, start: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } | undefined {
  for (let i = 0, from = start + lengthBytes; from <= chunk.length; i++) {
    const to = from + sizeBefore(chunk, from)
    if (i === part) return to <= chunk.length ? { chunk, from, to } : undefined
    from = to + lengthBytes
  }
  return undefined
}

/** A text's bytes, and before them how many there are. */
function behindLength(text: string): readonly Buffer[] {
  const [size, bytes] = [Buffer.alloc(lengthBytes), Buffer.from(text)]
  size.writeUInt32LE(bytes.length)
  return [size, bytes]
}

const sizeBefore = (chunk: Buffer, from: number): number => chunk.readUInt32LE(from - lengthBytes)

function longer(numbers: Uint32Array): Uint32Array {
  const more = new Uint32Array(numbers.length * 2)
  more.set(numbers)
  return more
}

const lowerCase = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
