import type { Guid } from '../model/catalog.js'
import { isMail, normalAddress } from './addresses.js'
import { hashIndex, mostRows, numbers, texts } from './columns.js'
import type { HashIndex, Texts } from './columns.js'
import type { Elements } from './sources.js'
import type { Progress, Reading } from './elements.js'
import { entryOf, guidOf, remark, textOf, textsOf } from './graph/entry.js'
import type { At, Entry } from './graph/entry.js'
import { isProps, prop } from './graph/property.js'
import type { Props } from './graph/property.js'
import { readShape, shapeKey } from './graph/users.js'
import type { Shape } from './graph/users.js'
import { guidWords, packGuid, unpackGuid } from './guid.js'
import type { Remarks } from './remarks.js'

/** All users in columns: a row is a place in the export, an ordinal a place in the order of ids. */
export interface UserTable {
  readonly count: number
  /** Ordinal -> row. */
  readonly rows: Uint32Array
  /** Row -> ordinal. */
  readonly ordinals: Uint32Array
  /** By row. */
  readonly names: Texts
  readonly displayNames: Texts
  /** By row: normal addresses, one to a line. */
  readonly addresses: Texts
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
  find(id: Guid): number | undefined
}

interface Columns {
  readonly ids: ReturnType<typeof numbers>
  readonly names: Texts
  readonly displayNames: Texts
  readonly addresses: Texts
  readonly addressIndex: HashIndex
  readonly shapeOf: ReturnType<typeof numbers>
}

/** Reads all users. A user with a problem is said and left out; then the table is not to be used. */
export async function readUsers(
  users: Elements,
  attributes: readonly string[],
  remarks: Remarks,
  progress: (bytes: number, users: number) => void,
): Promise<{ readonly table: UserTable; readonly reading: Reading }> {
  const columns: Columns = { ids: numbers(), names: texts(), displayNames: texts(), addresses: texts(), addressIndex: hashIndex(), shapeOf: numbers() }
  const shapes = internShapes(attributes)
  const present = new Set<string>()
  const report: Progress = (bytes) => progress(bytes, columns.shapeOf.length)
  const reading = await users.read((value, file, offset) => takeUser(value, { file, offset, remarks }, columns, shapes, present), report)
  const table = tableOf(columns, shapes.all, expectedKeys(attributes).filter((key) => !present.has(key)))
  await sayDuplicates(table, users, remarks)
  return { table, reading }
}

const expectedKeys = (attributes: readonly string[]): readonly string[] =>
  ['accountEnabled', 'proxyAddresses', 'usageLocation', 'userPrincipalName', 'userType', ...attributes].sort()

const scratch = new Uint32Array(guidWords)

function takeUser(value: unknown, at: At, columns: Columns, shapes: Shapes, present: Set<string>): void {
  if (!isProps(value)) return void entryOf(value, 'a user', at)
  const id = prop(value, 'id')
  if (typeof id !== 'string' || !packGuid(id, scratch, 0)) return void guidOf(entryOf(value, 'the user', at)!, 'id')
  if (columns.shapeOf.length === mostRows) remark(at, 'too-many-users', `there are more than ${mostRows} users`)
  if (columns.shapeOf.length >= mostRows) return
  const row = columns.shapeOf.length
  for (let i = 0; i < guidWords; i++) columns.ids.push(scratch[i]!)
  columns.shapeOf.push(shapes.of(value, at, present))
  columns.names.push(nameIn(value, 'userPrincipalName', at) || id.toLowerCase())
  columns.displayNames.push(nameIn(value, 'displayName', at))
  takeAddresses(value, at, columns, row, present)
}

function nameIn(props: Props, key: string, at: At): string {
  const value = prop(props, key)
  if (typeof value === 'string') return value
  return textOf(entryOf(props, 'the user', at)!, key) ?? ''
}

function takeAddresses(props: Props, at: At, columns: Columns, row: number, present: Set<string>): void {
  const written = prop(props, 'proxyAddresses')
  if (written !== undefined) present.add('proxyAddresses')
  if (!Array.isArray(written) || !written.every((item) => typeof item === 'string')) return takeOddAddresses(props, at, columns, row)
  pushAddresses(written as string[], columns, row)
}

function takeOddAddresses(props: Props, at: At, columns: Columns, row: number): void {
  pushAddresses(textsOf(entryOf(props, 'the user', at)!, 'proxyAddresses') ?? [], columns, row)
}

function pushAddresses(written: readonly string[], columns: Columns, row: number): void {
  let lines = ''
  for (const address of written) {
    const normal = normalAddress(address).replaceAll('\n', ' ')
    lines += lines === '' ? normal : `\n${normal}`
    if (isMail(normal)) columns.addressIndex.add(normal, row)
  }
  columns.addresses.push(lines)
}

interface Shapes {
  readonly all: readonly Shape[]
  of(props: Props, at: At, present: Set<string>): number
}

/** Equal shapes are one; each is read and checked once. */
function internShapes(attributes: readonly string[]): Shapes {
  const all: Shape[] = []
  const byKey = new Map<string, number>()
  const byText = new Map<string, number>()

  function read(entry: Entry, present: Set<string>): number {
    for (const key of expectedKeys(attributes)) if (prop(entry.props, key) !== undefined) present.add(key)
    const shape = readShape(entry, attributes)
    const text = JSON.stringify(shape)
    const known = byText.get(text)
    if (known !== undefined) return known
    byText.set(text, all.length)
    return all.push(shape) - 1
  }

  function of(props: Props, at: At, present: Set<string>): number {
    const key = shapeKey(props, attributes)
    const known = key === undefined ? undefined : byKey.get(key)
    if (known !== undefined) return known
    const before = at.remarks.count
    const shape = read(entryOf(props, 'the user', at)!, present)
    if (key !== undefined && at.remarks.count === before) byKey.set(key, shape)
    return shape
  }

  return { all, of }
}

function tableOf(columns: Columns, shapes: readonly Shape[], missing: readonly string[]): UserTable {
  const ids = columns.ids.values()
  const rows = sortedRows(ids)
  const ordinals = new Uint32Array(rows.length)
  rows.forEach((row, ordinal) => (ordinals[row] = ordinal))
  const { names, displayNames, addresses, addressIndex } = columns
  return {
    count: rows.length,
    rows,
    ordinals,
    names,
    displayNames,
    addresses,
    addressIndex,
    shapeOf: columns.shapeOf.values(),
    shapes,
    missing,
    duplicates: duplicatesIn(ids, rows),
    idOf: (ordinal) => unpackGuid(ids, rows[ordinal]! * guidWords),
    find: (id) => (packGuid(id, scratch, 0) ? findRow(ids, rows, scratch) : undefined),
  }
}

/** Rows in the order of their ids; exports are often in it already. */
function sortedRows(ids: Uint32Array): Uint32Array {
  const rows = Uint32Array.from({ length: ids.length / guidWords }, (_, row) => row)
  for (let row = 1; row < rows.length; row++) if (compareIds(ids, row - 1, ids, row) > 0) return rows.sort((a, b) => compareIds(ids, a, ids, b) || a - b)
  return rows
}

function compareIds(left: Uint32Array, a: number, right: Uint32Array, b: number): number {
  for (let i = 0; i < guidWords; i++) {
    const difference = left[a * guidWords + i]! - right[b * guidWords + i]!
    if (difference !== 0) return difference
  }
  return 0
}

function findRow(ids: Uint32Array, rows: Uint32Array, wanted: Uint32Array): number | undefined {
  let low = 0
  let high = rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const difference = compareIds(ids, rows[middle]!, wanted, 0)
    if (difference === 0) return middle
    if (difference < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

function duplicatesIn(ids: Uint32Array, rows: Uint32Array): ReadonlySet<Guid> {
  const twice = new Set<Guid>()
  for (let i = 1; i < rows.length; i++) if (compareIds(ids, rows[i]!, ids, rows[i - 1]!) === 0) twice.add(unpackGuid(ids, rows[i]! * guidWords))
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
