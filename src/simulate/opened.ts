import type { Cause, Standing } from '../model/trace.js'
import type { World } from './world.js'
import { onceFor } from '../once.js'

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

/** The same, where what is on in the snapshot contradicts the rule. */
export const contradicting = onceFor((one: Standing): Standing => ({ ...one, contradicts: true }))
