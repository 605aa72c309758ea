import type { Guid } from '../../../model/catalog.js'
import type { Loaded, Problem } from '../../../model/problem.js'
import { isMail, normalAddress } from '../addresses.js'
import { foldKinds } from '../fold.js'
import type { Kind } from '../fold.js'
import { entryOf, guidOf, remark, textsOf } from '../graph/entry.js'
import type { At } from '../graph/entry.js'
import { readGroupMember } from '../graph/members.js'
import { readShape } from '../graph/users.js'
import type { Shape } from '../graph/users.js'
import type { MemberList } from '../memberships.js'
import { problemIn } from '../../text/problems.js'
import { collectRemarks } from '../../text/remarks.js'
import type { Remarks } from '../../text/remarks.js'
import { situations } from '../situations.js'
import type { UsersRead, UsersWanted } from '../users-read.js'
import type { Database } from '../../database.js'
import { lookupsIn } from './lookups.js'
import { tried } from './relation.js'
import type { Relation } from './relation.js'
import { addressesOf, clash, groupsOfUsers, kinds, memberLists, oddMembers, oddUsers, people } from './sql.js'
import { takeRow, valueOf } from './values.js'

/** Tables of a snapshot. Without memberships, users with a row by a group count as its members. */
export interface Tables {
  readonly users: Relation
  readonly members: Relation | undefined
}

/** Folds users in the database: one row for all who are alike, and one number for each user, come out of it. */
export async function queryUsers(wanted: UsersWanted, tables: Tables): Promise<Loaded<UsersRead>> {
  const wrong = wrongColumns(tables)
  if (wrong.length > 0) return { problems: wrong }
  const read = await tried(tables.users.file, () => inTurn(tables.users.database, () => query(wanted, tables)))
  return read.value === undefined ? { problems: read.problems } : read.value
}

/** Readings of one database make tables of the same names: one at a time. */
function inTurn<T>(database: Database, read: () => Promise<T>): Promise<T> {
  const next = (turns.get(database) ?? Promise.resolve()).then(read)
  turns.set(database, next.catch(() => undefined))
  return next
}

const turns = new WeakMap<Database, Promise<unknown>>()

async function query(wanted: UsersWanted, tables: Tables): Promise<Loaded<UsersRead>> {
  const { users, members } = tables
  await lookClosely(tables, wanted.remarks)
  if (wanted.remarks.count > 0) return { problems: [] }
  await prepare(wanted, tables)
  const kindOf = await users.database.numbers('SELECT kind FROM person ORDER BY ordinal')
  await sayDuplicates(users, wanted.remarks)
  const found = await readKinds(wanted, users)
  if (wanted.remarks.count > 0) return { problems: [] }
  const lists = members === undefined ? new Map<Guid, MemberList>() : await readLists(wanted, members)
  wanted.progress(0, kindOf.length, undefined)
  const value = {
    count: kindOf.length,
    folded: foldKinds({ kindOf: new Uint32Array(kindOf.buffer), kinds: found }),
    lists,
    missing: expected(wanted.attributes).filter((key) => !users.columns.has(key.toLowerCase())),
    stopsEarly: false,
    lookups: lookupsIn(users, wanted.groups),
  }
  return { value, problems: [] }
}

const expected = (attributes: readonly string[]): readonly string[] =>
  ['accountEnabled', 'proxyAddresses', 'usageLocation', 'userPrincipalName', 'userType', ...attributes].sort()

/** Columns without which nothing can be asked, and names that are no texts. */
function wrongColumns({ users, members }: Tables): readonly Problem[] {
  const missing = (relation: Relation, keys: readonly string[]) =>
    keys.filter((key) => !relation.columns.has(key.toLowerCase())).map((key) => problemIn(relation.file, 'missing-key', `the table has no column \`${key}\``, `its columns are ${[...relation.columns.values()].map(({ columnName }) => `\`${columnName}\``).join(', ')}; docs/lake.md says what a table looks like`))
  const noTexts = ['userPrincipalName', 'displayName'].filter((key) => (users.columns.get(key.toLowerCase())?.columnType.typeId ?? text) !== text)
  return [
    ...missing(users, ['id']),
    ...(members === undefined ? [] : missing(members, ['groupId', 'id'])),
    ...noTexts.map((key) => problemIn(users.file, 'wrong-type', `the column \`${key}\` holds no texts`, 'write it as text; docs/lake.md says what a table looks like')),
  ]
}

const text = 17

/** So many examples of what is wrong are read; more are cut off by whoever shows them. */
const most = 21

/** Rows about which something is to be said are read as those of JSON are, so that the same is said. */
async function lookClosely({ users, members }: Tables, remarks: Remarks): Promise<void> {
  await closely(users, oddUsers(users), (value, at) => {
    const entry = entryOf(value, 'the user', at)!
    guidOf(entry, 'id')
    textsOf(entry, 'proxyAddresses')
  }, remarks)
  if (members !== undefined) await closely(members, oddMembers, readGroupMember, remarks)
}

async function closely(relation: Relation, where: string, read: (value: unknown, at: At) => unknown, remarks: Remarks): Promise<void> {
  const rows = await relation.database.rows(`SELECT to_json(t)::VARCHAR, seatplan_file, file_row_number::INTEGER FROM ${relation.located} AS t WHERE ${where} LIMIT ${most}`)
  for (const row of rows) takeRow(relation, row, (value, file, offset) => void read(value, { file, offset, remarks }))
}

/** Makes the tables that everything else is asked of. */
async function prepare({ relevant, groups, attributes }: UsersWanted, { users, members }: Tables): Promise<void> {
  const { database } = users
  const make = (table: string, sql: string, values?: readonly string[]) => database.rows(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`, values)
  const ids = 'SELECT CAST(unnest(CAST($1 AS VARCHAR[])) AS UUID) AS id'
  await make('relevant', `SELECT id, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS number FROM (${ids})`, [listOf(relevant.map(({ group }) => group.id))])
  await make('any_group', ids, [listOf([...groups.keys()])])
  await make('group_address', 'SELECT unnest(CAST($1::JSON AS VARCHAR[])) AS address', [JSON.stringify([...groups.values()].flatMap(({ proxyAddresses }) => proxyAddresses.filter(isMail)))])
  const addresses = addressesOf(users)
  await make('unusual', 'SELECT unnest(CAST($1::JSON AS VARCHAR[])) AS written, unnest(CAST($2::JSON AS VARCHAR[])) AS address', await unusual(users, addresses))
  await make('user_groups', members === undefined ? 'SELECT NULL::UUID AS id, []::INTEGER[] AS groups WHERE false' : groupsOfUsers(members))
  await make('user_clash', addresses === undefined ? 'SELECT NULL::UUID AS id WHERE false' : clash(addresses))
  await make('kind', kinds(users, attributes))
  await make('person', people)
}

/** Ids, of which none has to be quoted. */
const listOf = (ids: readonly Guid[]): string => `[${ids.join(', ')}]`

/** Addresses that are not plain, and what they are in normal form: two lists in JSON. */
async function unusual({ database }: Relation, addresses: string | undefined): Promise<readonly [string, string]> {
  if (addresses === undefined) return ['[]', '[]']
  const written = (await database.rows(`SELECT DISTINCT written FROM (${addresses}) WHERE address IS NULL`)).map(([one]) => one as string)
  return [JSON.stringify(written), JSON.stringify(written.map((one) => normalAddress(one).replaceAll('\n', ' ')))]
}

async function sayDuplicates(users: Relation, remarks: Remarks): Promise<void> {
  const twice = await users.database.rows(`SELECT DISTINCT a.id::VARCHAR AS id FROM person AS a JOIN person AS b ON a.ordinal + 1 = b.ordinal AND a.id = b.id ORDER BY id LIMIT ${most}`)
  for (const [id] of twice) {
    const rows = await users.database.rows(`SELECT seatplan_file, file_row_number::INTEGER FROM ${users.located} WHERE id::VARCHAR = $1 OR lower(id::VARCHAR) = $1 ORDER BY ALL`, [id as string])
    for (const [file, row] of rows.slice(1)) remark({ file: users.fileOf(file as string), offset: row as number, remarks }, 'duplicate-user', `the user \`${id as string}\` is there twice`, 'files that overlap, or two exports in one table')
  }
}

/** Each shape is read once, and each kind given its state. */
async function readKinds({ relevant, groups, attributes, remarks, situations: kept }: UsersWanted, users: Relation): Promise<readonly Kind[]> {
  const ids = relevant.map(({ group }) => group.id).sort()
  const shapes = new Map<string, Shape>()
  const situate = situations({ groups, relevant: new Set(ids) }, kept)
  const rows = await users.database.rows('SELECT k.shape, k.groups, k.clash, p.first, p.count FROM kind AS k JOIN (SELECT kind, min(ordinal)::INTEGER AS first, count(*)::INTEGER AS count FROM person GROUP BY kind) AS p USING (kind) ORDER BY kind')
  const found: Kind[] = []
  for (const [written, numbers, clashes, first, count] of rows as readonly KindRow[]) {
    const shape = shapes.get(written) ?? (await shapeOf(written, first, users, attributes, remarks))
    shapes.set(written, shape)
    const { state, seen } = situate(shape, (numbers ?? []).map((number) => ids[number]!).sort(), clashes)
    found.push({ shape, state, seen, first, count })
  }
  return found
}

type KindRow = readonly [shape: string, groups: readonly number[] | null, clash: boolean, first: number, count: number]

/** If something is wrong with it, it is said of the first user who has it. */
async function shapeOf(written: string, first: number, users: Relation, attributes: readonly string[], remarks: Remarks): Promise<Shape> {
  const quiet = collectRemarks()
  const shape = readShape(entryOf(valueOf(written), 'the user', { file: users.file, offset: 0, remarks: quiet })!, attributes)
  if (quiet.count === 0) return shape
  const [row] = await users.database.rows(`SELECT to_json(t)::VARCHAR, seatplan_file, file_row_number::INTEGER FROM ${users.located} AS t WHERE id::UUID = (SELECT id FROM person WHERE ordinal = $1)`, [first])
  takeRow(users, row!, (value, file, offset) => void readShape(entryOf(value, 'the user', { file, offset, remarks })!, attributes))
  return shape
}

async function readLists({ relevant }: UsersWanted, members: Relation): Promise<ReadonlyMap<Guid, MemberList>> {
  const ids = relevant.map(({ group }) => group.id).sort()
  const rows = (await members.database.rows(memberLists(members))) as readonly (readonly [number, number, number, number, number])[]
  const counted = new Map(rows.map(([number, all, groups, strangers, found]) => [ids[number]!, { members: all, groups, strangers, others: all - groups - strangers - found }]))
  return new Map(ids.map((id) => [id, counted.get(id) ?? { members: 0, groups: 0, others: 0, strangers: 0 }]))
}
