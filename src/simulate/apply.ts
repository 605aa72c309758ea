import type { Guid } from '../model/catalog.js'
import type { Change, GroupUpdate, NewGroup } from '../model/change.js'
import type { Group, Source, SubscribedSku } from '../model/tenant.js'
import type { StepOutcome } from '../model/trace.js'
import { lookAgain, normaliseAddress } from './addresses.js'
import { createUser, deleteUser, restoreUser, updateUser } from './apply-users.js'
import { callOnUsers, type Refused } from './direct-call.js'
import { callOnGroup, checkGroup, crowdsUnder, setGroup, setMembership } from './group-call.js'
import { callsOf, malformed, type Call } from './licenses-call.js'
import { bySource, isDynamic, isFailed, isInStep } from './paths.js'
import { accepted, refuse, refuseFor } from './refuse.js'
import { settle } from './settle.js'
import { assumes, crowdsOf, note, ordinalOf, type Asking, type Crowd, type World } from './world.js'

/** Applies one change and works off what it queues. */
export function* apply(world: World, change: Change): Asking<StepOutcome> {
  switch (change.op) {
    case 'assignLicense':
      return yield* assignLicense(world, change)
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return yield* changeMembers(world, change)
    case 'updateUser':
      return updateUser(world, change.user, change.set)
    case 'updateGroup':
      return yield* updateGroup(world, change.group, change.set)
    case 'createGroup':
      return yield* createGroup(world, change.group)
    case 'deleteGroup':
      return yield* deleteGroup(world, change.group)
    case 'createUser':
      return createUser(world, change.user)
    case 'deleteUser':
      return deleteUser(world, change.user)
    case 'restoreUser':
      return yield* restoreUser(world, change.user)
    case 'changeUnits':
      return changeUnits(world, change)
    case 'reprocess':
      return yield* reprocessSome(world, change)
    default:
      return change satisfies never
  }
}

function* assignLicense(world: World, change: Extract<Change, { op: 'assignLicense' }>): Asking<StepOutcome> {
  const calls = callsOf(world, change)
  if ('group' in change.to) return yield* onGroup(world, change.to.group, calls)
  const refused: Refused[] = []
  for (const call of calls)
    for (const users of batchesOf(world, change.to.users)) refused.push(...(yield* callOnUsers(world, users, call)))
  if (refused.length === 0) return accepted
  const outcome = refuseFor(world, refused)
  const failing = new Set(refused.flatMap(({ users }) => users))
  const tried = new Set(change.to.users.map((id) => ordinalOf(world, id)!))
  const whole = failing.size === tried.size && calls.length === 1
  return whole ? outcome : { ...outcome, outcome: 'partly' }
}

/** All calls of a list at once; one by one where a call can take an address from the next. */
const batchesOf = (world: World, users: readonly Guid[]): readonly (readonly Guid[])[] =>
  assumes(world, 'A-PROXY-OBJECT') ? [users] : users.map((user) => [user])

function* onGroup(world: World, groupId: Guid, calls: readonly Call[]): Asking<StepOutcome> {
  if (!world.groups.has(groupId)) return refuse(world, 'groupDeleted', { source: groupId })
  let done = 0
  for (const call of calls) {
    const causes = yield* callOnGroup(world, groupId, call)
    if (causes.length > 0) {
      const outcome = refuseFor(world, causes.map((cause) => ({ cause, users: [] })))
      return done === 0 ? outcome : { ...outcome, outcome: 'partly' }
    }
    done += 1
  }
  return accepted
}

type MembersChange = Extract<Change, { op: 'addMembers' | 'removeMembers' | 'setMembers' }>

function* changeMembers(world: World, change: MembersChange): Asking<StepOutcome> {
  const group = world.groups.get(change.group)
  const about = { source: change.group }
  if (!group) return refuse(world, 'groupDeleted', about)
  if (isDynamic(group)) return refuse(world, 'dynamicGroup', about)
  if (group.onPremisesSyncEnabled) return refuse(world, 'onPremisesGroup', about)
  const ordinals = change.users.map((id) => ordinalOf(world, id)!)
  const gone = ordinals.filter((ordinal) => world.crowds[world.owner[ordinal]!]!.state === undefined)
  if (gone.length > 0) refuse(world, 'userDeleted', about, gone)
  const there = ordinals.filter((ordinal) => !gone.includes(ordinal))
  const named = crowdsOf(world, there)
  if (group.members === 'listed') noteIdle(world, change.op, group, named)
  const leaving = change.op === 'removeMembers' ? named : change.op === 'setMembers' ? othersIn(world, group.id, named) : []
  const joining = change.op === 'removeMembers' ? [] : named
  const left = setMembership(world, group.id, leaving, false)
  yield* settle(world, group.id, left)
  yield* settle(world, group.id, setMembership(world, group.id, joining, true))
  if (gone.length === 0) return accepted
  return { outcome: there.length + left.length > 0 ? 'partly' : 'refused', reason: 'userDeleted' }
}

/** Graph refuses to add who is there and to take out who is not; nothing changes by it, so it is no violation. */
function noteIdle(world: World, op: MembersChange['op'], { id, displayName }: Group, named: readonly number[]): void {
  const is = op === 'addMembers' ? true : op === 'removeMembers' ? false : undefined
  const idle = named.map((index) => world.crowds[index]!).filter(({ state }) => state!.memberOf.includes(id) === is)
  const count = idle.reduce((sum, { members }) => sum + members.length, 0)
  const words = is ? `adds users to ${displayName} who are members already` : `takes users out of ${displayName} who are no members of it`
  if (count > 0) note(world, 'members-unchanged', `step ${world.step} ${words}: Graph refuses these calls, and nothing changes by them`, count)
}

const othersIn = (world: World, groupId: Guid, named: readonly number[]): readonly number[] => {
  const keep = new Set(named)
  return world.crowds.flatMap(({ state }, index) => (state?.memberOf.includes(groupId) && !keep.has(index) ? [index] : []))
}

const membersOf = (world: World, groupId: Guid): readonly number[] =>
  world.crowds.flatMap(({ state }, index) => (state?.memberOf.includes(groupId) ? [index] : []))

function* updateGroup(world: World, id: Guid, set: GroupUpdate): Asking<StepOutcome> {
  const group = world.groups.get(id)
  if (!group) return refuse(world, 'groupDeleted', { source: id })
  setGroup(world, { ...group, ...set })
  if (!group.securityEnabled && set.securityEnabled) yield* settle(world, id, crowdsUnder(world, id))
  return accepted
}

function* createGroup(world: World, group: NewGroup): Asking<StepOutcome> {
  const about = { source: group.id }
  if (world.groups.has(group.id)) return refuse(world, 'nameTaken', about)
  const call = { addLicenses: group.assignedLicenses, removeLicenses: [] }
  const wrong = malformed(world, group.id, call)
  const refused = wrong.length > 0 ? wrong : yield* checkGroup(world, group.id, [], group.assignedLicenses)
  if (refused.length > 0) return refuseFor(world, refused.map((cause) => ({ cause, users: [] })))
  world.groups.set(group.id, {
    ...group,
    onPremisesSyncEnabled: false,
    isAssignableToRole: false,
    members: 'listed',
    otherMembers: 0,
    proxyAddresses: [],
  })
  return accepted
}

function* deleteGroup(world: World, id: Guid): Asking<StepOutcome> {
  const group = world.groups.get(id)
  if (!group) return refuse(world, 'groupDeleted', { source: id })
  if (group.assignedLicenses?.length)
    return refuse(world, 'groupIsLicensed', { source: id, facts: { skuIds: group.assignedLicenses.map((one) => one.skuId) } })
  const members = crowdsUnder(world, id)
  world.groups.delete(id)
  lookAgain(world, group.proxyAddresses.map(normaliseAddress))
  yield* settle(world, id, setMembership(world, id, members, false))
  return accepted
}

function changeUnits(world: World, change: Extract<Change, { op: 'changeUnits' }>): StepOutcome {
  const sku = world.skus.get(change.sku)
  if (!sku) return refuse(world, 'unknownSku', { skuId: change.sku })
  const enabled = 'add' in change ? sku.prepaidUnits.enabled + change.add : change.set
  if (enabled < 0) return refuse(world, 'unitsBelowZero', { skuId: change.sku, facts: { enabled } })
  world.skus.set(sku.skuId, withUnits(sku, enabled))
  const over = (world.consumed.get(sku.skuId) ?? 0) - enabled - sku.prepaidUnits.warning
  if (over > 0) note(world, 'over-assigned', `${sku.skuPartNumber} has more users than units: nobody loses it, nobody new gets it`, over)
  return accepted
}

const withUnits = (sku: SubscribedSku, enabled: number): SubscribedSku => ({
  ...sku,
  prepaidUnits: { ...sku.prepaidUnits, enabled },
})

function* reprocessSome(world: World, change: Extract<Change, { op: 'reprocess' }>): Asking<StepOutcome> {
  if ('group' in change) {
    if (!world.groups.has(change.group)) return refuse(world, 'groupDeleted', { source: change.group })
    yield* reprocess(world, among(world, membersOf(world, change.group)))
    return accepted
  }
  const ordinals = change.users.map((id) => ordinalOf(world, id)!)
  const gone = ordinals.filter((ordinal) => world.crowds[world.owner[ordinal]!]!.state === undefined)
  if (gone.length > 0) refuse(world, 'userDeleted', {}, gone)
  yield* reprocess(world, among(world, crowdsOf(world, ordinals.filter((ordinal) => !gone.includes(ordinal)))))
  if (gone.length === 0) return accepted
  return { outcome: gone.length < ordinals.length ? 'partly' : 'refused', reason: 'userDeleted' }
}

/** Attempts every group source that is out of step or has recorded codes, group by group. */
export function* reprocess(world: World, concerns: (crowd: Crowd) => boolean): Asking<void> {
  const sources = new Set(world.crowds.filter(concerns).flatMap(openSources))
  for (const source of [...sources].sort(bySource)) {
    const open = world.crowds.flatMap((crowd, index) =>
      concerns(crowd) && openSources(crowd).includes(source) ? [index] : [],
    )
    yield* settle(world, source, open)
  }
}

const openSources = ({ state }: Crowd): readonly Source[] =>
  (state?.paths ?? [])
    .filter((path) => path.source !== null && (!isInStep(path) || isFailed(path)))
    .map((path) => path.source)

/** Whether a crowd consists of users of these crowds; splitting them further changes nothing. */
function among(world: World, indexes: readonly number[]): (crowd: Crowd) => boolean {
  const ordinals = new Set(indexes.flatMap((index) => [...world.crowds[index]!.members]))
  return ({ members }) => ordinals.has(members[0]!)
}
