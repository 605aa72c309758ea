import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { Tenant } from '../../model/tenant.js'

/** What is asked for in the end, key by key, if nothing were refused: orders that end elsewhere are no orders of the same plan. */
export function intentOf(changes: readonly Change[], tenant: Tenant): string {
  const end = new Map<string, string>()
  for (const change of changes) ask(change, end, tenant)
  return JSON.stringify([...end].sort(([a], [b]) => (a < b ? -1 : 1)))
}

type End = Map<string, string>

function ask(change: Change, end: End, tenant: Tenant): void {
  switch (change.op) {
    case 'assignLicense': {
      const targets = 'group' in change.to ? [`group ${change.to.group}`] : change.to.users.map(user => `user ${user}`)
      for (const target of targets) askLicenses(target, change, end)
      return
    }
    case 'addMembers':
    case 'removeMembers':
      for (const user of change.users) end.set(`member ${change.group} ${user}`, change.op === 'addMembers' ? 'in' : 'out')
      return
    case 'setMembers':
      return setMembers(change.group, change.users, end, tenant)
    case 'updateUser':
      for (const [key, value] of Object.entries(change.set)) end.set(`user ${change.user} ${key}`, JSON.stringify(value))
      return
    case 'updateGroup':
      for (const [key, value] of Object.entries(change.set)) end.set(`group ${change.group} ${key}`, JSON.stringify(value))
      return
    case 'createGroup':
      end.set(`group ${change.group.id}`, 'made')
      return askLicenses(`group ${change.group.id}`, { addLicenses: change.group.assignedLicenses, removeLicenses: [] }, end)
    case 'createUser':
      return void end.set(`user ${change.user.id}`, 'made')
    case 'deleteGroup':
      return void end.set(`group ${change.group}`, 'gone')
    case 'deleteUser':
    case 'restoreUser':
      return void end.set(`user ${change.user}`, change.op)
    case 'changeUnits':
      return void end.set(`units ${change.sku}`, 'set' in change ? `= ${change.set}` : `${end.get(`units ${change.sku}`) ?? ''} ${change.add}`)
    case 'reprocess':
      return
    default:
      return change satisfies never
  }
}

function askLicenses(target: string, { addLicenses, removeLicenses }: Pick<Extract<Change, { op: 'assignLicense' }>, 'addLicenses' | 'removeLicenses'>, end: End): void {
  for (const skuId of removeLicenses) end.set(`${target} has ${skuId}`, 'no')
  for (const { skuId, disabledPlans } of addLicenses) end.set(`${target} has ${skuId}`, JSON.stringify(disabledPlans))
}

function setMembers(group: Guid, users: readonly Guid[], end: End, { cohorts, nameOf }: Tenant): void {
  const before = cohorts.filter(({ state }) => state.memberOf.includes(group)).flatMap(({ members }) => [...members].map(ordinal => nameOf(ordinal).id))
  for (const key of end.keys()) if (key.startsWith(`member ${group} `)) end.set(key, 'out')
  for (const user of before) end.set(`member ${group} ${user}`, 'out')
  for (const user of users) end.set(`member ${group} ${user}`, 'in')
}
