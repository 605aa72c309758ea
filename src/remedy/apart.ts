import type { Found } from '../explain/found.js'
import type { SingleWays } from './choices.js'
import type { Move } from './move.js'
import type { Base, PlayedEdits } from './trial.js'
import { isGone, met } from './use.js'

/**
 * Whether errors have nothing to do with each other: all moves that came up take something away, and none that did not come up for
 * an error does anything for it. Then whatever leaves no error has a way out of each in it. `played`: the plan with one move.
 */
export async function standApart(base: Base, single: readonly SingleWays[], played: (one: Move) => Promise<PlayedEdits | undefined>): Promise<boolean> {
  const moves = new Map(single.flatMap(({ universe }) => universe.map((one) => [one.id, one] as const)))
  if (![...moves.values()].every(takes)) return false
  for (const one of moves.values()) {
    const after = await played(one)
    const others = single.filter(({ universe }) => !universe.some(({ id }) => id === one.id))
    if (after && !others.every(({ found }) => isUntouched(base, found, after))) return false
  }
  return true
}

const takes = ({ kind }: Move): boolean => kind === 'disablePlan' || kind === 'removeLicense' || kind === 'leaveGroup'

const isUntouched = (base: Base, found: Found, { found: after, edited }: PlayedEdits): boolean => !met([found]).some((one) => isGone(one, met(base.found), met(after, edited)))
