import type { Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Deed, Move, MoveKind } from './move.js'

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

/** Whether a move may be made at all. */
export const allowedBy =
  (narrowing: Narrowing, situation: Situation) =>
  ({ kind, deeds }: Move): boolean =>
    !narrowing.forbid.has(kind) && deeds.every((deed) => isKept(narrowing, situation, deed) && isOnLevel(narrowing.only, deed))

function isKept({ keepGroups, keepUsers, keepSkus }: Narrowing, { person }: Situation, deed: Deed): boolean {
  if (groupsOf(deed).some((group) => keepGroups.has(group))) return false
  if (skusOf(deed).some((sku) => keepSkus.has(sku))) return false
  return keepUsers.size === 0 || !usersOf(deed).some((ordinal) => keepUsers.has(person(ordinal).id))
}

/** User-level: no group's own licences change. Group-level: no user's own licence, attribute or membership does. */
function isOnLevel(only: Narrowing['only'], deed: Deed): boolean {
  if (only === 'user-level') return !('target' in deed && 'group' in deed.target) && deed.type !== 'newGroup' && deed.type !== 'updateGroup'
  return only !== 'group-level' || usersOf(deed).length === 0
}

function groupsOf(deed: Deed): readonly Guid[] {
  if ('group' in deed) return [deed.group]
  return 'target' in deed && 'group' in deed.target ? [deed.target.group] : []
}

function usersOf(deed: Deed): readonly number[] {
  if ('users' in deed) return deed.users
  return 'target' in deed && 'users' in deed.target ? deed.target.users : []
}

function skusOf(deed: Deed): readonly Guid[] {
  if ('license' in deed) return [deed.license.skuId]
  return 'skuId' in deed ? [deed.skuId] : []
}
