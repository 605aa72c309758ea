import type { Column } from '../../database.js'
import { named } from '../../database.js'
import { columnsOf } from './relation.js'
import type { Relation } from './relation.js'

/*
 * What is asked of tables, in DuckDB's SQL. docs/lake.md shows it, and the same for Spark and Trino. Ids are UUIDs here: they
 * sort as their texts do.
 */

const [list, struct] = [24, 25]

/** A check of what is cast to UUID elsewhere; the cast alone takes braces and missing hyphens. */
const guid = "'[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'"

const isGuid = (column: string): string => `coalesce(regexp_full_match(${named(column)}::VARCHAR, ${guid}), false)`

/** Rows to be looked at closely: something is to be said about them. */
export function oddUsers({ columns }: Relation): string {
  const addresses = columns.get('proxyaddresses')
  const hasNull = addresses?.columnType.typeId === list ? ` OR len(list_filter(${named(addresses.columnName)}, lambda a: a IS NULL)) > 0` : ''
  return `NOT ${isGuid('id')}${hasNull}`
}

export const oddMembers = `NOT ${isGuid('groupId')} OR NOT ${isGuid('id')}`

const rowKeys = ['skuId', 'disabledPlans', 'assignedByGroup', 'state', 'error']
const licenseKeys = ['skuId', 'disabledPlans']

/** What licensing sees of a user, as text of JSON: users who are equal in it were exported alike. */
export function shapeOf(users: Relation, attributes: readonly string[]): string {
  const plain = ['usageLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled', ...attributes]
  const found = columnsOf(users, [...plain, 'licenseAssignmentStates', 'assignedLicenses'])
  const parts = [...found].map(([key, column]) => `${named(key)}: ${partOf(key, column, found)}`)
  return parts.length === 0 ? "'{}'" : `to_json({${parts.join(', ')}})::VARCHAR`
}

function partOf(key: string, column: Column, found: ReadonlyMap<string, Column>): string {
  if (key === 'licenseAssignmentStates') return only(rowKeys, column)
  if (key !== 'assignedLicenses') return named(column.columnName)
  const rows = found.get('licenseAssignmentStates')
  const licenses = only(licenseKeys, column)
  return rows?.columnType.typeId === list ? `CASE WHEN len(${named(rows.columnName)}) > 0 THEN NULL ELSE ${licenses} END` : licenses
}

/** Of a list of structures these fields, by Graph's names; anything else as it is. */
function only(keys: readonly string[], { columnName, columnType }: Column): string {
  const item = columnType.valueType
  if (columnType.typeId !== list || item?.typeId !== struct) return named(columnName)
  const fields = new Map((item.entryNames ?? []).map((name) => [name.toLowerCase(), name]))
  const kept = keys.flatMap((key) => (fields.has(key.toLowerCase()) ? [`${named(key)}: r.${named(fields.get(key.toLowerCase())!)}`] : []))
  return kept.length === 0 ? named(columnName) : `list_transform(${named(columnName)}, lambda r: {${kept.join(', ')}})`
}

/** One row for each address of each user; `address` is normal where it is plain, and otherwise null. */
export function addressesOf({ from, columns }: Relation): string | undefined {
  const column = columns.get('proxyaddresses')
  if (column === undefined) return undefined
  const addresses = column.columnType.typeId === list ? named(column.columnName) : `from_json(${named(column.columnName)}::JSON, '["VARCHAR"]')`
  return `SELECT id, written, ${normalOf('written')} AS address FROM (SELECT id::UUID AS id, unnest(${addresses}) AS written FROM ${from})`
}

/** In lower case, with a type in front. What is not plain ASCII is left to whoever knows what JavaScript does with it. */
const normalOf = (written: string): string =>
  `CASE WHEN NOT regexp_full_match(${written}, '[!-~]([ -~]*[!-~])?') THEN NULL WHEN regexp_matches(${written}, '^[A-Za-z0-9-]+:') THEN lower(${written}) ELSE 'smtp:' || lower(${written}) END`

/** Mail addresses by user, those that are not plain looked up. */
export const mail = (addresses: string): string =>
  `SELECT a.id, coalesce(a.address, u.address) AS address FROM (${addresses}) AS a LEFT JOIN unusual AS u ON a.address IS NULL AND u.written = a.written`

/** Users one of whose mail addresses another user or a group has, too. */
export const clash = (addresses: string): string => `
WITH mail AS (${mail(addresses)}),
  shared AS (SELECT address FROM mail WHERE starts_with(address, 'smtp:') GROUP BY address HAVING min(id) <> max(id) UNION SELECT address FROM group_address)
SELECT DISTINCT mail.id FROM mail JOIN shared USING (address)`

/** A member's type as Graph has it, lower-case and without its prefix; null: the export does not say. */
export function typeOf({ columns }: Relation): string {
  const column = columns.get('@odata.type')
  return column === undefined ? 'NULL::VARCHAR' : `nullif(regexp_replace(lower(${named(column.columnName)}), '^#microsoft\\.graph\\.', ''), '')`
}

/** Memberships in groups that matter, by the group's number. */
export const membership = (members: Relation): string =>
  `SELECT m.id::UUID AS id, r.number, ${typeOf(members)} AS type FROM ${members.from} AS m JOIN relevant AS r ON r.id = m."groupId"::UUID`

/** Each user's groups. */
export const groupsOfUsers = (members: Relation): string =>
  `SELECT id, list_sort(list(DISTINCT number)) AS groups FROM (${membership(members)}) WHERE type IS NULL OR type = 'user' GROUP BY id`

/** Users by what they are like: shape, groups, clash. In the order of their first users. */
export const kinds = (users: Relation, attributes: readonly string[]): string => `
SELECT (row_number() OVER (ORDER BY min(id)) - 1)::INTEGER AS kind, shape, groups, clash, list(id) AS ids
FROM (
  SELECT u.id, u.shape, m.groups, c.id IS NOT NULL AS clash
  FROM (SELECT id::UUID AS id, ${shapeOf(users, attributes)} AS shape FROM ${users.from}) AS u
  LEFT JOIN user_groups AS m ON m.id = u.id
  LEFT JOIN user_clash AS c ON c.id = u.id
) GROUP BY shape, groups, clash`

/** Users in the order of their ids. */
export const people = 'SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS ordinal, id, kind FROM (SELECT kind, unnest(ids) AS id FROM kind)'

/** What each list of members says. */
export const memberLists = (members: Relation): string => `
SELECT number, count(*)::INTEGER,
  (count(*) FILTER (WHERE NOT found AND (type = 'group' OR (type IS NULL AND is_group))))::INTEGER,
  (count(*) FILTER (WHERE NOT found AND type = 'user'))::INTEGER,
  (count(*) FILTER (WHERE found))::INTEGER
FROM (
  SELECT m.number, m.type, p.id IS NOT NULL AND (m.type IS NULL OR m.type = 'user') AS found, g.id IS NOT NULL AS is_group
  FROM (${membership(members)}) AS m LEFT JOIN person AS p ON p.id = m.id LEFT JOIN any_group AS g ON g.id = m.id
) GROUP BY number ORDER BY number`

/** Names and addresses in the order of users. */
export function names(users: Relation, addresses: string | undefined): string {
  const text = (name: string) => (users.columns.has(name.toLowerCase()) ? `coalesce(u.${named(name)}, '')` : "''")
  const join = addresses === undefined ? '' : `LEFT JOIN (SELECT id, list(address ORDER BY address) AS addresses FROM (SELECT DISTINCT id, address FROM (${mail(addresses)})) GROUP BY id) AS a ON a.id = p.id`
  return `
SELECT p.ordinal, p.id::VARCHAR AS id, coalesce(nullif(${text('userPrincipalName')}, ''), p.id::VARCHAR) AS name, ${text('displayName')} AS display, ${addresses === undefined ? '[]' : 'a.addresses'} AS addresses
FROM person AS p JOIN ${users.from} AS u ON u.id::UUID = p.id ${join} ORDER BY p.ordinal`
}
