import type { Guid } from '../../model/catalog.js'
import { guidWords } from '../text/guid.js'
import type { AlikeGroups } from './alike-groups.js'
import { groupsMark } from './hidden-plans.js'
import type { HiddenPlans } from './hidden-plans.js'
import { ordinalFinder } from './ordinals.js'
import { lists, unlimited } from './scan/runs.js'
import { sortFirst } from './scan/sort.js'
import { userWords } from './sorted-users.js'
import type { SortedUsers } from './sorted-users.js'
import type { Buckets } from './spill/buckets.js'
import { bucketBits } from './spill/buckets.js'

/** A record of a membership: the bits of the member's id, the place of its group in the sorted list of groups, and more that only its reader knows. */
export const groupWord = guidWords
export const memberWords = guidWords + 2

export interface MemberSets {
  /** Ordinal -> index into `sets`. */
  readonly setOf: Uint32Array
  /** Equal sets are one, whatever order their groups came in. Set 0 is empty. For groups that are alike one stands in. */
  readonly sets: readonly (readonly Guid[])[]
  /** Ordinal -> what is hidden: in which of those groups the user is. Undefined: none are alike. */
  readonly hiddenOf?: Uint32Array | undefined
}

/** Looks members up bucket by bucket, so that what is looked at lies together. Those who are no users are told to `takeOther`. */
export function memberSets(users: SortedUsers, members: Buckets, groups: readonly Guid[], takeOther: (records: Uint32Array, at: number) => void, plans?: HiddenPlans): MemberSets {
  const setOf = new Uint32Array(users.count)
  const known = lists(unlimited)
  const hiding = plans?.groups && hidingSets(groups, plans, plans.groups)
  const hiddenOf = hiding && new Uint32Array(users.count)
  const { lookIn, find } = ordinalFinder(userWords)
  const pairs = memberPairs()
  const isOne = users.starts.length === 2

  function joinBucket(bucket: number): void {
    const [first, end] = [users.starts[bucket]!, users.starts[bucket + 1]!]
    lookIn(users.bucket(bucket), isOne ? 0 : bucketBits)
    for (const beside of bucketsBeside(bucket, isOne, members)) addPairs(members.bucket(beside), bucket)
    pairs.putSets(setOf.subarray(first, end), known, hiding, hiddenOf?.subarray(first, end))
  }

  function addPairs(records: Uint32Array, bucket: number): void {
    for (let at = 0; at < records.length; at += memberWords) {
      if (users.bucketOf(records[at]!) !== bucket) continue
      const found = find(records, at)
      if (found === -1) takeOther(records, at)
      else pairs.add(found, records[at + groupWord]!)
    }
  }

  for (let bucket = 0; bucket + 1 < users.starts.length; bucket++) joinBucket(bucket)
  const named = (list: number): readonly Guid[] => [...known.at(list)].map((group) => groups[group]!)
  return { setOf, sets: [[], ...Array.from({ length: known.size() }, (_, list) => named(list))], hiddenOf }
}

interface Hiding {
  /** Puts in the place of groups the ones that stand in for them; gives how many are left. */
  standIn(set: Int32Array, length: number): number
  /** What the last set hides. */
  hidden(): number
}

function hidingSets(groups: readonly Guid[], { of }: HiddenPlans, alike: AlikeGroups): Hiding {
  const places = new Map(groups.map((id, place) => [id, place]))
  const firsts = Int32Array.from(groups, (id, place) => (alike.has(id) ? places.get(alike.firstOf(id))! : place))
  const numbers = groups.map((id) => (alike.has(id) ? alike.numbersOf(id) : undefined))
  const words = new Uint16Array(alike.size + 1).fill(groupsMark, 0, 1)
  const bytes = new Uint8Array(words.buffer)
  let count = 0

  function standIn(set: Int32Array, length: number): number {
    count = 0
    for (let i = 0; i < length; i++) {
      for (const number of numbers[set[i]!] ?? none) words[++count] = number
      set[i] = firsts[set[i]!]!
    }
    if (count === 0) return length
    sortFirst(set, length)
    return withoutRepeats(set, length)
  }

  return { standIn, hidden: () => (count === 0 ? 0 : of(bytes, 0, (count + 1) * 2)) }
}

const none: readonly number[] = []

/** Few users have one bucket, few memberships too: then all of the others are looked through. */
const bucketsBeside = (bucket: number, isOne: boolean, { count }: Buckets): readonly number[] =>
  count === 1 ? [0] : isOne ? Array.from({ length: count }, (_, i) => i) : [bucket]

interface MemberPairs {
  add(user: number, group: number): void
  /** Gives each user a set, and what it hides, and begins anew. */
  putSets(setOf: Uint32Array, known: ReturnType<typeof lists>, hiding: Hiding | undefined, hiddenOf: Uint32Array | undefined): void
}

/** Pairs are put down as they come and put in order once. The room for them is taken once. */
function memberPairs(): MemberPairs {
  let [pairs, starts, all] = [new Uint32Array(256), new Uint32Array(0), new Uint32Array(0)]
  let set = new Int32Array(64)
  let length = 0

  function add(user: number, group: number): void {
    if (length === pairs.length) pairs = grown(pairs)
    pairs[length++] = user
    pairs[length++] = group
  }

  /** Where the groups of each user begin, and all groups, user by user. */
  function putInOrder(users: number): void {
    if (users >= starts.length) starts = new Uint32Array(users + 1)
    if (length > all.length * 2) all = new Uint32Array(length >>> 1)
    starts.fill(0)
    for (let at = 0; at < length; at += 2) starts[pairs[at]!]!++
    for (let i = 1; i <= users; i++) starts[i]! += starts[i - 1]!
    for (let at = 0; at < length; at += 2) all[--starts[pairs[at]!]!] = pairs[at + 1]!
  }

  function putSets(setOf: Uint32Array, known: ReturnType<typeof lists>, hiding: Hiding | undefined, hiddenOf: Uint32Array | undefined): void {
    putInOrder(setOf.length)
    for (let user = 0; user < setOf.length; user++) {
      const [from, to] = [starts[user]!, starts[user + 1]!]
      if (to === from) continue
      if (to - from > set.length) set = new Int32Array((to - from) * 2)
      const length = writeSet(all, from, to, set)
      setOf[user] = known.of(set, hiding === undefined ? length : hiding.standIn(set, length)) + 1
      if (hiding !== undefined) hiddenOf![user] = hiding.hidden()
    }
    length = 0
  }

  return { add, putSets }
}

function grown(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(words.length * 2)
  more.set(words)
  return more
}

/** In order, each once; gives how many there are. */
function writeSet(all: Uint32Array, from: number, to: number, set: Int32Array): number {
  for (let i = from; i < to; i++) set[i - from] = all[i]!
  sortFirst(set, to - from)
  return withoutRepeats(set, to - from)
}

function withoutRepeats(set: Int32Array, count: number): number {
  let length = 1
  for (let i = 1; i < count; i++) if (set[i] !== set[i - 1]) set[length++] = set[i]!
  return length
}
