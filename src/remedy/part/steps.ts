import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import { groupNamed } from './reach.js'

/** Whom and what a part of a tenant consists of. */
export interface Part {
  hasUser(id: Guid): boolean
  hasGroup(id: Guid): boolean
}

/** The step as it concerns a part; undefined: not at all. */
export function concerning(part: Part, change: Change): Change | undefined {
  if (change.op === 'changeUnits') return change
  if (change.op === 'createUser') return part.hasUser(change.user.id) ? change : undefined
  if ('user' in change) return part.hasUser(change.user) ? change : undefined
  const group = groupNamed(change)
  if (group !== undefined && !part.hasGroup(group)) return undefined
  if ('users' in change) return withUsers(part, change)
  if (change.op !== 'assignLicense' || 'group' in change.to) return change
  const users = change.to.users.filter((id) => part.hasUser(id))
  return users.length === 0 ? undefined : { ...change, to: { users } }
}

/** Whom it does not name leaves by `setMembers`. */
function withUsers(part: Part, change: Extract<Change, { users: readonly Guid[] }>): Change | undefined {
  const users = change.users.filter((id) => part.hasUser(id))
  return users.length === 0 && change.op !== 'setMembers' ? undefined : { ...change, users }
}

/** A step at which nothing happens. */
export const pause: Change = { op: 'reprocess', users: [] }
