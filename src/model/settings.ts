/** Assumptions that a config can flip; what each means stands in docs/assumptions.md. */
export const assumptionIds = [
  'A-SIBLINGS-OTHER',
  'A-SIBLINGS-STAY',
  'A-RETRY',
  'A-SEAT-ORDER',
  'A-PROXY-OBJECT',
  'A-LOCATION',
  'A-GROUP-CHECK',
  'A-LEAVE-ALL',
] as const
export type AssumptionId = (typeof assumptionIds)[number]
export type Assumptions = Readonly<Record<AssumptionId, boolean>>

/** By what ways out are ranked, in this order; docs/remedies.md says what each prefers. */
export const tiers = ['causes', 'safety', 'losesPlans', 'money', 'alsoCures', 'users', 'calls'] as const
export type Tier = (typeof tiers)[number]

/** How a plan is played, and how its ways out are ranked. */
export interface Settings {
  readonly channel: 'graph' | 'admin-center'
  readonly seats: 'include-warning' | 'strict'
  readonly assumptions: Assumptions
  readonly assumeReprocess: boolean
  /** `--assume-members inferred` */
  readonly assumeMembersInferred: boolean
  /** All tiers, the weightiest first. */
  readonly ranking: readonly Tier[]
}

/** How a report counts and what it holds. */
export interface ReportOptions {
  readonly failOn: 'error' | 'warning' | 'never'
  readonly failOnExisting: boolean
  readonly failOnTransient: boolean
  /** More warnings than this fail. */
  readonly maxWarnings?: number
  /** `none`: whatever is found fails, even what is only worth knowing or was there before. */
  readonly requireFindings?: 'none'
  readonly states: 'none' | 'changed' | 'all'
  readonly remedies: 'none' | 'some' | 'all'
  /** Samples name every user. */
  readonly expand: boolean
}
