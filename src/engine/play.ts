import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { Trace } from '../model/trace.js'
import { simulate } from '../simulate/simulate.js'

/**
 * Plays the project's plan: simulation yields the subjects it has no verdict for, the judge answers the batch, and it goes on.
 * Nothing is changed; the same project gives the same trace.
 */
export async function play(project: Project, judge: Judge, signal?: AbortSignal): Promise<Trace> {
  const simulation = simulate(project)
  let next = simulation.next()
  while (!next.done) {
    signal?.throwIfAborted()
    next = simulation.next(await judge.judge(next.value))
  }
  return next.value
}
