import type { Loaded, Problem } from '../../../model/problem.js'
import { DatabaseError, named, quoted } from '../../database.js'
import type { Column, Database } from '../../database.js'

/** A table that SQL reads: Parquet files, or a table of a database. */
export interface Relation {
  readonly database: Database
  /** What the reader calls it. */
  readonly file: string
  /** What stands behind `FROM`. */
  readonly from: string
  /** The same with two columns more, `seatplan_file` and `file_row_number`: where a row is. */
  readonly located: string
  /** By name in lower case: case means nothing in SQL. */
  readonly columns: ReadonlyMap<string, Column>
  /** A file as problems name it, of what `seatplan_file` says. */
  fileOf(located: string): string
}

/** Parquet files that together are one table; `places` is where the database finds them. */
export async function parquetFiles(database: Database, file: string, paths: readonly string[], places: readonly string[]): Promise<Loaded<Relation>> {
  const shown = new Map(places.map((place, i) => [place, paths[i]!]))
  const list = `[${[...shown.keys()].map(quoted).join(', ')}]`
  const read = (more: string) => `read_parquet(${list}, union_by_name = true${more})`
  return described({ database, file, from: read(''), located: read(", filename = 'seatplan_file', file_row_number = true"), fileOf: (located) => shown.get(located) ?? file })
}

/** A table or view of an attached database. */
export async function tableIn(database: Database, file: string, schema: string, table: string): Promise<Loaded<Relation>> {
  const from = `${schema}.${named(table)}`
  const located = `(SELECT *, '' AS seatplan_file, row_number() OVER () - 1 AS file_row_number FROM ${from})`
  return described({ database, file, from, located, fileOf: () => file })
}

async function described(relation: Omit<Relation, 'columns'>): Promise<Loaded<Relation>> {
  const columns = await tried(relation.file, () => relation.database.columns(relation.from))
  if (columns.value === undefined) return { problems: columns.problems }
  return { value: { ...relation, columns: new Map(columns.value.map((column) => [column.columnName.toLowerCase(), column])) }, problems: [] }
}

/** What the database refuses is a problem of the file. */
export async function tried<T>(file: string, read: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { value: await read(), problems: [] }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return { problems: [error.isMissing ? missingPackage(file) : refused(file, error)] }
  }
}

export const missingPackage = (file: string): Problem => ({
  file,
  severity: 'error',
  code: 'no-duckdb',
  message: 'Parquet and DuckDB files are read by the package `@duckdb/node-api`, which is not installed',
  hint: 'install it beside seatplan (`npm install @duckdb/node-api`), or export JSON: docs/snapshot.md',
})

const longestMessage = 300

/** The same wherever the files lie. */
const withoutFolders = (message: string): string => message.replace(/(['"])[^'"]*[/\\]([^'"/\\]+)\1/g, '`$2`')

const refused = (file: string, { message }: DatabaseError): Problem => ({
  file,
  severity: 'error',
  code: 'unreadable',
  message: `the file cannot be read (${withoutFolders(message).slice(0, longestMessage)})`,
  hint: 'write it again; docs/lake.md says what a table looks like',
})

/** Columns of a table as SQL names them, by Graph's names; only those that are there. */
export function columnsOf({ columns }: Relation, names: readonly string[]): ReadonlyMap<string, Column> {
  return new Map(names.flatMap((name) => (columns.has(name.toLowerCase()) ? [[name, columns.get(name.toLowerCase())!] as const] : [])))
}
