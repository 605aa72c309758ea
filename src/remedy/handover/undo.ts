import type { Guid } from '../../model/catalog.js'
import type { Change, UserUpdate } from '../../model/change.js'
import type { License, UserState } from '../../model/tenant.js'
import { pathOf, sameLicense } from '../../simulate/paths.js'
import type { Moment } from './moments.js'

/** What takes a change back, from the moments before and after it. Nothing takes back a reprocess; what is lost with data stays lost. */
export function undoOf(change: Change, before: Moment, after: Moment): readonly Change[] {
  switch (change.op) {
    case 'assignLicense':
      return 'group' in change.to ? undoGroupCall(change.to.group, before, after) : undoUserCalls(change.to.users, before, after)
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return undoMembers(change.group, before, after)
    case 'updateUser':
      return undoUpdate(change.user, change.set, before)
    case 'updateGroup': {
      const { displayName, securityEnabled } = before.groups.get(change.group) ?? {}
      const set = { ...(change.set.displayName !== undefined && displayName !== undefined && { displayName }), ...(change.set.securityEnabled !== undefined && securityEnabled !== undefined && { securityEnabled }) }
      return Object.keys(set).length === 0 ? [] : [{ op: 'updateGroup', group: change.group, set }]
    }
    case 'createGroup':
      return [...undoGroupCall(change.group.id, before, after), { op: 'deleteGroup', group: change.group.id }]
    case 'createUser':
      return [{ op: 'deleteUser', user: change.user.id }]
    case 'deleteUser':
      return [{ op: 'restoreUser', user: change.user }]
    case 'restoreUser':
      return [{ op: 'deleteUser', user: change.user }]
    case 'changeUnits': {
      const units = before.units(change.sku) - after.units(change.sku)
      return units === 0 ? [] : [{ op: 'changeUnits', sku: change.sku, add: units }]
    }
    case 'deleteGroup':
    case 'reprocess':
      return []
    default:
      return change satisfies never
  }
}

function undoGroupCall(group: Guid, before: Moment, after: Moment): readonly Change[] {
  const call = callBack(before.groups.get(group)?.assignedLicenses ?? [], after.groups.get(group)?.assignedLicenses ?? [])
  return call === undefined ? [] : [{ op: 'assignLicense', to: { group }, ...call }]
}

function undoUserCalls(users: readonly Guid[], before: Moment, after: Moment): readonly Change[] {
  const alike = new Map<string, { readonly call: NonNullable<ReturnType<typeof callBack>>; readonly users: Guid[] }>()
  for (const user of users) {
    const call = callBack(directOf(user, before), directOf(user, after))
    if (call === undefined) continue
    const key = JSON.stringify(call)
    const entry = alike.get(key) ?? { call, users: [] }
    entry.users.push(user)
    alike.set(key, entry)
  }
  return [...alike.values()].map(({ call, users: some }) => ({ op: 'assignLicense', to: { users: some }, ...call }))
}

function directOf(user: Guid, moment: Moment): readonly License[] {
  const state = stateIn(moment, user)
  return state === undefined ? [] : pathOf(state, null).intended
}

function callBack(was: readonly License[], is: readonly License[]): { readonly addLicenses: readonly License[]; readonly removeLicenses: readonly Guid[] } | undefined {
  const addLicenses = was.filter(license => !is.some(other => sameLicense(license, other)))
  const removeLicenses = is.map(({ skuId }) => skuId).filter(skuId => !was.some(license => license.skuId === skuId))
  return addLicenses.length + removeLicenses.length === 0 ? undefined : { addLicenses, removeLicenses }
}

function undoMembers(group: Guid, before: Moment, after: Moment): readonly Change[] {
  const [was, is] = [before, after].map(moment => new Map(moment.membersOf(group).map(ordinal => [ordinal, true])))
  const back = idsOf([...was!.keys()].filter(ordinal => !is!.has(ordinal)), before)
  const out = idsOf([...is!.keys()].filter(ordinal => !was!.has(ordinal)), after)
  return [
    ...(out.length === 0 ? [] : [{ op: 'removeMembers', group, users: out } as const]),
    ...(back.length === 0 ? [] : [{ op: 'addMembers', group, users: back } as const]),
  ]
}

function undoUpdate(user: Guid, set: UserUpdate, before: Moment): readonly Change[] {
  const state = stateIn(before, user)
  if (state === undefined) return []
  const was: UserUpdate = {
    ...(set.usageLocation !== undefined && { usageLocation: state.usageLocation }),
    ...(set.accountEnabled !== undefined && { accountEnabled: state.accountEnabled }),
    ...(set.userType !== undefined && { userType: state.userType }),
  }
  return Object.keys(was).length === 0 ? [] : [{ op: 'updateUser', user, set: was }]
}

function stateIn(moment: Moment, user: Guid): UserState | undefined {
  const ordinal = moment.find(user)
  return ordinal === undefined ? undefined : moment.stateOf(ordinal)
}

function idsOf(ordinals: readonly number[], moment: Moment): readonly Guid[] {
  return ordinals.map(ordinal => moment.idOf(ordinal))
}
