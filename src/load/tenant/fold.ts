import type { Guid } from '../../model/catalog.js'
import type { AddressHolder, Cohort, Group, UserState } from '../../model/tenant.js'
import { isMail } from './addresses.js'
import type { Memberships } from './memberships.js'
import { pairNumbers } from './pair-numbers.js'
import { shortestRecord } from './people.js'
import { situations } from './situations.js'
import type { KeptSituations, Situate } from './situations.js'
import { placeWord, shapeWord, userWords } from './sorted-users.js'
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
  return foldKinds(kindsOf(users, memberships, clashingPlaces(users, around.groups), situations(around, kept)))
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

function kindsOf(users: UserTable, memberships: Memberships, clashes: Uint32Array, situate: Situate): Kinds {
  const kinds: (Omit<Kind, 'count'> & { count: number })[] = []
  const known = pairNumbers()
  const kindOf = new Uint32Array(users.count)
  const { setOf, sets } = memberships

  function add(ordinal: number, shape: Shape, clash: boolean): void {
    kinds.push({ shape, ...situate(shape, sets[setOf[ordinal]!]!, clash), first: ordinal, count: 0 })
  }

  for (let bucket = 0; bucket + 1 < users.starts.length; bucket++) {
    const records = users.bucket(bucket)
    for (let ordinal = users.starts[bucket]!, at = 0; at < records.length; ordinal++, at += userWords) {
      const clash = bitOf(clashes, records[at + placeWord]!)
      const kind = known.of(setOf[ordinal]! * 2 + clash, records[at + shapeWord]!)
      if (kind === kinds.length) add(ordinal, users.shapes[records[at + shapeWord]!]!, clash === 1)
      kinds[kind]!.count++
      kindOf[ordinal] = kind
    }
  }
  return { kindOf, kinds }
}

/** By place, a bit for those where another user or a group has one of the mail addresses, too. */
function clashingPlaces(users: UserTable, groups: ReadonlyMap<Guid, Group>): Uint32Array {
  const clashing = new Uint32Array((bitAt(users.people.end) >>> 5) + 1)
  for (const places of users.addresses.shared()) markSharing(users, places, clashing)
  for (const group of groups.values())
    for (const address of group.proxyAddresses.filter(isMail)) for (const place of placesWith(users, address)) mark(clashing, place)
  return clashing
}

/** No two records are so near to each other that they share a bit. */
const bitAt = (place: number): number => Math.floor(place / shortestRecord)
const bitOf = (bits: Uint32Array, place: number): number => (bits[bitAt(place) >>> 5]! >>> (bitAt(place) & 31)) & 1
const mark = (bits: Uint32Array, place: number): void => void (bits[bitAt(place) >>> 5]! |= 1 << (bitAt(place) & 31))

/** Of places whose addresses have one hash, those that really have one in common. */
function markSharing(users: UserTable, places: readonly number[], clashing: Uint32Array): void {
  const first = new Map<string, number>()
  for (const place of places)
    for (const address of new Set(users.people.addressesAt(place).filter(isMail))) {
      const other = first.get(address)
      if (other === undefined) first.set(address, place)
      else for (const one of [other, place]) mark(clashing, one)
    }
}

const placesWith = (users: UserTable, address: string): readonly number[] =>
  users.addresses.places(address).filter((place) => users.people.addressesAt(place).includes(address))

/** A user's addresses, sorted, each once. */
export const addressesOf = (users: UserTable, ordinal: number): readonly string[] =>
  [...new Set(users.people.addressesAt(users.placeOf(ordinal)))].sort()

/** Users by ordinal, then groups by id. */
export function holdersOf(users: UserTable, groups: ReadonlyMap<Guid, Group>, normal: string): readonly AddressHolder[] {
  const places = isMail(normal) ? placesWith(users, normal) : everyoneWith(users, normal)
  const ordinals = places.map(users.ordinalAt)
  const holders = [...groups.values()].filter(({ proxyAddresses }) => proxyAddresses.includes(normal))
  return [...ordinals.sort((a, b) => a - b).map((user) => ({ user })), ...holders.map(({ id }) => ({ group: id })).sort((a, b) => (a.group < b.group ? -1 : 1))]
}

/** Addresses of other types are asked for rarely, so they have no index. */
const everyoneWith = ({ people }: UserTable, normal: string): readonly number[] => [...people.places()].filter((place) => people.addressesAt(place).includes(normal))
