import type { Guid } from '../../../model/catalog.js'
import { didYouMean } from '../../text/schema-words.js'
import type { GroupInGraph } from './groups.js'
import { each, findGroup, groupId, type Fields, type MemberList, type Reading, type Shorthand, type Where } from './reading.js'
import type { UserInGraph } from './users.js'

export function membersOf(tenant: Fields, users: readonly UserInGraph[], groups: readonly GroupInGraph[], reading: Reading): Fields {
  if (tenant['members'] !== undefined || tenant['groupMembers'] !== undefined) return { members: tenant['members'], groupMembers: tenant['groupMembers'] }
  const joined = users.flatMap(user => user.memberOf.map(groupId => memberRow(groupId, user.id, 'user')))
  const listed = each(tenant['groups'], (group, at) => listedMembers(group, groups[at]!.id, ['groups', at], reading)).flat()
  return { groupMembers: [...joined, ...listed] }
}

function memberRow(groupId: Guid, id: Guid, type: 'user' | 'group' | 'device'): Fields {
  return { groupId, id, '@odata.type': `#microsoft.graph.${type}` }
}

/** A group's own `memberOf` nests it; `otherMembers` are devices, contacts and the like. */
function listedMembers(group: Fields, id: Guid, where: Where, reading: Reading): readonly Fields[] {
  const nested = ((group['memberOf'] ?? []) as readonly string[]).flatMap((handle, at) => findGroup(handle, [...where, 'memberOf', at], reading) ?? [])
  const others = Array.from({ length: Number(group['otherMembers'] ?? 0) }, (_, n) => memberRow(id, reading.derivedId('user', `device ${n} of ${id}`), 'device'))
  return [...nested.map(parent => memberRow(parent, id, 'group')), ...others]
}

/** Each group's own `members`, by name or id: the same as `memberOf` on the users. */
export function listsOf(tenant: Fields, shorthand: Shorthand): readonly MemberList[] {
  const names = each(tenant['users'], user => String(user['upn'] ?? user['userPrincipalName']))
  const known = new Set([...names, ...each(tenant['users'], user => String(user['id']))].map(name => name.toLowerCase()))
  return each(tenant['groups'], (group, at) => {
    const members = ((group['members'] ?? []) as readonly unknown[]).map(member => String(member))
    members.forEach((member, n) => {
      if (!known.has(member.toLowerCase())) shorthand.resolve.problem('unknown-name', `unknown user \`${member}\``, ['groups', at, 'members', n], didYouMean(member, names))
    })
    return { group: groupId(group, shorthand), members: new Set(members.map(member => member.toLowerCase())) }
  })
}
