import type { Guid } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import type { Cohort, UserState } from '../../model/tenant.js'
import { byName, groupsWith, type GroupRef } from './product.js'
import { isFailedBy, rowWords, type RowWords } from './tenant.js'
import { errorCounts, hasProduct, usersWho, type ErrorCount } from './counts.js'

/** What narrows a list. */
export interface Narrowing {
  /** Only what has a recorded error. */
  readonly inError: boolean
  readonly product?: Guid
  readonly group?: Guid
}

export interface ListedUser {
  readonly id: Guid
  readonly userPrincipalName: string
  readonly usageLocation: string | null
  /** Rows that the narrowing leaves. */
  readonly rows: readonly RowWords[]
}

/** Users by name, with their rows; narrowed, only those who have a row (or, of a group, a membership) left. */
export function listUsers(project: Project, narrowing: Narrowing): readonly ListedUser[] {
  return project.tenant.cohorts
    .flatMap(cohort => usersOf(cohort, project, narrowing))
    .sort((one, other) => compare(one.userPrincipalName, other.userPrincipalName) || compare(one.id, other.id))
}

export interface ListedGroup extends GroupRef {
  readonly licenses: readonly string[]
  readonly members: number
  readonly usersInError: { readonly count: number; readonly codes: readonly ErrorCount[] }
}

/** Groups by name, with their products and with the users in error because of them. */
export function listGroups(project: Project, { inError, product, group }: Narrowing): readonly ListedGroup[] {
  const { tenant, catalog } = project
  return [...tenant.groups.values()]
    .filter(({ id, assignedLicenses = [] }) =>
      (group === undefined || id === group) && (product === undefined || assignedLicenses.some(({ skuId }) => skuId === product)))
    .map(({ id, displayName, assignedLicenses = [] }) => ({
      id, displayName,
      licenses: assignedLicenses.map(({ skuId }) => catalog.products.get(skuId)?.skuPartNumber ?? skuId).sort(),
      members: usersWho(tenant, ({ memberOf }) => memberOf.includes(id)),
      usersInError: { count: usersWho(tenant, state => isFailedBy(state, id)), codes: errorCounts(project, row => row.assignedByGroup === id) },
    }))
    .filter(({ usersInError }) => !inError || usersInError.count > 0)
    .sort(byName)
}

export interface ListedProduct {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly displayName: string
  readonly enabled: number
  readonly warning: number
  readonly consumed: number
  readonly licensedUsers: number
  readonly usersInError: readonly ErrorCount[]
  readonly licensedGroups: readonly GroupRef[]
}

/** Products that the tenant owns, by part number, with who has them. */
export function listProducts(project: Project, { inError, product, group }: Narrowing): readonly ListedProduct[] {
  const { tenant, catalog } = project
  return [...tenant.subscribedSkus.values()]
    .filter(({ skuId }) => product === undefined || skuId === product)
    .map(({ skuId, skuPartNumber, prepaidUnits: { enabled, warning }, consumedUnits }) => ({
      skuId, skuPartNumber, displayName: catalog.products.get(skuId)?.displayName ?? '', enabled, warning, consumed: consumedUnits,
      licensedUsers: usersWho(tenant, state => hasProduct(state, skuId)),
      usersInError: errorCounts(project, row => row.skuId === skuId),
      licensedGroups: groupsWith(skuId, project),
    }))
    .filter(({ usersInError, licensedGroups }) =>
      (!inError || usersInError.length > 0) && (group === undefined || licensedGroups.some(({ id }) => id === group)))
    .sort((one, other) => compare(one.skuPartNumber, other.skuPartNumber) || compare(one.skuId, other.skuId))
}

function usersOf({ members, state }: Cohort, project: Project, narrowing: Narrowing): readonly ListedUser[] {
  const rows = rowWords(state, project).filter(row => isLeft(row, narrowing))
  if (rows.length === 0 && !countsWithoutRows(state, narrowing)) return []
  return Array.from(members, ordinal => {
    const { id, userPrincipalName } = project.tenant.nameOf(ordinal)
    return { id, userPrincipalName, usageLocation: state.usageLocation, rows }
  })
}

function isLeft(row: RowWords, { inError, product, group }: Narrowing): boolean {
  return (!inError || row.error !== null) && (product === undefined || row.skuId === product) && (group === undefined || row.assignedByGroup === group)
}

/** Without narrowing everybody is listed; of a group also the members who have nothing from it. */
function countsWithoutRows({ memberOf }: UserState, { inError, product, group }: Narrowing): boolean {
  if (inError || product !== undefined) return false
  return group === undefined || memberOf.includes(group)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
