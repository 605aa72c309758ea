import type { Loaded, Problem } from '../../../model/problem.js'
import type { Files } from '../../files.js'
import { resourceNames } from '../resource.js'
import type { Elements, ResourceName, Sources } from '../resource.js'
import { quoted } from '../../database.js'
import type { Database } from '../../database.js'
import { missingPackage, tableIn, tried } from './relation.js'
import { rowsAsElements } from './values.js'

/** The one database of a snapshot. What keeps it from opening is said once. */
export type DatabaseOf = () => Promise<Loaded<Database>>

/** Opens it when it is first needed. `shown` is the snapshot. */
export function databaseOf({ lake }: Files, shown: string): DatabaseOf {
  let opened: Promise<Loaded<Database>> | undefined
  return async () => {
    if (opened !== undefined) return { ...(await opened), problems: [] }
    opened = lake === undefined ? Promise.resolve({ problems: [missingPackage(shown)] }) : tried(shown, () => lake.open())
    return opened
  }
}

export const isDuckDb = (path: string): boolean => /\.(?:duckdb|ddb|db)$/i.test(path)

/** The tables of a DuckDB file, as the sources of a snapshot. */
export async function sourcesInDuckDb(files: Files, path: string): Promise<{ readonly sources?: Sources; readonly problems: readonly Problem[] }> {
  const opened = await databaseOf(files, path)()
  if (opened.value === undefined) return { problems: opened.problems }
  const database = opened.value
  const found = await tried(path, async () => attached(database, await files.lake!.at(path)))
  if (found.value === undefined) return { problems: found.problems }
  const tables = await Promise.all(resourceNames.map(async (name) => [name, await elementsOf(database, path, found.value!.get(name.toLowerCase()))] as const))
  const named = Object.fromEntries(tables.map(([name, { value }]) => [name, value])) as Record<ResourceName, Elements | undefined>
  return { sources: { ...named, members: new Map(), strangeMembers: [] }, problems: tables.flatMap(([, { problems }]) => problems) }
}

/** Tables and views by name in lower case. */
async function attached(database: Database, place: string): Promise<ReadonlyMap<string, string>> {
  await database.rows(`ATTACH ${quoted(place)} AS lake (READ_ONLY)`)
  const rows = await database.rows("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'lake' AND table_schema = 'main'")
  return new Map(rows.map(([name]) => [(name as string).toLowerCase(), name as string]))
}

async function elementsOf(database: Database, path: string, table: string | undefined): Promise<Loaded<Elements>> {
  if (table === undefined) return { problems: [] }
  const relation = await tableIn(database, `${path}/${table}`, 'lake', table)
  return relation.value === undefined ? { problems: relation.problems } : { value: rowsAsElements(relation.value), problems: [] }
}
