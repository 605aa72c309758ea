import { productsWith } from '../../load/catalog/lookup.js'
import type { Library } from '../../load/project/known.js'
import type { Guid, Product, ServicePlan } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import type { PrepaidUnits } from '../../model/tenant.js'
import { rulesNaming } from './rule.js'
import { errorCounts, hasPlan, hasProduct, usersWho, type ErrorCount } from './counts.js'

export interface GroupRef {
  readonly id: Guid
  readonly displayName: string
}

/** What a product means in this tenant; without one, what its catalog says. */
export interface AboutProduct extends ProductCounts {
  readonly about: 'product'
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly displayName: string
  readonly servicePlans: readonly { readonly servicePlanId: Guid; readonly servicePlanName: string; readonly displayName: string; readonly appliesTo: string }[]
  /** Rules that name it or one of its plans. */
  readonly rules: readonly string[]
}

/** What a snapshot says of a product; all null without a snapshot. */
interface ProductCounts {
  /** null: the tenant does not own it. */
  readonly units: (PrepaidUnits & { readonly consumed: number; readonly capabilityStatus: string }) | null
  readonly licensedUsers: { readonly all: number; readonly direct: number; readonly byGroup: number } | null
  readonly usersInError: readonly ErrorCount[] | null
  readonly licensedGroups: readonly GroupRef[] | null
}

export function aboutProduct(product: Product, project: Project | Library): AboutProduct {
  const { skuId, skuPartNumber, displayName, servicePlans } = product
  const { catalog } = project
  return {
    about: 'product', skuId, skuPartNumber, displayName,
    ...(project.tenant === undefined ? uncounted : countsOf(skuId, project)),
    servicePlans: servicePlans.map(({ servicePlanId, appliesTo }) => {
      const plan = catalog.plans.get(servicePlanId)
      return { servicePlanId, servicePlanName: plan?.servicePlanName ?? servicePlanId, displayName: plan?.displayName ?? '', appliesTo }
    }).sort((one, other) => (one.servicePlanName < other.servicePlanName ? -1 : 1)),
    rules: rulesNaming([skuId, ...servicePlans.map(({ servicePlanId }) => servicePlanId)], project),
  }
}

const uncounted: ProductCounts = { units: null, licensedUsers: null, usersInError: null, licensedGroups: null }

function countsOf(skuId: Guid, project: Project): ProductCounts {
  const { tenant } = project
  const has = (direct: boolean): number => usersWho(tenant, ({ paths }) =>
    paths.some(({ source, effective }) => (source === null) === direct && effective.some(license => license.skuId === skuId)))
  return {
    units: unitsOf(skuId, project),
    licensedUsers: { all: usersWho(tenant, state => hasProduct(state, skuId)), direct: has(true), byGroup: has(false) },
    usersInError: errorCounts(project, row => row.skuId === skuId),
    licensedGroups: groupsWith(skuId, project),
  }
}

/** What a service plan means in this tenant; without one, what its catalog says. */
export interface AboutPlan {
  readonly about: 'servicePlan'
  readonly servicePlanId: Guid
  readonly servicePlanName: string
  readonly displayName: string
  /** Exists, ships in no product. */
  readonly retired: boolean
  /** null: there is no tenant to count in. */
  readonly usersWithIt: number | null
  /** Products that ship it, the tenant's own first; `owned` is null without a tenant. */
  readonly products: readonly { readonly skuId: Guid; readonly skuPartNumber: string; readonly owned: boolean | null; readonly appliesTo: string }[]
  readonly rules: readonly string[]
}

export function aboutPlan({ servicePlanId, servicePlanName, displayName, retired }: ServicePlan, project: Project | Library): AboutPlan {
  const { tenant, catalog } = project
  const products = productsWith(catalog, servicePlanId).map(({ skuId, skuPartNumber, servicePlans }) => ({
    skuId, skuPartNumber,
    owned: tenant?.subscribedSkus.has(skuId) ?? null,
    appliesTo: servicePlans.find(plan => plan.servicePlanId === servicePlanId)?.appliesTo ?? 'User',
  }))
  return {
    about: 'servicePlan', servicePlanId, servicePlanName, displayName, retired,
    usersWithIt: tenant === undefined ? null : usersWho(tenant, state => hasPlan(state, servicePlanId, catalog)),
    products: [...products.filter(({ owned }) => owned), ...products.filter(({ owned }) => !owned)],
    rules: rulesNaming([servicePlanId], project),
  }
}

/** Groups that assign a product, by name. */
export function groupsWith(skuId: Guid, { tenant }: Pick<Project, 'tenant'>): readonly GroupRef[] {
  return [...tenant.groups.values()]
    .filter(({ assignedLicenses }) => assignedLicenses?.some(license => license.skuId === skuId))
    .map(({ id, displayName }) => ({ id, displayName }))
    .sort(byName)
}

export function byName(one: GroupRef, other: GroupRef): number {
  return one.displayName < other.displayName ? -1 : one.displayName > other.displayName ? 1 : one.id < other.id ? -1 : 1
}

function unitsOf(skuId: Guid, { tenant }: Project): AboutProduct['units'] {
  const sku = tenant.subscribedSkus.get(skuId)
  return sku === undefined ? null : { ...sku.prepaidUnits, consumed: sku.consumedUnits, capabilityStatus: sku.capabilityStatus }
}
