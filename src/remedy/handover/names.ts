import type { Guid } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Project } from '../../model/project.js'

/** What people call an id of the project or of a plan's own making. */
export type NameOf = (id: Guid) => string | undefined

export function namesIn({ catalog, tenant }: Project, plan: Plan | undefined): NameOf {
  const made = new Map((plan?.steps ?? []).flatMap(({ change }) => madeBy(change)))
  return id => catalog.products.get(id)?.skuPartNumber ?? catalog.plans.get(id)?.servicePlanName ?? tenant.groups.get(id)?.displayName ?? userName(tenant, id) ?? made.get(id)
}

function madeBy(change: Plan['steps'][number]['change']): readonly (readonly [Guid, string])[] {
  if (change.op === 'createGroup') return [[change.group.id, change.group.displayName]]
  return change.op === 'createUser' ? [[change.user.id, change.user.userPrincipalName]] : []
}

function userName(tenant: Project['tenant'], id: Guid): string | undefined {
  const ordinal = /^[0-9a-f]{8}-/.test(id) ? tenant.find(id) : undefined
  return ordinal === undefined ? undefined : tenant.nameOf(ordinal).userPrincipalName
}

/** Longer names make a sentence unreadable; the id beside them is whole. */
const longest = 80

export function shortly(nameOf: NameOf): NameOf {
  return id => {
    const name = nameOf(id)
    return name === undefined || name.length <= longest ? name : `${[...name].slice(0, longest).join('')}...`
  }
}
