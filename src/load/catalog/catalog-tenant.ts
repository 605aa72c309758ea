import type { Catalog, Guid, Product, ServicePlan } from '../../model/catalog.js'
import type { SubscribedSku } from '../../model/tenant.js'
import { sortedPlans } from './catalog-files.js'
import { compareText, fold, sortedSet } from '../text/tidy.js'

/**
 * The catalog as one tenant has it. The tenant's own plans of a product replace the catalog's, with what they apply to;
 * a product that the export shows without any plan keeps the catalog's. Products and plans that the catalog
 * does not know come in under the tenant's names; where the tenant has another name for a known one, it becomes an alias.
 */
export function withTenantPlans(
  catalog: Catalog,
  subscribedSkus: ReadonlyMap<Guid, SubscribedSku>,
  planNames: ReadonlyMap<Guid, string>,
): Catalog {
  const products = new Map(catalog.products)
  const plans = new Map(catalog.plans)
  for (const sku of subscribedSkus.values()) {
    products.set(sku.skuId, tenantProduct(sku, catalog.products.get(sku.skuId)))
    for (const { servicePlanId } of sku.servicePlans) plans.set(servicePlanId, tenantPlan(servicePlanId, planNames.get(servicePlanId), plans.get(servicePlanId)))
  }
  return { ...catalog, products: sortedById(products), plans: sortedById(plans) }
}

function tenantProduct(sku: SubscribedSku, known: Product | undefined): Product {
  const servicePlans = sku.servicePlans.length > 0 ? sortedPlans(sku.servicePlans) : (known?.servicePlans ?? [])
  if (known !== undefined) return { ...known, aliases: withAlias(known, known.skuPartNumber, sku.skuPartNumber), servicePlans }
  return { skuId: sku.skuId, skuPartNumber: sku.skuPartNumber, displayName: sku.skuPartNumber, aliases: [], servicePlans }
}

function tenantPlan(servicePlanId: Guid, name: string | undefined, known: ServicePlan | undefined): ServicePlan {
  if (known !== undefined) return { ...known, aliases: withAlias(known, known.servicePlanName, name), retired: false }
  const servicePlanName = name ?? servicePlanId
  return { servicePlanId, servicePlanName, displayName: servicePlanName, aliases: [], retired: false }
}

/** Another name, unless it is one of the names already. */
function withAlias(known: { readonly displayName: string; readonly aliases: readonly string[] }, name: string, other: string | undefined): readonly string[] {
  const names = [name, known.displayName, ...known.aliases].map(fold)
  if (other === undefined || other === '' || names.includes(fold(other))) return known.aliases
  return sortedSet([...known.aliases, other])
}

/** Entries in the order of their ids, as a catalog has them. */
export function sortedById<T>(entries: ReadonlyMap<Guid, T>): Map<Guid, T> {
  return new Map([...entries].sort(([a], [b]) => compareText(a, b)))
}
