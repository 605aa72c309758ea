import type { Catalog, Guid } from './catalog.js'
import type { Group } from './tenant.js'

/** GUIDs back to words. An unknown GUID is its own name. */
export interface Names {
  /** `EXCHANGE_S_STANDARD` */
  plan(id: Guid): string
  /** `ENTERPRISEPACK` */
  product(id: Guid): string
  planDisplay(id: Guid): string
  productDisplay(id: Guid): string
  /** The group's displayName. */
  group(id: Guid): string
}

/** Names from a catalog and from the groups of a tenant (with those that a plan creates, where the caller adds them). */
export function namesFrom(catalog: Catalog, groups: ReadonlyMap<Guid, Pick<Group, 'displayName'>>): Names {
  return {
    plan: (id) => catalog.plans.get(id)?.servicePlanName ?? id,
    product: (id) => catalog.products.get(id)?.skuPartNumber ?? id,
    planDisplay: (id) => catalog.plans.get(id)?.displayName ?? id,
    productDisplay: (id) => catalog.products.get(id)?.displayName ?? id,
    group: (id) => groups.get(id)?.displayName ?? id,
  }
}
