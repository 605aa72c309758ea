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
  readonly coverage?: object
  /** Only of a shard. */
  readonly part?: TestPart
}

export interface TestedScenario {
  readonly file: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'unread'
  readonly differences: readonly { readonly path: string; readonly expected: unknown; readonly actual: unknown }[]
}

export interface TestedRules {
  readonly file: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'unread' | 'skipped'
  readonly cases: readonly TestedCase[]
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

/** What a shard has to say so that its siblings can be put together. */
export interface TestPart {
  /** Digest of all that the whole run was asked and given. */
  readonly inputs: string
  /** Digest of the packs and folders of rules. */
  readonly rules: string
  /** All files that the whole run tests, sorted. */
  readonly set: readonly string[]
}
