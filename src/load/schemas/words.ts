/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>

/** One key of an object: what it means, how it may look, and examples of it. */
export function key(description: string, schema: Schema, ...examples: readonly unknown[]): Schema {
  return { description, ...schema, examples: examples.length > 0 ? examples : exampleOf(schema) }
}

function exampleOf(schema: Schema): readonly unknown[] {
  if (Array.isArray(schema['enum'])) return schema['enum'].slice(0, 1)
  return schema['type'] === 'boolean' ? [true] : []
}

/** An object with these keys and no others. */
export function object(keys: Readonly<Record<string, Schema>>, required: readonly string[], more: Schema = {}): Schema {
  return { type: 'object', properties: titled(keys), required, additionalProperties: false, ...more }
}

/** A text that stands for such an object; or the object, with these keys and no others. */
export function textOr(keys: Readonly<Record<string, Schema>>): Schema {
  return { type: ['string', 'object'], properties: titled(keys), additionalProperties: false }
}

/** Keys, each with its name in words as title. */
export function titled(keys: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(keys).map(([name, schema]) => [name, { title: inWords(name), ...schema }]))
}

/** A whole file. */
export function file(title: string, description: string, keys: Readonly<Record<string, Schema>>, required: readonly string[], more: Schema = {}): Schema {
  return { title, description, ...object({ schemaVersion: schemaVersion(), ...keys }, required, more) }
}

function schemaVersion(): Schema {
  return key('Version of this file format. A newer one than this seatplan knows is refused.', { type: 'integer', const: 1 }, 1)
}

/** `usageLocation` -> `Usage location` */
function inWords(name: string): string {
  const words = name.replace(/[A-Z]+/g, (upper) => ` ${upper.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** At least one visible character. */
export const text: Schema = { type: 'string', pattern: '\\S' }
/** Texts that are names of things: editors know which there are. */
export const nameOf = { plan: named('service-plan'), product: named('product'), group: named('group'), user: named('user'), rule: named('rule'), pack: named('pack'), country: { type: ['string', 'null'], format: 'country' } } as const satisfies Readonly<Record<string, Schema>>
export const flag: Schema = { type: 'boolean' }
export const day: Schema = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }

function named(format: string): Schema {
  return { ...text, format }
}

export function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values }
}

export function list(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more }
}

/** Whole numbers between bounds. */
export function whole(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum }
}

/** The same, or null. Only for schemas of one type. */
export function orNull(schema: Schema): Schema {
  return { ...schema, type: [schema['type'], 'null'] }
}

/** A part that the file's `$defs` hold. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` }
}
