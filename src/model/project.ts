import type { Catalog, Guid } from './catalog.js'
import type { Plan } from './change.js'
import type { RuleSet } from './rule.js'
import type { Settings } from './settings.js'
import type { Notice, Tenant } from './tenant.js'
import type { Waiver } from './waiver.js'

/** Prices of one unit by product, in one currency. */
export interface Prices {
  /** ISO 4217. */
  readonly currency: string
  /** What a price is for: `user and month`. */
  readonly per: string
  readonly unit: ReadonlyMap<Guid, number>
}

/** Everything a check needs, every name resolved. */
export interface Project {
  /** Day, `YYYY-MM-DD`. */
  readonly now: string
  readonly settings: Settings
  /** Shipped or imported catalog, overlays, and the tenant's own plans on top. */
  readonly catalog: Catalog
  readonly rules: RuleSet
  readonly tenant: Tenant
  readonly plan: Plan | undefined
  /** What units cost, where a file says. */
  readonly prices?: Prices
  /** Findings that are accepted, from waivers and a baseline; in the order of their files. */
  readonly waivers?: readonly Waiver[]
  /** What loading remarked beside the tenant's own notices. */
  readonly notices: readonly Notice[]
}
