import type { Guid } from '../model/catalog.js'
import type { GroupSubject } from '../model/subject.js'
import type { Group, License, Source } from '../model/tenant.js'
import type { Cause } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import { blameOf, moved } from './attempt.js'
import { causeOf } from './causes.js'
import { malformed, notOnGroup, type Call } from './licenses-call.js'
import { afterCall, intentOf, isInStep, pathOf, sameLicenses } from './paths.js'
import { nextState } from './memory.js'
import { remarkGroup } from './remarks.js'
import { settle } from './settle.js'
import { assumes, note, put, type Asking, type World } from './world.js'

/** Licenses a group: refused whole, or queued and worked off for its members. Gives the causes of a refusal. */
export function* callOnGroup(world: World, groupId: Guid, call: Call): Asking<readonly Cause[]> {
  const group = world.groups.get(groupId)!
  const wrong = [...malformed(world, groupId, call), ...notOnGroup(group, call)]
  if (wrong.length > 0) return wrong
  const before = group.assignedLicenses ?? []
  const adjusted = yield* adjustForChannel(world, group, call)
  const after = afterCall(before, adjusted.addLicenses, adjusted.removeLicenses)
  const refused = yield* checkGroup(world, groupId, before, after)
  if (refused.length > 0) return refused
  remarkGroup(world, group, before, after)
  setGroup(world, { ...group, assignedLicenses: after })
  yield* settle(world, groupId, crowdsUnder(world, groupId))
  return []
}

/** Judges the group's own resulting plans: neither members nor seats nor locations. */
export function* checkGroup(
  world: World,
  groupId: Guid,
  before: readonly License[],
  after: readonly License[],
): Asking<readonly Cause[]> {
  const [found] = yield [{ type: 'group', groupId, before, after }]
  const blocking = found!.filter((violation) => blocks(world, groupId, before, after, violation))
  return blameOf(world, grantsAround(groupId, before, after), blocking).flatMap(({ violation, skuIds }) =>
    skuIds.map((skuId) => groupCause(violation, groupId, skuId)),
  )
}

function blocks(
  world: World,
  groupId: Guid,
  before: readonly License[],
  after: readonly License[],
  violation: Violation,
): boolean {
  if (violation.evidence.kind === 'mutually-exclusive' && !assumes(world, 'A-GROUP-CHECK')) return false
  return moved(world, grantsAround(groupId, before, after), violation).length > 0
}

const grantsAround = (source: Guid, before: readonly License[], after: readonly License[]) => ({
  before: [{ source, licenses: before }],
  after: [{ source, licenses: after }],
})

function groupCause(violation: Violation, groupId: Guid, skuId: Guid): Cause {
  const cause = causeOf(violation, 'group', groupId, skuId)
  return violation.evidence.kind === 'mutually-exclusive' ? { ...cause, assumptions: ['A-GROUP-CHECK'] } : cause
}

/** The admin center switches a dependent plan off where Graph refuses the call. */
function* adjustForChannel(world: World, group: Group, call: Call): Asking<Call> {
  if (world.project.settings.channel === 'graph') return call
  const before = group.assignedLicenses ?? []
  const ask = (now: Call): GroupSubject => ({
    type: 'group',
    groupId: group.id,
    before,
    after: afterCall(before, now.addLicenses, now.removeLicenses),
  })
  let now = call
  for (;;) {
    const [found] = yield [ask(now)]
    const next = switchOffDependents(world, now, before, group.id, found!)
    if (next === now) return now
    now = next
  }
}

/** The call with the plans of this source off that lack something by it; the call itself if none does. */
export function switchOffDependents(
  world: World,
  call: Call,
  before: readonly License[],
  source: Source,
  found: readonly Violation[],
): Call {
  const lacking = found.flatMap(({ evidence }) =>
    evidence.kind === 'prerequisite'
      ? evidence.holdings.filter((one) => one.assignedByGroup === source && one.planId === evidence.dependent)
      : [],
  )
  const licenses = afterCall(before, call.addLicenses, call.removeLicenses)
  const switched = licenses.flatMap((license) => {
    const off = lacking.filter((one) => one.skuId === license.skuId).flatMap(({ planId }) => planId ?? [])
    const more = off.filter((plan) => !license.disabledPlans.includes(plan))
    return more.length === 0 ? [] : [{ ...license, disabledPlans: [...license.disabledPlans, ...more].sort() }]
  })
  if (switched.length === 0) return call
  note(world, 'dependent-switched-off', 'the admin center switches off plans whose prerequisite is missing', switched.length)
  return { ...call, addLicenses: afterCall(call.addLicenses, switched, []) }
}

/** Replaces a group; what it asks for its members follows. */
export function setGroup(world: World, group: Group): void {
  const before = world.groups.get(group.id)
  world.groups.set(group.id, group)
  const intended = intentOf(group)
  if (before && sameLicenses(intentOf(before), intended)) return
  world.crowds.forEach((crowd, index) => {
    if (!crowd.state?.memberOf.includes(group.id)) return
    const state = nextState(world.memory, crowd.state, { ...pathOf(crowd.state, group.id), intended })
    world.crowds[index] = { ...crowd, state }
  })
}

/** Members of the group, and users who left it and whose source of it is out of step. */
export function crowdsUnder(world: World, groupId: Guid): readonly number[] {
  const found: number[] = []
  for (let index = 0; index < world.crowds.length; index++) {
    const { state } = world.crowds[index]!
    if (state && (state.memberOf.includes(groupId) || state.paths.some((path) => path.source === groupId && !isInStep(path)))) found.push(index)
  }
  return found
}

/** Makes users members of a group, or ends it; gives the crowds whose membership changed. */
export function setMembership(world: World, groupId: Guid, indexes: readonly number[], joins: boolean): readonly number[] {
  const intended = joins ? intentOf(world.groups.get(groupId)) : []
  return indexes.filter((index) => {
    const crowd = world.crowds[index]!
    if (!crowd.state || crowd.state.memberOf.includes(groupId) === joins) return false
    const memberOf = joins
      ? [...crowd.state.memberOf, groupId].sort()
      : crowd.state.memberOf.filter((id) => id !== groupId)
    const path = { ...pathOf(crowd.state, groupId), intended }
    put(world, index, { ...crowd, state: nextState(world.memory, { ...crowd.state, memberOf }, path) })
    return true
  })
}
