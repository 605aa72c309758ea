import type { Guid } from '../../../model/catalog.js'
import { findPlans, findProduct, type Fields, type Owned, type Reading, type Shorthand, type Where } from './reading.js'
import type { UserInGraph } from './users.js'

export function ownedOf(sku: Fields, where: Where, shorthand: Shorthand): Owned {
  const { sku: handle, skuId: id } = sku
  const skuId = findProduct(handle ?? id, [...where, handle === undefined ? 'skuId' : 'sku'], shorthand)
  return { skuId, servicePlans: servicePlansOf(sku, skuId, where, shorthand) }
}

/** What applies to the company cannot be switched off. */
export function plansOf(owned: readonly Owned[], shorthand: Shorthand): (skuId: Guid) => readonly Guid[] {
  return skuId => (owned.find(one => one.skuId === skuId)?.servicePlans ?? servicePlansOf({}, skuId, [], shorthand))
    .filter(plan => plan['appliesTo'] !== 'Company')
    .map(plan => String(plan['servicePlanId']))
}

function servicePlansOf(sku: Fields, skuId: Guid | undefined, where: Where, shorthand: Shorthand): readonly Fields[] {
  if (sku['servicePlans'] !== undefined) return sku['servicePlans'] as readonly Fields[]
  if (sku['plans'] !== undefined) return findPlans(sku['plans'], [...where, 'plans'], shorthand).map(servicePlanId => ({ servicePlanId, servicePlanName: nameOf(servicePlanId, shorthand), appliesTo: 'User' }))
  const product = skuId === undefined ? undefined : shorthand.catalog.products.get(skuId)
  return (product?.servicePlans ?? []).map(plan => ({ ...plan, servicePlanName: nameOf(plan.servicePlanId, shorthand) }))
}

function nameOf(plan: Guid, { catalog }: Pick<Shorthand, 'catalog'>): string {
  return catalog.plans.get(plan)?.servicePlanName ?? plan
}

export function skuOf(sku: Fields, { skuId, servicePlans }: Owned, users: readonly UserInGraph[], reading: Reading): Fields {
  const { sku: handle, units, warning, suspended, lockedOut, consumed, plans: _, ...graph } = sku
  return {
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    prepaidUnits: { enabled: units ?? 0, warning: warning ?? 0, suspended: suspended ?? 0, lockedOut: lockedOut ?? 0 },
    consumedUnits: consumed ?? consumedBy(skuId, users),
    skuPartNumber: (skuId === undefined ? undefined : reading.catalog.products.get(skuId)?.skuPartNumber) ?? String(handle),
    ...graph,
    skuId,
    servicePlans,
  }
}

/** Users with a row by which the product is on. */
function consumedBy(skuId: Guid | undefined, users: readonly UserInGraph[]): number {
  const isOn = (row: Fields): boolean => row['skuId'] === skuId && String(row['state']).startsWith('Active')
  return users.filter(user => (user.graph['licenseAssignmentStates'] as readonly Fields[]).some(isOn)).length
}

export function subscriptionOf(subscription: Fields, where: Where, reading: Reading): Fields {
  const { sku, units, ...graph } = subscription
  if (sku === undefined) return graph
  const skuId = findProduct(sku, [...where, 'sku'], reading)
  return { status: 'Enabled', isTrial: false, totalLicenses: units ?? 0, ...graph, skuId, skuPartNumber: String(sku) }
}
