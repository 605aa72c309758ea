import type { Guid, ProductPlan } from './catalog.js'

/** Graph's `assignedByGroup`: a group's id, or `null` for a direct assignment. */
export type Source = Guid | null

/** One product of one source. `disabledPlans` is sorted and lower-case. */
export interface License {
  readonly skuId: Guid
  readonly disabledPlans: readonly Guid[]
}

export interface PrepaidUnits {
  readonly enabled: number
  readonly warning: number
  readonly suspended: number
  readonly lockedOut: number
}

export interface SubscribedSku {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly appliesTo: string
  readonly capabilityStatus: string
  readonly prepaidUnits: PrepaidUnits
  readonly consumedUnits: number
  /** The tenant's own plans of the product; they win over the catalog. */
  readonly servicePlans: readonly ProductPlan[]
}

export interface Group {
  readonly id: Guid
  readonly displayName: string
  /** Sorted by skuId. `undefined`: the export did not say (unknown), `[]`: none. */
  readonly assignedLicenses: readonly License[] | undefined
  readonly groupTypes: readonly string[]
  readonly securityEnabled: boolean
  readonly mailEnabled: boolean
  readonly onPremisesSyncEnabled: boolean
  readonly isAssignableToRole: boolean
  /** `listed`: the export names the members. `inferred`: read off `assignedByGroup`, for want of a list. */
  readonly members: 'listed' | 'inferred'
  /** Direct members that are not users (groups, devices, contacts): they get nothing. */
  readonly otherMembers: number
  readonly proxyAddresses: readonly string[]
}

export interface Organization {
  readonly id: Guid | null
  readonly displayName: string | null
  readonly countryLetterCode: string | null
  readonly defaultUsageLocation: string | null
}

/** Graph's `/directory/subscriptions`. */
export interface Subscription {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly status: string
  readonly totalLicenses: number
  readonly isTrial: boolean
  /** Day, `YYYY-MM-DD`, or null. */
  readonly nextLifecycleDateTime: string | null
}

/**
 * What one source gives one user, and what it is meant to give.
 * Both lists are sorted by skuId; an empty list means nothing.
 */
export interface Path {
  readonly source: Source
  readonly effective: readonly License[]
  readonly intended: readonly License[]
  /** What the last attempt recorded, by skuId, the culprits only (Graph's codes). Empty: nothing recorded. */
  readonly errors: Readonly<Record<Guid, string>>
  /** Rows in the state `Disabled`: kept as they are, neither effective nor consuming. */
  readonly disabled: readonly License[]
}

/** Everything that the licensing service, or a loaded condition, can see of a user. Users equal in it are one cohort. */
export interface UserState {
  /** Two upper-case letters, or null: not set. */
  readonly usageLocation: string | null
  readonly accountEnabled: boolean
  /** `Member`, `Guest`, or null. */
  readonly userType: string | null
  readonly onPremisesSyncEnabled: boolean
  /** Another object has one of this user's proxy addresses. */
  readonly addressClash: boolean
  /** Direct memberships, only of groups that matter (licensed, named by the plan or a condition, or all), sorted. */
  readonly memberOf: readonly Guid[]
  /** Sorted: direct first, then by group id. No path without content. */
  readonly paths: readonly Path[]
  /** Other attributes that loaded conditions name (`department`, ...), by Graph's name. */
  readonly attributes: Readonly<Record<string, string | boolean | null>>
}

/** Users who are equal in everything the service sees. */
export interface Cohort {
  /** Ordinals of its users, ascending. Ordinals follow the order of user ids. */
  readonly members: Uint32Array
  readonly state: UserState
}

export interface UserName {
  readonly id: Guid
  readonly userPrincipalName: string
}

/** An object that has a proxy address: a user by ordinal, or a group. */
export type AddressHolder = { readonly user: number } | { readonly group: Guid }

/** What tells apart users of one cohort where cohorts are made of what rules look at (`Tenant.asSeen`). */
export interface Variants {
  /** How many cohorts there are when everything counts. */
  count(): number
  /** Whether there are any but 0. */
  readonly differ: boolean
  /** By ordinal: which plans of its direct licences are off that no rule names, and in which of groups that are alike it is; 0: none, in none. */
  of(ordinal: number): number
  /** In the snapshot, with everything that counts. */
  stateOf(ordinal: number): UserState
  /** These paths with the plans off that the variant has off, and by its groups. */
  pathsOf(paths: readonly Path[], variant: number): readonly Path[]
  /** Calls with each plan that is off: numbers for the product and the plan. */
  eachOff(variant: number, take: (sku: number, plan: number) => void): void
  /** The number of a plan; undefined: rules look at it. */
  planNumber(id: Guid): number | undefined
  /** Below zero: the paths of `a` come first, as texts. */
  compare(a: number, b: number): number
  /** Calls with each group in place of which another one stands in a state. */
  eachGroup(variant: number, take: (group: Guid) => void): void
  /** Whether a group stands in states for those that are like it. */
  standsIn(group: Guid): boolean
  /** The same with users told apart by the groups for which these stand. */
  apart(standIns: ReadonlySet<Guid>): { readonly cohorts: readonly Cohort[]; readonly variants: Variants }
}

/** A tenant as a snapshot shows it. Nobody but its implementation holds users. */
export interface Tenant {
  readonly organization: Organization
  readonly groups: ReadonlyMap<Guid, Group>
  readonly subscribedSkus: ReadonlyMap<Guid, SubscribedSku>
  readonly subscriptions: readonly Subscription[]
  /** Number of users. */
  readonly users: number
  /** In the order of their first users. */
  readonly cohorts: readonly Cohort[]
  /** The same with fewer cohorts: users who differ in nothing that a rule looks at are one. */
  readonly asSeen?: Tenant | undefined
  /** Only of such a one. */
  readonly variants?: Variants | undefined
  /** Observations made while reading, sorted by id: never findings. */
  readonly notices: readonly Notice[]
  /** The ordinal of a user, by id. */
  find(id: Guid): number | undefined
  /** Ordinals of the users with this userPrincipalName (any case), else with this displayName; several: ambiguous. */
  findByName(name: string): readonly number[]
  /** The user's names, by ordinal. */
  nameOf(ordinal: number): UserName
  /** Objects that have this address (normalised as in `addressesOf`). */
  holdersOf(address: string): readonly AddressHolder[]
  /** The user's proxy addresses, lower-case, with their type prefix (`smtp:ada@contoso.com`). */
  addressesOf(ordinal: number): readonly string[]
}

/** An observation: counted by nobody, shown to everybody. */
export interface Notice {
  readonly id: string
  readonly text: string
  /** The same without names of users, groups, files and the like, for reports that name nobody. */
  readonly unnamed: string
  readonly count: number
}
