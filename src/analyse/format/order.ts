import type { FileType } from '../../load/text/schema.js'
import { isRecord, type Shape } from '../shape.js'

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
