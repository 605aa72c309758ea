import type { ChangeBody } from '../../model/report.js'

/** Both changed the same thing, in different ways. */
const clash = Symbol('clash')
type Merged = unknown

/** What two edits make of one change: what one of them leaves as it was is as the other wants it. Undefined: they contradict each other. */
export function mergeBodies(was: ChangeBody, one: ChangeBody, other: ChangeBody): ChangeBody | undefined {
  const merged = merge(was, one, other)
  return merged === clash ? undefined : (merged as ChangeBody)
}

function merge(was: unknown, one: unknown, other: unknown): Merged {
  if (same(one, other) || same(other, was)) return one
  if (same(one, was)) return other
  if (Array.isArray(was) && Array.isArray(one) && Array.isArray(other)) return mergeLists(was, one, other)
  if (isBody(was) && isBody(one) && isBody(other)) return mergeFields(was, one, other)
  return clash
}

function mergeFields(was: ChangeBody, one: ChangeBody, other: ChangeBody): Merged {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(one), ...Object.keys(other)])]
  const fields = keys.map(key => [key, merge(was[key], one[key], other[key])] as const)
  if (fields.some(([, value]) => value === clash)) return clash
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

/** Lists are sets: of ids, or of licences by their product. What was there keeps its order, what is new follows, sorted. */
function mergeLists(was: readonly unknown[], one: readonly unknown[], other: readonly unknown[]): Merged {
  const [had, here, there] = [was, one, other].map(list => new Map(list.map(item => [keyOf(item), item])))
  const keys = [...had!.keys(), ...[...new Set([...here!.keys(), ...there!.keys()])].filter(key => !had!.has(key)).sort()]
  const items = keys.map(key => merge(had!.get(key), here!.get(key), there!.get(key)))
  return items.includes(clash) ? clash : items.filter(item => item !== undefined)
}

function keyOf(item: unknown): string {
  return isBody(item) ? String(item['skuId'] ?? JSON.stringify(item)) : JSON.stringify(item)
}

function isBody(value: unknown): value is ChangeBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
