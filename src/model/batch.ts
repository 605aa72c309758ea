import type { Problem } from './problem.js'
import type { NoticeLine, Report, Summary } from './report.js'
import type { Waiver } from './waiver.js'

/** Many plans in many tenants: the machine-readable answer, schemaVersion 1. See docs/batch.md and schemas/batch.schema.json. */
export interface BatchReport {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'seatplan'; readonly version: string }
  readonly now: string
  readonly summary: BatchSummary
  /** Sorted by tenant and plan. */
  readonly results: readonly BatchResult[]
  /** What only the whole run shows: waivers and baseline entries that nothing needs. */
  readonly notices: readonly NoticeLine[]
  /** Only of a shard. */
  readonly part?: BatchPart
}

/** How many plans in how many tenants, and the sums over their reports. */
export interface BatchSummary extends Summary {
  readonly results: number
  readonly passed: number
  readonly failed: number
  readonly unread: number
}

/** One plan in one tenant. */
export interface BatchResult extends BatchName {
  readonly outcome: 'passed' | 'failed' | 'unread'
  readonly problems: readonly BatchProblem[]
  /** The report that a check of this plan and tenant alone makes; null: it could not be read. */
  readonly report: Report | null
}

export interface BatchName {
  /** Null: the one that the project names. */
  readonly tenant: string | null
  /** Null: the tenant as it is. */
  readonly plan: string | null
}

export type BatchProblem = Omit<Problem, 'fix'>

/** What a shard has to say so that its siblings can be put together. */
export interface BatchPart {
  /** Digest of all that the whole run was asked and given. */
  readonly inputs: string
  /** Digest of the packs and folders of rules. */
  readonly rules: string
  /** All that the whole run checks, sorted. */
  readonly set: readonly BatchName[]
  /** Files that this shard read, and a digest of each; none where nobody is to be named. */
  readonly files: readonly (readonly [file: string, digest: string])[]
  /** Waivers and baseline of the tenants of this shard. */
  readonly waivers: readonly Waiver[]
}
