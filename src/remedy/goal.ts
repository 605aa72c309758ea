import type { Found } from '../explain/found.js'
import { compare, inTheWay, isCounted, shortfalls, standing, type Base, type Played, type PlayedEdits, type Trial } from './trial.js'
import type { Shortfall } from './play-set.js'

/** What a search is to be rid of: one finding, or every error of a plan. */
export interface Goal {
  readonly targets: readonly Found[]
  /** What stands in the way of the plan as it stands. */
  readonly atFirst: readonly Found[]
  /** What sets of moves on seats are counted by. */
  shortIn(played: Played): readonly Shortfall[]
  judged(played: PlayedEdits): Trial
}

export const oneGone = (base: Base, target: Found): Goal => ({
  targets: [target],
  atFirst: inTheWay(base, target, base),
  shortIn: (played) => shortfalls(base, target, played),
  judged: (played) => compare(base, target, played),
})

/** Whatever stands is left; nothing is a price. */
export const noErrors = (base: Base): Goal => ({
  targets: base.found.filter((one) => isCounted(base, one)),
  atFirst: standing(base, base),
  shortIn: (played) => standing(base, played).map((found) => ({ found, kept: 0 })),
  judged(played) {
    const left = [...played.refused, ...standing(base, played)]
    return { ...played, cures: 0, leaves: left.length, isCured: left.length === 0, left, caused: [] }
  },
})
