import type { Guid } from '../../model/catalog.js'
import type { Problem } from '../../model/problem.js'
import type { Progress, TakeBytes, TakeValue } from './elements.js'
import type { At } from './graph/entry.js'
import type { GroupRead } from './graph/groups.js'
import { memberType, readGroupMember, readMember } from './graph/members.js'
import type { Member } from './graph/members.js'
import type { Scratch } from '../files.js'
import { asGuid, guidWords, packGuid, unpackGuid } from '../text/guid.js'
import type { HiddenPlans } from './hidden-plans.js'
import { groupWord, memberSets, memberWords } from './member-sets.js'
import type { MemberSets } from './member-sets.js'
import { once } from '../../once.js'
import type { Remarks } from '../text/remarks.js'
import { memberReader } from './scan/scanner.js'
import type { MemberReader } from './scan/scanner.js'
import type { Elements, Sources } from './resource.js'
import type { SortedUsers } from './sorted-users.js'
import { buckets } from './spill/buckets.js'
import type { Buckets } from './spill/buckets.js'

/** Who is in which of the groups that matter. */
export interface Memberships extends MemberSets {
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
  users: SortedUsers,
  remarks: Remarks,
  progress?: Progress,
  scratch?: () => Scratch,
  mostWords?: number,
  plans?: HiddenPlans,
): Promise<Memberships> {
  const ids = groups.map(({ group }) => group.id).sort()
  const members = buckets(memberWords, scratch, mostWords)
  const lists = new Map<Guid, MemberList>()
  const groupings = new Map(ids.map((id, number) => [id, { number, list: { members: 0, groups: 0, others: 0, strangers: 0 } }]))
  const reader: Reader = { members, remarks, scanner: once(memberReader) }
  const problems: Problem[] = []
  for (const read of groups) {
    const kind = listKind(sources, read)
    const grouping = groupings.get(read.group.id)!
    if (kind !== undefined) lists.set(read.group.id, grouping.list)
    if (kind === 'members') problems.push(...(await readList(sources, read.group.id, grouping, reader)))
    if (kind === 'expanded') readExpanded(read, grouping, reader)
  }
  if (sources.groupMembers !== undefined) problems.push(...(await readAll(sources.groupMembers, groupings, reader, progress)))
  const all = ids.map((id) => groupings.get(id)!.list)
  const sets = memberSets(users, members, ids, (records, at) => countOther(records, at, all, isGroup), plans)
  return { ...sets, lists, problems }
}

interface Reader {
  readonly members: Buckets
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

function takeMember({ id, type }: Member, grouping: Grouping, { members }: Reader): void {
  packGuid(id, one, 0)
  if (writeRest(one, 0, type, grouping) > 0) members.pushAll(one, memberWords)
}

const one = new Uint32Array(memberWords)
let records = new Uint32Array(0)

/** Behind the group, whether the export says that the member is a user; if it says nothing, everything is possible. */
const typeWord = groupWord + 1
const isUser = 1
const maybeUser = 0

/** Counts a member and writes what follows its id; gives the length of the record, 0 for those who are no users. */
function writeRest(into: Uint32Array, at: number, type: string | undefined, { number, list }: Grouping): number {
  list.members++
  if (type !== undefined && type !== 'user') {
    if (type === 'group') list.groups++
    else list.others++
    return 0
  }
  into[at + groupWord] = number
  into[at + typeWord] = type === undefined ? maybeUser : isUser
  return memberWords
}

/** One who is no user of the export. */
function countOther(members: Uint32Array, at: number, lists: readonly MemberList[], isGroup: (id: Guid) => boolean): void {
  const list = lists[members[at + groupWord]!]!
  if (members[at + typeWord] === isUser) list.strangers++
  else if (isGroup(unpackGuid(members, at))) list.groups++
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
    if (groups.length * memberWords > records.length) records = new Uint32Array(groups.length * memberWords)
    let length = 0
    for (let i = 0; i < groups.length; i++) {
      const grouping = groupingOf(groups[i]!)
      if (grouping === undefined) continue
      if (grouping === missing) {
        const [start, to] = members.spanOf(i)
        take(JSON.parse(bytes.toString('utf8', start, to)), file, offset - from + start)
        continue
      }
      for (let word = 0; word < guidWords; word++) records[length + word] = ids[i * guidWords + word]!
      length += writeRest(records, length, typeOf(types[i]!), grouping)
    }
    reader.members.pushAll(records, length)
    return end
  }
}

/** What is made of a text, by the number and one that a scanner has for it; of none, undefined. */
function memo<T>(members: () => MemberReader, make: (text: string) => T): (number: number) => T | undefined {
  const known: { readonly value: T | undefined }[] = [{ value: undefined }]
  return (number) => (known[number] ??= { value: make(JSON.parse(members().textOf(number - 1)) as string) }).value
}
