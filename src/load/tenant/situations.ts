import type { Guid } from '../../model/catalog.js'
import type { License } from '../../model/tenant.js'
import type { Shape } from './graph/users.js'
import { internStates } from './intern-states.js'
import type { StateInterner } from './intern-states.js'
import { pairNumbers } from './pair-numbers.js'
import { licenser } from './user-state.js'
import type { Licensing, Situated, Surroundings } from './user-state.js'

/** What came of users of earlier exports: who did not change, in groups that did not, has the same state, the very object. */
export interface KeptSituations {
  among(around: Surroundings): Known
}

interface Known {
  readonly intern: StateInterner
  licensing(shape: Shape, listed: readonly Guid[]): Licensing
}

/** What a user of some shape and some memberships comes to. */
export type Situate = (shape: Shape, listed: readonly Guid[], addressClash: boolean) => Situated

/** A user's state: what its rows say is on, what its memberships ask for. Equal states are one object. */
export function situations(around: Surroundings, kept: KeptSituations = nothingKept): Situate {
  const now = kept.among(around)
  const [rowsNumber, listNumber] = [objectNumbers(), objectNumbers()]
  const known = pairNumbers()
  const all: Licensing[] = []
  return (shape, listed, addressClash) => {
    const number = known.of(rowsNumber(rowsOf(shape)), listNumber(listed))
    const { memberOf, paths, seen } = (all[number] ??= now.licensing(shape, listed))
    return { state: now.intern.state(shape, addressClash, memberOf, paths), seen }
  }
}

const rowsOf = ({ rows, assignedLicenses }: Shape): readonly License[] => rows ?? assignedLicenses ?? notExported

const notExported: readonly License[] = []

/** Objects as numbers, 0, 1, 2, ... */
function objectNumbers(): (of: object) => number {
  const numbers = new Map<object, number>()
  return (of) => {
    const number = numbers.get(of)
    if (number === undefined) numbers.set(of, numbers.size)
    return number ?? numbers.size - 1
  }
}

const nothingKept: KeptSituations = {
  among(around) {
    const intern = internStates()
    return { intern, licensing: licenser(around, intern) }
  },
}

/** After so many exports it is let go: most of it is of users who are like that no more. */
const mostExports = 200

export function keepSituations(): KeptSituations {
  let memory = { intern: internStates(), numberOf: textNumbers(), licensings: new Map<string, Licensing>() }
  let exports = 0
  return {
    among(around) {
      if (++exports % mostExports === 0) memory = { intern: internStates(), numberOf: textNumbers(), licensings: new Map() }
      const { intern, numberOf, licensings } = memory
      const licensing = licenser(around, intern)
      const groups = new Map<Guid, number>()
      const groupNumber = (id: Guid): number => {
        const number = groups.get(id) ?? numberOf(asSeen(id, around))
        groups.set(id, number)
        return number
      }
      const known = (shape: Shape, listed: readonly Guid[]): Licensing => {
        const ids = [...listed, ...(shape.rows ?? []).flatMap(({ source }) => source ?? [])]
        const key = `${shape.rows === undefined} ${numberOf(rowsOf(shape))} ${numberOf(listed)} ${ids.map(groupNumber).join(' ')}`
        const one = licensings.get(key) ?? licensing(shape, listed)
        licensings.set(key, one)
        return one
      }
      return { intern, licensing: known }
    },
  }
}

/** What of a group makes its members what they are. */
function asSeen(id: Guid, { groups, relevant }: Surroundings): object {
  const group = groups.get(id)
  return [id, relevant.has(id), group !== undefined && [group.assignedLicenses ?? null, group.securityEnabled, group.members]]
}

/** Equal values have the same number; one that was seen before need not be written again. */
function textNumbers(): (of: object) => number {
  const numbers = new Map<string, number>()
  const seen = new WeakMap<object, number>()
  return (of) => {
    const known = seen.get(of)
    if (known !== undefined) return known
    const text = JSON.stringify(of)
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    seen.set(of, number)
    return number
  }
}
