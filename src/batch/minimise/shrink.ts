import { isFields, valueAt, withValue, type Fields, type Where } from './data.js'

export type Shows = (data: Fields) => Promise<boolean>

/** What tells a thing from others is no part of it. */
const names = new Set(['op', 'upn', 'displayName', 'userPrincipalName', 'sku', 'skuId', 'servicePlanId', 'now', 'title', 'expect'])
/** Lists whose own key stays, so that the file says all of itself. */
const kept = new Set(['rules', 'tenant', 'subscribedSkus', 'groups', 'users', 'changes'])

/** Whether something could be left out: an item of a list, or a key that is no name. */
function isPart(where: Where): boolean {
  const key = where.at(-1)
  if (typeof key === 'number') return true
  return !names.has(key!) && !(kept.has(key!) && where.length <= 2)
}

/** A rule is loaded or not; what it says stays what its author wrote. */
const isWhole = (where: Where): boolean => where[0] === 'rules' && where.length > 1

/** Leaves out whatever can be left out, large parts first, until each single part that is left is needed. */
export async function shrink(data: Fields, shows: Shows): Promise<Fields> {
  const known = new Map<string, Promise<boolean>>()
  const remembering: Shows = one => {
    const key = JSON.stringify(one)
    const asked = known.get(key) ?? shows(one)
    known.set(key, asked)
    return asked
  }
  for (let [last, now] = [data, await pass(data, remembering)]; ; [last, now] = [now, await pass(now, remembering)]) {
    if (JSON.stringify(last) === JSON.stringify(now)) return now
  }
}

const inOrder: readonly Where[] = [['tenant', 'users'], ['changes'], ['tenant', 'groups'], ['tenant', 'subscribedSkus'], ['rules']]

async function pass(data: Fields, shows: Shows): Promise<Fields> {
  let now = data
  for (const where of inOrder) now = await shrinkList(now, where, shows)
  for (const key of Object.keys(now)) if (key !== 'title' && key !== 'expect') now = await shrinkAt(now, [key], shows)
  return now
}

/** Delta debugging: halves, quarters, ... and then one by one. */
async function shrinkList(data: Fields, where: Where, shows: Shows): Promise<Fields> {
  let now = data
  const list = (): readonly unknown[] => valueAt(now, where) as readonly unknown[]
  if (!Array.isArray(list())) return now
  for (let size = Math.max(1, list().length >> 1); ; size >>= 1) {
    for (let from = 0; from < list().length; ) {
      const without = withValue(now, where, list().filter((_, at) => at < from || at >= from + size)) as Fields
      if (await shows(without)) now = without
      else from += size
    }
    if (size <= 1) return now
  }
}

async function shrinkAt(data: Fields, where: Where, shows: Shows): Promise<Fields> {
  if (isPart(where)) {
    const without = withValue(data, where, undefined) as Fields
    if (await shows(without)) return without
  }
  const value = valueAt(data, where)
  if (typeof value === 'number') return shrinkNumber(data, where, value, shows)
  if (Array.isArray(value)) return shrinkItems(await shrinkList(data, where, shows), where, shows)
  let now = data
  if (isFields(value)) for (const key of Object.keys(value)) now = await shrinkAt(now, [...where, key], shows)
  return now
}

async function shrinkItems(data: Fields, where: Where, shows: Shows): Promise<Fields> {
  let now = data
  for (let at = 0; at < (valueAt(now, where) as readonly unknown[]).length; at += 1) {
    const item = (valueAt(now, where) as readonly unknown[])[at]
    if (!isWhole([...where, at]) && (isFields(item) || Array.isArray(item))) now = await shrinkInside(now, [...where, at], shows)
  }
  return now
}

async function shrinkInside(data: Fields, where: Where, shows: Shows): Promise<Fields> {
  const value = valueAt(data, where)
  if (Array.isArray(value)) return shrinkItems(await shrinkList(data, where, shows), where, shows)
  let now = data
  for (const key of Object.keys(value as Fields)) now = await shrinkAt(now, [...where, key], shows)
  return now
}

/** The smallest of nothing, halves, and one less. */
async function shrinkNumber(data: Fields, where: Where, value: number, shows: Shows): Promise<Fields> {
  for (const smaller of [0, Math.trunc(value / 2), value - Math.sign(value)]) {
    if (Math.abs(smaller) >= Math.abs(value)) continue
    const changed = withValue(data, where, smaller) as Fields
    if (await shows(changed)) return shrinkNumber(changed, where, smaller, shows)
  }
  return data
}
