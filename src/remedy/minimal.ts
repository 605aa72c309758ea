import type { Move } from './move.js'
import type { Cure, Search } from './search.js'

/** Up to this size every part of a set is tried; of larger ones those that leave out one move. */
const smallSet = 6

/** Parts of a set, but itself and nothing; smaller ones first. */
export function properParts<T>(moves: readonly T[]): readonly (readonly T[])[] {
  if (moves.length > smallSet) return moves.map((one) => moves.filter((other) => other !== one))
  const parts = moves.reduce<readonly (readonly T[])[]>((some, one) => [...some, ...some.map((part) => [...part, one])], [[]])
  return parts.filter((part) => part.length > 0 && part.length < moves.length).sort((a, b) => a.length - b.length)
}

export const isClean = ({ trial }: Cure): boolean => trial.caused.length === 0

const isPart = (less: readonly Move[], more: readonly Move[]): boolean =>
  less.length < more.length && less.every((one) => more.some(({ id }) => id === one.id))

/** Clean sets of which no part is clean; sets at a price of which no part cures at all. */
export function minimal({ cures, curing }: Search): readonly Cure[] {
  return [...cures.values()].filter((cure) => {
    const rivals = isClean(cure) ? curing.filter(isClean) : curing
    return !rivals.some((other) => isPart(other.moves, cure.moves))
  })
}
