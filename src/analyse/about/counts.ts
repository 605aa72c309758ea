import type { Catalog, Guid } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import type { Item } from '../../model/rule.js'
import type { Tenant, UserState } from '../../model/tenant.js'
import { rowsOf, type Row } from './rows.js'

/** How many users a code concerns. */
export interface ErrorCount {
  readonly error: string
  readonly users: number
}

/** How many users there are whose state is such. */
export function usersWho(tenant: Tenant, is: (state: UserState) => boolean): number {
  return tenant.cohorts.reduce((sum, cohort) => sum + (is(cohort.state) ? cohort.members.length : 0), 0)
}

/** Users by recorded code, among the rows that count; sorted by code. A user with two codes is counted under both. */
export function errorCounts(project: Project, counts: (row: Row) => boolean): readonly ErrorCount[] {
  const users = new Map<string, number>()
  for (const { state, members } of project.tenant.cohorts)
    for (const error of codesOf(rowsOf(state, project).filter(counts))) users.set(error, (users.get(error) ?? 0) + members.length)
  return [...users].sort(([one], [other]) => (one < other ? -1 : 1)).map(([error, number]) => ({ error, users: number }))
}

/** Whether the user has the product by any path, and it is on. */
export function hasProduct(state: UserState, skuId: Guid): boolean {
  return state.paths.some(path => path.effective.some(license => license.skuId === skuId))
}

/** Whether the service plan is on for the user by any path. */
export function hasPlan(state: UserState, planId: Guid, catalog: Catalog): boolean {
  return state.paths.some(path => path.effective.some(({ skuId, disabledPlans }) => {
    const plan = catalog.products.get(skuId)?.servicePlans.find(({ servicePlanId }) => servicePlanId === planId)
    return plan !== undefined && (plan.appliesTo === 'Company' || !disabledPlans.includes(planId))
  }))
}

export function hasItem(state: UserState, { type, id }: Item, catalog: Catalog): boolean {
  return type === 'product' ? hasProduct(state, id) : hasPlan(state, id, catalog)
}

function codesOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ error }) => (error === null ? [] : [error])))
}
