import type { Source } from '../model/tenant.js'
import { proxyPlans } from './addresses.js'
import { attemptOf, blameOf, blockingOf, seatsNeeded } from './attempt.js'
import { fail, succeed } from './outcome.js'
import { isFailed, isInStep, pathOf } from './paths.js'
import { giveSeats, type Waiting } from './seats.js'
import { assumes, splitOff, type Asking, type World } from './world.js'

/** Attempts `source` for these crowds: judge, give seats, apply or fail. */
export function* settle(world: World, source: Source, indexes: readonly number[]): Asking<void> {
  if (assumes(world, 'A-PROXY-OBJECT') || proxyPlans(world).length === 0) return yield* settleTogether(world, source, indexes)
  const clashing = indexes.filter((index) => world.crowds[index]!.state?.addressClash)
  yield* settleTogether(world, source, indexes.filter((index) => !clashing.includes(index)))
  const ordinals = clashing.flatMap((index) => [...world.crowds[index]!.members]).sort((a, b) => a - b)
  for (const ordinal of ordinals)
    yield* settleTogether(world, source, [splitOff(world, world.owner[ordinal]!, new Set([ordinal]))])
}

function* settleTogether(world: World, source: Source, indexes: readonly number[]): Asking<void> {
  const trying = indexes.filter((index) => isToTry(world, index, source))
  const subjects = trying.map((index) => attemptOf(world, world.crowds[index]!, source))
  const verdicts = subjects.length > 0 ? yield subjects : []
  const waiting: Waiting[] = []
  trying.forEach((index, i) => {
    const state = world.crowds[index]!.state!
    const blocking = blockingOf(world, subjects[i]!, verdicts[i]!)
    const needs = seatsNeeded(state, pathOf(state, source))
    if (blocking.length > 0) fail(world, index, source, blameOf(world, subjects[i]!, blocking))
    else if (needs.length === 0) succeed(world, index, source)
    else waiting.push({ index, needs })
  })
  yield* giveSeats(world, source, waiting)
}

/** A source already in step has nothing to attempt: its recorded codes go. */
function isToTry(world: World, index: number, source: Source): boolean {
  const { state } = world.crowds[index]!
  if (!state) return false
  const path = pathOf(state, source)
  if (isInStep(path) && isFailed(path)) succeed(world, index, source)
  return !isInStep(path)
}
