import type { Guid } from '../../model/catalog.js'
import type { Change, UserUpdate } from '../../model/change.js'
import type { Call, Grave } from '../../model/handover.js'
import type { UserState } from '../../model/tenant.js'
import { isFailed, isInStep } from '../../simulate/paths.js'
import type { Moment } from './moments.js'

/** What turns a step into calls: the moments around it, who fails in it, and what its users lose. */
export interface StepView {
  readonly before: Moment
  readonly after: Moment
  /** Users whose own call would be refused. */
  readonly refused: ReadonlySet<Guid>
  /** What one user loses by the step. */
  losesOf(user: Guid): readonly Grave[]
  /** What anybody loses by it. */
  readonly loses: readonly Grave[]
}

/** The calls that make a change, in the order in which the service should get them. */
export function callsOf(change: Change, view: StepView): readonly Call[] {
  switch (change.op) {
    case 'assignLicense': {
      const { to, addLicenses, removeLicenses } = change
      if ('group' in to) return [{ op: 'licenseGroup', group: to.group, addLicenses, removeLicenses, grave: view.loses }]
      return to.users.filter(user => !view.refused.has(user)).map(user => ({ op: 'licenseUser', user, addLicenses, removeLicenses, grave: view.losesOf(user) }))
    }
    case 'addMembers':
      return joins(change.group, change.users, view)
    case 'removeMembers':
      return leaves(change.group, change.users, view)
    case 'setMembers':
      return membersCalls(change.group, change.users, view)
    case 'updateUser':
      return updateCalls(change.user, change.set, view)
    case 'updateGroup': {
      const { securityEnabled, ...rest } = change.set
      const byHand = Object.keys(rest).length === 0 ? [] : [hand(`change ${Object.keys(rest).sort().join(', ')} of the group`)]
      return [...byHand, ...(securityEnabled === undefined ? [] : [{ op: 'setSecurity', group: change.group, securityEnabled, grave: view.loses } as const])]
    }
    case 'createGroup': {
      const { id, assignedLicenses } = change.group
      return assignedLicenses.length === 0 ? [] : [{ op: 'licenseGroup', group: id, addLicenses: assignedLicenses, removeLicenses: [], grave: [] }]
    }
    case 'createUser':
      return []
    case 'deleteGroup':
      return [{ op: 'deleteGroup', group: change.group, grave: ['deletes'] }]
    case 'deleteUser':
      return [{ op: 'deleteUser', user: change.user, grave: ['deletes', ...view.losesOf(change.user)] }]
    case 'restoreUser':
      return [{ op: 'restoreUser', user: change.user, grave: [] }]
    case 'changeUnits':
      return [hand(view.after.units(change.sku) > view.before.units(change.sku) ? 'buy the units' : 'give the units back')]
    case 'reprocess':
      return reprocessCalls(change, view)
    default:
      return change satisfies never
  }
}

const hand = (what: string): Call => ({ op: 'byHand', what, grave: [] })

const joins = (group: Guid, users: readonly Guid[], view: StepView): readonly Call[] =>
  users.map(user => ({ op: 'addMember', group, user, grave: view.losesOf(user) }))

const leaves = (group: Guid, users: readonly Guid[], view: StepView): readonly Call[] =>
  users.map(user => ({ op: 'removeMember', group, user, grave: view.losesOf(user) }))

/** Takes out who is not named, then adds who is new. */
function membersCalls(group: Guid, users: readonly Guid[], view: StepView): readonly Call[] {
  const was = view.before.membersOf(group).map(ordinal => view.before.idOf(ordinal))
  return [...leaves(group, was.filter(id => !users.includes(id)), view), ...joins(group, users.filter(id => !was.includes(id)), view)]
}

/** What is kept on-premises or in Exchange is changed there. */
function updateCalls(user: Guid, set: UserUpdate, view: StepView): readonly Call[] {
  const { usageLocation, accountEnabled, ...rest } = set
  const isSynced = stateIn(view.before, user)?.onPremisesSyncEnabled ?? false
  const elsewhere = Object.keys(isSynced ? set : rest).sort()
  return [
    ...(elsewhere.length === 0 ? [] : [hand(`change ${elsewhere.join(', ')} of the user ${isSynced ? 'on-premises, and let it synchronise' : 'where they are kept'}`)]),
    ...(usageLocation === undefined || isSynced ? [] : [{ op: 'setLocation', user, usageLocation, grave: [] } as const]),
    ...(accountEnabled === undefined || isSynced ? [] : [{ op: 'setEnabled', user, accountEnabled, grave: [] } as const]),
  ]
}

/** Of a group: of those members for whom there is anything to do. It also lets go what was stuck. */
function reprocessCalls(change: Extract<Change, { op: 'reprocess' }>, { before, losesOf }: StepView): readonly Call[] {
  const users = 'users' in change ? change.users : before.membersOf(change.group).filter(ordinal => waits(before.stateOf(ordinal))).map(ordinal => before.idOf(ordinal))
  return users.map(user => ({ op: 'reprocess', user, grave: losesOf(user) }))
}

/** Whether a reprocess would attempt anything. */
export function waits(state: UserState | undefined): boolean {
  return state?.paths.some(path => path.source !== null && (isFailed(path) || !isInStep(path))) ?? false
}

function stateIn(moment: Moment, user: Guid): UserState | undefined {
  const ordinal = moment.find(user)
  return ordinal === undefined ? undefined : moment.stateOf(ordinal)
}

/** Users whom a change names. */
export function usersNamedBy(change: Change): readonly Guid[] {
  switch (change.op) {
    case 'assignLicense':
      return 'users' in change.to ? change.to.users : []
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return change.users
    case 'updateUser':
    case 'deleteUser':
    case 'restoreUser':
      return [change.user]
    case 'createUser':
      return [change.user.id]
    case 'reprocess':
      return 'users' in change ? change.users : []
    default:
      return []
  }
}

/** The group that a change is about. */
export function groupNamedBy(change: Change): Guid | undefined {
  switch (change.op) {
    case 'assignLicense':
      return 'group' in change.to ? change.to.group : undefined
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
    case 'updateGroup':
    case 'deleteGroup':
      return change.group
    case 'createGroup':
      return change.group.id
    case 'reprocess':
      return 'group' in change ? change.group : undefined
    default:
      return undefined
  }
}
