import type { Guid } from '../model/catalog.js'
import type { AddressHolder, Cohort, Group, UserState } from '../model/tenant.js'
import { isMail } from './addresses.js'
import type { Memberships } from './memberships.js'
import { pairNumbers } from './pair-numbers.js'
import { situations } from './situations.js'
import type { KeptSituations, Situate } from './situations.js'
import type { Seen, Surroundings } from './user-state.js'
import type { UserTable } from './user-table.js'
import type { Shape } from './graph/users.js'

/** Users who were exported alike: one shape, one set of memberships. */
export interface Kind {
  readonly shape: Shape
  readonly state: UserState
  readonly seen: Seen
  /** Lowest ordinal. */
  readonly first: number
  readonly count: number
}

export interface Folded {
  /** In the order of their first users. */
  readonly cohorts: readonly Cohort[]
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
}

/**
 * Folds users into cohorts. What a user's paths are is worked out once for each pair of rows and memberships; users whose
 * states are equal are one cohort.
 */
export function fold(users: UserTable, memberships: Memberships, around: Surroundings, kept?: KeptSituations): Folded {
  return foldKinds(kindsOf(users, memberships, clashingRows(users, around.groups), situations(around, kept)))
}

/** Equal states are one object: kinds that have it in common are one cohort. */
export function foldKinds({ kindOf, kinds }: Kinds): Folded {
  const numbers = new Map<UserState, number>()
  const sizes: number[] = []
  const cohortOfKind = new Uint32Array(kinds.length)
  kinds.forEach(({ state, count }, kind) => {
    const number = numbers.get(state) ?? sizes.push(0) - 1
    numbers.set(state, number)
    sizes[number]! += count
    cohortOfKind[kind] = number
  })
  return { cohorts: cohortsOf([...numbers.keys()], sizes, cohortOfKind, kindOf), kinds }
}

/** Members stand in one list, cohort by cohort. */
function cohortsOf(states: readonly UserState[], sizes: readonly number[], cohortOfKind: Uint32Array, kindOf: Uint32Array): readonly Cohort[] {
  const all = new Uint32Array(kindOf.length)
  const next = new Uint32Array(sizes.length)
  for (let cohort = 1; cohort < sizes.length; cohort++) next[cohort] = next[cohort - 1]! + sizes[cohort - 1]!
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) all[next[cohortOfKind[kindOf[ordinal]!]!]!++] = ordinal
  return states.map((state, cohort) => ({ members: all.subarray(next[cohort]! - sizes[cohort]!, next[cohort]), state }))
}

/** Users by what they are like. */
export interface Kinds {
  /** Ordinal -> index into `kinds`. */
  readonly kindOf: Uint32Array
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
}

function kindsOf(users: UserTable, memberships: Memberships, clashes: Uint8Array, situate: Situate): Kinds {
  const kinds: (Omit<Kind, 'count'> & { count: number })[] = []
  const known = pairNumbers()
  const kindOf = new Uint32Array(users.count)
  for (let ordinal = 0; ordinal < users.count; ordinal++) {
    const row = users.rows[ordinal]!
    const clash = clashes[row]!
    const kind = known.of(memberships.setOf[ordinal]! * 2 + clash, users.shapeOf[row]!)
    if (kind === kinds.length) {
      const shape = users.shapes[users.shapeOf[row]!]!
      const { state, seen } = situate(shape, memberships.sets[memberships.setOf[ordinal]!]!, clash === 1)
      kinds.push({ shape, state, seen, first: ordinal, count: 0 })
    }
    kinds[kind]!.count++
    kindOf[ordinal] = kind
  }
  return { kindOf, kinds }
}

/** By row: 1 where another user or a group has one of the user's mail addresses, too. */
function clashingRows(users: UserTable, groups: ReadonlyMap<Guid, Group>): Uint8Array {
  const clashing = new Uint8Array(users.count)
  for (const rows of users.addressIndex.shared()) markSharing(users, rows, clashing)
  for (const group of groups.values())
    for (const address of group.proxyAddresses.filter(isMail)) for (const row of rowsWith(users, address)) clashing[row] = 1
  return clashing
}

/** Of rows whose addresses have one hash, those that really have one in common. */
function markSharing(users: UserTable, rows: readonly number[], clashing: Uint8Array): void {
  const first = new Map<string, number>()
  for (const row of rows)
    for (const address of new Set(addressesAt(users, row).filter(isMail))) {
      const other = first.get(address)
      if (other === undefined) first.set(address, row)
      else clashing[other] = clashing[row] = 1
    }
}

const addressesAt = (users: UserTable, row: number): readonly string[] => users.people.addressesAt(row)

const rowsWith = (users: UserTable, address: string): readonly number[] =>
  users.addressIndex.rows(address).filter((row) => addressesAt(users, row).includes(address))

/** A user's addresses, sorted, each once. */
export const addressesOf = (users: UserTable, ordinal: number): readonly string[] =>
  [...new Set(addressesAt(users, users.rows[ordinal]!))].sort()

/** Users by ordinal, then groups by id. */
export function holdersOf(users: UserTable, groups: ReadonlyMap<Guid, Group>, normal: string): readonly AddressHolder[] {
  const ordinals = isMail(normal) ? rowsWith(users, normal).map((row) => users.ordinalOf(row)) : everyoneWith(users, normal)
  const holders = [...groups.values()].filter(({ proxyAddresses }) => proxyAddresses.includes(normal))
  return [...ordinals.sort((a, b) => a - b).map((user) => ({ user })), ...holders.map(({ id }) => ({ group: id })).sort((a, b) => (a.group < b.group ? -1 : 1))]
}

/** Addresses of other types are asked for rarely, so they have no index. */
function everyoneWith(users: UserTable, normal: string): number[] {
  const ordinals: number[] = []
  for (let ordinal = 0; ordinal < users.count; ordinal++) if (addressesAt(users, users.rows[ordinal]!).includes(normal)) ordinals.push(ordinal)
  return ordinals
}
