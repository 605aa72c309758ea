import type { Guid } from '../model/catalog.js'
import { lists, unlimited } from './scan/runs.js'
import { sortFirst } from './scan/sort.js'

/** Memberships while they are read, then as sets. */
export interface MemberPairs {
  /** `group` is a place in the sorted list of groups. */
  add(ordinal: number, group: number): void
  /** Equal sets are one, whatever order their groups came in. Set 0 is empty. */
  sets(): { readonly setOf: Uint32Array; readonly sets: readonly (readonly Guid[])[] }
}

const pairsInChunk = 1 << 16
/** The first chunk of a small tenant; it grows once. */
const firstPairs = 1 << 8

/** Pairs are put down as they come and put in order once: so much memory and time whatever their order is. */
export function memberPairs(users: number, groups: readonly Guid[]): MemberPairs {
  const ordinals: Uint32Array[] = []
  const numbers: (Uint16Array | Uint32Array)[] = []
  /** Half the memory, for all but the largest tenants. */
  const Narrow = groups.length <= 1 << 16 ? Uint16Array : Uint32Array
  let length = 0

  function add(ordinal: number, group: number): void {
    const at = length++ % pairsInChunk
    if (at === 0) open(ordinals.length === 0 ? firstPairs : pairsInChunk)
    else if (at === ordinals[ordinals.length - 1]!.length) grow()
    ordinals[ordinals.length - 1]![at] = ordinal
    numbers[numbers.length - 1]![at] = group
  }

  function open(size: number): void {
    ordinals.push(new Uint32Array(size))
    numbers.push(new Narrow(size))
  }

  function grow(): void {
    const [some, beside] = [ordinals.pop()!, numbers.pop()!]
    open(pairsInChunk)
    ordinals[ordinals.length - 1]!.set(some)
    numbers[numbers.length - 1]!.set(beside)
  }

  function forEach(take: (ordinal: number, group: number) => void): void {
    for (let i = 0; i < length; i++) {
      const [chunk, at] = [Math.floor(i / pairsInChunk), i % pairsInChunk]
      take(ordinals[chunk]![at]!, numbers[chunk]![at]!)
    }
  }

  /** Where the groups of each user begin, and all groups, user by user. */
  function ordered(): { readonly starts: Uint32Array; readonly all: Uint16Array | Uint32Array } {
    const starts = new Uint32Array(users)
    forEach((ordinal) => void starts[ordinal]!++)
    for (let i = 1; i < users; i++) starts[i]! += starts[i - 1]!
    const all = new Narrow(length)
    forEach((ordinal, group) => void (all[--starts[ordinal]!] = group))
    return { starts, all }
  }

  function sets() {
    const { starts, all } = ordered()
    const setOf = new Uint32Array(users)
    const known = lists(unlimited)
    let set = new Int32Array(1024)
    for (let ordinal = 0; ordinal < users; ordinal++) {
      const [from, to] = [starts[ordinal]!, starts[ordinal + 1] ?? length]
      if (to - from > set.length) set = new Int32Array((to - from) * 2)
      if (to > from) setOf[ordinal] = known.of(set, writeSet(all, from, to, set)) + 1
    }
    const named = (list: number): readonly Guid[] => [...known.at(list)].map((group) => groups[group]!)
    return { setOf, sets: [[], ...Array.from({ length: known.size() }, (_, list) => named(list))] }
  }

  return { add, sets }
}

/** In order, each once; gives how many there are. */
function writeSet(all: Uint16Array | Uint32Array, from: number, to: number, set: Int32Array): number {
  for (let i = from; i < to; i++) set[i - from] = all[i]!
  sortFirst(set, to - from)
  let length = 1
  for (let i = 1; i < to - from; i++) if (set[i] !== set[i - 1]) set[length++] = set[i]!
  return length
}
