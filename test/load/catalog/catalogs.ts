import type { Catalog, Product, ServicePlan } from '../../../src/model/catalog.js'

const plan = (servicePlanId: string, servicePlanName: string, displayName: string): ServicePlan => ({ servicePlanId, servicePlanName, displayName, aliases: [], retired: false })

/** A few real service plans. */
export const plans = {
  exchange: plan('efb87545-963c-4e0d-99df-69c6916d9eb0', 'EXCHANGE_S_ENTERPRISE', 'Exchange Online (Plan 2)'),
  exchange1: plan('9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'EXCHANGE_S_STANDARD', 'Exchange Online (Plan 1)'),
  sharepoint: plan('5dbe027f-2339-4123-9542-606e4d348a72', 'SHAREPOINTENTERPRISE', 'SharePoint (Plan 2)'),
  teams: plan('57ff2da0-773e-42df-b2af-ffb7a2317929', 'TEAMS1', 'Teams'),
  yammer: plan('7547a3fe-08ee-4ccb-b430-5077c5041653', 'YAMMER_ENTERPRISE', 'Yammer'),
  forms: plan('2789c901-c14e-48ab-a76a-be334d9d793a', 'FORMS_PLAN_E3', 'Forms'),
}

/** Products that carry all, or the small half, of them. */
export const products = {
  e3: product('6fd2c87f-b296-42f0-b197-1e91e994b900', 'ENTERPRISEPACK', 'Office 365 E3', [plans.exchange, plans.sharepoint, plans.teams, plans.yammer]),
  e1: product('18181a46-0d4e-45cd-891e-60aabd171b4e', 'STANDARDPACK', 'Office 365 E1', [plans.exchange1, plans.teams]),
}

export function product(skuId: string, skuPartNumber: string, displayName: string, carried: readonly ServicePlan[]): Product {
  const ids = carried.map(({ servicePlanId }) => servicePlanId).toSorted()
  return { skuId, skuPartNumber, displayName, aliases: [], servicePlans: ids.map(servicePlanId => ({ servicePlanId, appliesTo: 'User' })) }
}

/** A catalog of these, without a source. Plans that products carry come along by themselves. */
export function catalogWith(parts: { readonly products: readonly Product[]; readonly plans?: readonly ServicePlan[] }): Catalog {
  const carried = new Set(parts.products.flatMap(({ servicePlans }) => servicePlans.map(({ servicePlanId }) => servicePlanId)))
  const known = [...Object.values(plans).filter(({ servicePlanId }) => carried.has(servicePlanId)), ...(parts.plans ?? [])]
  return {
    products: new Map(parts.products.map(one => [one.skuId, one] as const).toSorted(byKey)),
    plans: new Map([...new Map(known.map(one => [one.servicePlanId, one] as const))].toSorted(byKey)),
  }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
