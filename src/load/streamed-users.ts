import type { Loaded } from '../model/problem.js'
import { normalAddress } from './addresses.js'
import { sha256 } from './digest.js'
import { addressesOf, fold, holdersOf } from './fold.js'
import { hashOfBytes, hashOfText } from './hash.js'
import { hashIndex } from './hash-index.js'
import type { HashIndex } from './hash-index.js'
import { listKind, readMemberships } from './memberships.js'
import type { Memberships } from './memberships.js'
import { displayNamePart, namePart } from './people.js'
import type { Part, People } from './people.js'
import { hasErrors } from './problems.js'
import { collectRemarks } from './remarks.js'
import type { Remarks } from './remarks.js'
import type { Sources } from './resource.js'
import { readUsers } from './user-table.js'
import type { UserTable } from './user-table.js'
import type { Lookups, ReadingProgress, UsersRead, UsersWanted } from './users-read.js'

/** Reads users and members element by element and folds users into cohorts while they stream. */
export async function streamUsers(wanted: UsersWanted): Promise<Loaded<UsersRead>> {
  const { sources, groups, relevant, remarks, situations } = wanted
  const [inUsers, inMembers] = await Promise.all([sources.users!.size?.(), sources.groupMembers === undefined ? 0 : sources.groupMembers.size?.()])
  const all = inUsers === undefined || inMembers === undefined ? undefined : inUsers + inMembers
  const progress: ReadingProgress = (bytes, users) => wanted.progress(bytes, users, all)
  const { table, reading, memberships } = (await readBefore({ ...wanted, progress })) ?? (await readBoth({ ...wanted, progress }))
  const problems = [...reading.problems, ...memberships.problems]
  if (remarks.count > 0 || hasErrors(problems)) return { problems }
  const value = {
    count: table.count,
    folded: fold(table, memberships, { groups, relevant: new Set(relevant.map(({ group }) => group.id)) }, situations),
    lists: memberships.lists,
    missing: table.missing,
    stopsEarly: reading.pages > 0 && reading.linked >= reading.pages,
    lookups: lookupsOf(table, groups),
  }
  return { value, problems }
}

interface Both extends Awaited<ReturnType<typeof readUsers>> {
  readonly memberships: Memberships
}

/** Users and memberships as they were read before, where that is known and there was nothing to remark. */
async function readBefore(wanted: UsersWanted): Promise<Both | undefined> {
  const { sources, groups, relevant } = wanted
  const lists = relevant.map((read) => (listKind(sources, read) === 'expanded' ? [read.group.id, read.expanded] : read.group.id))
  const known = sha256(JSON.stringify([wanted.attributes, lists, [...groups.keys()]]))
  return sources.remember?.(`users and members ${known}`, (from) => unlessRemarked((remarks) => readBoth({ ...wanted, sources: from, remarks })))
}

/** Who is remarked about is read again, by those who say so. */
async function unlessRemarked<T>(read: (remarks: Remarks) => Promise<T>): Promise<T | undefined> {
  const remarks = collectRemarks()
  const value = await read(remarks)
  return remarks.count > 0 ? undefined : value
}

async function readBoth(wanted: UsersWanted): Promise<Both> {
  const { sources, groups, relevant, attributes, remarks, scratch } = wanted
  let usersRead = 0
  const progress = (bytes: number, users: number) => wanted.progress((usersRead = bytes), users, undefined)
  const read = (from: Sources, to: Remarks) => readUsers(from.users!, attributes, to, progress, scratch)
  const users = (await sources.remember?.(`users with ${attributes.join()}`, (from) => unlessRemarked((none) => read(from, none)))) ?? (await read(sources, remarks))
  const memberships = await readMemberships(sources, relevant, (id) => groups.has(id), users.table, remarks, (bytes) => wanted.progress(usersRead + bytes, users.table.count, undefined))
  return { ...users, memberships }
}

const lookupsOf = (table: UserTable, groups: UsersWanted['groups']): Lookups => ({
  find: table.find,
  findByName: nameFinder(table),
  nameOf: (ordinal) => ({ id: table.idOf(ordinal), userPrincipalName: table.people.textAt(table.rows[ordinal]!, namePart) }),
  holdersOf: (address) => holdersOf(table, groups, normalAddress(address)),
  addressesOf: (ordinal) => addressesOf(table, ordinal),
})

/** Indexes are made when the first name is asked for. */
function nameFinder(table: UserTable): (name: string) => readonly number[] {
  let byName: HashIndex | undefined
  let byDisplayName: HashIndex | undefined
  return (name) => {
    byName ??= namesIndexed(table.nameHashes)
    const named = matching(table, namePart, byName, name)
    if (named.length > 0) return named
    byDisplayName ??= indexed(table.people, displayNamePart)
    return matching(table, displayNamePart, byDisplayName, name)
  }
}

function namesIndexed(hashes: Uint32Array): HashIndex {
  const index = hashIndex()
  for (let row = 0; row < hashes.length; row++) index.add(hashes[row]!, row)
  return index
}

function indexed(people: People, part: Part): HashIndex {
  const index = hashIndex()
  const lower = new Uint8Array(256)
  for (let row = 0; row < people.length; row++) {
    const length = people.writeLower(row, part, lower)
    index.add(length === -1 ? hashOfText(people.textAt(row, part).toLowerCase()) : hashOfBytes(lower, 0, length), row)
  }
  return index
}

const matching = (table: UserTable, part: Part, index: HashIndex, name: string): readonly number[] =>
  index
    .rows(name.toLowerCase())
    .filter((row) => table.people.textAt(row, part).toLowerCase() === name.toLowerCase())
    .map((row) => table.ordinalOf(row))
    .sort((a, b) => a - b)
