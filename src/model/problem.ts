/** A place in a file; line and column count from 1. `file` is relative to the project's folder, with forward slashes. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something wrong with an input. One lower-case sentence, what the reader wrote in backticks, the advice apart. */
export interface Problem {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly severity: 'error' | 'warning'
  /** Stable id of the kind of problem, e.g. `unknown-name`. */
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** What loading gives: a value if nothing is wrong enough, and everything that is wrong. */
export interface Loaded<T> {
  readonly value?: T
  readonly problems: readonly Problem[]
}
