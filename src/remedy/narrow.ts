import type { Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Deed, Move, MoveKind } from './move.js'
import { groupsIn, skusIn, usersIn } from './touch.js'

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
  if (groupsIn(deed).some((group) => keepGroups.has(group))) return false
  if (skusIn(deed).some((sku) => keepSkus.has(sku))) return false
  return keepUsers.size === 0 || !usersIn(deed).some((ordinal) => keepUsers.has(person(ordinal).id))
}

/** User-level: no group's own licences change. Group-level: no user's own licence, attribute or membership does. */
function isOnLevel(only: Narrowing['only'], deed: Deed): boolean {
  if (only === 'user-level') return !('target' in deed && 'group' in deed.target) && deed.type !== 'newGroup' && deed.type !== 'updateGroup'
  return only !== 'group-level' || usersIn(deed).length === 0
}
