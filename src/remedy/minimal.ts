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

const deedsOf = onceFor(({ step, deeds }: Move): readonly string[] => deeds.map((deed) => `@${step} ${JSON.stringify(deed)}`))

const doneBy = onceFor(({ moves }: Cure): ReadonlySet<string> => new Set(moves.flatMap((one) => [one.id, ...deedsOf(one)])))

const sizeOf = ({ moves }: Cure): number => moves.reduce((sum, { deeds }) => sum + deeds.length, 0)

/** What is done counts, by whichever moves: two may do together what two others do, and units are freed as well by what takes the product off the same users. */
const isPart = (less: Cure, more: Cure): boolean =>
  sizeOf(less) < sizeOf(more) && less.moves.every((one) => doneBy(more).has(one.id) || deedsOf(one).every((deed) => doneBy(more).has(deed)))

/** Clean sets of which no part is clean; sets at a price of which no part cures at all. */
export function minimal({ cures, curing }: Search): readonly Cure[] {
  const clean = curing.filter(isClean)
  return [...cures.values()].filter((cure) => !(isClean(cure) ? clean : curing).some((other) => isPart(other, cure)))
}
