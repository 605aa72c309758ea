import type { Scratch } from '../files.js'
import { UnreadableBytes } from '../text/bytes.js'
import { guidWords } from '../text/guid.js'

/** Ids, names and addresses of users as bytes outside the heap; past a limit, on disk. A user is a place among them. */
export interface People {
  readonly count: number
  /** No place is larger. */
  readonly end: number
  /** UTF-8; addresses are normal, one to a line. Gives the place. */
  push(id: Uint32Array, name: string, displayName: string, addresses: readonly string[]): number
  /** Records that the scanner wrote, and where each ends: then its place stands there. */
  pushAll(records: Uint8Array, ends: Uint32Array): void
  /** All, in the order in which they came. */
  places(): Iterable<number>
  /** The bits of the id. */
  idAt(place: number): Uint32Array
  textAt(place: number, part: Part): string
  /** Writes a text in lower case; gives how many bytes it has, or -1: it is not ASCII, or has no room in `out`. */
  writeLower(place: number, part: Part, out: Uint8Array): number
  /** Normal, in the order in which they came. */
  addressesAt(place: number): readonly string[]
}

export const namePart = 0
export const displayNamePart = 1
export type Part = typeof namePart | typeof displayNamePart
const addressesPart = 2

/** No record is shorter. */
export const shortestRecord = 28

const chunkBytes = 1 << 20
/** A small tenant is not worth a large one: thousands of scenarios have one each. */
const firstBytes = 1 << 12
const chunksInMemory = 4
const pageBytes = 1 << 12
const [newline, mark] = [0x0a, 0xff]
const smtp = 'smtp:'

/**
 * A record: the id's bits, then name, display name and addresses, each behind its length. An address whose first part is that of the
 * name, as most are, may be three bytes: a mark, which UTF-8 does not have, and the number of its domain.
 */
export function people(domainOf: (number: number) => string, openScratch?: () => Scratch, mostInMemory = chunksInMemory): People {
  /** Undefined: on disk, as far from its beginning as it were in a row of chunks. */
  const chunks: (Buffer | undefined)[] = []
  /** Where the last record of each ends. */
  const ends: number[] = []
  let scratch: Scratch | undefined
  /** Bytes of the disk that were read last, and where they stand. */
  let page: Buffer = Buffer.alloc(0)
  let pageAt = 0
  let count = 0
  let free = chunkBytes
  const one = new Uint32Array(1)

  function push(id: Uint32Array, name: string, displayName: string, addresses: readonly string[]): number {
    const record = recordOf(id, name, displayName, addresses.join('\n'))
    one[0] = record.length
    pushAll(record, one)
    return one[0]
  }

  function pushAll(records: Uint8Array, recordEnds: Uint32Array): void {
    count += recordEnds.length
    for (let first = 0, from = 0; first < recordEnds.length; ) {
      let next = first
      while (next < recordEnds.length && free + recordEnds[next]! - from <= chunkBytes) next++
      if (next === first) openChunk(recordEnds[next++]! - from)
      const last = recordEnds[next - 1]!
      roomFor(free + last - from).set(records.subarray(from, last), free)
      const base = (chunks.length - 1) * chunkBytes + free
      for (let i = first, start = from; i < next; i++) {
        const end = recordEnds[i]!
        recordEnds[i] = base + start - from
        start = end
      }
      ends[chunks.length - 1] = free += last - from
      from = last
      first = next
    }
  }

  /** A record that is larger than a chunk has one of its own, as large as it needs. */
  function openChunk(size: number): void {
    if (chunks.length === mostChunks) throw tooMuch()
    const written = openScratch !== undefined && chunks.length > mostInMemory && size <= chunkBytes ? spill(openScratch) : undefined
    chunks.push(written ?? Buffer.allocUnsafeSlow(Math.max(chunks.length === 0 ? firstBytes : chunkBytes, size)))
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

  /** The last chunk is full: it goes to the disk, if it is one of the usual size, and its bytes are free. */
  function spill(open: () => Scratch): Buffer | undefined {
    const last = chunks.length - 1
    const chunk = chunks[last]!
    if (chunk.length !== chunkBytes) return undefined
    scratch ??= open()
    scratch.write(chunk, last * chunkBytes)
    chunks[last] = undefined
    return chunk
  }

  /** Where a part of a record stands. */
  function partAt(place: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    const chunk = chunks[Math.floor(place / chunkBytes)]
    if (chunk !== undefined) return partIn(chunk, place % chunkBytes, part)!
    return (place >= pageAt && partIn(page, place - pageAt, part)) || partOnDisk(place, part)
  }

  function partOnDisk(place: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    readPage(place, pageBytes)
    return partIn(page, 0, part) ?? (readPage(place, chunkBytes), partIn(page, 0, part)!)
  }

  function readPage(place: number, bytes: number): void {
    if (page.buffer.byteLength < bytes) page = Buffer.allocUnsafeSlow(bytes)
    const whole = Buffer.from(page.buffer, 0, bytes)
    page = whole.subarray(0, scratch!.readInto(whole, place))
    pageAt = place
  }

  function* places(): Generator<number> {
    for (const [chunk, end] of ends.entries())
      for (let place = chunk * chunkBytes; place < chunk * chunkBytes + end; ) {
        yield place
        place += sizeAt(place)
      }
  }

  function sizeAt(place: number): number {
    return [namePart, displayNamePart, addressesPart].reduce((size, part) => {
      const { from, to } = partAt(place, part)
      return size + lengthBytes + to - from
    }, idBytes)
  }

  function idAt(place: number): Uint32Array {
    const { chunk, from } = partAt(place, namePart)
    const start = from - lengthBytes - idBytes
    return Uint32Array.from({ length: guidWords }, (_, i) => chunk.readUInt32LE(start + i * 4))
  }

  function textAt(place: number, part: Part): string {
    const { chunk, from, to } = partAt(place, part)
    return chunk.toString('utf8', from, to)
  }

  function writeLower(place: number, part: Part, out: Uint8Array): number {
    const { chunk, from, to } = partAt(place, part)
    if (to - from > out.length) return -1
    for (let i = from; i < to; i++) {
      const byte = lowerCase(chunk[i]!)
      if (byte >= 0x80) return -1
      out[i - from] = byte
    }
    return to - from
  }

  function addressesAt(place: number): readonly string[] {
    const name = textAt(place, namePart)
    const { chunk, from, to } = partAt(place, addressesPart)
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
    get count() {
      return count
    },
    get end() {
      return chunks.length * chunkBytes
    },
    push,
    pushAll,
    places,
    idAt,
    textAt,
    writeLower,
    addressesAt,
  }
}

const idBytes = guidWords * 4
const lengthBytes = 4
const shortBytes = 3
/** Places are 32 bits. */
const mostChunks = 2 ** 32 / chunkBytes

const tooMuch = (): UnreadableBytes => new UnreadableBytes('too-many-addresses', 'names and addresses of all users take more than 4 GB', 'no tenant has so many: look at the longest lists of `proxyAddresses`')

/** A part of the record that begins here; undefined: its bytes end before it does. */
function partIn(chunk: Buffer, start: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } | undefined {
  for (let i = 0, from = start + idBytes + lengthBytes; from <= chunk.length; i++) {
    const to = from + chunk.readUInt32LE(from - lengthBytes)
    if (i === part) return to <= chunk.length ? { chunk, from, to } : undefined
    from = to + lengthBytes
  }
  return undefined
}

function recordOf(id: Uint32Array, ...texts: readonly string[]): Buffer {
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const record = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + lengthBytes + size, idBytes))
  for (let i = 0; i < guidWords; i++) record.writeUInt32LE(id[i]!, i * 4)
  texts.reduce((at, text, i) => record.writeUInt32LE(sizes[i]!, at) + record.write(text, at + lengthBytes), idBytes)
  return record
}

const lowerCase = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
