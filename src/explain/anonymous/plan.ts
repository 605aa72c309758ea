import { normalAddress } from '../../load/tenant/addresses.js'
import type { Assignee, Change, GroupUpdate, Plan, UserUpdate } from '../../model/change.js'
import { knownType, knownUserType, renamedAttributes, unnamed } from './tenant.js'
import type { Renaming } from './renaming.js'

/** The same changes, of things under other names. */
export function renamedPlan(plan: Plan, renaming: Renaming): Plan {
  return {
    ...plan,
    title: plan.title === plan.file ? renaming.path(plan.file) : renaming.text('title', plan.title),
    file: renaming.path(plan.file),
    steps: plan.steps.map(({ change, place }) => ({ change: renamedChange(change, renaming), place: { ...place, file: renaming.path(place.file) } })),
    notices: plan.notices.map(unnamed),
  }
}

function renamedChange(change: Change, renaming: Renaming): Change {
  const { userId, groupId } = renaming
  switch (change.op) {
    case 'assignLicense':
      return { ...change, to: renamedAssignee(change.to, renaming) }
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return { ...change, group: groupId(change.group), users: change.users.map(userId) }
    case 'updateUser':
      return { ...change, user: userId(change.user), set: userUpdate(change.set, renaming) }
    case 'updateGroup':
      return { ...change, group: groupId(change.group), set: groupUpdate(change.set, renaming) }
    case 'createGroup':
      return { ...change, group: { ...change.group, id: groupId(change.group.id), displayName: renaming.groupName(change.group.displayName), groupTypes: change.group.groupTypes.map(type => knownType(type, renaming)) } }
    case 'createUser': {
      const { proxyAddresses, attributes } = change.user
      return { ...change, user: { ...change.user, ...renaming.newUser(change.user.id), userType: knownUserType(change.user.userType, renaming), proxyAddresses: addressed(proxyAddresses, renaming), attributes: renamedAttributes(attributes, renaming) } }
    }
    case 'deleteGroup':
      return { ...change, group: groupId(change.group) }
    case 'deleteUser':
    case 'restoreUser':
      return { ...change, user: userId(change.user) }
    case 'reprocess':
      return 'group' in change ? { ...change, group: groupId(change.group) } : { ...change, users: change.users.map(userId) }
    case 'changeUnits':
      return change
    default:
      return change satisfies never
  }
}

const renamedAssignee = (to: Assignee, { userId, groupId }: Renaming): Assignee => ('group' in to ? { group: groupId(to.group) } : { users: to.users.map(userId) })

const addressed = (addresses: readonly string[], { address }: Renaming): readonly string[] => addresses.map(one => address(normalAddress(one)))

function userUpdate({ userType, proxyAddresses, attributes, ...rest }: UserUpdate, renaming: Renaming): UserUpdate {
  return {
    ...rest,
    ...(userType !== undefined && { userType: knownUserType(userType, renaming) }),
    ...(proxyAddresses && { proxyAddresses: addressed(proxyAddresses, renaming) }),
    ...(attributes && { attributes: renamedAttributes(attributes, renaming) }),
  }
}

function groupUpdate({ displayName, groupTypes, ...rest }: GroupUpdate, renaming: Renaming): GroupUpdate {
  return {
    ...rest,
    ...(displayName !== undefined && { displayName: renaming.groupName(displayName) }),
    ...(groupTypes && { groupTypes: groupTypes.map(type => knownType(type, renaming)) }),
  }
}
