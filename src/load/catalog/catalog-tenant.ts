import type { Catalog, Guid, Product, ProductPlan, ServicePlan } from '../../model/catalog.js'
import type { SubscribedSku } from '../../model/tenant.js'
import { sortedPlans } from './catalog-files.js'
import { compareText, fold, sortedSet } from '../text/tidy.js'

/**
 * The catalog as one tenant has it. The tenant's own plans of a product replace the catalog's, with what they apply to;
 * a product that the export shows without any plan keeps the catalog's. Products and plans that the catalog
 * does not know come in under the tenant's names; where the tenant has another name for a known one, it becomes an alias.
 * A tenant that has nothing of its own has this very catalog: what is remembered by it is remembered for all of them.
 */
export function withTenantPlans(
  catalog: Catalog,
  subscribedSkus: ReadonlyMap<Guid, SubscribedSku>,
  planNames: ReadonlyMap<Guid, string>,
): Catalog {
  const skus = [...subscribedSkus.values()]
  const products = laidOver(catalog.products, skus.map((sku) => sku.skuId), (skuId, known) => tenantProduct(subscribedSkus.get(skuId)!, known))
  const planIds = skus.flatMap(({ servicePlans }) => servicePlans.map(({ servicePlanId }) => servicePlanId))
  const plans = laidOver(catalog.plans, planIds, (planId, known) => tenantPlan(planId, planNames.get(planId), known))
  return products === catalog.products && plans === catalog.plans ? catalog : { ...catalog, products, plans }
}

/** The entries with those of the tenant among them. */
function laidOver<T>(entries: ReadonlyMap<Guid, T>, ids: readonly Guid[], own: (id: Guid, known: T | undefined) => T): ReadonlyMap<Guid, T> {
  const changed = ids.map((id) => [id, own(id, entries.get(id))] as const).filter(([id, one]) => entries.get(id) !== one)
  return changed.length === 0 ? entries : sortedById(new Map([...entries, ...changed]))
}

function tenantProduct(sku: SubscribedSku, known: Product | undefined): Product {
  if (known === undefined) return { skuId: sku.skuId, skuPartNumber: sku.skuPartNumber, displayName: sku.skuPartNumber, aliases: [], servicePlans: sortedPlans(sku.servicePlans) }
  const servicePlans = sku.servicePlans.length > 0 ? sortedPlans(sku.servicePlans) : known.servicePlans
  const aliases = withAlias(known, known.skuPartNumber, sku.skuPartNumber)
  return aliases === known.aliases && areAlike(servicePlans, known.servicePlans) ? known : { ...known, aliases, servicePlans }
}

function areAlike(some: readonly ProductPlan[], others: readonly ProductPlan[]): boolean {
  return some.length === others.length && some.every(({ servicePlanId, appliesTo }, at) => servicePlanId === others[at]!.servicePlanId && appliesTo === others[at]!.appliesTo)
}

function tenantPlan(servicePlanId: Guid, name: string | undefined, known: ServicePlan | undefined): ServicePlan {
  const servicePlanName = name ?? servicePlanId
  if (known === undefined) return { servicePlanId, servicePlanName, displayName: servicePlanName, aliases: [], retired: false }
  const aliases = withAlias(known, known.servicePlanName, name)
  return aliases === known.aliases && !known.retired ? known : { ...known, aliases, retired: false }
}

/** Another name, unless it is one of the names already. */
function withAlias(known: { readonly displayName: string; readonly aliases: readonly string[] }, name: string, other: string | undefined): readonly string[] {
  if (other === undefined || other === '' || other === name) return known.aliases
  const names = [name, known.displayName, ...known.aliases].map(fold)
  if (names.includes(fold(other))) return known.aliases
  return sortedSet([...known.aliases, other])
}

/** Entries in the order of their ids, as a catalog has them. */
export function sortedById<T>(entries: ReadonlyMap<Guid, T>): Map<Guid, T> {
  return new Map([...entries].sort(([a], [b]) => compareText(a, b)))
}
