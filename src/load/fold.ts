import type { Guid } from '../model/catalog.js'
import type { AddressHolder, Cohort, Group, UserState } from '../model/tenant.js'
import { isMail } from './addresses.js'
import { internStates } from './intern-states.js'
import type { Memberships } from './memberships.js'
import { pairNumbers } from './pair-numbers.js'
import { situate } from './user-state.js'
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
  /** Sorted by key. */
  readonly cohorts: readonly Cohort[]
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
}

/**
 * Folds users into cohorts. What a user's paths are is worked out once for each pair of shape and memberships; pairs whose
 * states are equal, to the letter, are one cohort.
 */
export function fold(users: UserTable, memberships: Memberships, groups: ReadonlyMap<Guid, Group>, relevant: ReadonlySet<Guid>): Folded {
  return foldKinds(kindsOf(users, memberships, clashingRows(users, groups), { groups, relevant }))
}

/** Kinds whose states are equal, to the letter, are one cohort. */
export function foldKinds({ kindOf, kinds }: Kinds): Folded {
  const byKey = new Map<string, { state: UserState; size: number }>()
  const keys = kinds.map(({ state }) => JSON.stringify(state))
  kinds.forEach(({ state, count }, i) => {
    const cohort = byKey.get(keys[i]!)
    if (cohort === undefined) byKey.set(keys[i]!, { state, size: count })
    else cohort.size += count
  })
  return { cohorts: cohortsOf(byKey, keys, kindOf), kinds }
}

function cohortsOf(byKey: ReadonlyMap<string, { readonly state: UserState; readonly size: number }>, keyOfKind: readonly string[], kindOf: Uint32Array): readonly Cohort[] {
  const cohorts = [...byKey].map(([key, { state, size }]) => ({ key, members: new Uint32Array(size), state })).sort((a, b) => (a.key < b.key ? -1 : 1))
  const index = new Map(cohorts.map(({ key }, i) => [key, i]))
  const cohortOfKind = keyOfKind.map((key) => index.get(key)!)
  const filled = new Uint32Array(cohorts.length)
  kindOf.forEach((kind, ordinal) => {
    const cohort = cohortOfKind[kind]!
    cohorts[cohort]!.members[filled[cohort]!++] = ordinal
  })
  return cohorts
}

/** Users by what they are like. */
export interface Kinds {
  /** Ordinal -> index into `kinds`. */
  readonly kindOf: Uint32Array
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
}

function kindsOf(users: UserTable, memberships: Memberships, clashes: Uint8Array, around: Surroundings): Kinds {
  const kinds: (Omit<Kind, 'count'> & { count: number })[] = []
  const known = pairNumbers()
  const kindOf = new Uint32Array(users.count)
  const share = internStates()
  for (let ordinal = 0; ordinal < users.count; ordinal++) {
    const row = users.rows[ordinal]!
    const clash = clashes[row]!
    const kind = known.of(memberships.setOf[ordinal]! * 2 + clash, users.shapeOf[row]!)
    if (kind === kinds.length) {
      const shape = users.shapes[users.shapeOf[row]!]!
      const { state, seen } = situate(shape, memberships.sets[memberships.setOf[ordinal]!]!, clash === 1, around)
      kinds.push({ shape, state: share(state), seen, first: ordinal, count: 0 })
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
