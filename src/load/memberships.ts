import type { Guid } from '../model/catalog.js'
import type { Problem } from '../model/problem.js'
import type { At } from './graph/entry.js'
import type { GroupRead } from './graph/groups.js'
import { readGroupMember, readMember } from './graph/members.js'
import type { Member } from './graph/members.js'
import type { Remarks } from './remarks.js'
import type { Sources } from './sources.js'
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
): Promise<Memberships> {
  const sets = internSets()
  const setOf = new Uint32Array(users.count)
  const lists = new Map<Guid, MemberList>()
  const problems: Problem[] = []
  const take = (group: Guid, member: Member) => takeMember(group, member, lists.get(group)!, isGroup, users, setOf, sets)
  for (const read of groups) {
    const kind = listKind(sources, read)
    if (kind !== undefined) lists.set(read.group.id, { members: 0, groups: 0, others: 0, strangers: 0 })
    if (kind === 'members') problems.push(...(await readList(sources, read.group.id, take, remarks)))
    if (kind === 'expanded') readExpanded(read, take)
  }
  const read = await sources.groupMembers?.read((value, file, offset) => {
    const member = readGroupMember(value, { file, offset, remarks })
    if (member !== undefined && lists.has(member.groupId)) take(member.groupId, member)
  })
  return { setOf, sets: sets.all, lists, problems: [...problems, ...(read?.problems ?? [])] }
}

type Take = (group: Guid, member: Member) => void

async function readList(sources: Sources, group: Guid, take: Take, remarks: Remarks): Promise<readonly Problem[]> {
  const reading = await sources.members.get(group)!.read((value, file, offset) => takeOne(group, value, { file, offset, remarks }, take))
  return reading.problems
}

function readExpanded(read: GroupRead, take: Take): void {
  for (const value of read.expanded!) takeOne(read.group.id, value, read.at, take)
}

function takeOne(group: Guid, value: unknown, at: At, take: Take): void {
  const member = readMember(value, at)
  if (member !== undefined) take(group, member)
}

function takeMember(group: Guid, member: Member, list: MemberList, isGroup: (id: Guid) => boolean, users: UserTable, setOf: Uint32Array, sets: Sets): void {
  list.members++
  const ordinal = member.type === undefined || member.type === 'user' ? users.find(member.id) : undefined
  if (ordinal !== undefined) setOf[ordinal] = sets.with(setOf[ordinal]!, group)
  else if (member.type === 'group' || (member.type === undefined && isGroup(member.id))) list.groups++
  else if (member.type === 'user') list.strangers++
  else list.others++
}

interface Sets {
  readonly all: readonly (readonly Guid[])[]
  /** The set with one more group. */
  with(set: number, group: Guid): number
}

/** Sets of groups: equal ones are one, whatever order their groups came in. */
function internSets(): Sets {
  const all: (readonly Guid[])[] = [[]]
  const byText = new Map<string, number>([['', 0]])
  const grown = new Map<Guid, Map<number, number>>()

  function grow(set: number, group: Guid): number {
    const groups = [...new Set([...all[set]!, group])].sort()
    const text = groups.join()
    const known = byText.get(text)
    if (known !== undefined) return known
    byText.set(text, all.length)
    return all.push(groups) - 1
  }

  function withGroup(set: number, group: Guid): number {
    let steps = grown.get(group)
    if (steps === undefined) grown.set(group, (steps = new Map()))
    let next = steps.get(set)
    if (next === undefined) steps.set(set, (next = grow(set, group)))
    return next
  }

  return { all, with: withGroup }
}
