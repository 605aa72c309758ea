import { isMail, normalAddress } from './addresses.js'
import { numbers } from './columns.js'
import type { Numbers } from './columns.js'
import { guidWords } from './guid.js'
import { hashIndex } from './hash-index.js'
import type { HashIndex } from './hash-index.js'
import { people } from './people.js'
import type { People, Slice } from './people.js'
import { isMailAt, notPlain, writeNormal } from './scan/address.js'
import type { ScannedUser } from './scan/user.js'

/** What is kept of users, by row. */
export interface UserColumns {
  readonly ids: Numbers
  readonly people: People
  /** Rows by mail address. */
  readonly addressIndex: HashIndex
  /** Index into the shapes. */
  readonly shapeOf: Numbers
}

export const userColumns = (): UserColumns => ({ ids: numbers(), people: people(), addressIndex: hashIndex(), shapeOf: numbers() })

/** A user as values. `id` is a GUID's bits. */
export interface UserValues {
  readonly id: Uint32Array
  readonly name: string
  readonly displayName: string
  readonly addresses: readonly string[]
  readonly shape: number
}

export function pushUser(columns: UserColumns, user: UserValues): void {
  const row = columns.shapeOf.length
  pushId(columns, user.id, user.shape)
  columns.people.push(sliceOf(user.name), sliceOf(user.displayName), textAddresses(user.addresses, columns, row))
}

function sliceOf(text: string): Slice {
  const bytes = Buffer.from(text)
  return { bytes, from: 0, to: bytes.length }
}

function pushId(columns: UserColumns, id: Uint32Array, shape: number): void {
  for (let i = 0; i < guidWords; i++) columns.ids.push(id[i]!)
  columns.shapeOf.push(shape)
}

/** Adds addresses to the index; gives them as lines. */
function textAddresses(written: readonly string[], columns: UserColumns, row: number): Slice {
  const normal = written.map((address) => normalAddress(address).replaceAll('\n', ' '))
  for (const address of normal) if (isMail(address)) columns.addressIndex.add(address, row)
  return sliceOf(normal.join('\n'))
}

const [name, displayName, addresses] = Array.from({ length: 3 }, (): Slice => ({ bytes: Buffer.alloc(0), from: 0, to: 0 })) as [Slice, Slice, Slice]

/** The same from bytes. */
export function pushScanned(columns: UserColumns, bytes: Buffer, id: Uint32Array, user: ScannedUser, shape: number): void {
  const row = columns.shapeOf.length
  pushId(columns, id, shape)
  if (user.nameTo - user.nameFrom > 2) setText(name, bytes, user.nameFrom, user.nameTo)
  else set(name, Buffer.from(bytes.toString('latin1', user.idFrom, user.idTo).toLowerCase()))
  if (user.displayTo - user.displayFrom > 2) setText(displayName, bytes, user.displayFrom, user.displayTo)
  else set(displayName, nothing)
  columns.people.push(name, displayName, scannedAddresses(columns, bytes, user, row))
}

const nothing = Buffer.alloc(0)

function set(slice: Slice, bytes: Uint8Array, from = 0, to = bytes.length): void {
  slice.bytes = bytes
  slice.from = from
  slice.to = to
}

/** A string between its quotes. */
function setText(slice: Slice, bytes: Buffer, from: number, to: number): void {
  if (hasEscape(bytes, from, to)) set(slice, Buffer.from(textAt(bytes, from, to)))
  else set(slice, bytes, from + 1, to - 1)
}

function hasEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === backslash) return true
  return false
}

const backslash = 0x5c

const textAt = (bytes: Buffer, from: number, to: number): string => JSON.parse(bytes.toString('utf8', from, to)) as string

/** The addresses of one user, one to a line, while they are written. */
const lines = Buffer.alloc(1 << 16)

/** Addresses that are plain are made normal byte by byte; all others as texts. */
function scannedAddresses(columns: UserColumns, bytes: Buffer, user: ScannedUser, row: number): Slice {
  const end = writeLines(bytes, user)
  if (end === notPlain) return textAddresses(textsOf(bytes, user), columns, row)
  for (let from = 0; from < end; ) {
    const to = lineEnd(from, end)
    if (isMailAt(lines, from)) columns.addressIndex.addBytes(lines, from, to, row)
    from = to + 1
  }
  set(addresses, lines, 0, end)
  return addresses
}

function writeLines(bytes: Buffer, { addresses, addressCount }: ScannedUser): number {
  let end = 0
  for (let i = 0; i < addressCount; i++) {
    const [from, to] = [addresses[i * 2]! + 1, addresses[i * 2 + 1]! - 1]
    if (end + to - from + longestPrefix > lines.length) return notPlain
    if (end > 0) lines[end++] = newline
    end = writeNormal(bytes, from, to, lines, end)
    if (end === notPlain) return notPlain
  }
  return end
}

function lineEnd(from: number, end: number): number {
  let i = from
  while (i < end && lines[i] !== newline) i++
  return i
}

const textsOf = (bytes: Buffer, { addresses, addressCount }: ScannedUser): readonly string[] =>
  Array.from({ length: addressCount }, (_, i) => textAt(bytes, addresses[i * 2]!, addresses[i * 2 + 1]!))

const newline = 0x0a
/** A line break and `smtp:`. */
const longestPrefix = 6
