import { isMail, normalAddress } from './addresses.js'
import { numbers, texts } from './columns.js'
import type { Numbers, Texts } from './columns.js'
import { guidWords } from './guid.js'
import { hashIndex } from './hash-index.js'
import type { HashIndex } from './hash-index.js'
import { isMailAt, notPlain, writeNormal } from './scan/address.js'
import type { ScannedUser } from './scan/user.js'

/** What is kept of users, by row. */
export interface UserColumns {
  readonly ids: Numbers
  readonly names: Texts
  readonly displayNames: Texts
  /** Normal addresses, one to a line. */
  readonly addresses: Texts
  /** Rows by mail address. */
  readonly addressIndex: HashIndex
  /** Index into the shapes. */
  readonly shapeOf: Numbers
}

export const userColumns = (): UserColumns => ({
  ids: numbers(),
  names: texts(),
  displayNames: texts(),
  addresses: texts(),
  addressIndex: hashIndex(),
  shapeOf: numbers(),
})

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
  columns.names.push(user.name)
  columns.displayNames.push(user.displayName)
  pushAddresses(user.addresses, columns, row)
}

function pushId(columns: UserColumns, id: Uint32Array, shape: number): void {
  for (let i = 0; i < guidWords; i++) columns.ids.push(id[i]!)
  columns.shapeOf.push(shape)
}

function pushAddresses(written: readonly string[], columns: UserColumns, row: number): void {
  let lines = ''
  for (const address of written) {
    const normal = normalAddress(address).replaceAll('\n', ' ')
    lines += lines === '' ? normal : `\n${normal}`
    if (isMail(normal)) columns.addressIndex.add(normal, row)
  }
  columns.addresses.push(lines)
}

/** The same from bytes. */
export function pushScanned(columns: UserColumns, bytes: Buffer, id: Uint32Array, user: ScannedUser, shape: number): void {
  const row = columns.shapeOf.length
  pushId(columns, id, shape)
  if (user.nameTo - user.nameFrom > 2) pushText(columns.names, bytes, user.nameFrom, user.nameTo)
  else columns.names.push(bytes.toString('latin1', user.idFrom, user.idTo).toLowerCase())
  if (user.displayTo - user.displayFrom > 2) pushText(columns.displayNames, bytes, user.displayFrom, user.displayTo)
  else columns.displayNames.push('')
  pushScannedAddresses(columns, bytes, user, row)
}

/** A string between its quotes. */
function pushText(column: Texts, bytes: Buffer, from: number, to: number): void {
  if (!column.pushBytes(bytes, from + 1, to - 1)) column.push(textAt(bytes, from, to))
}

const textAt = (bytes: Buffer, from: number, to: number): string => JSON.parse(bytes.toString('utf8', from, to)) as string

/** The addresses of one user, one to a line, while they are written. */
const lines = Buffer.alloc(1 << 16)

/** Addresses that are plain are made normal byte by byte; all others as texts. */
function pushScannedAddresses(columns: UserColumns, bytes: Buffer, user: ScannedUser, row: number): void {
  const end = writeLines(bytes, user)
  if (end === notPlain) return pushAddresses(textsOf(bytes, user), columns, row)
  for (let from = 0; from < end; ) {
    const to = lineEnd(from, end)
    if (isMailAt(lines, from)) columns.addressIndex.addBytes(lines, from, to, row)
    from = to + 1
  }
  columns.addresses.pushBytes(lines, 0, end)
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
