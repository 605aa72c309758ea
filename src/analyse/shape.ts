import { schemas } from '../load/schemas/index.js'
import type { Schema } from '../load/schemas/words.js'
import type { FileType } from '../load/text/schema.js'

/** The piece of schema that a value fits, and where the pieces that it refers to are found. */
export interface Shape {
  readonly schema: Schema
  readonly definitions: Readonly<Record<string, Schema>>
}

/** The shape of a whole file. */
export function shapeOf(type: FileType): Shape {
  const schema = schemas[type] as Schema
  return { schema, definitions: (schema['$defs'] ?? {}) as Shape['definitions'] }
}

/** The shape of what stands under a key, or of an item of a list; undefined where the schema says nothing of it. */
export function shapeWithin(shape: Shape | undefined, name: string | number): Shape | undefined {
  if (shape === undefined) return undefined
  const { schema, definitions } = shape
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const rest = typeof schema['additionalProperties'] === 'object' ? (schema['additionalProperties'] as Schema) : undefined
  const within = typeof name === 'number' ? (schema['items'] as Schema | undefined) : Object.hasOwn(properties, name) ? properties[name] : rest
  return within === undefined ? undefined : { schema: within, definitions }
}

/** Follows references, and takes the alternative that a value belongs to. */
export function resolved(shape: Shape | undefined, value: unknown): Shape | undefined {
  if (shape === undefined) return undefined
  const { schema, definitions } = shape
  if (typeof schema['$ref'] === 'string') return resolved(partOf(definitions, schema['$ref']), value)
  const branches = (schema['oneOf'] ?? []) as readonly Schema[]
  const branch = branches.find((one) => isMeant(one, value))
  return branch === undefined ? shape : { schema: branch, definitions }
}

function partOf(definitions: Shape['definitions'], reference: string): Shape | undefined {
  const schema = definitions[reference.replace('#/$defs/', '')]
  return schema && { schema, definitions }
}

/** An alternative of objects whose fixed words (`kind`, `op`) are those of the value. */
function isMeant({ properties }: Schema, value: unknown): boolean {
  if (properties === undefined || !isRecord(value)) return false
  return Object.entries(properties as Readonly<Record<string, Schema>>).every(([key, { const: word }]) => word === undefined || value[key] === word)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
