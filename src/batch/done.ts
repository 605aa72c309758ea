import type { Checked } from './checked.js'
import type { ScenarioResult } from './scenarios.js'
import type { Task } from './tasks.js'

export type ResultOf<T extends Task> = T extends { readonly kind: 'scenario' } ? ScenarioResult : Checked

export interface Done<T extends Task = Task> {
  readonly result: ResultOf<T>
  /** It was found in the cache. */
  readonly found: boolean
  /** Files that it was made of, and a digest of each. */
  readonly inputs: readonly (readonly [path: string, digest: string])[]
  /** What it asked for and may not be read (`confined.ts`). */
  readonly outside: readonly string[]
}
