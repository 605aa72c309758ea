import type { Catalog, CatalogSource, Product, ProductPlan, ServicePlan } from '../../model/catalog.js'

/** A catalog as JSON that is quick to read: products name their plans by position. */
export interface PackedCatalog {
  readonly source?: CatalogSource
  readonly plans: readonly ServicePlan[]
  readonly products: readonly PackedProduct[]
}

interface PackedProduct extends Omit<Product, 'servicePlans'> {
  /** Positions in `plans`; of plans that apply to the company the position less than zero: -1 is the first. */
  readonly servicePlans: readonly number[]
}

export function packCatalog({ source, plans, products }: Catalog): PackedCatalog {
  const list = [...plans.values()]
  const positions = new Map(list.map(({ servicePlanId }, index) => [servicePlanId, index]))
  const packed = ({ servicePlanId, appliesTo }: ProductPlan): number => (appliesTo === 'User' ? positions.get(servicePlanId)! : -1 - positions.get(servicePlanId)!)
  return {
    ...(source === undefined ? {} : { source }),
    plans: list,
    products: [...products.values()].map((product) => ({ ...product, servicePlans: product.servicePlans.map(packed) })),
  }
}

export function unpackCatalog({ source, plans, products }: PackedCatalog): Catalog {
  const user = plans.map(({ servicePlanId }): ProductPlan => ({ servicePlanId, appliesTo: 'User' }))
  const company = plans.map(({ servicePlanId }): ProductPlan => ({ servicePlanId, appliesTo: 'Company' }))
  const plan = (position: number): ProductPlan => (position >= 0 ? user[position]! : company[-1 - position]!)
  return {
    ...(source === undefined ? {} : { source }),
    plans: new Map(plans.map((plan) => [plan.servicePlanId, plan])),
    products: new Map(products.map(({ skuId, skuPartNumber, displayName, aliases, servicePlans }) => [skuId, { skuId, skuPartNumber, displayName, aliases, servicePlans: servicePlans.map(plan) }])),
  }
}
