import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { Trace } from '../model/trace.js'
import type { Memory } from '../simulate/memory.js'
import { simulate, type Checkpoint } from '../simulate/simulate.js'

export { emptyMemory, type Memory } from '../simulate/memory.js'
export type { Checkpoint } from '../simulate/simulate.js'

export interface PlayOptions {
  readonly signal?: AbortSignal
  /** Where a plan with the same first steps got to. */
  readonly from?: Checkpoint
  /** What the steps are called, ascending, where that is not 1, 2, 3: so that those of an edited plan are called as in the plan as it stands. */
  readonly numbers?: readonly number[]
  /** What was worked out for a tenant of the same organization, under the same rules, catalog and settings. */
  readonly memory?: Memory
  /** Is shown a checkpoint after every step, 0 for the snapshot; calling `at` copies it. */
  readonly keep?: (step: number, at: () => Checkpoint) => void
}

/**
 * Plays the project's plan: simulation yields the subjects it has no verdict for, the judge answers the batch, and it goes on.
 * Nothing is changed; the same project gives the same trace.
 */
export async function play(project: Project, judge: Judge, options: PlayOptions = {}): Promise<Trace> {
  const simulation = simulate(project, options)
  let next = simulation.next()
  while (!next.done) {
    options.signal?.throwIfAborted()
    next = simulation.next(await judge.judge(next.value))
  }
  return next.value
}
