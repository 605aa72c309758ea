import type { StateRow } from '../model/report.js'
import { evidenceSchema } from './schema-evidence.js'
import { reportSchema } from './schema.js'
import type { Schema } from './schema-words.js'

/** The same value with its keys in the order in which the schema names them; a key that it does not name comes last. */
export function inOrder(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inOrder(item, itemsOf(schema)))
  if (typeof value !== 'object' || value === null) return value
  const properties = propertiesOf(schema, value)
  const known = Object.entries(value).filter(([, item]) => item !== undefined)
  const places = Object.keys(properties)
  const place = (name: string): number => (places.indexOf(name) + 1 || places.length + 1)
  return Object.fromEntries(known
    .sort(([one], [other]) => place(one) - place(other))
    .map(([name, item]) => [name, inOrder(item, properties[name])]))
}

function propertiesOf(schema: Schema | undefined, value: object): Readonly<Record<string, Schema>> {
  const properties = (resolved(schema)?.['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const evidence = 'evidence' in value && 'kind' in value ? evidenceSchema(String(value.kind)) : undefined
  return evidence === undefined ? properties : { ...properties, evidence }
}

function itemsOf(schema: Schema | undefined): Schema | undefined {
  return resolved(schema)?.['items'] as Schema | undefined
}

/** Follows a reference, and looks through `or null`. */
function resolved(schema: Schema | undefined): Schema | undefined {
  const either = schema?.['anyOf'] as readonly Schema[] | undefined
  if (either !== undefined) return resolved(either[0])
  const reference = schema?.['$ref']
  return typeof reference === 'string' ? definition(reference.slice('#/$defs/'.length)) : schema
}

export function definition(name: string): Schema | undefined {
  return reportSchema.$defs[name]
}

const stateKeys = Object.keys(propertiesOf(definition('state'), {}))

/** The same as `inOrder`, for the many rows that hold nothing but texts: four times as fast. */
export function stateRow(row: StateRow): unknown {
  if (row.oneOf !== undefined) return inOrder(row, definition('state'))
  const ordered: Record<string, unknown> = {}
  for (const key of stateKeys) ordered[key] = row[key as keyof StateRow]
  return ordered
}
