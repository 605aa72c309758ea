import type { BatchProblem } from './batch.js'
import type { Verdict } from './rule-test.js'

/** What `seatplan test --format json` prints, schemaVersion 1. See schemas/test.schema.json. */
export interface TestReport {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'seatplan'; readonly version: string }
  readonly summary: { readonly passed: number; readonly failed: number; readonly unread: number }
  /** Cells of the tables of rule tests. */
  readonly cases: { readonly passed: number; readonly failed: number; readonly skipped: number }
  readonly scenarios: readonly TestedScenario[]
  readonly ruleTests: readonly TestedRules[]
  /** With `--coverage`. */
  readonly coverage?: TestCoverage
  /** Only of a shard. */
  readonly part?: TestPart
}

export interface TestedScenario {
  readonly file: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'unread'
  readonly differences: readonly { readonly path: string; readonly expected: unknown; readonly actual: unknown }[]
  /** What is wrong or odd about its files. */
  readonly problems: readonly BatchProblem[]
}

export interface TestedRules {
  readonly file: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'unread' | 'skipped'
  readonly cases: readonly TestedCase[]
  /** What is wrong or odd about its files. */
  readonly problems: readonly BatchProblem[]
}

/** A cell of a table. */
export interface TestedCase {
  readonly title: string | null
  readonly rule: string | null
  readonly who: string
  /** What is done: the head of the column. */
  readonly does: string
  readonly line: number
  readonly column: number
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason: string | null
  readonly expected: Verdict
  readonly actual: Verdict | null
}

/** What tests show of the rules. */
export interface TestCoverage {
  readonly rules: readonly CoveredRule[]
  /** Points that a test shows, all points, and of hundred, rounded down. */
  readonly covered: number
  readonly points: number
  readonly percent: number
}

export interface CoveredRule {
  readonly ruleId: string
  readonly kind: string
  readonly pack: string
  readonly points: readonly {
    /** `fired`; `near-miss`: it kept silent where it nearly fired; `alternative`: one way to meet a prerequisite, alone. */
    readonly what: 'fired' | 'near-miss' | 'alternative'
    /** The plans and products of an alternative. */
    readonly names: readonly string[]
    /** How many subjects showed it. */
    readonly hits: number
  }[]
  /** Where the rule stands. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What a shard has to say so that its siblings can be put together. */
export interface TestPart {
  /** Digest of all that the whole run was asked and given. */
  readonly inputs: string
  /** Digest of the packs and folders of rules. */
  readonly rules: string
  /** All files that the whole run tests, sorted. */
  readonly set: readonly string[]
}
