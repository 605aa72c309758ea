import type { Found } from '../explain/found.js'
import type { Scene } from './scene.js'

/** A finding to find ways out of, the tenant as it stands before the step, and the users concerned (ordinals). */
export interface Case {
  readonly found: Found
  readonly scene: Scene
  /** Where the way out begins: the tenant as it stands before the finding that is to be cured. */
  readonly home: Scene
  readonly users: readonly number[]
  /** Findings of the same plan: one way out may have to serve several. */
  readonly siblings: readonly Found[]
}
