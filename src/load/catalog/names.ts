import type { Catalog, Guid } from '../../model/catalog.js'
import type { Tenant } from '../../model/tenant.js'
import { once } from '../../once.js'
import { didYouMean } from '../text/schema-words.js'
import { compareText, fold, isGuid, tidyGuid } from '../text/tidy.js'
import { onceFor } from '../../once.js'

/** What a handle is the name of, or what is wrong with it. */
export type Found = { readonly id: Guid } | { readonly problem: { readonly code: string; readonly message: string; readonly hint?: string } }

/** Handles to GUIDs. Plans and products are apart: many a name is both. */
export interface Lookup {
  /** In which plans and products are looked up. */
  readonly catalog?: Catalog
  plan(handle: string): Found
  product(handle: string): Found
  group(handle: string): Found
  user(handle: string): Found
}

type Users = Pick<Tenant, 'users' | 'find' | 'findByName' | 'nameOf'>

/** What of a tenant has names. */
export interface Named {
  readonly groups: ReadonlyMap<Guid, { readonly displayName: string }>
  readonly users?: Users
}

/**
 * Looks names up in a catalog and, where there is one, a tenant. Without a tenant every group and user is taken at its word:
 * the id is derived from the name.
 */
export function lookupIn(catalog: Catalog, tenant: Named | undefined): Lookup {
  return tenant === undefined ? withoutTenant(catalog) : makeLookup(catalog, tenant)
}

const withoutTenant = onceFor((catalog: Catalog) => makeLookup(catalog, undefined))

function makeLookup(catalog: Catalog, tenant: Named | undefined): Lookup {
  const { plans, products } = namesIn(catalog)
  const groups = namespaceOf('group', () => groupsOf(tenant))
  const nearUser = neighboursAmong(tenant?.users)
  return {
    catalog,
    plan: (handle) => withNeighbour(find(plans, handle, (id) => catalog.plans.has(id)), handle, products, 'product'),
    product: (handle) => withNeighbour(find(products, handle, (id) => catalog.products.has(id)), handle, plans, 'service plan'),
    group: (handle) => (tenant === undefined ? taken(handle.trim()) : find(groups, handle, (id) => tenant.groups.has(id))),
    user: (handle) => (tenant?.users === undefined ? taken(fold(handle)) : findUser(tenant.users, handle, nearUser)),
  }
}

/** Of a catalog: made once, for all tenants. */
const namesIn = onceFor((catalog: Catalog) => ({
  plans: namespaceOf('service plan', () => [...catalog.plans.values()].map(({ servicePlanId: id, servicePlanName: name, displayName, aliases }) => ({ id, name, displayName, aliases }))),
  products: namespaceOf('product', () => [...catalog.products.values()].map(({ skuId: id, skuPartNumber: name, displayName, aliases }) => ({ id, name, displayName, aliases }))),
}))

interface Entry {
  readonly id: Guid
  readonly name: string
  readonly displayName: string
  readonly aliases: readonly string[]
}

/** One kind of thing by name. */
interface Namespace {
  readonly noun: string
  entries(): readonly Entry[]
  /** By name, by display name, by alias. Each index is made when it is first asked. */
  readonly indexes: readonly (() => Index)[]
}
/** Folded text -> what it is the text of. */
type Index = ReadonlyMap<string, readonly Entry[]>

function namespaceOf(noun: string, list: () => readonly Entry[]): Namespace {
  const entries = once(list)
  const texts: readonly ((entry: Entry) => readonly string[])[] = [({ name }) => [name], ({ displayName }) => [displayName], ({ aliases }) => aliases]
  return { noun, entries, indexes: texts.map((of) => once(() => indexOf(entries(), of))) }
}

function indexOf(entries: readonly Entry[], texts: (entry: Entry) => readonly string[]): Index {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) {
    for (const text of new Set(texts(entry).map(fold))) {
      const others = found.get(text)
      if (others === undefined) found.set(text, [entry])
      else others.push(entry)
    }
  }
  return found
}

function groupsOf(tenant: Named | undefined): readonly Entry[] {
  return [...(tenant?.groups ?? [])].map(([id, { displayName }]) => ({ id, name: displayName, displayName, aliases: [] }))
}

/** By GUID, else by name, else by display name, else by alias; in each, the very spelling before another case. */
function find(names: Namespace, handle: string, isKnown: (id: Guid) => boolean): Found {
  const id = tidyGuid(handle)
  if (isGuid(id)) return isKnown(id) ? { id } : unknown(names, handle, [])
  const found = answering(names, handle)
  if (found.length === 1) return { id: found[0]!.id }
  return found.length === 0 ? unknown(names, handle, names.entries()) : ambiguous(names.noun, handle, found)
}

function answering({ indexes }: Namespace, handle: string): readonly Entry[] {
  const folded = fold(handle)
  const level = indexes.find((index) => index().has(folded))
  const found = level?.().get(folded) ?? []
  const exact = found.filter((entry) => [entry.name, entry.displayName, ...entry.aliases].includes(handle))
  return exact.length > 0 ? exact : found
}

function unknown({ noun }: Namespace, handle: string, near: readonly Entry[]): Found {
  const hint = didYouMean(handle, near.map(({ name }) => name)) ?? didYouMean(handle, near.flatMap(({ displayName, aliases }) => [displayName, ...aliases]))
  return { problem: { code: 'unknown-name', message: `unknown ${noun} \`${handle}\``, hint: hint ?? whereToLook(noun) } }
}

function whereToLook(noun: string): string {
  if (noun === 'group') return 'the snapshot has no group with this id or displayName'
  return `the catalog has none of this name or id; a newer ${noun} can be added to it (docs/catalogs.md)`
}

function ambiguous(noun: string, handle: string, found: readonly Entry[]): Found {
  const candidates = found.map(({ id, displayName }) => (displayName === '' || displayName === handle ? id : `${id} (${displayName})`)).sort(compareText)
  return { problem: { code: 'ambiguous-name', message: `\`${handle}\` is the name of ${found.length} ${noun}s`, hint: `write the GUID of one of them: ${candidates.join(', ')}` } }
}

/** An unknown plan may be a product, and the other way round: then say so. */
function withNeighbour(found: Found, handle: string, others: Namespace, noun: string): Found {
  if ('id' in found || found.problem.code !== 'unknown-name') return found
  const isOther = isGuid(tidyGuid(handle)) ? others.entries().some(({ id }) => id === tidyGuid(handle)) : answering(others, handle).length > 0
  return isOther ? { problem: { ...found.problem, hint: `\`${handle}\` is a ${noun}` } } : found
}

/** Nobody can say whether it exists; a name stands for itself. */
function taken(name: string): Found {
  return { id: isGuid(tidyGuid(name)) ? tidyGuid(name) : name }
}

type Neighbours = (handle: string) => string | undefined

function findUser(users: Users, handle: string, near: Neighbours): Found {
  const id = tidyGuid(handle)
  if (isGuid(id)) return users.find(id) === undefined ? unknownUser(handle, undefined) : { id }
  const found = users.findByName(handle.trim()).map((ordinal) => users.nameOf(ordinal))
  if (found.length === 1) return { id: found[0]!.id }
  if (found.length === 0) return unknownUser(handle, near(handle))
  return ambiguous('user', handle, found.map(({ id, userPrincipalName }) => ({ id, name: handle, displayName: userPrincipalName, aliases: [] })))
}

function unknownUser(handle: string, hint = 'the snapshot has no user with this id, userPrincipalName or displayName'): Found {
  return { problem: { code: 'unknown-name', message: `unknown user \`${handle}\``, hint } }
}

/** Every user is compared with a mistyped name: that must not cost minutes in a large tenant, or where a list names another tenant's users. */
const mostCompared = 50_000
const mostAsked = 20

function neighboursAmong(users: Users | undefined): Neighbours {
  const names = once(() => Array.from({ length: users?.users ?? 0 }, (_, ordinal) => users!.nameOf(ordinal).userPrincipalName))
  let asked = 0
  return (handle) => ((users?.users ?? 0) > mostCompared || asked++ >= mostAsked ? undefined : didYouMean(handle, names()))
}
