import type { Catalog } from './catalog.js'
import type { Plan } from './change.js'
import type { RuleSet } from './rule.js'
import type { Settings } from './settings.js'
import type { Notice, Tenant } from './tenant.js'

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
  /** What loading remarked beside the tenant's own notices. */
  readonly notices: readonly Notice[]
}
