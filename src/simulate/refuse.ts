import type { StepOutcome } from '../model/trace.js'
import type { Refused } from './direct-call.js'
import { refusalCause, type Refusal, type RefusedWhat } from './refusals.js'
import type { World } from './world.js'

export const accepted: StepOutcome = { outcome: 'accepted', reason: null }

/** Refuses a change whole. */
export function refuse(world: World, reason: Refusal, what: RefusedWhat, users: readonly number[] = []): StepOutcome {
  return refuseFor(world, [{ cause: refusalCause(reason, what), users }])
}

export function refuseFor(world: World, refused: readonly Refused[]): StepOutcome {
  for (const { cause, users } of refused) stand(world, cause, users)
  const [first] = refused
  return { outcome: 'refused', reason: first!.cause.reason ?? first!.cause.error }
}

function stand(world: World, cause: Refused['cause'], users: readonly number[]): void {
  world.standings.push({
    cause,
    users: [...users].sort((a, b) => a - b),
    origin: 'introduced',
    firstStep: world.step,
    lastStep: world.step,
    open: true,
    determined: true,
    failed: true,
  })
}
