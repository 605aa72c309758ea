import type { Guid } from './catalog.js'
import type { Place } from './problem.js'

export type Severity = 'error' | 'warning' | 'info' | 'off'

/** What a rule names: a service plan or a product, by GUID. */
export type Item = { readonly type: 'plan'; readonly id: Guid } | { readonly type: 'product'; readonly id: Guid }

/** Where a rule looks: at one user's licences, at one group's own licences, or at both. */
export type Within = 'user' | 'group' | 'both'

export interface RuleHead {
  readonly id: string
  readonly severity: Severity
  readonly reason: string
  readonly source?: string
  readonly certainty?: string
  readonly validFrom?: string
  readonly validTo?: string
  readonly pack: string
  readonly place: Place
}

export interface MutuallyExclusiveRule extends RuleHead {
  readonly kind: 'mutually-exclusive'
  readonly within: Within
  /** At most one of these... */
  readonly items: readonly Item[]
  /** ...or, when not empty: none of `items` together with any of these. */
  readonly against: readonly Item[]
}

export interface PrerequisiteRule extends RuleHead {
  readonly kind: 'prerequisite'
  readonly within: Within
  readonly dependent: Item
  /** Alternatives; each is a list of which all are needed. Empty: no such requirement. */
  readonly requiresAnyOf: readonly (readonly Item[])[]
  /** And also each of these. */
  readonly requiresAllOf: readonly Item[]
}

export interface UsageLocationRule extends RuleHead {
  readonly kind: 'usage-location'
  /** Empty only with `requiredFor`: any product. */
  readonly items: readonly Item[]
  readonly condition:
    | { readonly prohibitedIn: readonly string[] }
    | { readonly allowedIn: readonly string[] }
    | { readonly requiredFor: 'direct' | 'any' }
}

export interface SeatsRule extends RuleHead {
  readonly kind: 'seats'
  /** Empty: every product. */
  readonly products: readonly Guid[]
  readonly keepFree: number
}

export interface UniqueProxyRule extends RuleHead {
  readonly kind: 'unique-proxy'
  readonly whenAnyPlan: readonly Item[]
}

/** A tree of `all`, `any`, `not` over `fact operator value`, its names already resolved. */
export type ConditionTree =
  | { readonly all: readonly ConditionTree[] }
  | { readonly any: readonly ConditionTree[] }
  | { readonly not: ConditionTree }
  | { readonly fact: string; readonly operator: string; readonly value: ConditionValue }
export type ConditionValue = string | number | boolean | null | readonly (string | number | boolean | null)[]

export interface ConditionRule extends RuleHead {
  readonly kind: 'condition'
  readonly subject: 'user' | 'group' | 'product'
  readonly when: ConditionTree
}

export type Rule =
  | MutuallyExclusiveRule
  | PrerequisiteRule
  | UsageLocationRule
  | SeatsRule
  | UniqueProxyRule
  | ConditionRule

export interface RuleSet {
  /** Names of the packs and folders, in the order loaded; `service` first. */
  readonly packs: readonly string[]
  /** In force and not `off`, sorted by id. */
  readonly rules: readonly Rule[]
  /** Ids of the rules that are not in force at `now`. */
  readonly notInForce: readonly string[]
  /** The rules that were loaded and are not judged: switched off, or not in force at `now`. Sorted by id; for who asks what they mean. */
  readonly idle?: readonly Rule[]
  /** `sha256:<hex>` over what the rules mean and say. */
  readonly digest: string
}
