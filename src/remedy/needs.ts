import type { Found } from '../explain/findings.js'
import type { Move } from './move.js'
import { isGift } from './use.js'

/** What is missing, one need after the other, where there are several: whatever cures gives each of them, or needs none. */
export function needsOf(found: Found): readonly Found[] {
  const { evidence } = found.cause
  if (evidence.kind !== 'prerequisite' || evidence.unmet.length < 2) return []
  return evidence.unmet.map((need) => ({ ...found, cause: { ...found.cause, evidence: { ...evidence, unmet: [need] } } }))
}

interface One {
  readonly move: Move
}

/** Of the moves that bear on several needs those that bear on one: gifts that are offered for others alone do not. */
export const withoutOthers = <T extends One>(moves: readonly T[], offered: readonly T[], own: readonly T[]): readonly T[] =>
  moves.filter((one) => !isGift(one.move) || own.includes(one) || !offered.includes(one))

/** The needs, each as the moves that bear on it, on which no move of a set does: such a set cures nothing. */
export const openNeeds = <T>(needs: readonly (readonly T[])[], set: readonly T[]): readonly (readonly T[])[] =>
  needs.filter((moves) => !moves.some((one) => set.includes(one)))

export const fewest = <T>(lists: readonly (readonly T[])[]): readonly T[] => lists.reduce((a, b) => (b.length < a.length ? b : a))
