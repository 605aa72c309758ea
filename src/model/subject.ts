import type { Guid } from './catalog.js'
import type { License, Source } from './tenant.js'

/** A plan (or, when `planId` is null, a product as such) that is on through one path. */
export interface Holding {
  readonly planId: Guid | null
  readonly skuId: Guid
  readonly assignedByGroup: Source
}

/** What one source gives. Sorted lists; sources direct first, then by id. */
export interface Grant {
  readonly source: Source
  readonly licenses: readonly License[]
}

/** A product's plans are looked up here: what is on is what the product ships less `disabledPlans`. */
export interface PlansOf {
  (skuId: Guid): readonly { readonly servicePlanId: Guid; readonly appliesTo: 'User' | 'Company' }[]
}

/** What a location rule needs to know. `undefined`: neither the user nor the tenant says. */
export type Location = string | null | undefined

/**
 * What rules judge.
 * - `attempt`: one source of one user moves from `before` to `after` (all paths of the user are listed in both).
 * - `group`: a call on a group moves its own licences.
 * - `user`, `groupState`, `product`: what stands after a step, for rules that block nothing.
 * - `seats`: users wait for a product.
 */
export type Subject = AttemptSubject | GroupSubject | UserSubject | GroupStateSubject | ProductSubject | SeatsSubject

export interface AttemptSubject {
  readonly type: 'attempt'
  readonly source: Source
  readonly before: readonly Grant[]
  readonly after: readonly Grant[]
  /** The user's own value, or null. */
  readonly usageLocation: string | null
  /** What a group assignment goes by: the user's own value, else the tenant's; `undefined`: unknown. */
  readonly effectiveLocation: string | undefined
  readonly addressClash: boolean
}

export interface GroupSubject {
  readonly type: 'group'
  readonly groupId: Guid
  readonly before: readonly License[]
  readonly after: readonly License[]
}

export interface UserSubject {
  readonly type: 'user'
  /** The snapshot: rules that block are asked as well, since licences that are on may contradict them. */
  readonly initial: boolean
  /** Effective paths in the snapshot, and now. */
  readonly before: readonly Grant[]
  readonly after: readonly Grant[]
  readonly usageLocation: string | null
  readonly effectiveLocation: string | undefined
  readonly addressClash: boolean
  readonly accountEnabled: boolean
  readonly userType: string | null
  readonly onPremisesSyncEnabled: boolean
  readonly memberOf: readonly Guid[]
  readonly attributes: Readonly<Record<string, string | boolean | null>>
  readonly tenantCountry: string | null
}

export interface GroupStateSubject {
  readonly type: 'groupState'
  readonly groupId: Guid
  readonly displayName: string
  readonly licenses: readonly License[]
  readonly securityEnabled: boolean
  readonly mailEnabled: boolean
  readonly dynamic: boolean
  readonly onPremisesSyncEnabled: boolean
  readonly isAssignableToRole: boolean
  readonly memberCount: number
  readonly tenantCountry: string | null
}

export interface ProductSubject {
  readonly type: 'product'
  readonly skuId: Guid
  readonly enabled: number
  readonly warning: number
  /** Units that count as available, as in `SeatsSubject`; absent: `enabled + warning`. */
  readonly units?: number
  readonly suspended: number
  readonly lockedOut: number
  readonly consumed: number
  readonly capabilityStatus: string
  readonly tenantCountry: string | null
}

export interface SeatsSubject {
  readonly type: 'seats'
  readonly skuId: Guid
  readonly enabled: number
  readonly warning: number
  /** Units that count as available: `enabled + warning`, or `enabled` in the strict mode. */
  readonly units: number
  readonly consumed: number
  /** Users who wait for one. */
  readonly wanted: number
}
