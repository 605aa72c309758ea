import type { Loaded, Problem } from '../../model/problem.js'
import { normalAddress } from './addresses.js'
import { sha256 } from '../text/digest.js'
import { ScratchFault } from '../files.js'
import { addressesOf, fold, holdersOf } from './fold.js'
import { guidWords } from '../text/guid.js'
import { hashOfBytes, hashOfText } from '../text/hash.js'
import { hashedPlaces } from './hashed-places.js'
import type { HashedPlaces } from './hashed-places.js'
import { listKind, readMemberships } from './memberships.js'
import type { Memberships } from './memberships.js'
import { displayNamePart, namePart } from './people.js'
import type { Part, People } from './people.js'
import { hasErrors } from '../text/problems.js'
import { collectRemarks } from '../text/remarks.js'
import type { Remarks } from '../text/remarks.js'
import type { Sources } from './resource.js'
import { userWords } from './sorted-users.js'
import { newLooks, readUsers } from './user-table.js'
import type { Looks, LookupTable, UserTable } from './user-table.js'
import type { Lookups, UsersRead, UsersWanted } from './users-read.js'

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
  const { sources, groups, relevant, remarks, situations, unseen } = wanted
  const [inUsers, inMembers] = await Promise.all([sources.users!.size?.(), sources.groupMembers === undefined ? 0 : sources.groupMembers.size?.()])
  const all = inUsers === undefined || inMembers === undefined ? undefined : inUsers + inMembers
  let usersRead = 0
  const { table, reading } = await usersOf({ ...wanted, progress: (bytes, users) => wanted.progress((usersRead = bytes), users, all) })
  const memberships = await membershipsOf({ ...wanted, progress: (bytes) => wanted.progress(usersRead + bytes, table.count, all) }, table)
  const problems = [...reading.problems, ...memberships.problems]
  if (remarks.count > 0 || hasErrors(problems)) return { problems }
  const value = {
    count: table.count,
    folded: fold(table, memberships, { groups, relevant: new Set(relevant.map(({ group }) => group.id)) }, situations, unseen?.facts),
    lists: memberships.lists,
    missing: table.missing,
    stopsEarly: reading.pages > 0 && reading.linked >= reading.pages,
    lookups: lookupsOf(withoutShapes(table), groups),
  }
  return { value, problems }
}

/** As they were read before, where that is known and there was nothing to remark. */
async function usersOf({ sources, attributes, remarks, progress, scratch, limits, unseen }: UsersWanted): ReturnType<typeof readUsers> {
  if (unseen !== undefined) return readUsers(sources.users!, attributes, remarks, (bytes, users) => progress(bytes, users, undefined), scratch, limits, newLooks(attributes, unseen))
  const looks = await sources.remember?.(`looks with ${attributes.join()}`, async () => keepLooks(attributes))
  const read = (from: Sources, to: Remarks) => readUsers(from.users!, attributes, to, (bytes, users) => progress(bytes, users, undefined), scratch, limits, looks?.())
  return (await sources.remember?.(`users with ${attributes.join()}`, (from) => unlessRemarked((none) => read(from, none)))) ?? read(sources, remarks)
}

/** After so many readings it is let go: most of it is of users who look like that no more. */
const mostReadings = 200

function keepLooks(attributes: readonly string[]): () => Looks {
  let looks = newLooks(attributes)
  let readings = 0
  return () => (++readings % mostReadings === 0 ? (looks = newLooks(attributes)) : looks)
}

/** The same of memberships: of the users nothing counts but their ids. */
async function membershipsOf({ sources, groups, relevant, remarks, progress, scratch, limits }: UsersWanted, table: UserTable): Promise<Memberships> {
  const read = (from: Sources, to: Remarks) => readMemberships(from, relevant, (id) => groups.has(id), table, to, (bytes) => progress(bytes, table.count, undefined), scratch, limits?.words, table.shapes.plans)
  return (await sources.remember?.(`members ${membersKey(sources, relevant, groups, table)}`, (from) => unlessRemarked((none) => read(from, none)))) ?? read(sources, remarks)
}

function membersKey(sources: Sources, relevant: UsersWanted['relevant'], groups: UsersWanted['groups'], table: UserTable): string {
  const lists = relevant.map((read) => (listKind(sources, read) === 'expanded' ? [read.group.id, read.expanded] : read.group.id))
  return sha256(JSON.stringify([lists, [...groups.keys()], idsDigest(table)]))
}

function idsDigest({ starts, bucket }: UserTable): string {
  const ids = new Uint32Array(starts.at(-1)! * guidWords)
  for (let number = 0, to = 0; number + 1 < starts.length; number++) {
    const records = bucket(number)
    for (let at = 0; at < records.length; at += userWords) for (let word = 0; word < guidWords; word++) ids[to++] = records[at + word]!
  }
  return sha256(new Uint8Array(ids.buffer))
}

/** Who is remarked about is read again, by those who say so. */
async function unlessRemarked<T>(read: (remarks: Remarks) => Promise<T>): Promise<T | undefined> {
  const remarks = collectRemarks()
  const value = await read(remarks)
  return remarks.count > 0 ? undefined : value
}

/** What users look like is not asked for any more once they are folded. */
function withoutShapes({ shapes: _, shapeOf: __, ...rest }: UserTable): LookupTable {
  return rest
}

const lookupsOf = (table: LookupTable, groups: UsersWanted['groups']): Lookups => ({
  find: table.find,
  findByName: nameFinder(table),
  nameOf: (ordinal) => ({ id: table.idOf(ordinal), userPrincipalName: table.people.textAt(table.placeOf(ordinal), namePart) }),
  holdersOf: (address) => holdersOf(table, groups, normalAddress(address)),
  addressesOf: (ordinal) => addressesOf(table, ordinal),
})

/** Display names are put in order when the first one is asked for. */
function nameFinder(table: LookupTable): (name: string) => readonly number[] {
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

const matching = (table: LookupTable, part: Part, index: HashedPlaces, name: string): readonly number[] =>
  index
    .places(name.toLowerCase())
    .filter((place) => table.people.textAt(place, part).toLowerCase() === name.toLowerCase())
    .map((place) => table.ordinalAt(place))
    .sort((a, b) => a - b)
