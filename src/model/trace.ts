import type { Guid } from './catalog.js'
import type { Origin, Scope } from './report.js'
import type { Evidence } from './violation.js'
import type { Holding } from './subject.js'
import type { Group, Source, UserName, UserState } from './tenant.js'

/** Why something is wrong: one per (rule, code, failing source and product, opposing holdings). GUIDs only. */
export interface Cause {
  /** Canonical text of what makes this cause this one; the fingerprint is its digest. */
  readonly key: string
  /** null: the service recorded it, no loaded rule explains it. */
  readonly ruleId: string | null
  readonly kind: string
  /** Graph's code, or null. */
  readonly error: string | null
  /** A refusal's own word (`unknownSku`), or null. */
  readonly reason: string | null
  readonly scope: Scope
  /** The failing source; undefined where there is none. */
  readonly source: Source | undefined
  /** The failing product. */
  readonly skuId: Guid | null
  /** What it meets, by path. */
  readonly opposing: readonly Holding[]
  readonly evidence: Evidence | { readonly kind: 'service'; readonly [name: string]: unknown }
  readonly assumptions: readonly string[]
}

/** One cause standing on one cohort (or on the tenant itself) over a stretch of steps. Step 0 is the snapshot. */
export interface Standing {
  readonly cause: Cause
  readonly origin: Exclude<Origin, 'resolved'>
  readonly firstStep: number
  /** Of what is over: the last step at which it stood. */
  readonly lastStep: number
  /** Whether it still stands after the last step. */
  readonly open: boolean
  /** False: nobody can know whether it concerns this user or another candidate. */
  readonly determined: boolean
  /** With `determined: false`: whether the simulation let this one fail. */
  readonly failed: boolean
  /** Of an error in the snapshot: whether a reprocess would clear it. */
  readonly reprocessClears?: boolean
  /** What the rule forbids is `Active` in the snapshot: evidence against the rule. */
  readonly contradicts?: boolean
}

/** What a step switched on and off for the users of a cohort. Sorted. */
export interface PlanDelta {
  readonly step: number
  readonly gains: readonly Guid[]
  readonly loses: readonly Guid[]
}

/** Users who went through the plan alike. */
export interface TraceCohort {
  /** Ordinals, ascending; created users have ordinals above the tenant's. */
  readonly members: Uint32Array
  /** In the snapshot; undefined: created by the plan. */
  readonly before: UserState | undefined
  /** After the last step; undefined: deleted. */
  readonly after: UserState | undefined
  readonly standings: readonly Standing[]
  readonly deltas: readonly PlanDelta[]
  /** Rows that only some of several candidates can have: `source|skuId` -> what it may be. */
  readonly undetermined: ReadonlyMap<string, readonly { readonly state: string; readonly error: string | null }[]>
  /** Lots in which its fate was drawn: crowds of one lot differ by who got a seat, and may not be told apart. */
  readonly lots: readonly number[]
}

export interface StepOutcome {
  readonly outcome: 'accepted' | 'refused' | 'partly'
  readonly reason: string | null
}

export interface SeatCount {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly enabled: number
  readonly warning: number
  readonly consumedBefore: number
  readonly consumedAfter: number
  readonly unitsBefore: number
  readonly unitsAfter: number
  readonly short: { readonly min: number; readonly max: number }
  readonly pending: number
}

/** What a played plan did. */
export interface Trace {
  readonly steps: readonly StepOutcome[]
  readonly cohorts: readonly TraceCohort[]
  /** Causes that concern no user's rows: refused calls, groups, products. With the users they name. */
  readonly standings: readonly (Standing & { readonly users: readonly number[] })[]
  /** How far the number of failing users may lie below and above what was simulated, by cause key. */
  readonly slack: ReadonlyMap<string, { readonly below: number; readonly above: number }>
  readonly seats: readonly SeatCount[]
  /** Groups after the last step, created ones among them, deleted ones not. */
  readonly groups: ReadonlyMap<Guid, Group>
  /** Names of created users: ordinal -> name. */
  readonly created: ReadonlyMap<number, UserName>
  /** Proxy addresses of users whom the plan created or changed, by ordinal. */
  readonly addresses: ReadonlyMap<number, readonly string[]>
  readonly notices: readonly { readonly id: string; readonly text: string; readonly count: number }[]
  /** Where cohorts are made of what rules look at: which variant of its cohort a user is. */
  readonly variantOf?: (ordinal: number) => number
}
