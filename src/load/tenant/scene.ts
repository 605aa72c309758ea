import type { Catalog, Guid } from '../../model/catalog.js'
import type { Tenant } from '../../model/tenant.js'
import { derivedId } from '../text/derived-id.js'
import { lookupIn } from '../catalog/names.js'
import type { Found, Lookup } from '../catalog/names.js'
import { fold, tidyGuid } from '../text/tidy.js'

/** The names that are in force while a plan is read: the tenant's, and those of what earlier steps made. */
export interface Scene extends Lookup {
  /** Undefined: the name is free and now taken. */
  create(type: 'user' | 'group', name: string): Guid | undefined
  /** The name is free again. */
  remove(type: 'user' | 'group', id: Guid): void
  renameGroup(id: Guid, name: string): void
  groupName(id: Guid): string
}

interface Made {
  readonly byName: Map<string, Guid>
  readonly ids: Set<Guid>
  /** Removed by an earlier step: their names may be given again. */
  readonly removed: Set<Guid>
}

/** Starts from the tenant; without one, every name of a user or a group is taken at its word. */
export function sceneOf(catalog: Catalog, tenant: Tenant | undefined): Scene {
  const lookup = lookupIn(catalog, tenant === undefined ? undefined : { groups: tenant.groups, users: tenant })
  const made = { user: nothingMade(), group: nothingMade() }
  const find = (type: 'user' | 'group', handle: string): Found => {
    const id = made[type].byName.get(fold(handle)) ?? (made[type].ids.has(tidyGuid(handle)) ? tidyGuid(handle) : undefined)
    return id === undefined ? lookup[type](handle) : { id }
  }
  return {
    plan: lookup.plan,
    product: lookup.product,
    group: (handle) => find('group', handle),
    user: (handle) => find('user', handle),
    create: (type, name) => {
      const isFree = tenant === undefined ? !isMade(made[type], derivedId(type, name)) : !isTaken(find(type, name), made[type])
      return isFree ? make(made[type], name, freshId(type, name, tenant)) : undefined
    },
    remove: (type, id) => void made[type].removed.add(id),
    renameGroup: (id, name) => void made.group.byName.set(fold(name), id),
    groupName: (id) => tenant?.groups.get(id)?.displayName ?? [...made.group.byName].find(([, made]) => made === id)?.[0] ?? id,
  }
}

function nothingMade(): Made {
  return { byName: new Map(), ids: new Set(), removed: new Set() }
}

/** An ambiguous name is taken, too. */
function isTaken(found: Found, { removed }: Made): boolean {
  return 'id' in found ? !removed.has(found.id) : found.problem.code === 'ambiguous-name'
}

function isMade({ ids, removed }: Made, id: Guid): boolean {
  return ids.has(id) && !removed.has(id)
}

/** A small tenant derives its ids as well: what an earlier step deleted keeps its id, what takes its name gets another. */
function freshId(type: 'user' | 'group', name: string, tenant: Tenant | undefined): Guid {
  const id = derivedId(type, name)
  const isKnown = type === 'group' ? tenant?.groups.has(id) : tenant?.find(id) !== undefined
  return isKnown === true ? derivedId(type, `${name} (again)`) : id
}

function make(made: Made, name: string, id: Guid): Guid {
  made.byName.set(fold(name), id)
  made.ids.add(id)
  made.removed.delete(id)
  return id
}
