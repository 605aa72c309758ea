import type { Assignee, Change, NewGroup, NewUser, UserUpdate } from '../../model/change.js'
import type { ChangeBody } from '../../model/report.js'
import type { License } from '../../model/tenant.js'

/** A change as a plan file has it, in GUIDs and with nothing left to guess: what `readChange` reads back as the same change. */
export function writeChange(change: Change): ChangeBody {
  const { op } = change
  switch (op) {
    case 'assignLicense':
      return { op, to: assigneeOf(change.to), addLicenses: change.addLicenses.map(licenseOf), removeLicenses: [...change.removeLicenses] }
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return { op, group: change.group, users: [...change.users] }
    case 'updateUser':
      return { op, user: change.user, ...userKeys(change.set) }
    case 'updateGroup':
      return { op, group: change.group, ...change.set }
    case 'createGroup':
      return { op, group: groupOf(change.group) }
    case 'createUser':
      return { op, user: userOf(change.user) }
    case 'deleteGroup':
      return { op, group: change.group }
    case 'deleteUser':
    case 'restoreUser':
      return { op, user: change.user }
    case 'changeUnits':
      return 'add' in change ? { op, sku: change.sku, add: change.add } : { op, sku: change.sku, set: change.set }
    case 'reprocess':
      return 'group' in change ? { op, group: change.group } : change.users.length === 1 ? { op, user: change.users[0] } : { op, users: [...change.users] }
    default:
      return op satisfies never
  }
}

function assigneeOf(to: Assignee): ChangeBody {
  if ('group' in to) return { group: to.group }
  return to.users.length === 1 ? { user: to.users[0] } : { users: [...to.users] }
}

function licenseOf({ skuId, disabledPlans }: License): ChangeBody {
  return { skuId, disabledPlans: [...disabledPlans] }
}

/** Its id follows from its name. */
function groupOf({ id: _, assignedLicenses, ...rest }: NewGroup): ChangeBody {
  return { ...rest, assignedLicenses: assignedLicenses.map(licenseOf) }
}

function userOf({ id: _, userPrincipalName, ...rest }: NewUser): ChangeBody {
  return { userPrincipalName, ...userKeys(rest) }
}

function userKeys({ attributes, ...rest }: UserUpdate): ChangeBody {
  return { ...rest, ...(attributes === undefined || Object.keys(attributes).length === 0 ? {} : { attributes }) }
}
