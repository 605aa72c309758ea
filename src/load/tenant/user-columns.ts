import { isMail, normalAddress } from './addresses.js'
import type { Scratch } from '../files.js'
import { guidWords } from '../text/guid.js'
import { hashOfText } from '../text/hash.js'
import { hashedPlaces } from './hashed-places.js'
import type { HashedPlaces } from './hashed-places.js'
import { namePart, people } from './people.js'
import type { People } from './people.js'
import type { UserReader } from './scan/scanner.js'
import { placeWord, shapeWord, userWords } from './sorted-users.js'
import { buckets } from './spill/buckets.js'
import type { Buckets } from './spill/buckets.js'

/** What is kept of users while they are read. */
export interface UserColumns {
  /** As src/load/sorted-users.ts has them. */
  readonly users: Buckets
  readonly people: People
  /** By names in lower case. */
  readonly names: HashedPlaces
  /** By mail addresses. */
  readonly addresses: HashedPlaces
}

/** How much stays in memory, in numbers of 32 bits, by column; past it everything goes to the disk, where there is one. */
export interface ColumnLimits {
  readonly words?: number
  /** Of names and addresses, in megabytes. */
  readonly chunks?: number
}

export const userColumns = (domainOf: (number: number) => string, scratch?: () => Scratch, { words, chunks }: ColumnLimits = {}): UserColumns => ({
  users: buckets(userWords, scratch, words),
  people: people(domainOf, scratch, chunks),
  names: hashedPlaces(scratch, words),
  addresses: hashedPlaces(scratch, words),
})

/** A user as values. `id` is a GUID's bits. */
export interface UserValues {
  readonly id: Uint32Array
  readonly name: string
  readonly displayName: string
  readonly addresses: readonly string[]
  readonly shape: number
}

export function pushUser({ users, people, names, addresses }: UserColumns, { id, name, displayName, addresses: written, shape }: UserValues): void {
  const normal = written.map((address) => normalAddress(address).replaceAll('\n', ' '))
  const place = people.push(id, name, displayName, normal)
  users.pushAll(Uint32Array.of(...id.subarray(0, guidWords), place, shape), userWords)
  names.pushAll(Uint32Array.of(hashOfText(name.toLowerCase()), place), 2)
  const hashes = normal.filter(isMail).flatMap((address) => [hashOfText(address), place])
  addresses.pushAll(Uint32Array.from(hashes), hashes.length)
}

let records = new Uint32Array(0)

/** All users that were read last, and the shape of each. */
export function pushRead({ users, people, names, addresses }: UserColumns, read: UserReader, shapes: Uint32Array): void {
  const count = shapes.length
  const ends = read.hashEnds()
  const hashes = read.hashes()
  const room = Math.max(count * userWords, hashes.length * 2)
  if (room > records.length) records = new Uint32Array(room)
  const places = read.recordEnds()
  people.pushAll(read.records(), places)
  users.pushAll(userRecords(read.ids(), places, shapes), count * userWords)
  names.pushAll(namePairs(read.nameHashes(), places, people), count * 2)
  addresses.pushAll(addressPairs(hashes, ends, places), hashes.length * 2)
}

function userRecords(ids: Uint32Array, places: Uint32Array, shapes: Uint32Array): Uint32Array {
  const into = records
  for (let user = 0, at = 0, from = 0; user < shapes.length; user++, at += userWords, from += guidWords) {
    into[at] = ids[from]!
    into[at + 1] = ids[from + 1]!
    into[at + 2] = ids[from + 2]!
    into[at + 3] = ids[from + 3]!
    into[at + placeWord] = places[user]!
    into[at + shapeWord] = shapes[user]!
  }
  return into
}

function namePairs(hashes: Uint32Array, places: Uint32Array, people: People): Uint32Array {
  const into = records
  for (let user = 0; user < hashes.length; user++) {
    const hash = hashes[user]!
    into[user * 2] = hash === 0 ? hashOfText(people.textAt(places[user]!, namePart).toLowerCase()) : hash
    into[user * 2 + 1] = places[user]!
  }
  return into
}

function addressPairs(hashes: Uint32Array, ends: Uint32Array, places: Uint32Array): Uint32Array {
  const into = records
  for (let user = 0, i = 0; user < ends.length; user++)
    for (const end = ends[user]!; i < end; i++) {
      into[i * 2] = hashes[i]!
      into[i * 2 + 1] = places[user]!
    }
  return into
}
