import type { TakeValue, Reading } from '../elements.js'
import type { Elements } from '../resource.js'
import { named } from '../../database.js'
import type { Column, Row } from '../../database.js'
import { tried } from './relation.js'
import type { Relation } from './relation.js'

/** Rows of a table as elements, like those of a file of JSON: an offset is the number of a row. */
export const rowsAsElements = (relation: Relation): Elements => ({
  name: relation.file,
  relation,
  read: async (take, progress): Promise<Reading> => {
    const { problems } = await tried(relation.file, () => readRows(relation, take))
    progress?.(0)
    return { problems, pages: 0, linked: 0 }
  },
})

async function readRows(relation: Relation, take: TakeValue): Promise<void> {
  for await (const rows of relation.database.stream(`SELECT to_json(t)::VARCHAR, seatplan_file, file_row_number::INTEGER FROM ${withTimes(relation)} AS t`))
    for (const row of rows) takeRow(relation, row, take)
}

/** A row that was asked for as `to_json(t)::VARCHAR, seatplan_file, file_row_number::INTEGER`. */
export const takeRow = ({ fileOf }: Pick<Relation, 'fileOf'>, [text, file, row]: Row, take: TakeValue): void => take(valueOf(text as string), fileOf(file as string), row as number)

/** Times as Graph writes them. */
export function withTimes({ located, columns }: Pick<Relation, 'located' | 'columns'>): string {
  const times = [...columns.values()].filter(isTime).map(({ columnName }) => `strftime(${named(columnName)}, '%Y-%m-%dT%H:%M:%SZ') AS ${named(columnName)}`)
  return times.length === 0 ? located : `(SELECT * REPLACE (${times.join(', ')}) FROM ${located})`
}

/** TIMESTAMP in its units, and with a time zone. */
const isTime = ({ columnType }: Column): boolean => [12, 20, 21, 22, 31].includes(columnType.typeId)

/** Some tools cannot write lists and write them as texts of JSON. */
const nested: ReadonlySet<string> = new Set(['assignedlicenses', 'grouptypes', 'licenseassignmentstates', 'licenseprocessingstate', 'members', 'prepaidunits', 'proxyaddresses', 'serviceplans'])

/** A row in JSON, and what in it is a text of JSON. */
export function valueOf(text: string): unknown {
  return Object.fromEntries(Object.entries(JSON.parse(text) as object).map(([key, value]) => [key, nested.has(key.toLowerCase()) ? unpacked(value) : value]))
}

function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
