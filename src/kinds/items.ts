import type { Item, Within } from '../model/rule.js'
import type { Resolve } from './kind.js'

/** Where a value stands in a rule. */
export type Path = readonly (string | number)[]

/** What looking an item up needs. */
export type Names = Pick<Resolve, 'plan' | 'product'>

type Type = Item['type']

/** JSON Schema of one item: a name or a GUID, or an object that says which of the two it is. */
export const itemSchema = {
  type: ['string', 'object'],
  minLength: 1,
  properties: {
    plan: { type: 'string', format: 'service-plan', minLength: 1, title: 'Plan', description: 'Name or GUID of a service plan.', examples: ['EXCHANGE_S_STANDARD'] },
    product: { type: 'string', format: 'product', minLength: 1, title: 'Product', description: 'Part number or GUID of a product.', examples: ['SPE_E5'] },
  },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  description: 'A name or GUID; `{ plan: NAME }` or `{ product: NAME }` says which of the two is meant.',
}

/** What a text is the name of, for editors. */
export const formats = { plan: 'service-plan', product: 'product' } as const satisfies Readonly<Record<Type, string>>

/** JSON Schema of a list of items. */
export function itemsSchema(type: Type, title: string, description: string, example: readonly unknown[]): object {
  return { type: 'array', items: { ...itemSchema, format: formats[type] }, minItems: 1, maxItems: 500, title, description, examples: [example] }
}

/** JSON Schema of one item under a key of its own. */
export function oneItemSchema(type: Type, title: string, description: string, example: string): object {
  return { ...itemSchema, format: formats[type], title, description, examples: [example] }
}

/** JSON Schema of `within`. */
export const withinSchema = {
  enum: ['user', 'group', 'both'],
  default: 'both',
  title: 'Where the rule looks',
  description:
    '`user`: at everything that one user has. `group`: at the licences of one group, when they are changed. `both`: at both.',
  examples: ['both'],
}

/** What `within` says, `both` unless it says otherwise. */
export function withinOf(body: Readonly<Record<string, unknown>>): Within {
  return (body['within'] as Within | undefined) ?? 'both'
}

/** Resolves an item; a plain text is of the type that its key says. */
export function readItem(value: unknown, type: Type, path: Path, names: Names): Item | undefined {
  const { named, handle, at } = handleOf(value, type, path)
  const id = named === 'plan' ? names.plan(handle, at) : names.product(handle, at)
  return id === undefined ? undefined : { type: named, id }
}

function handleOf(value: unknown, type: Type, path: Path): { named: Type; handle: string; at: Path } {
  if (typeof value === 'string') return { named: type, handle: value, at: path }
  const { plan, product } = value as { readonly plan?: string; readonly product?: string }
  if (plan !== undefined) return { named: 'plan', handle: plan, at: [...path, 'plan'] }
  return { named: 'product', handle: product as string, at: [...path, 'product'] }
}

/** Resolves all items of a list, each once; undefined where one of them is wrong. */
export function readItems(value: unknown, type: Type, path: Path, names: Names): readonly Item[] | undefined {
  const items = (value as readonly unknown[]).map((one, i) => readItem(one, type, [...path, i], names))
  const known = items.filter((item) => item !== undefined)
  return known.length < items.length ? undefined : distinct(known)
}

/** Each item once, in the order given. */
export function distinct(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [itemKey(item), item])).values()]
}

/** One text per item. */
export function itemKey(item: Item): string {
  return `${item.type}:${item.id}`
}

/** The one key of several that the author used; none or more than one is a problem. */
export function oneOf(body: Readonly<Record<string, unknown>>, keys: readonly string[], resolve: Resolve): string | undefined {
  const used = keys.filter((key) => body[key] !== undefined)
  if (used.length === 1) return used[0]
  const [first] = used
  if (first === undefined) resolve.problem('missing-key', `none of ${listed(keys)} is given`, [], 'give exactly one of them')
  else resolve.problem('too-many-keys', `${listed(used)} exclude each other`, [used[1] as string], 'keep one of them')
  return undefined
}

function listed(keys: readonly string[]): string {
  const quoted = keys.map((key) => `\`${key}\``)
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
