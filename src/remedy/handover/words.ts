import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { License } from '../../model/tenant.js'
import { countOf, list } from '../../explain/situation.js'
import type { NameOf } from './names.js'

/** A step in one line, with names. */
export function stepWords(change: Change, nameOf: NameOf): string {
  const name = (id: Guid): string => nameOf(id) ?? id
  const users = (ids: readonly Guid[]): string => (ids.length === 1 ? name(ids[0]!) : countOf(ids.length, 'user'))
  const group = (id: Guid): string => `group ${name(id)}`
  switch (change.op) {
    case 'assignLicense': {
      const whom = 'group' in change.to ? group(change.to.group) : users(change.to.users)
      return `${whom}: ${licenseWords(change.addLicenses, change.removeLicenses, name)}`
    }
    case 'addMembers':
      return `${group(change.group)}: add ${users(change.users)}`
    case 'removeMembers':
      return `${group(change.group)}: take ${users(change.users)} out`
    case 'setMembers':
      return `${group(change.group)}: set its members to ${users(change.users)}`
    case 'updateUser':
      return `${name(change.user)}: change ${list(Object.keys(change.set).sort())}`
    case 'updateGroup':
      return `${group(change.group)}: change ${list(Object.keys(change.set).sort())}`
    case 'createGroup':
      return `make ${group(change.group.id)}${change.group.assignedLicenses.length === 0 ? '' : `: ${licenseWords(change.group.assignedLicenses, [], name)}`}`
    case 'createUser':
      return `make user ${name(change.user.id)}`
    case 'deleteGroup':
      return `delete ${group(change.group)}`
    case 'deleteUser':
      return `delete user ${name(change.user)}`
    case 'restoreUser':
      return `restore user ${name(change.user)}`
    case 'changeUnits':
      return `${name(change.sku)}: ${'add' in change ? `${countOf(Math.abs(change.add), 'unit')} ${change.add < 0 ? 'less' : 'more'}` : countOf(change.set, 'unit')}`
    case 'reprocess':
      return `reprocess ${'group' in change ? `the members of ${group(change.group)}` : users(change.users)}`
    default:
      return change satisfies never
  }
}

function licenseWords(added: readonly License[], removed: readonly Guid[], name: (id: Guid) => string): string {
  const adds = added.map(({ skuId, disabledPlans }) => `${name(skuId)}${disabledPlans.length === 0 ? '' : ` without ${list([...disabledPlans].map(name).sort())}`}`)
  return [adds.length === 0 ? '' : `add ${list(adds)}`, removed.length === 0 ? '' : `remove ${list(removed.map(name))}`].filter(part => part !== '').join(', ') || 'change nothing'
}
