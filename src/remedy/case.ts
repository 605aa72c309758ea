import type { Found } from '../explain/findings.js'
import type { Scene } from './scene.js'

/** A finding to find ways out of, the tenant as it stands before the step, and the users concerned (ordinals). */
export interface Case {
  readonly found: Found
  readonly scene: Scene
  readonly users: readonly number[]
  /** Findings of the same plan: one way out may have to serve several. */
  readonly siblings: readonly Found[]
}
