import { runs } from './scan/runs.js'

/** Names and addresses of users, by row, as bytes outside the heap. */
export interface People {
  readonly length: number
  /** UTF-8; addresses are normal, one to a line. */
  push(name: Slice, displayName: Slice, addresses: Slice): void
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

/** Bytes from here to there. */
export interface Slice {
  bytes: Uint8Array
  from: number
  to: number
}

const chunkBytes = 1 << 20
const [newline, at, mark] = [0x0a, 0x40, 0xff]
const smtp = 'smtp:'
/** Mail domains that addresses are shortened by. */
const mostDomains = 1 << 16

/**
 * One record to a row: name, display name, addresses, each behind its length. An address whose first part is that of the
 * name, as most are, is three bytes: a mark, which UTF-8 does not have, and the number of its domain.
 */
export function people(): People {
  const chunks: Buffer[] = []
  let positions: Uint32Array = new Uint32Array(1024)
  let length = 0
  let free = chunkBytes
  const domains = runs({ runs: mostDomains, bytes: 1 << 22 })
  let short = new Uint8Array(1024)

  function push(name: Slice, displayName: Slice, addresses: Slice): void {
    if (addresses.to - addresses.from > short.length) short = new Uint8Array(addresses.to - addresses.from)
    const shortEnd = shorten(addresses, name, short)
    const size = name.to - name.from + displayName.to - displayName.from + shortEnd + 3 * lengthBytes
    if (free + size > chunkBytes) openChunk(size)
    if (length === positions.length) positions = longer(positions)
    positions[length++] = (chunks.length - 1) * chunkBytes + free
    pushPart(name.bytes, name.from, name.to)
    pushPart(displayName.bytes, displayName.from, displayName.to)
    pushPart(short, 0, shortEnd)
  }

  /** A record that is larger than a chunk has one of its own, as large as it needs. */
  function openChunk(size: number): void {
    if (chunks.length === mostChunks) throw new RangeError('names and addresses take more than 4 GB')
    chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, size)))
    free = 0
  }

  function pushPart(bytes: Uint8Array, from: number, to: number): void {
    const chunk = chunks[chunks.length - 1]!
    const size = to - from
    chunk[free] = size & 0xff
    chunk[free + 1] = (size >>> 8) & 0xff
    chunk[free + 2] = (size >>> 16) & 0xff
    chunk[free + 3] = size >>> 24
    free += lengthBytes
    for (let i = from; i < to; i++) chunk[free++] = bytes[i]!
  }

  /** Writes addresses with what can be shortened; gives where they end. */
  function shorten({ bytes, from, to }: Slice, name: Slice, out: Uint8Array): number {
    const local = localLength(name)
    let end = 0
    for (let start = from; start < to; ) {
      let stop = start
      while (stop < to && bytes[stop] !== newline) stop++
      const suffix = start + smtp.length + local
      const domain = local > 0 && suffix < stop && bytes[suffix] === at && startsAs(bytes, start, name, local) ? domains.of(bytes, suffix, stop) : -1
      if (domain === -1) for (let i = start; i < stop; i++) out[end++] = bytes[i]!
      else {
        out[end++] = mark
        out[end++] = domain & 0xff
        out[end++] = domain >>> 8
      }
      if (stop < to) out[end++] = newline
      start = stop + 1
    }
    return end
  }

  /** Where a part of a record stands. */
  function partAt(row: number, part: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    const position = positions[row]!
    const chunk = chunks[Math.floor(position / chunkBytes)]!
    let from = (position % chunkBytes) + lengthBytes
    let to = from + sizeBefore(chunk, from)
    for (let i = 0; i < part; i++) {
      from = to + lengthBytes
      to = from + sizeBefore(chunk, from)
    }
    return { chunk, from, to }
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
      addresses.push(isShort ? `${smtp}${local}${domainAt(chunk[start + 1]! | (chunk[start + 2]! << 8))}` : chunk.toString('utf8', start, stop))
      start = stop + 1
    }
    return addresses
  }

  const domainAt = (domain: number): string => Buffer.from(domains.at(domain)).toString('utf8')

  return {
    get length() {
      return length
    },
    push,
    textAt,
    writeLower,
    addressesAt,
  }
}

const lengthBytes = 4
const shortBytes = 3
/** Positions are 32 bits. */
const mostChunks = 2 ** 32 / chunkBytes

const sizeBefore = (chunk: Buffer, from: number): number => chunk.readUInt32LE(from - lengthBytes)

function longer(numbers: Uint32Array): Uint32Array {
  const more = new Uint32Array(numbers.length * 2)
  more.set(numbers)
  return more
}

/** What stands before the first `@`. */
function localLength({ bytes, from, to }: Slice): number {
  for (let i = from; i < to; i++) if (bytes[i] === at) return i - from
  return 0
}

const smtpBytes = new TextEncoder().encode(smtp)

/** Whether an address goes on as the name begins, in lower case. Only ASCII. */
function startsAs(bytes: Uint8Array, from: number, name: Slice, local: number): boolean {
  for (let i = 0; i < smtpBytes.length; i++) if (bytes[from + i] !== smtpBytes[i]) return false
  for (let i = 0, j = from + smtpBytes.length; i < local; i++, j++) {
    const byte = name.bytes[name.from + i]!
    if (byte >= 0x80 || bytes[j] !== lowerCase(byte)) return false
  }
  return true
}

const lowerCase = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
