import type { ChangeBody, CountRange, GroupName, NoticeLine } from './report.js'

/** The machine-readable answer of `seatplan rollout`, schemaVersion 1: see docs/rollout.md and schemas/rollout.schema.json. */

export interface SomeUsers {
  readonly count: number
  /** A few userPrincipalNames, sorted. */
  readonly sample: readonly string[]
}

/** A violation on the way: transient, or standing at the end. */
export interface PassedViolation {
  readonly ruleId: string | null
  readonly error: string | null
  readonly reason: string | null
  readonly scope: string
  readonly group: GroupName | null
  readonly skus: readonly string[]
  readonly users: CountRange
  readonly step: number
  /** Null: it stands at the end. */
  readonly lastStep: number | null
}

/** Users who are without something between two steps that they have before and after. */
export interface Gap {
  readonly users: SomeUsers
  readonly gapAtSteps: readonly number[]
  readonly servicePlans: readonly string[]
  /** Services with data among what is missing, whatever the plan: `Exchange`, `OneDrive`. */
  readonly services: readonly string[]
}

/** A direct licence that a step removes from users to whom a group is to give it: whether that is safe. */
export interface DirectRemoval {
  readonly step: number
  readonly sku: string
  /** Their groups together give the same plans, and no group row is in error. */
  readonly safe: SomeUsers
  readonly unsafe: readonly { readonly users: SomeUsers; readonly because: 'groupInError' | 'groupPending' | 'fewerPlans'; readonly error: string | null; readonly servicePlans: readonly string[] }[]
}

export interface Assessment {
  /** `safe`: no violation and no moment without service. `verify`: errors come and go, and nobody is without service. */
  readonly verdict: 'safe' | 'verify' | 'unsafe'
  readonly violations: readonly PassedViolation[]
  readonly gaps: readonly Gap[]
  readonly directRemovals: readonly DirectRemoval[]
}

/** What to look at before the next step. */
export interface Waiting {
  /** The service goes on working after the call is answered. */
  readonly isBackground: boolean
  readonly verify: readonly { readonly users: SomeUsers; readonly rows: readonly { readonly sku: string; readonly by: string; readonly state: string; readonly error: string | null }[] }[]
  /** Units that must be free before the step. */
  readonly freeUnits: readonly { readonly sku: string; readonly atLeast: number }[]
  readonly notDetermined: number
}

export interface SequenceStep extends Waiting {
  readonly step: number
  /** Steps of the plan that it stands for, or for a part of which. */
  readonly from: readonly number[]
  readonly what: string
  readonly change: ChangeBody
}

export type SequenceKind = 'as-given' | 'order' | 'one-call' | 'two-groups' | 'batches' | 'safe-users'

/** A way to make the plan, played step by step. */
export interface Sequence {
  readonly id: string
  readonly kind: SequenceKind
  readonly title: string
  readonly verdict: 'safe' | 'verify'
  readonly passesThrough: readonly PassedViolation[]
  /** Users whom it leaves as they are although the plan names them. */
  readonly leavesOut: SomeUsers
  readonly steps: readonly SequenceStep[]
}

export interface Rollout {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'seatplan'; readonly version: string }
  readonly now: string
  readonly plan: { readonly file: string; readonly title: string }
  readonly asGiven: Assessment
  readonly sequences: readonly Sequence[]
  /** Sequences that were played. */
  readonly tried: number
  /** False: there are more orders than were tried. */
  readonly complete: boolean
  readonly notices: readonly NoticeLine[]
  readonly summary: { readonly exitCode: number }
}
