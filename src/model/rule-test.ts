import type { Guid } from './catalog.js'
import type { Place } from './problem.js'
import type { Project } from './project.js'

/** How loudly a rule speaks of a case. */
export type Loudness = 'error' | 'warning' | 'info'

/** What comes of a case: nothing, one rule as loudly as this, or exactly these rules. */
export type Verdict = 'ok' | Loudness | Readonly<Record<string, Loudness>>

/** Whom a case is about. */
export interface Row {
  readonly type: 'user' | 'group' | 'product'
  readonly name: string
  readonly id: Guid
}

/** One cell of a table: somebody, what is done, and what a rule must say of it. */
export interface Case {
  readonly title: string | undefined
  /** Undefined: the verdict is about all rules. */
  readonly rule: string | undefined
  readonly row: Row
  /** What is done, as its author wrote it. */
  readonly column: string
  readonly expected: Verdict
  readonly place: Place
  /** Why it is not played. */
  readonly skip: string | undefined
  /** The tenant of the file, the rules of the day, and the changes of this cell. */
  readonly project: Project
}

/** A file of tables. */
export interface RuleTest {
  readonly file: string
  readonly title: string
  readonly cases: readonly Case[]
}
