import type { Guid } from '../../model/catalog.js'
import type { Shape } from './graph/users.js'
import type { Memberships } from './memberships.js'
import { pairNumbers } from './pair-numbers.js'
import type { Shapes } from './shapes.js'
import { groupsWith, rowsWith } from './unhide.js'

/** Of whom something may be hidden, and what others are. */
export interface Hiding {
  /** Rows and memberships do not say the same of groups that are alike: then nothing of the user is hidden. */
  isAlone(ordinal: number, seen: number, hidden: number): boolean
  /** A shape with everything. */
  shown(shape: number, parts: Uint32Array): Shape
  /** All groups of a user. */
  listed(ordinal: number): readonly Guid[]
}

export function hidingIn(shapes: Shapes, { setOf, sets, hiddenOf }: Memberships): Hiding {
  const { plans } = shapes
  const groups = plans?.groups
  const isOdd = shapes.all.map(({ rows }) => groups !== undefined && (rows ?? []).some((row) => row.source !== null && groups.has(row.source) && groups.ofRow(row) === undefined))
  const whole = new Map<number, Shape>()

  function shown(shape: number, parts: Uint32Array): Shape {
    const [seen, hidden] = [shapes.all[parts[shape * 2]!]!, parts[shape * 2 + 1]!]
    const one = hidden === 0 ? seen : (whole.get(shape) ?? { ...seen, rows: rowsWith(seen.rows!, hidden, plans!) })
    whole.set(shape, one)
    return one
  }

  return {
    isAlone: (ordinal, seen, hidden) => hiddenOf !== undefined && (isOdd[seen]! || plans!.ofGroups(hidden) !== hiddenOf[ordinal]),
    shown,
    listed: (ordinal) => (hiddenOf === undefined ? sets[setOf[ordinal]!]! : groupsWith(sets[setOf[ordinal]!]!, hiddenOf[ordinal]!, plans!)),
  }
}

/** Numbers for sets, what they hide, shapes and clashes. */
export function aloneNumbers(): (set: number, hidden: number, shape: number, clash: number) => number {
  const [lists, all] = [pairNumbers(), pairNumbers()]
  return (set, hidden, shape, clash) => all.of(lists.of(set, hidden), shape * 2 + clash)
}
