import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { disk } from '../../../src/load/disk.js'
import { named, quoted, type Database } from '../../../src/load/database.js'
import type { Entries } from './snapshot.js'

/** Tables by name: rows, and where the usual is not meant, what the columns are. */
export type Tables = Readonly<Record<string, { readonly rows: readonly object[]; readonly columns?: Readonly<Record<string, string>> }>>

/** Types of Graph's properties as somebody would choose them. */
const licenses = 'STRUCT(skuId VARCHAR, disabledPlans VARCHAR[])[]'
const usual: Readonly<Record<string, string>> = {
  accountEnabled: 'BOOLEAN',
  onPremisesSyncEnabled: 'BOOLEAN',
  securityEnabled: 'BOOLEAN',
  mailEnabled: 'BOOLEAN',
  isAssignableToRole: 'BOOLEAN',
  proxyAddresses: 'VARCHAR[]',
  groupTypes: 'VARCHAR[]',
  assignedLicenses: licenses,
  licenseAssignmentStates: 'STRUCT(skuId VARCHAR, disabledPlans VARCHAR[], assignedByGroup VARCHAR, state VARCHAR, error VARCHAR, lastUpdatedDateTime TIMESTAMP)[]',
  licenseProcessingState: 'STRUCT(state VARCHAR)',
  prepaidUnits: 'STRUCT(enabled INTEGER, warning INTEGER, suspended INTEGER, lockedOut INTEGER)',
  servicePlans: 'STRUCT(servicePlanId VARCHAR, servicePlanName VARCHAR, appliesTo VARCHAR)[]',
  consumedUnits: 'INTEGER',
  totalLicenses: 'BIGINT',
  nextLifecycleDateTime: 'TIMESTAMP',
}

/** Somewhere to write, until the process ends. */
export function scratchFolder(): string {
  if (made.length === 0) process.once('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-lake-'))
  made.push(folder)
  return folder
}

const made: string[] = []

export const openDatabase = (): Promise<Database> => disk().lake!.open()

/** What stands behind FROM for these rows. */
function rowsOf(folder: string, name: string, { rows, columns = {} }: Tables[string]): string {
  const file = join(folder, `${name}.rows.ndjson`)
  const keys = [...new Set([...rows.flatMap((row) => Object.keys(row)), ...Object.keys(columns)])]
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const types = keys.map((key) => `${named(key)}: ${quoted(columns[key] ?? usual[key] ?? 'VARCHAR')}`)
  return `read_json(${quoted(file)}, format = 'newline_delimited', columns = {${types.join(', ')}})`
}

/** Writes each table as a Parquet file into `<folder>/t`. */
export async function writeParquet(database: Database, folder: string, tables: Tables): Promise<void> {
  mkdirSync(join(folder, 't'), { recursive: true })
  for (const [name, table] of Object.entries(tables)) {
    mkdirSync(dirname(join(folder, 't', name)), { recursive: true })
    await database.rows(`COPY (SELECT * FROM ${rowsOf(folder, name.replaceAll('/', '-'), table)}) TO ${quoted(join(folder, 't', `${name}.parquet`))}`)
  }
}

/** Writes the tables into `<folder>/t.duckdb`. */
export async function writeDuckDb(database: Database, folder: string, tables: Tables): Promise<void> {
  await database.rows(`ATTACH ${quoted(join(folder, 't.duckdb'))} AS target`)
  for (const [name, table] of Object.entries(tables)) await database.rows(`CREATE TABLE target.${named(name)} AS SELECT * FROM ${rowsOf(folder, name, table)}`)
  await database.rows('DETACH target')
}

/** Writes files as they are, `t/users.json` and so on. */
export function writeEntries(folder: string, entries: Entries): void {
  for (const [name, text] of Object.entries(entries)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
