import type { Guid } from '../../model/catalog.js'
import type { AddressHolder, Cohort, Group, UserState } from '../../model/tenant.js'
import { isMail } from './addresses.js'
import type { Memberships } from './memberships.js'
import { pairNumbers } from './pair-numbers.js'
import { shortestRecord } from './people.js'
import { situations } from './situations.js'
import { cohortsOf, foldSeen } from './fold-seen.js'
import type { Kinds, Seeing } from './fold-seen.js'
import type { HiddenFact } from './hidden-plans.js'
import type { KeptSituations, Situate } from './situations.js'
import { placeWord, shapeWord, userWords } from './sorted-users.js'
import type { Seen, Surroundings } from './user-state.js'
import type { LookupTable, UserTable } from './user-table.js'
import type { Shape } from './graph/users.js'
import { aloneNumbers, hidingIn } from './alone.js'

/** Users who were exported alike: one shape, one set of memberships. */
export interface Kind {
  readonly shape: Shape
  readonly state: UserState
  readonly seen: Seen
  /** Lowest ordinal. */
  readonly first: number
  /** Where something is hidden: the lowest ordinals of a few who differ in it. */
  readonly firsts?: readonly number[]
  readonly count: number
}

export interface Folded {
  /** In the order of their first users; made when somebody asks. */
  readonly cohorts: () => readonly Cohort[]
  /** The same by what rules look at; undefined: nobody said what that is. */
  readonly asSeen?: Seeing
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
}

/**
 * Folds users into cohorts. What a user's paths are is worked out once for each pair of rows and memberships; users whose
 * states are equal are one cohort. `unseen`: facts that no rule looks at.
 */
export function fold(users: UserTable, memberships: Memberships, around: Surroundings, kept?: KeptSituations, unseen?: readonly HiddenFact[]): Folded {
  const kinds = kindsOf(users, memberships, clashingPlaces(users, around.groups), situations(around, kept))
  if (unseen === undefined) return foldKinds(kinds)
  const { whole, ...asSeen } = foldSeen(kinds, users.shapes.plans!, unseen)
  return { kinds: kinds.kinds, cohorts: whole, asSeen }
}

/** Equal states are one object: kinds that have it in common are one cohort. */
export function foldKinds({ kindOf, kinds }: Kinds<Kind>): Folded {
  const cohorts = cohortsOf(kindOf, kinds.map(({ state }) => state), (state) => state)
  return { cohorts: () => cohorts, kinds }
}

const mostFirsts = 4

interface Counted extends Kind {
  count: number
  readonly firsts?: number[]
  /** What is hidden of `firsts`. */
  readonly hidden?: number[]
}

function kindsOf(users: UserTable, memberships: Memberships, clashes: Uint32Array, situate: Situate): Kinds<Kind> {
  const kinds: Counted[] = []
  const [known, alone] = [pairNumbers(), aloneNumbers()]
  /** By the number of those who are alike, and of those who are looked at alone. */
  const [kindOfKnown, kindOfAlone] = [[] as number[], [] as number[]]
  const { setOf, sets } = memberships
  const { shapes } = users
  const parts = shapes.parts()
  const kindOf = new Uint32Array(users.count)
  const hiddenOf = shapes.hides() ? new Uint32Array(users.count) : undefined
  const { isAlone, shown, listed } = hidingIn(shapes, memberships)

  function add(shape: Shape, list: readonly Guid[], clash: boolean, first: number): number {
    const { state, seen } = situate(shape, list, clash)
    return kinds.push({ shape, state, seen, first, ...(hiddenOf === undefined ? undefined : { firsts: [], hidden: [] }), count: 0 }) - 1
  }

  for (let bucket = 0; bucket + 1 < users.starts.length; bucket++) {
    const records = users.bucket(bucket)
    for (let ordinal = users.starts[bucket]!, at = 0; at < records.length; ordinal++, at += userWords) {
      const clash = bitOf(clashes, records[at + placeWord]!)
      const shape = records[at + shapeWord]!
      const seen = parts[shape * 2]!
      const isOne = clash === 1 || isAlone(ordinal, seen, parts[shape * 2 + 1]!)
      const number = isOne ? alone(setOf[ordinal]!, memberships.hiddenOf?.[ordinal] ?? 0, shape, clash) : known.of(setOf[ordinal]!, seen)
      const kind = isOne
        ? (kindOfAlone[number] ??= add(shown(shape, parts), listed(ordinal), clash === 1, ordinal))
        : (kindOfKnown[number] ??= add(shapes.all[seen]!, sets[setOf[ordinal]!]!, false, ordinal))
      const one = kinds[kind]!
      one.count++
      kindOf[ordinal] = kind
      const hidden = isOne ? 0 : parts[shape * 2 + 1]!
      if (hiddenOf === undefined) continue
      hiddenOf[ordinal] = hidden
      if (one.firsts!.length < mostFirsts) addFirst(one, ordinal, hidden)
    }
  }
  return { kindOf, kinds, hiddenOf }
}

function addFirst({ firsts, hidden }: Counted, ordinal: number, how: number): void {
  if (hidden!.includes(how)) return
  firsts!.push(ordinal)
  hidden!.push(how)
}

/** By place, a bit for those where another user or a group has one of the mail addresses, too. */
function clashingPlaces(users: LookupTable, groups: ReadonlyMap<Guid, Group>): Uint32Array {
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
function markSharing(users: LookupTable, places: readonly number[], clashing: Uint32Array): void {
  const first = new Map<string, number>()
  for (const place of places)
    for (const address of new Set(users.people.addressesAt(place).filter(isMail))) {
      const other = first.get(address)
      if (other === undefined) first.set(address, place)
      else for (const one of [other, place]) mark(clashing, one)
    }
}

const placesWith = (users: LookupTable, address: string): readonly number[] =>
  users.addresses.places(address).filter((place) => users.people.addressesAt(place).includes(address))

/** A user's addresses, sorted, each once. */
export const addressesOf = (users: LookupTable, ordinal: number): readonly string[] =>
  [...new Set(users.people.addressesAt(users.placeOf(ordinal)))].sort()

/** Users by ordinal, then groups by id. */
export function holdersOf(users: LookupTable, groups: ReadonlyMap<Guid, Group>, normal: string): readonly AddressHolder[] {
  const places = isMail(normal) ? placesWith(users, normal) : everyoneWith(users, normal)
  const ordinals = places.map(users.ordinalAt)
  const holders = [...groups.values()].filter(({ proxyAddresses }) => proxyAddresses.includes(normal))
  return [...ordinals.sort((a, b) => a - b).map((user) => ({ user })), ...holders.map(({ id }) => ({ group: id })).sort((a, b) => (a.group < b.group ? -1 : 1))]
}

/** Addresses of other types are asked for rarely, so they have no index. */
const everyoneWith = ({ people }: LookupTable, normal: string): readonly number[] => [...people.places()].filter((place) => people.addressesAt(place).includes(normal))
