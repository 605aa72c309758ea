/** A JSON Schema (2020-12), or a part of one. */
export type Schema = Readonly<Record<string, unknown>>

/** An object of exactly the keys of `T`, in the order in which they are written here. The compiler points at a key that is missing or too many. */
export function object<T extends object>(
  title: string,
  properties: { readonly [K in keyof Required<T>]: Schema },
  optional: readonly (keyof T & string)[] = [],
): Schema {
  const required = Object.keys(properties).filter(key => !optional.some(one => one === key))
  return { title, type: 'object', additionalProperties: false, required, properties }
}

/** A key of the report: what it holds, in one sentence, and what it may be. */
export function key(description: string, schema: Schema): Schema {
  return { description, ...schema }
}

export const text: Schema = { type: 'string' }
export const flag: Schema = { type: 'boolean' }
export const whole: Schema = { type: 'integer' }
export const count: Schema = { type: 'integer', minimum: 0 }
export const guid: Schema = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' }
export const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }

export const oneOf = (...values: readonly (string | number | null)[]): Schema => ({ enum: values })
export const list = (items: Schema): Schema => ({ type: 'array', items })
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
export const named = (name: string): Schema => ({ $ref: `#/$defs/${name}` })
