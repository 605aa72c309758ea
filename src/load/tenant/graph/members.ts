import type { Guid } from '../../../model/catalog.js'
import { asGuid } from '../../text/guid.js'
import { entryOf, guidOf } from './entry.js'
import type { At } from './entry.js'
import { prop } from './property.js'

/** A direct member. `type` is Graph's, lower-case (`user`, `group`, `device`, ...); undefined: the export does not say. */
export interface Member {
  readonly id: Guid
  readonly type: string | undefined
}

/** An element of `/groups/{id}/members`: an object, or (from `Select-Object -ExpandProperty Id`) just the id. */
export function readMember(value: unknown, at: At): Member | undefined {
  const bare = asGuid(value)
  if (bare !== undefined) return { id: bare, type: undefined }
  const entry = entryOf(value, 'a member', at)
  const id = entry && guidOf(entry, 'id')
  return id === undefined ? undefined : { id, type: memberType(prop(entry!.props, '@odata.type')) }
}

/** An element of `groupMembers`: a member that names its group. */
export function readGroupMember(value: unknown, at: At): (Member & { readonly groupId: Guid }) | undefined {
  const entry = entryOf(value, 'a membership', at)
  if (entry === undefined) return undefined
  const groupId = guidOf(entry, 'groupId')
  const id = guidOf(entry, 'id')
  if (groupId === undefined || id === undefined) return undefined
  return { groupId, id, type: memberType(prop(entry.props, '@odata.type')) }
}

const prefix = '#microsoft.graph.'

/** Graph's type, lower-case and without its prefix. */
export function memberType(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const type = value.toLowerCase()
  return type.startsWith(prefix) ? type.slice(prefix.length) : type
}
