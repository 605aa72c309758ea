import type { Guid } from '../model/catalog.js'
import type { Numbers } from './columns.js'
import type { Scratch } from './files.js'
import type { HashIndex } from './hash-index.js'
import type { Elements } from './resource.js'
import type { Progress, Reading, TakeBytes, TakeValue } from './elements.js'
import { entryOf, guidOf, remark, textOf, textsOf } from './graph/entry.js'
import type { At, Entry } from './graph/entry.js'
import { isProps, prop } from './graph/property.js'
import type { Props } from './graph/property.js'
import { readShape, shapeKey } from './graph/users.js'
import type { Shape } from './graph/users.js'
import { guidWords, packGuid, unpackGuid } from './guid.js'
import { ordinalFinder } from './ordinals.js'
import type { OrdinalFinder } from './ordinals.js'
import { once } from './once.js'
import type { People } from './people.js'
import type { Remarks } from './remarks.js'
import { userReader } from './scan/scanner.js'
import type { UserReader } from './scan/scanner.js'
import { pushRead, pushUser, userColumns } from './user-columns.js'
import type { UserColumns } from './user-columns.js'

/** All users in columns: a row is a place in the export, an ordinal a place in the order of ids. */
export interface UserTable {
  readonly count: number
  /** Ordinal -> row. */
  readonly rows: Uint32Array
  /** By row. */
  readonly people: People
  /** Row -> the hash of the name in lower case. */
  readonly nameHashes: Uint32Array
  /** Rows by mail address. */
  readonly addressIndex: HashIndex
  /** Row -> index into `shapes`. */
  readonly shapeOf: Uint32Array
  readonly shapes: readonly Shape[]
  /** Keys that no user has. */
  readonly missing: readonly string[]
  /** Ids that several users have. */
  readonly duplicates: ReadonlySet<Guid>
  idOf(ordinal: number): Guid
  ordinalOf(row: number): number
  find(id: Guid): number | undefined
  /** The same by the id's bits, which begin at `at`. */
  findBits(words: Uint32Array, at: number): number | undefined
}

/** Reads all users. A user with a problem is said and left out; then the table is not to be used. */
export async function readUsers(
  users: Elements,
  attributes: readonly string[],
  remarks: Remarks,
  progress: (bytes: number, users: number) => void,
  scratch?: () => Scratch,
): Promise<{ readonly table: UserTable; readonly reading: Reading }> {
  const scanner = once(() => userReader(attributes))
  const columns = userColumns((number) => scanner().domain(number), scratch)
  const shapes = internShapes(attributes)
  const missing = new Set(expectedKeys(attributes))
  const report: Progress = (bytes) => progress(bytes, columns.shapeOf.length)
  const take: TakeValue = (value, file, offset) => takeUser(value, { file, offset, remarks }, columns, shapes, missing)
  const reading = await users.read(take, report, scannedUsers(scanner, columns, shapes, missing, remarks))
  const table = tableOf(columns, shapes.all, [...missing])
  await sayDuplicates(table, users, remarks)
  return { table, reading }
}

const expectedKeys = (attributes: readonly string[]): readonly string[] =>
  ['accountEnabled', 'proxyAddresses', 'usageLocation', 'userPrincipalName', 'userType', ...attributes].sort()

/** What columns are made for. */
const mostRows = 2 ** 24

const scratch = new Uint32Array(guidWords)

/** Users taken from their bytes, many at a time. What a user looks like is read from values the first time, and known from then on. */
function scannedUsers(scanner: () => UserReader, columns: UserColumns, shapes: Shapes, missing: Set<string>, remarks: Remarks): TakeBytes {
  const shapeOfLook: (number | undefined)[] = []
  return (bytes, from, file, offset, isList, levels) => {
    const users = scanner()
    const end = columns.shapeOf.length + mostRead > mostRows ? -1 : users.scan(bytes, from, isList, levels)
    if (end === -1) return end
    for (const key of missing) if (users.has(key)) missing.delete(key)
    const looks = users.looks()
    const found = new Uint32Array(looks.length)
    for (let i = 0; i < looks.length; i++) found[i] = shapeOfLook[looks[i]!] ?? read(i, looks[i]!, bytes, { file, offset: offset - from, remarks })
    pushRead(columns, users, found)
    return end
  }

  /** A look is known when there was nothing to say about it: else the next one who has it is told of, too. */
  function read(user: number, look: number, bytes: Buffer, at: At): number {
    const [from, to] = scanner().spanOf(user)
    const before = remarks.count
    const props = JSON.parse(bytes.toString('utf8', from, to)) as Props
    const shape = shapes.of(props, { ...at, offset: at.offset + from })
    if (remarks.count === before) shapeOfLook[look] = shape
    return shape
  }
}

/** A scanner takes no more at a time. */
const mostRead = 2 ** 14

function takeUser(value: unknown, at: At, columns: UserColumns, shapes: Shapes, missing: Set<string>): void {
  if (!isProps(value)) return void entryOf(value, 'a user', at)
  const id = prop(value, 'id')
  if (typeof id !== 'string' || !packGuid(id, scratch, 0)) return void guidOf(entryOf(value, 'the user', at)!, 'id')
  if (columns.shapeOf.length === mostRows) remark(at, 'too-many-users', `there are more than ${mostRows} users`)
  if (columns.shapeOf.length >= mostRows) return
  for (const key of missing) if (prop(value, key) !== undefined) missing.delete(key)
  const shape = shapes.of(value, at)
  const name = nameIn(value, 'userPrincipalName', at) || id.toLowerCase()
  pushUser(columns, { id: scratch, name, displayName: nameIn(value, 'displayName', at), addresses: addressesIn(value, at), shape })
}

function nameIn(props: Props, key: string, at: At): string {
  const value = prop(props, key)
  if (typeof value === 'string') return value
  return textOf(entryOf(props, 'the user', at)!, key) ?? ''
}

function addressesIn(props: Props, at: At): readonly string[] {
  const written = prop(props, 'proxyAddresses')
  if (Array.isArray(written) && written.every((item) => typeof item === 'string')) return written as string[]
  return textsOf(entryOf(props, 'the user', at)!, 'proxyAddresses') ?? []
}

interface Shapes {
  readonly all: readonly Shape[]
  of(props: Props, at: At): number
}

type Licensing = Pick<Shape, 'rows' | 'assignedLicenses'>

/** Equal shapes are one; each is read and checked once. */
function internShapes(attributes: readonly string[]): Shapes {
  const all: Shape[] = []
  const byKey = new Map<string, number>()
  const byText = new Map<string, number>()
  const licensings = new Map<string, Licensing & { readonly number: number }>()

  function read(entry: Entry): number {
    const { rows, assignedLicenses, ...plain } = readShape(entry, attributes)
    const licensing = shared({ rows, assignedLicenses })
    const text = `${licensing.number} ${JSON.stringify(plain)}`
    const known = byText.get(text)
    if (known !== undefined) return known
    byText.set(text, all.length)
    return all.push({ ...plain, rows: licensing.rows, assignedLicenses: licensing.assignedLicenses }) - 1
  }

  /** Users who differ otherwise have their rows in common. */
  function shared(licensing: Licensing): Licensing & { readonly number: number } {
    const text = JSON.stringify(licensing)
    const known = licensings.get(text) ?? { ...licensing, number: licensings.size }
    licensings.set(text, known)
    return known
  }

  function of(props: Props, at: At): number {
    const key = shapeKey(props, attributes)
    const known = key === undefined ? undefined : byKey.get(key)
    if (known !== undefined) return known
    const before = at.remarks.count
    const shape = read(entryOf(props, 'the user', at)!)
    if (key !== undefined && at.remarks.count === before) byKey.set(key, shape)
    return shape
  }

  return { all, of }
}

function tableOf(columns: UserColumns, shapes: readonly Shape[], missing: readonly string[]): UserTable {
  const rows = sortedRows(columns.ids.values())
  const ids = inOrder(columns.ids, rows)
  const { people, addressIndex } = columns
  let found: OrdinalFinder | undefined
  let ordinals: Uint32Array | undefined
  const finder = () => (found ??= ordinalFinder(ids))
  return {
    count: rows.length,
    rows,
    people,
    nameHashes: columns.nameHashes.values(),
    addressIndex,
    shapeOf: columns.shapeOf.values(),
    shapes,
    missing,
    duplicates: duplicatesIn(ids),
    idOf: (ordinal) => unpackGuid(ids, ordinal * guidWords),
    find: (id) => (packGuid(id, scratch, 0) ? finder().find(scratch) : undefined),
    findBits: (words, at) => finder().find(words, at),
    ordinalOf: (row) => (ordinals ??= inverse(rows))[row]!,
  }
}

/** Ids by ordinal; by row they are not needed any more. */
function inOrder(ids: Numbers, rows: Uint32Array): Uint32Array {
  const byRow = ids.values()
  const sorted = new Uint32Array(byRow.length)
  for (let ordinal = 0; ordinal < rows.length; ordinal++) {
    const [to, from] = [ordinal * guidWords, rows[ordinal]! * guidWords]
    for (let i = 0; i < guidWords; i++) sorted[to + i] = byRow[from + i]!
  }
  ids.clear()
  return sorted
}

function inverse(rows: Uint32Array): Uint32Array {
  const ordinals = new Uint32Array(rows.length)
  rows.forEach((row, ordinal) => void (ordinals[row] = ordinal))
  return ordinals
}

/** Rows in the order of their ids; exports are often in it already. */
function sortedRows(ids: Uint32Array): Uint32Array {
  const count = ids.length / guidWords
  for (let row = 1; row < count; row++) if (compareIds(ids, row - 1, ids, row) > 0) return sortedByBits(ids, count)
  return inRow(count)
}

/** By the first word, eleven bits at a time; the few that have it in common are put in order after. */
function sortedByBits(ids: Uint32Array, count: number): Uint32Array {
  let rows: Uint32Array = inRow(count)
  let other: Uint32Array = new Uint32Array(count)
  for (let shift = 0; shift < 32; shift += digitBits) {
    const next = startsOf(ids, count, shift)
    for (let i = 0; i < count; i++) {
      const row = rows[i]!
      other[next[(ids[row * guidWords]! >>> shift) & digitMask]!++] = row
    }
    ;[rows, other] = [other, rows]
  }
  for (let i = 0, end = 0; i < count; i = end) {
    for (end = i + 1; end < count && ids[rows[end]! * guidWords] === ids[rows[i]! * guidWords]; ) end++
    if (end - i > 1) rows.subarray(i, end).sort((a, b) => compareIds(ids, a, ids, b) || a - b)
  }
  return rows
}

/** 0, 1, 2, ... */
function inRow(count: number): Uint32Array {
  const rows = new Uint32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return rows
}

const digitBits = 11

const digitMask = 2 ** digitBits - 1

/** Where the rows with each digit begin. */
function startsOf(ids: Uint32Array, count: number, shift: number): Uint32Array {
  const starts = new Uint32Array(2 ** digitBits + 1)
  for (let row = 0; row < count; row++) starts[((ids[row * guidWords]! >>> shift) & digitMask) + 1]!++
  for (let digit = 1; digit < starts.length; digit++) starts[digit]! += starts[digit - 1]!
  return starts
}

function compareIds(left: Uint32Array, a: number, right: Uint32Array, b: number): number {
  for (let i = 0; i < guidWords; i++) {
    const difference = left[a * guidWords + i]! - right[b * guidWords + i]!
    if (difference !== 0) return difference
  }
  return 0
}

function duplicatesIn(ids: Uint32Array): ReadonlySet<Guid> {
  const twice = new Set<Guid>()
  for (let at = guidWords; at < ids.length; at += guidWords) if (ids[at] === ids[at - guidWords] && compareIds(ids, at / guidWords, ids, at / guidWords - 1) === 0) twice.add(unpackGuid(ids, at))
  return twice
}

/** Looks for the places only when there is something to say. */
async function sayDuplicates({ duplicates }: UserTable, users: Elements, remarks: Remarks): Promise<void> {
  if (duplicates.size === 0) return
  const seen = new Set<Guid>()
  await users.read((value, file, offset) => {
    const id = isProps(value) ? prop(value, 'id') : undefined
    const guid = typeof id === 'string' ? id.toLowerCase() : ''
    if (seen.has(guid)) remark({ file, offset, remarks }, 'duplicate-user', `the user \`${guid}\` is there twice`, 'pages that overlap, or two exports in one folder')
    if (duplicates.has(guid)) seen.add(guid)
  })
}
