import type { Problem } from '../../model/problem.js'
import type { LoadedRules } from './findings.js'
import type { Around, LintedFile } from '../lints/lint.js'

/** What was read: what is wrong with it, and what the lints are to look at. */
export interface Linted {
  readonly problems: readonly Problem[]
  /** Files that could be read without an error. */
  readonly files: readonly LintedFile[]
  /** Rules that are loaded together. */
  readonly houses: readonly LoadedRules[]
  readonly around: Around | undefined
}

/** Where nothing can be looked at. */
export function onlyProblems(problems: readonly Problem[]): Linted {
  return { problems, files: [], houses: [], around: undefined }
}
