import type { Resolve } from '../../../kinds/kind.js'
import type { Catalog, Guid } from '../../../model/catalog.js'
import { didYouMean } from '../../text/schema-words.js'

export type Fields = Readonly<Record<string, unknown>>
export type Where = readonly (string | number)[]

/** What reading the shorthand needs: names of plans and products, and how ids are made from names. */
export interface Shorthand {
  readonly resolve: Pick<Resolve, 'plan' | 'product' | 'problem'>
  readonly catalog: Catalog
  derivedId(type: 'user' | 'group', name: string): Guid
}

export interface Reading extends Shorthand {
  /** Display name (lower-case) or id -> ids. */
  readonly groups: ReadonlyMap<string, readonly Guid[]>
  readonly groupNames: readonly string[]
  readonly lists: readonly MemberList[]
  readonly owned: readonly Owned[]
  /** What a product ships in this tenant. */
  plansOf(skuId: Guid): readonly Guid[]
}

export interface Owned {
  readonly skuId: Guid | undefined
  readonly servicePlans: readonly Fields[]
}

export interface MemberList {
  readonly group: Guid
  readonly members: ReadonlySet<string>
}

export function each<T>(list: unknown, read: (item: Fields, at: number) => T): readonly T[] {
  return ((list ?? []) as readonly Fields[]).map(read)
}

export function groupId(group: Fields, { derivedId }: Pick<Shorthand, 'derivedId'>): Guid {
  return typeof group['id'] === 'string' ? group['id'].toLowerCase() : derivedId('group', String(group['displayName']))
}

export function groupsByHandle(tenant: Fields, shorthand: Shorthand): ReadonlyMap<string, readonly Guid[]> {
  const found = new Map<string, Guid[]>()
  for (const group of each(tenant['groups'], one => one)) {
    const id = groupId(group, shorthand)
    for (const handle of new Set([id, String(group['displayName']).toLowerCase()])) found.set(handle, [...(found.get(handle) ?? []), id])
  }
  return found
}

export function findGroup(handle: unknown, where: Where, reading: Reading): Guid | undefined {
  const ids = reading.groups.get(String(handle).toLowerCase()) ?? []
  if (ids.length === 1) return ids[0]
  if (ids.length > 1) reading.resolve.problem('ambiguous-name', `group \`${handle}\` is ambiguous`, where, `write one of the ids ${ids.join(', ')}`)
  else reading.resolve.problem('unknown-name', `unknown group \`${handle}\``, where, didYouMean(String(handle), reading.groupNames))
  return undefined
}

export function findProduct(handle: unknown, where: Where, reading: Pick<Reading, 'resolve'>): Guid | undefined {
  return reading.resolve.product(String(handle), where)
}

export function findPlans(list: unknown, where: Where, { resolve }: Pick<Reading, 'resolve'>): readonly Guid[] {
  return ((list ?? []) as readonly string[]).flatMap((handle, at) => resolve.plan(handle, [...where, at]) ?? [])
}
