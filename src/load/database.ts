/** A DuckDB that has nothing in it: tables are views of files, or of a database that is attached. */
export interface Database {
  /** Values of JSON: write other types as texts. */
  rows(sql: string, values?: readonly Value[]): Promise<readonly Row[]>
  /** The same while everything else waits: names are asked for where nobody can wait otherwise. */
  rowsNow(sql: string, values?: readonly Value[]): readonly Row[]
  /** Rows in the order of the query, a few thousand at a time. */
  stream(sql: string): AsyncIterable<readonly Row[]>
  /** One column of INTEGER. */
  numbers(sql: string): Promise<Int32Array>
  columns(table: string): Promise<readonly Column[]>
}

export type Value = string | number | boolean | null
export type Row = readonly unknown[]

export interface Column {
  readonly columnName: string
  readonly columnType: ColumnType
}

/** As the package writes types in JSON. */
export interface ColumnType {
  readonly typeId: number
  /** JSON is a text with a name. */
  readonly alias?: string
  readonly valueType?: ColumnType
  readonly entryNames?: readonly string[]
}

/** What the database says where it cannot do what was asked; wrong input, as far as anybody knows. */
export class DatabaseError extends Error {
  constructor(
    message: string,
    /** The package is not installed, or not for this machine. */
    readonly isMissing: boolean,
  ) {
    super(message)
  }
}

/** A text in SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name in SQL. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`
