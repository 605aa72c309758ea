import { schemas } from '../../load/schemas/index.js'
import type { Schema } from '../../load/schemas/words.js'
import type { FileType } from '../../load/text/schema.js'

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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Where keys may come in any order, the order in which they are written: that of the schema. Undefined: the author's own. */
export function keyOrder(shape: Shape | undefined): readonly string[] | undefined {
  if (shape?.schema['additionalProperties'] !== false) return undefined
  return Object.keys((shape.schema['properties'] ?? {}) as object)
}

/** Names in the order of the schema; those that it does not know come last, as they stood. */
export function inOrder<T>(entries: readonly T[], nameOf: (entry: T) => string, order: readonly string[]): readonly T[] {
  const rank = (entry: T): number => (order.includes(nameOf(entry)) ? order.indexOf(nameOf(entry)) : order.length)
  return entries.map((entry, index) => ({ entry, index })).sort((a, b) => rank(a.entry) - rank(b.entry) || a.index - b.index).map(({ entry }) => entry)
}

/** Lists whose order means nothing: plans, products, countries. Alternatives, changes, users and cases keep theirs. */
const sets = new Set(['plans', 'products', 'each', 'against', 'requiresAllOf', 'whenAnyPlan', 'prohibitedIn', 'allowedIn', 'disabledPlans', 'enabledPlans',
  'aliases', 'servicePlans', 'addServicePlans', 'removeServicePlans'])
const typesWithSets: readonly FileType[] = ['rules', 'plan', 'overlay', 'scenario', 'ruletest']

/** Whether a list may be sorted: plain names or `{ plan: X }`, under a key of those. */
export function isSet(type: FileType, path: readonly (string | number)[], value: readonly unknown[]): boolean {
  const isList = sets.has(String(path.at(-1))) || (path.at(-1) === 'value' && type === 'rules')
  const isOfItems = type !== 'overlay' || path.length > 2
  return isList && isOfItems && typesWithSets.includes(type) && value.every((item) => nameOf(item) !== undefined)
}

/** By what an item of such a list is sorted. */
export function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item
  if (!isRecord(item)) return undefined
  const name = item['plan'] ?? item['product']
  return typeof name === 'string' ? name : undefined
}
