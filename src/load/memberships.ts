import type { Guid } from '../model/catalog.js'
import type { Problem } from '../model/problem.js'
import type { Progress, TakeBytes, TakeValue } from './elements.js'
import type { At } from './graph/entry.js'
import type { GroupRead } from './graph/groups.js'
import { memberType, readGroupMember, readMember } from './graph/members.js'
import type { Member } from './graph/members.js'
import { asGuid, guidWords, unpackGuid } from './guid.js'
import { memberPairs } from './member-sets.js'
import type { MemberPairs } from './member-sets.js'
import { once } from './once.js'
import type { Remarks } from './remarks.js'
import { memberReader } from './scan/scanner.js'
import type { MemberReader } from './scan/scanner.js'
import type { Elements, Sources } from './resource.js'
import type { UserTable } from './user-table.js'

/** Who is in which of the groups that matter. */
export interface Memberships {
  /** Ordinal -> index into `sets`. */
  readonly setOf: Uint32Array
  /** Sorted ids of groups. */
  readonly sets: readonly (readonly Guid[])[]
  /** What each list says, by group; only groups with a list. */
  readonly lists: ReadonlyMap<Guid, MemberList>
  readonly problems: readonly Problem[]
}

export interface MemberList {
  /** Direct members of any type. */
  members: number
  groups: number
  /** Devices, contacts, service principals. */
  others: number
  /** Users whom `users` does not have. */
  strangers: number
}

/** Where a group's members are listed; undefined: nowhere. `expanded`: in the group itself (`$expand=members`). */
export function listKind(sources: Sources, read: GroupRead): 'groupMembers' | 'members' | 'expanded' | undefined {
  if (sources.groupMembers !== undefined) return 'groupMembers'
  if (sources.members.has(read.group.id)) return 'members'
  return read.expanded !== undefined && read.expanded.length !== expandLimit ? 'expanded' : undefined
}

/** `$expand=members` gives so many members and no link to the others. */
export const expandLimit = 20

/** Reads the members of these groups. */
export async function readMemberships(
  sources: Sources,
  groups: readonly GroupRead[],
  isGroup: (id: Guid) => boolean,
  users: UserTable,
  remarks: Remarks,
  progress?: Progress,
): Promise<Memberships> {
  const ids = groups.map(({ group }) => group.id).sort()
  const pairs = memberPairs(users.count, ids)
  const lists = new Map<Guid, MemberList>()
  const groupings = new Map(ids.map((id, number) => [id, { number, list: { members: 0, groups: 0, others: 0, strangers: 0 } }]))
  const reader: Reader = { users, isGroup, pairs, remarks, scanner: once(memberReader) }
  const problems: Problem[] = []
  for (const read of groups) {
    const kind = listKind(sources, read)
    const grouping = groupings.get(read.group.id)!
    if (kind !== undefined) lists.set(read.group.id, grouping.list)
    if (kind === 'members') problems.push(...(await readList(sources, read.group.id, grouping, reader)))
    if (kind === 'expanded') readExpanded(read, grouping, reader)
  }
  if (sources.groupMembers !== undefined) problems.push(...(await readAll(sources.groupMembers, groupings, reader, progress)))
  return { ...pairs.sets(), lists, problems }
}

interface Reader {
  readonly users: UserTable
  readonly isGroup: (id: Guid) => boolean
  readonly pairs: MemberPairs
  readonly remarks: Remarks
  /** One for all lists: each takes memory of its own. */
  readonly scanner: () => MemberReader
}

/** A group whose members matter, and what is found of them. */
interface Grouping {
  readonly number: number
  readonly list: MemberList
}

async function readAll(source: Elements, groupings: ReadonlyMap<Guid, Grouping>, reader: Reader, progress?: Progress): Promise<readonly Problem[]> {
  const groupingOf = memo(reader.scanner, (text) => {
    const id = asGuid(text)
    return id === undefined ? missing : groupings.get(id)
  })
  const { remarks } = reader
  const take: TakeValue = (value, file, offset) => {
    const member = readGroupMember(value, { file, offset, remarks })
    const grouping = member && groupings.get(member.groupId)
    if (grouping !== undefined) takeMember(member!, grouping, reader)
  }
  const reading = await source.read(take, progress, scannedMembers(reader, take, (group) => (group === 0 ? missing : groupingOf(group))))
  return reading.problems
}

async function readList(sources: Sources, group: Guid, grouping: Grouping, reader: Reader): Promise<readonly Problem[]> {
  const { remarks } = reader
  const take: TakeValue = (value, file, offset) => takeOne(value, { file, offset, remarks }, grouping, reader)
  const reading = await sources.members.get(group)!.read(take, undefined, scannedMembers(reader, take, () => grouping))
  return reading.problems
}

function readExpanded(read: GroupRead, grouping: Grouping, reader: Reader): void {
  for (const value of read.expanded!) takeOne(value, read.at, grouping, reader)
}

function takeOne(value: unknown, at: At, grouping: Grouping, reader: Reader): void {
  const member = readMember(value, at)
  if (member !== undefined) takeMember(member, grouping, reader)
}

function takeMember(member: Member, grouping: Grouping, reader: Reader): void {
  const ordinal = isMaybeUser(member.type) ? reader.users.find(member.id) : undefined
  count(ordinal, member.type, member.type === undefined && reader.isGroup(member.id), grouping, reader)
}

const isMaybeUser = (type: string | undefined): boolean => type === undefined || type === 'user'

function count(ordinal: number | undefined, type: string | undefined, isKnownGroup: boolean, { number, list }: Grouping, { pairs }: Reader): void {
  list.members++
  if (ordinal !== undefined) pairs.add(ordinal, number)
  else if (type === 'group' || isKnownGroup) list.groups++
  else if (type === 'user') list.strangers++
  else list.others++
}

/** A membership without a group, or with one that is no GUID: something is to be said about it. */
const missing = 'missing'

/** Memberships taken from their bytes, many at a time. Those without a proper group are read from values: something is to be said about them. */
function scannedMembers(reader: Reader, take: TakeValue, groupingOf: (group: number) => Grouping | 'missing' | undefined): TakeBytes {
  const typeOf = memo(reader.scanner, memberType)
  return (bytes, from, file, offset, isList, levels) => {
    const members = reader.scanner()
    const end = members.scan(bytes, from, isList, levels)
    if (end === -1) return end
    const [ids, groups, types] = [members.ids(), members.groups(), members.types()]
    for (let i = 0; i < groups.length; i++) {
      const grouping = groupingOf(groups[i]!)
      if (grouping === undefined) continue
      if (grouping === missing) {
        const [start, to] = members.spanOf(i)
        take(JSON.parse(bytes.toString('utf8', start, to)), file, offset - from + start)
        continue
      }
      const type = typeOf(types[i]!)
      const ordinal = isMaybeUser(type) ? reader.users.findBits(ids, i * guidWords) : undefined
      count(ordinal, type, ordinal === undefined && type === undefined && reader.isGroup(unpackGuid(ids, i * guidWords)), grouping, reader)
    }
    return end
  }
}

/** What is made of a text, by the number and one that a scanner has for it; of none, undefined. */
function memo<T>(members: () => MemberReader, make: (text: string) => T): (number: number) => T | undefined {
  const known: { readonly value: T | undefined }[] = [{ value: undefined }]
  return (number) => (known[number] ??= { value: make(JSON.parse(members().textOf(number - 1)) as string) }).value
}
