import type { Loaded, Problem } from '../model/problem.js'
import { normalAddress } from './addresses.js'
import { sha256 } from './digest.js'
import { ScratchFault } from './files.js'
import { addressesOf, fold, holdersOf } from './fold.js'
import { hashOfBytes, hashOfText } from './hash.js'
import { hashedPlaces } from './hashed-places.js'
import type { HashedPlaces } from './hashed-places.js'
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
  try {
    return await read(wanted)
  } catch (error) {
    if (error instanceof ScratchFault) return { problems: [noScratch(error)] }
    throw error
  }
}

const noScratch = ({ code, folder }: ScratchFault): Problem => ({
  file: folder,
  severity: 'error',
  code: 'no-scratch',
  message: `the tenant is too large for memory alone, and nothing can be put down in \`${folder}\` (${code})`,
  hint: code === 'ENOSPC' ? 'make room there, or name another folder in the environment variable `TMPDIR` (`TEMP` on Windows)' : 'name a folder that can be written to in the environment variable `TMPDIR` (`TEMP` on Windows)',
})

async function read(wanted: UsersWanted): Promise<Loaded<UsersRead>> {
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
  const { sources, groups, relevant, attributes, remarks, scratch, limits } = wanted
  let usersRead = 0
  const progress = (bytes: number, users: number) => wanted.progress((usersRead = bytes), users, undefined)
  const read = (from: Sources, to: Remarks) => readUsers(from.users!, attributes, to, progress, scratch, limits)
  const users = (await sources.remember?.(`users with ${attributes.join()}`, (from) => unlessRemarked((none) => read(from, none)))) ?? (await read(sources, remarks))
  const memberships = await readMemberships(sources, relevant, (id) => groups.has(id), users.table, remarks, (bytes) => wanted.progress(usersRead + bytes, users.table.count, undefined), scratch, limits?.words)
  return { ...users, memberships }
}

const lookupsOf = (table: UserTable, groups: UsersWanted['groups']): Lookups => ({
  find: table.find,
  findByName: nameFinder(table),
  nameOf: (ordinal) => ({ id: table.idOf(ordinal), userPrincipalName: table.people.textAt(table.placeOf(ordinal), namePart) }),
  holdersOf: (address) => holdersOf(table, groups, normalAddress(address)),
  addressesOf: (ordinal) => addressesOf(table, ordinal),
})

/** Display names are put in order when the first one is asked for. */
function nameFinder(table: UserTable): (name: string) => readonly number[] {
  let displayNames: HashedPlaces | undefined
  return (name) => {
    const named = matching(table, namePart, table.names, name)
    return named.length > 0 ? named : matching(table, displayNamePart, (displayNames ??= indexed(table.people, displayNamePart)), name)
  }
}

function indexed(people: People, part: Part): HashedPlaces {
  const index = hashedPlaces()
  const lower = new Uint8Array(256)
  for (const place of people.places()) {
    const length = people.writeLower(place, part, lower)
    index.pushAll(Uint32Array.of(length === -1 ? hashOfText(people.textAt(place, part).toLowerCase()) : hashOfBytes(lower, 0, length), place), 2)
  }
  return index
}

const matching = (table: UserTable, part: Part, index: HashedPlaces, name: string): readonly number[] =>
  index
    .places(name.toLowerCase())
    .filter((place) => table.people.textAt(place, part).toLowerCase() === name.toLowerCase())
    .map((place) => table.ordinalAt(place))
    .sort((a, b) => a - b)
