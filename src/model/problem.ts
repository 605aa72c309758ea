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
  readonly severity: 'error' | 'warning' | 'info'
  /** Stable id of the kind of problem, e.g. `unknown-name`. */
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** What would repair it, where that is safe to do unasked. */
  readonly fix?: Fix
}

/** A change of text: what stands from one place up to another is replaced. Lines and columns count from 1. */
export interface TextEdit {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly text: string
}

/** A repair of the file in which its problem stands. The edits do not overlap. */
export interface Fix {
  /** One lower-case phrase: `write \`error\``. */
  readonly title: string
  readonly edits: readonly TextEdit[]
}

/** What loading gives: a value if nothing is wrong enough, and everything that is wrong. */
export interface Loaded<T> {
  readonly value?: T
  readonly problems: readonly Problem[]
}
