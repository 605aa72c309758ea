import type { Guid } from '../../model/catalog.js'
import type { Scratch } from '../files.js'
import type { HashedPlaces } from './hashed-places.js'
import type { Elements } from './resource.js'
import type { Progress, Reading, TakeBytes, TakeValue } from './elements.js'
import { entryOf, guidOf, remark, textOf, textsOf } from './graph/entry.js'
import type { At } from './graph/entry.js'
import { isProps, prop } from './graph/property.js'
import type { Props } from './graph/property.js'
import { guidWords, packGuid } from '../text/guid.js'
import { once } from '../../once.js'
import type { People } from './people.js'
import { collectRemarks } from '../text/remarks.js'
import type { Remarks } from '../text/remarks.js'
import type { Unseen } from './hidden-plans.js'
import { internShapes } from './shapes.js'
import type { Shapes } from './shapes.js'
import { userReader } from './scan/scanner.js'
import type { UserReader } from './scan/scanner.js'
import { placeWord, shapeWord, sortUsers } from './sorted-users.js'
import type { SortedUsers } from './sorted-users.js'
import { pushRead, pushUser, userColumns } from './user-columns.js'
import type { ColumnLimits, UserColumns } from './user-columns.js'

/** All users: an ordinal is a place in the order of ids, a place is one among `people`. */
export interface UserTable extends SortedUsers {
  readonly people: People
  readonly names: HashedPlaces
  readonly addresses: HashedPlaces
  readonly shapes: Shapes
  /** Keys that no user has. */
  readonly missing: readonly string[]
  placeOf(ordinal: number): number
  shapeOf(ordinal: number): number
  /** Of several users with one id, the first. */
  ordinalAt(place: number): number
}

/** What is asked of users when they are folded. */
export type LookupTable = Omit<UserTable, 'shapes' | 'shapeOf'>

/** What is known of how users look once some were read: others who look alike need not be read from values. */
export interface Looks {
  readonly scanner: () => UserReader
  readonly shapes: Shapes
  /** The scanner's numbers for looks -> index into the shapes. */
  readonly shapeOfLook: (number | undefined)[]
}

/** Of users in whom these attributes count. */
export function newLooks(attributes: readonly string[], unseen?: Unseen): Looks {
  return { scanner: once(() => userReader(attributes, unseen)), shapes: internShapes(attributes, unseen), shapeOfLook: [] }
}

/** Reads all users. A user with a problem is said and left out; then the table is not to be used. */
export async function readUsers(
  users: Elements,
  attributes: readonly string[],
  remarks: Remarks,
  progress: (bytes: number, users: number) => void,
  scratch?: () => Scratch,
  limits?: ColumnLimits,
  looks = newLooks(attributes),
): Promise<{ readonly table: UserTable; readonly reading: Reading }> {
  const { scanner, shapes } = looks
  const columns = userColumns((number) => scanner().domain(number), scratch, limits)
  const missing = new Set(expectedKeys(attributes))
  const report: Progress = (bytes) => progress(bytes, columns.users.length)
  const take: TakeValue = (value, file, offset) => takeUser(value, { file, offset, remarks }, columns, shapes, missing)
  const reading = await users.read(take, report, scannedUsers(looks, columns, missing, remarks))
  const table = tableOf(columns, sortUsers(columns.users, scratch), shapes, [...missing])
  await sayDuplicates(table, users, remarks)
  return { table, reading }
}

const expectedKeys = (attributes: readonly string[]): readonly string[] =>
  ['accountEnabled', 'proxyAddresses', 'usageLocation', 'userPrincipalName', 'userType', ...attributes].sort()

const mostRows = 2 ** 24

const scratch = new Uint32Array(guidWords)

/** Users taken from their bytes, many at a time. What a user looks like is read from values the first time, and known from then on. */
function scannedUsers({ scanner, shapes, shapeOfLook }: Looks, columns: UserColumns, missing: Set<string>, remarks: Remarks): TakeBytes {
  const shapeOf = new Uint32Array(mostRead)
  const quiet: At = { file: '', offset: 0, remarks: collectRemarks() }
  return (bytes, from, file, offset, isList, levels) => {
    const users = scanner()
    const end = columns.users.length + mostRead > mostRows ? -1 : users.scan(bytes, from, isList, levels)
    if (end === -1) return end
    for (const key of missing) if (users.has(key)) missing.delete(key)
    const looks = users.looks()
    const found = shapeOf.subarray(0, looks.length)
    for (let i = 0; i < looks.length; i++) found[i] = shapeOfLook[looks[i]!] ?? read(i, looks[i]!, bytes, { file, offset: offset - from, remarks })
    if (users.hidden().length > 0) hide(users, found)
    pushRead(columns, users, found)
    if (shapes.plans?.groups !== undefined) users.newRows(shapes.alike)
    return end
  }

  /** A look is known when there was nothing to say about it: else the next one who has it is told of, too. */
  function read(user: number, look: number, bytes: Buffer, at: At): number {
    return fromWords(look) ?? fromValue(user, look, bytes, at)
  }

  /** Most looks are made of rows that were read before. Undefined: there is something to say, which needs the user. */
  function fromWords(look: number): number | undefined {
    const props = scanner().propsOf(look)
    const before = quiet.remarks.count
    const shape = props && shapes.of(props, quiet)
    return quiet.remarks.count === before && shape !== undefined ? (shapeOfLook[look] = shape) : undefined
  }

  function fromValue(user: number, look: number, bytes: Buffer, at: At): number {
    const [from, to] = scanner().spanOf(user)
    const before = remarks.count
    const props = JSON.parse(bytes.toString('utf8', from, to)) as Props
    const shape = shapes.showing(shapes.of(props, { ...at, offset: at.offset + from }), hiddenOf(scanner(), user))
    if (remarks.count === before) shapeOfLook[look] = shape
    return shape
  }

  function hide(users: UserReader, found: Uint32Array): void {
    const [hidden, ends] = [users.hidden(), users.hiddenEnds()]
    const { of } = shapes.plans!
    for (let i = 0, start = 0; i < found.length; start = ends[i++]!) if (ends[i]! > start) found[i] = shapes.hiding(found[i]!, of(hidden, start, ends[i]!))
  }

  function hiddenOf(users: UserReader, user: number): number {
    const [start, end] = [user === 0 ? 0 : users.hiddenEnds()[user - 1]!, users.hiddenEnds()[user]!]
    return start === end ? 0 : shapes.plans!.of(users.hidden(), start, end)
  }
}

/** A scanner takes no more at a time. */
const mostRead = 2 ** 14

function takeUser(value: unknown, at: At, columns: UserColumns, shapes: Shapes, missing: Set<string>): void {
  if (!isProps(value)) return void entryOf(value, 'a user', at)
  const id = prop(value, 'id')
  if (typeof id !== 'string' || !packGuid(id, scratch, 0)) return void guidOf(entryOf(value, 'the user', at)!, 'id')
  if (columns.users.length === mostRows) remark(at, 'too-many-users', `there are more than ${mostRows} users`)
  if (columns.users.length >= mostRows) return
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

function tableOf({ people, names, addresses }: Omit<UserColumns, 'users'>, sorted: SortedUsers, shapes: Shapes, missing: readonly string[]): UserTable {
  return {
    ...sorted,
    people,
    names,
    addresses,
    shapes,
    missing,
    placeOf: (ordinal) => sorted.word(ordinal, placeWord),
    shapeOf: (ordinal) => sorted.word(ordinal, shapeWord),
    ordinalAt: (place) => sorted.findBits(people.idAt(place))!,
  }
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
