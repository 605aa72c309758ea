import type { Guid } from '../../model/catalog.js'
import type { Scratch } from '../files.js'
import { guidWords, packGuid, unpackGuid } from '../text/guid.js'
import { bucketOfMany } from './spill/buckets.js'
import type { Buckets } from './spill/buckets.js'
import { column } from './spill/column.js'
import type { Column } from './spill/column.js'

/** A record of a user: the bits of the id, the place in `people`, the index of the shape. */
export const placeWord = guidWords
export const shapeWord = guidWords + 1
export const userWords = guidWords + 2

/** Users in the order of their ids. */
export interface SortedUsers {
  readonly count: number
  /** Bucket -> its first ordinal; there is one more. */
  readonly starts: Uint32Array
  bucketOf(first: number): number
  /** The records of a bucket, sorted: valid until the next one is asked for. */
  bucket(number: number): Uint32Array
  idOf(ordinal: number): Guid
  /** A word of a user's record. */
  word(ordinal: number, at: number): number
  /** Of several users with one id, the first. */
  find(id: Guid): number | undefined
  /** The same by the id's bits. */
  findBits(id: Uint32Array): number | undefined
  /** Ids that several users have. */
  readonly duplicates: ReadonlySet<Guid>
}

/** `coming` is not needed any more then. */
export function sortUsers(coming: Buckets, openScratch?: () => Scratch): SortedUsers {
  const users = column(userWords, openScratch)
  const starts = new Uint32Array(coming.count + 1)
  const duplicates = new Set<Guid>()
  const sorted = sorter()
  for (let bucket = 0; bucket < coming.count; bucket++) {
    const records = sorted(coming.bucket(bucket))
    starts[bucket + 1] = starts[bucket]! + records.length / userWords
    addDuplicates(records, duplicates)
    users.pushAll(records)
  }
  return { count: users.length, starts, bucketOf: coming.count === 1 ? () => 0 : bucketOfMany, ...bucketsIn(users, starts), ...lookupsIn(users), duplicates }
}

function bucketsIn(users: Column, starts: Uint32Array): Pick<SortedUsers, 'bucket'> {
  let records = new Uint32Array(0)
  function bucket(number: number): Uint32Array {
    const length = (starts[number + 1]! - starts[number]!) * userWords
    if (length > records.length) records = new Uint32Array(length)
    const found = records.subarray(0, length)
    users.copy(starts[number]!, found)
    return found
  }
  return { bucket }
}

function lookupsIn(users: Column): Pick<SortedUsers, 'idOf' | 'word' | 'find' | 'findBits'> {
  const id = new Uint32Array(guidWords)

  function findBits(wanted: Uint32Array): number | undefined {
    let [low, high] = [0, users.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compared(middle, wanted) < 0) low = middle + 1
      else high = middle
    }
    return low < users.length && compared(low, wanted) === 0 ? low : undefined
  }

  function compared(ordinal: number, wanted: Uint32Array): number {
    for (let i = 0; i < guidWords; i++) {
      const difference = users.word(ordinal, i) - wanted[i]!
      if (difference !== 0) return difference
    }
    return 0
  }

  return {
    idOf(ordinal) {
      for (let i = 0; i < guidWords; i++) id[i] = users.word(ordinal, i)
      return unpackGuid(id, 0)
    },
    word: users.word,
    find: (text) => (packGuid(text, id, 0) ? findBits(id) : undefined),
    findBits,
  }
}

/** Puts records in the order of ids, equal ones as they came: valid until the next time. The room for it is taken once. */
function sorter(): (records: Uint32Array) => Uint32Array {
  let [order, other, moved] = [new Uint32Array(0), new Uint32Array(0), new Uint32Array(0)]
  const next = new Uint32Array(2 ** digitBits)

  /** Exports are often in order already. */
  function sorted(records: Uint32Array): Uint32Array {
    const count = records.length / userWords
    for (let user = 1; user < count; user++) if (compareIds(records, user - 1, user) > 0) return inOrder(records, count)
    return records
  }

  function inOrder(records: Uint32Array, count: number): Uint32Array {
    if (count > order.length) [order, other, moved] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count * userWords)]
    sortByFirstWord(records, count)
    sortRest(records, count)
    for (let i = 0, to = 0; i < count; i++, to += userWords) for (let word = 0, from = order[i]! * userWords; word < userWords; word++) moved[to + word] = records[from + word]!
    return moved.subarray(0, records.length)
  }

  /** Eleven bits at a time. */
  function sortByFirstWord(records: Uint32Array, count: number): void {
    for (let user = 0; user < count; user++) order[user] = user
    for (let shift = 0; shift < 32; shift += digitBits) {
      putStarts(records, shift, next)
      for (let i = 0; i < count; i++) {
        const user = order[i]!
        other[next[(records[user * userWords]! >>> shift) & digitMask]!++] = user
      }
      ;[order, other] = [other, order]
    }
  }

  /** The few that have the first word in common. */
  function sortRest(records: Uint32Array, count: number): void {
    for (let i = 0, end = 0; i < count; i = end) {
      for (end = i + 1; end < count && records[order[end]! * userWords] === records[order[i]! * userWords]; ) end++
      if (end - i > 1) order.subarray(i, end).sort((a, b) => compareIds(records, a, b) || a - b)
    }
  }

  return sorted
}

const digitBits = 11
const digitMask = 2 ** digitBits - 1

/** Where the users with each digit begin. */
function putStarts(records: Uint32Array, shift: number, starts: Uint32Array): void {
  starts.fill(0)
  for (let at = 0; at < records.length; at += userWords) starts[(records[at]! >>> shift) & digitMask]!++
  for (let digit = 0, sum = 0; digit < starts.length; digit++) {
    const count = starts[digit]!
    starts[digit] = sum
    sum += count
  }
}

function compareIds(records: Uint32Array, a: number, b: number): number {
  for (let i = 0; i < guidWords; i++) {
    const difference = records[a * userWords + i]! - records[b * userWords + i]!
    if (difference !== 0) return difference
  }
  return 0
}

function addDuplicates(records: Uint32Array, duplicates: Set<Guid>): void {
  for (let user = 1; user * userWords < records.length; user++) if (records[user * userWords] === records[(user - 1) * userWords] && compareIds(records, user - 1, user) === 0) duplicates.add(unpackGuid(records, user * userWords))
}
