import type { Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Change } from '../model/change.js'
import { move, type Counted, type Deed, type Move, type MoveKind } from './move.js'
import { groupsIn, groupsOfCall, skusIn, skusOfCall, usersIn, usersOfCall } from './touch.js'

/** What the administrator does not want: objects to leave alone, kinds of moves, a level, many changes. */
export interface Narrowing {
  readonly keepGroups: ReadonlySet<Guid>
  readonly keepUsers: ReadonlySet<Guid>
  readonly keepSkus: ReadonlySet<Guid>
  readonly forbid: ReadonlySet<MoveKind>
  readonly only?: 'user-level' | 'group-level'
  /** Edits of the plan in one remedy. */
  readonly maxChanges?: number
}

/** A move as far as it may be made: users who are to be left alone give no seat back. Undefined: not at all. */
export const narrowed =
  (narrowing: Narrowing, situation: Situation) =>
  (one: Move): Move | undefined => {
    const most = one.counted?.holders ? withoutKept(narrowing, situation, one, one.counted) : one
    if (most === undefined || narrowing.forbid.has(most.kind)) return undefined
    return most.deeds.every((deed) => isKept(narrowing, situation, deed) && isOnLevel(narrowing.only, deed)) ? most : undefined
  }

/** The seats that are freed without those of users who are to be left alone; undefined: nobody else has one to give. */
function withoutKept({ keepUsers }: Narrowing, { person }: Situation, one: Move, { skuId, holders = [], disabled }: Counted): Move | undefined {
  const mayGive = (ordinal: number): boolean => !keepUsers.has(person(ordinal).id)
  if (keepUsers.size === 0 || holders.every(mayGive)) return one
  const left = holders.filter(mayGive)
  if (left.length === 0) return undefined
  const counted = { skuId, holders: left, disabled: holders.slice(0, disabled).filter(mayGive).length }
  return move({ ...one, deeds: [{ type: 'remove', target: { users: left.toSorted((a, b) => a - b) }, skuId }], counted })
}

function isKept({ keepGroups, keepUsers, keepSkus }: Narrowing, { person }: Situation, deed: Deed): boolean {
  if ([...groupsIn(deed), ...callOf(deed).flatMap(groupsOfCall)].some((group) => keepGroups.has(group))) return false
  if ([...skusIn(deed), ...callOf(deed).flatMap(skusOfCall)].some((sku) => keepSkus.has(sku))) return false
  if (callOf(deed).flatMap(usersOfCall).some((id) => keepUsers.has(id))) return false
  return keepUsers.size === 0 || !usersIn(deed).some((ordinal) => keepUsers.has(person(ordinal).id))
}

/** A corrected call touches what it names. */
const callOf = (deed: Deed): readonly Change[] => (deed.type === 'replace' ? [deed.change] : [])

/** User-level: no group's own licences and no units change. Group-level: no user's own licence, attribute or membership does. */
function isOnLevel(only: Narrowing['only'], deed: Deed): boolean {
  const isOnUsers = usersIn(deed).length > 0 || callOf(deed).some((change) => usersOfCall(change).length > 0)
  if (only === 'group-level') return !isOnUsers
  return only === undefined || (isOnUsers ? deed.type !== 'newGroup' : deed.type === 'postpone' || deed.type === 'merge')
}
