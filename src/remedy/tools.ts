import type { Judge } from '../model/judge.js'
import type { Move } from './move.js'
import type { Scene } from './scene.js'

/** How far the search goes. Counts, never a stopwatch: the same input finds the same. */
export interface Bounds {
  /** Moves in one set. */
  readonly size: number
  /** Sets tried for one finding. */
  readonly trials: number
  /** Users of a finding beyond whom only moves on groups, seats and order are tried. */
  readonly users: number
  /** Remedies shown of one finding. */
  readonly shown: number
}

/** What trying needs: the judge, and the tenant as it stands before each step. */
export interface Tools {
  readonly judge: Judge
  readonly scenes: (step: number) => Promise<Scene>
  readonly bounds: Bounds
  /** A move as far as it may be made; undefined: not at all. Without it all may be. */
  readonly narrow?: (move: Move) => Move | undefined
}
