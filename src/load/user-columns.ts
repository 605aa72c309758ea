import { isMail, normalAddress } from './addresses.js'
import { numbers } from './columns.js'
import type { Numbers } from './columns.js'
import type { Scratch } from './files.js'
import { guidWords } from './guid.js'
import { hashOfText } from './hash.js'
import { hashIndex } from './hash-index.js'
import type { HashIndex } from './hash-index.js'
import { namePart, people } from './people.js'
import type { People } from './people.js'
import type { UserReader } from './scan/scanner.js'

/** What is kept of users, by row. */
export interface UserColumns {
  readonly ids: Numbers
  readonly people: People
  /** Of names in lower case. */
  readonly nameHashes: Numbers
  /** Rows by mail address. */
  readonly addressIndex: HashIndex
  /** Index into the shapes. */
  readonly shapeOf: Numbers
}

export const userColumns = (domainOf: (number: number) => string, scratch?: () => Scratch): UserColumns => ({ ids: numbers(), people: people(domainOf, scratch), nameHashes: numbers(), addressIndex: hashIndex(), shapeOf: numbers() })

/** A user as values. `id` is a GUID's bits. */
export interface UserValues {
  readonly id: Uint32Array
  readonly name: string
  readonly displayName: string
  readonly addresses: readonly string[]
  readonly shape: number
}

export function pushUser({ ids, people, nameHashes, addressIndex, shapeOf }: UserColumns, { id, name, displayName, addresses, shape }: UserValues): void {
  const row = shapeOf.length
  const normal = addresses.map((address) => normalAddress(address).replaceAll('\n', ' '))
  for (const address of normal) if (isMail(address)) addressIndex.add(hashOfText(address), row)
  ids.pushAll(id.subarray(0, guidWords))
  people.push(name, displayName, normal)
  nameHashes.push(hashOfText(name.toLowerCase()))
  shapeOf.push(shape)
}

/** All users that were read last, and the shape of each. */
export function pushRead({ ids, people, nameHashes, addressIndex, shapeOf }: UserColumns, users: UserReader, shapes: Uint32Array): void {
  const row = shapeOf.length
  ids.pushAll(users.ids())
  people.pushAll(users.records(), users.recordEnds())
  addHashes(addressIndex, users.hashes(), users.hashEnds(), row)
  users.nameHashes().forEach((hash, i) => nameHashes.push(hash === 0 ? hashOfText(people.textAt(row + i, namePart).toLowerCase()) : hash))
  shapeOf.pushAll(shapes)
}

function addHashes(index: HashIndex, hashes: Uint32Array, ends: Uint32Array, row: number): void {
  for (let user = 0, i = 0; user < ends.length; user++) for (; i < ends[user]!; i++) index.add(hashes[i]!, row + user)
}
