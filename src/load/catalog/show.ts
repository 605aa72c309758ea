import type { Catalog, CatalogSource, Product, ServicePlan } from '../../model/catalog.js'
import { findPlans, findProducts, nearestPartNumber, nearestPlanName, productsWith } from './lookup.js'
import { compareText } from '../text/tidy.js'

export interface PlanView {
  readonly servicePlanId: string
  readonly servicePlanName: string
  readonly displayName: string
  readonly aliases: readonly string[]
  readonly retired: boolean
  /** Sorted by part number, then id. */
  readonly products: readonly { readonly skuId: string; readonly skuPartNumber: string; readonly displayName: string }[]
}

export interface ProductView {
  readonly skuId: string
  readonly skuPartNumber: string
  readonly displayName: string
  readonly aliases: readonly string[]
  /** Sorted by name, then id. */
  readonly servicePlans: readonly { readonly servicePlanId: string; readonly servicePlanName: string; readonly displayName: string; readonly appliesTo: string }[]
}

/** Everything that answers to a name or GUID: products with their plans, plans with the products that carry them. */
export interface CatalogAnswer {
  readonly source: CatalogSource | null
  readonly products: readonly ProductView[]
  readonly plans: readonly PlanView[]
  /** Of a handle that nothing answers to: the name that was most likely meant. */
  readonly nearest: string | null
}

/** Looks a product or service plan up by GUID, name, display name or alias. */
export function showInCatalog(catalog: Catalog, handle: string): CatalogAnswer {
  const products = findProducts(catalog, handle)
  const plans = findPlans(catalog, handle)
  const near = products.length + plans.length > 0 ? undefined : (nearestPartNumber(catalog, handle) ?? nearestPlanName(catalog, handle))
  return {
    source: catalog.source ?? null,
    products: products.map(product => productView(catalog, product)),
    plans: plans.map(plan => planView(catalog, plan)),
    nearest: near ?? null,
  }
}

function productView(catalog: Catalog, { skuId, skuPartNumber, displayName, aliases, servicePlans }: Product): ProductView {
  const plans = servicePlans.map(({ servicePlanId, appliesTo }) => {
    const plan = catalog.plans.get(servicePlanId)
    return { servicePlanId, servicePlanName: plan?.servicePlanName ?? servicePlanId, displayName: plan?.displayName ?? '', appliesTo }
  })
  const sorted = plans.sort((a, b) => compareText(a.servicePlanName, b.servicePlanName) || compareText(a.servicePlanId, b.servicePlanId))
  return { skuId, skuPartNumber, displayName, aliases, servicePlans: sorted }
}

function planView(catalog: Catalog, { servicePlanId, servicePlanName, displayName, aliases, retired }: ServicePlan): PlanView {
  const products = productsWith(catalog, servicePlanId).map(({ skuId, skuPartNumber, displayName }) => ({ skuId, skuPartNumber, displayName }))
  return { servicePlanId, servicePlanName, displayName, aliases, retired, products }
}
