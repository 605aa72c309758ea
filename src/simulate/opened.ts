import type { Cause, Standing } from '../model/trace.js'
import type { World } from './world.js'

/** A cause that stands from this step on. */
export const opened = (world: World, cause: Cause): Standing => ({
  cause,
  origin: world.step === 0 ? 'existing' : 'introduced',
  firstStep: world.step,
  lastStep: world.step,
  open: true,
  determined: true,
  failed: true,
})

/** The same for all whom it befalls at this step. */
export function openedOnce(world: World, cause: Cause): Standing {
  const known = world.memory.standings.get(cause)
  if (known?.firstStep === world.step) return known
  const now = opened(world, cause)
  world.memory.standings.set(cause, now)
  return now
}

const contradictions = new WeakMap<Standing, Standing>()

/** The same, where what is on in the snapshot contradicts the rule. */
export function contradicting(one: Standing): Standing {
  const known = contradictions.get(one) ?? { ...one, contradicts: true }
  contradictions.set(one, known)
  return known
}
