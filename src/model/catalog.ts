/** Lower-case GUID: the identity of products, service plans, users and groups. */
export type Guid = string

/** Graph's `servicePlans[].appliesTo`. `Company` plans take part in no conflict and cannot be switched off. */
export type AppliesTo = 'User' | 'Company'

export interface ServicePlan {
  readonly servicePlanId: Guid
  readonly servicePlanName: string
  readonly displayName: string
  /** Other names and display names under which the plan is found. */
  readonly aliases: readonly string[]
  /** Exists, ships in no product. */
  readonly retired: boolean
}

export interface ProductPlan {
  readonly servicePlanId: Guid
  readonly appliesTo: AppliesTo
}

export interface Product {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly displayName: string
  readonly aliases: readonly string[]
  /** Sorted by servicePlanId. */
  readonly servicePlans: readonly ProductPlan[]
}

/** Where a catalog comes from: the published list, its date and the digest of its bytes. */
export interface CatalogSource {
  readonly name: string
  /** Day of the source, `YYYY-MM-DD`. */
  readonly date: string
  /** `sha256:<hex>` of the source file. */
  readonly digest: string
}

export interface Catalog {
  readonly source?: CatalogSource
  readonly products: ReadonlyMap<Guid, Product>
  readonly plans: ReadonlyMap<Guid, ServicePlan>
}
