import type { Change } from '../../src/model/change.js'
import type { Rule } from '../../src/model/rule.js'
import { assumptionIds, tiers, type Settings } from '../../src/model/settings.js'
import type { License } from '../../src/model/tenant.js'

/** The reference's own way to write down a tenant, its rules and a plan: plain lists, every user on its own. */
export interface Case {
  readonly organization: { readonly countryLetterCode: string | null; readonly defaultUsageLocation: string | null }
  readonly products: readonly ProductInput[]
  readonly groups: readonly GroupInput[]
  readonly users: readonly UserInput[]
  readonly rules: readonly Rule[]
  readonly changes: readonly Change[]
  readonly settings: Settings
}

export interface ProductInput {
  readonly id: string
  readonly plans: readonly { readonly id: string; readonly company: boolean }[]
  /** False: only the catalog knows it. */
  readonly owned: boolean
  readonly enabled: number
  readonly warning: number
  readonly consumed: number
}

export interface GroupInput {
  readonly id: string
  readonly licenses: readonly License[]
  readonly securityEnabled: boolean
  readonly dynamic: boolean
  readonly onPremises: boolean
  readonly proxyAddresses: readonly string[]
}

/** One entry of `licenseAssignmentStates`. */
export interface Row {
  readonly skuId: string
  readonly source: string | null
  readonly disabledPlans: readonly string[]
  readonly state: string
  readonly error: string | null
}

export interface UserInput {
  readonly id: string
  readonly usageLocation: string | null
  readonly accountEnabled: boolean
  readonly userType: string | null
  /** False where it is absent: only what is asked of people hangs on it. */
  readonly onPremises?: boolean
  readonly proxyAddresses: readonly string[]
  readonly memberOf: readonly string[]
  readonly rows: readonly Row[]
}

/** Graph, seats with those in their grace period, every assumption as it stands. */
export const defaults: Settings = {
  channel: 'graph',
  seats: 'include-warning',
  assumptions: Object.fromEntries(assumptionIds.map((id) => [id, true])) as Settings['assumptions'],
  assumeReprocess: false,
  assumeMembersInferred: false,
  ranking: tiers,
}
