import type { Source } from '../model/tenant.js'
import { proxyPlans } from './addresses.js'
import { judgeAttempts, seatsNeeded } from './attempt.js'
import type { Blame } from './causes.js'
import { fail, succeed } from './outcome.js'
import { isFailed, isInStep, pathOf } from './paths.js'
import { doubtRivals } from './rivals.js'
import { giveSeats } from './seats.js'
import type { Waiting } from './waiting.js'
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
  const verdicts = yield* judgeAttempts(world, source, trying)
  const waiting: Waiting[] = []
  trying.forEach((index, i) => {
    const state = world.crowds[index]!.state!
    const blames = verdicts[i]!
    const needs = seatsNeeded(state, pathOf(state, source))
    if (blames.length > 0) failOf(world, index, source, blames)
    else if (needs.length === 0) succeed(world, index, source)
    else waiting.push({ index, needs })
  })
  yield* giveSeats(world, source, waiting)
}

function failOf(world: World, index: number, source: Source, blames: readonly Blame[]): void {
  fail(world, index, source, blames)
  doubtRivals(world, index, source, blames)
}

/** A source already in step has nothing to attempt: its recorded codes go. */
function isToTry(world: World, index: number, source: Source): boolean {
  const { state } = world.crowds[index]!
  if (!state) return false
  const path = pathOf(state, source)
  if (isInStep(path) && isFailed(path)) succeed(world, index, source)
  return !isInStep(path)
}
