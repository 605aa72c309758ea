/** Plain data, as JSON has it. */
export type Data = null | boolean | number | string | readonly Data[] | Fields
export interface Fields {
  readonly [key: string]: unknown
}
export type Where = readonly (string | number)[]

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function valueAt(data: unknown, where: Where): unknown {
  return where.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], data)
}

/** The same data with another value at a place; undefined: without what stands there. */
export function withValue(data: unknown, [key, ...rest]: Where, value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(data)) return data.flatMap((one: unknown, at) => (at !== key ? [one] : rest.length === 0 && value === undefined ? [] : [withValue(one, rest, value)]))
  const fields = data as Fields
  if (rest.length > 0 || value !== undefined) return { ...fields, [key]: withValue(fields[key], rest, value) }
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))
}
