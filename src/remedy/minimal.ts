import { onceFor } from '../once.js'
import type { Move } from './move.js'
import type { Cure, Search } from './search.js'

/** Up to this size every part of a set is tried; of larger ones those that leave out one move. */
const smallSet = 6

/** Parts of a set that have what is needed of it, but itself and nothing; smaller ones first. */
export function properParts<T>(set: readonly T[], isNeeded: (one: T) => boolean): readonly (readonly T[])[] {
  if (set.length > smallSet) return set.flatMap((one) => (isNeeded(one) ? [] : [set.filter((other) => other !== one)]))
  const needed = set.reduce((bits, one, at) => (isNeeded(one) ? bits | (1 << at) : bits), 0)
  const whole = 2 ** set.length - 1
  const parts: (readonly T[])[] = []
  for (let bits = 1; bits < whole; bits += 1) if ((bits & needed) === needed) parts.push(set.filter((_, at) => (bits & (1 << at)) !== 0))
  return parts.sort((a, b) => a.length - b.length)
}

export const isClean = ({ trial }: Cure): boolean => trial.caused.length === 0

/** What a set does: units may be freed by a move of their own, or by one that takes the product off the same users. */
const done = onceFor(({ step, deeds }: Move): string => `@${step} ${JSON.stringify(deeds)}`)

const doneBy = onceFor(({ moves }: Cure): ReadonlySet<string> => new Set(moves.flatMap((one) => [one.id, done(one)])))

const isPart = (less: Cure, more: Cure): boolean =>
  less.moves.length < more.moves.length && less.moves.every((one) => doneBy(more).has(one.id) || doneBy(more).has(done(one)))

/** Clean sets of which no part is clean; sets at a price of which no part cures at all. */
export function minimal({ cures, curing }: Search): readonly Cure[] {
  const clean = curing.filter(isClean)
  return [...cures.values()].filter((cure) => !(isClean(cure) ? clean : curing).some((other) => isPart(other, cure)))
}
