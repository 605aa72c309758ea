import type { Project } from '../model/project.js'
import type { Report } from '../model/report.js'
import type { Difference } from './compare.js'

/** A difference with names where it has ids: people compare names. */
export function named(difference: Difference, project: Project, report: Report): Difference {
  const name = nameFinder(project, report)
  const read = (value: unknown): unknown => {
    if (typeof value === 'string') return name(value) ?? value
    if (Array.isArray(value)) return value.map(read)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [name(key) ?? key, key === 'by' && item === null ? 'direct' : read(item)]))
  }
  return { path: difference.path.split('.').map(part => name(part) ?? part).join('.'), expected: read(difference.expected), actual: read(difference.actual) }
}

function nameFinder({ catalog, tenant }: Project, { groups }: Report): (id: string) => string | undefined {
  const created = new Map(groups.map(group => [group.id, group.displayName]))
  return id => catalog.products.get(id)?.skuPartNumber ?? catalog.plans.get(id)?.servicePlanName ?? tenant.groups.get(id)?.displayName ?? created.get(id) ?? userName(id, tenant)
}

function userName(id: string, tenant: Project['tenant']): string | undefined {
  const ordinal = /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(id) ? tenant.find(id) : undefined
  return ordinal === undefined ? undefined : tenant.nameOf(ordinal).userPrincipalName
}
