import { derivedId } from '../load/text/derived-id.js'
import type { Guid } from '../model/catalog.js'
import type { Change, Plan, Step } from '../model/change.js'
import type { License } from '../model/tenant.js'
import { entriesOf } from '../simulate/entries.js'
import { onceFor } from '../once.js'
import { textOf } from '../simulate/step/key.js'
import type { Deed, Move, Target } from './move.js'
import { areAtOdds } from './odds.js'
import type { Scene } from './scene.js'
import { directLicense } from './scene.js'

/** An edit of the plan, its change in the plan's own form. */
export interface PlanEdit {
  readonly at: 'before' | 'instead' | 'after'
  readonly step: number
  readonly change: Change | null
  /** The original step that was moved here. */
  readonly of?: number
}

/** The same for the same edits. */
export const keyOfEdits = (edits: readonly PlanEdit[]): string => edits.map(({ at, step, of, change }) => `${at} ${step} ${of ?? ''} ${change ? textOf(change) : ''}`).join('\n')

/** The plan after edits, and which original step each of its steps stands for. */
export interface EditedPlan {
  readonly plan: Plan
  /** By index of the edited step: its number. Original steps keep theirs, so that what became of users whom no edit concerns is the same; others lie between. */
  readonly numbers: readonly number[]
  /** By index of the edited step: the original step before which or as which it stands; 0: after the snapshot. */
  readonly anchors: readonly number[]
  /** By index of the edited step: how it came there. */
  readonly origins: readonly ('kept' | 'changed' | 'inserted')[]
}

/** Far less than a step, and exact however often it is added. */
const least = 2 ** -20

export function editPlan(plan: Plan, edits: readonly PlanEdit[]): EditedPlan {
  const steps: Step[] = []
  const numbers: number[] = []
  const anchors: number[] = []
  const origins: EditedPlan['origins'][number][] = []
  const insert = (change: Change | null, anchor: number, origin: EditedPlan['origins'][number], number = (numbers.at(-1) ?? 0) + least): void => {
    if (change === null) return
    steps.push({ change, place: plan.steps[anchor - 1]?.place ?? { file: plan.file, line: 1, column: 1 } })
    numbers.push(number)
    anchors.push(anchor)
    origins.push(origin)
  }
  const insertAll = (at: PlanEdit['at'], step: number): void =>
    edits.filter((edit) => edit.at === at && edit.step === step).forEach((edit) => insert(edit.change, edit.of ?? (at === 'after' && step > 0 ? step + 1 : step), edit.of ? 'changed' : 'inserted'))
  insertAll('after', 0)
  plan.steps.forEach(({ change }, index) => {
    const step = index + 1
    insertAll('before', step)
    const instead = edits.find((edit) => edit.at === 'instead' && edit.step === step)
    insert(instead ? instead.change : change, step, instead ? 'changed' : 'kept', step)
    insertAll('after', step)
  })
  return { plan: { ...plan, steps }, numbers, anchors, origins }
}

/** The original step before which or as which a step of this number stands; 0: the snapshot. */
export const placeOf = ({ numbers, anchors }: EditedPlan, number: number): number => anchors[numbers.indexOf(number)] ?? 0

/** Moves as edits: what concerns the step's own call changes that call, everything else comes before it. */
export function editsOf(moves: readonly Move[], scenes: ReadonlyMap<number, Scene>, plan: Plan): readonly PlanEdit[] | undefined {
  const edits: PlanEdit[] = []
  if (areAtOdds(moves)) return undefined
  for (const step of [...new Set(moves.map((one) => one.step))].sort((a, b) => a - b)) {
    const deeds = inOneOrder(moves.filter((one) => one.step === step)).flatMap((one) => one.deeds)
    const scene = scenes.get(step)!
    const call = plan.steps[step - 1]?.change
    const { instead, rest } = call ? adjust(scene, call, deeds) : { instead: undefined, rest: deeds }
    if (instead === null) return undefined
    const at = step === 0 || isPastTheEnd(plan, step) ? 'after' : 'before'
    const place = isPastTheEnd(plan, step) ? step - 1 : step
    for (const change of changesOf(scene, rest)) edits.push({ at, step: place, change })
    const moved = call && inAnotherOrder(plan, step, instead ?? call, rest)
    if (moved) edits.push(...moved)
    else if (instead) edits.push({ at: 'instead', step, change: instead })
  }
  return isOneInsteadPerStep(edits) ? edits : undefined
}

const isPastTheEnd = ({ steps }: Plan, step: number): boolean => step > steps.length

/** A set has no order: its moves are worked in as their ids say, a corrected call first. */
const inOneOrder = (moves: readonly Move[]): readonly Move[] =>
  [...moves].sort((a, b) => Number(b.kind === 'changeCall') - Number(a.kind === 'changeCall') || (a.id < b.id ? -1 : 1))

const isOneInsteadPerStep = (edits: readonly PlanEdit[]): boolean => {
  const steps = edits.filter((edit) => edit.at === 'instead').map((edit) => edit.step)
  return new Set(steps).size === steps.length
}

/** The step's call done later, or together with a later one: the one case in which a step is left out. */
function inAnotherOrder(plan: Plan, step: number, call: Change, deeds: readonly Deed[]): readonly PlanEdit[] | undefined {
  const order = deeds.find((deed) => deed.type === 'postpone' || deed.type === 'merge')
  if (order?.type === 'postpone')
    return [
      { at: 'instead', step, change: null },
      { at: 'after', step: order.after, change: call, of: step },
    ]
  if (order?.type !== 'merge') return undefined
  const other = plan.steps[order.with - 1]?.change
  if (call.op !== 'assignLicense' || other?.op !== 'assignLicense') return undefined
  return [
    { at: 'instead', step, change: mergedCall(call, other) },
    { at: 'instead', step: order.with, change: null },
  ]
}

/** Two calls on one target as one: of each product what the later call says. */
export function mergedCall(first: LicenseCall, second: LicenseCall): LicenseCall {
  const later = new Set([...second.removeLicenses, ...second.addLicenses.map((license) => license.skuId)])
  const added = new Set(first.addLicenses.map((license) => license.skuId))
  return {
    ...first,
    addLicenses: [...first.addLicenses.filter((license) => !later.has(license.skuId)), ...second.addLicenses].sort((a, b) => (a.skuId < b.skuId ? -1 : 1)),
    removeLicenses: [...first.removeLicenses.filter((skuId) => !later.has(skuId)), ...second.removeLicenses.filter((skuId) => !added.has(skuId))].sort(),
  }
}

interface Adjusted {
  /** The changed call; undefined: as it was; null: nothing would be left of it. */
  readonly instead: Change | null | undefined
  readonly rest: readonly Deed[]
}

/** Works deeds into the step's own call where they concern the same licence or the same members. */
function adjust(scene: Scene, call: Change, deeds: readonly Deed[]): Adjusted {
  let now: Change | null = call
  const rest: Deed[] = []
  for (const deed of deeds) {
    const next: Change | null | undefined = now && adjustOne(scene, now, deed)
    if (next === undefined) rest.push(deed)
    else now = next
  }
  if (now !== null && isGivenUp(call, now)) return { instead: null, rest }
  return { instead: now === call ? undefined : now, rest }
}

/** Whether nothing is left of what a call gives and takes, whatever else it gives instead. */
function isGivenUp(call: Change, now: Change): boolean {
  if (call.op !== 'assignLicense' || now.op !== 'assignLicense' || call.addLicenses.length === 0) return false
  const gives = (skuId: Guid): boolean => now.addLicenses.some((license) => license.skuId === skuId)
  return !call.addLicenses.some(({ skuId }) => gives(skuId)) && !call.removeLicenses.some((skuId) => now.removeLicenses.includes(skuId))
}

/** The call with the deed worked in; undefined: it concerns something else; null: it would undo the call. */
function adjustOne(scene: Scene, call: Change, deed: Deed): Change | null | undefined {
  if (deed.type === 'replace') return deed.change
  if (call.op === 'addMembers' && deed.type === 'leave' && deed.group === call.group) return withoutMembers(scene, call, deed.users)
  if (call.op === 'setMembers' && deed.type === 'leave' && deed.group === call.group) return withoutMembers(scene, call, deed.users)
  if (call.op === 'createGroup' && 'target' in deed && 'group' in deed.target && deed.target.group === call.group.id) {
    const assignedLicenses = changeLicenses(call.group.assignedLicenses, deed)
    return { ...call, group: { ...call.group, assignedLicenses } }
  }
  if (call.op !== 'assignLicense' || !('target' in deed) || !sameTarget(scene, call.to, deed.target)) return undefined
  return adjustCall(call, deed)
}

type MembersCall = Extract<Change, { op: 'addMembers' | 'setMembers' }>

function withoutMembers(scene: Scene, call: MembersCall, users: readonly number[]): Change | null {
  const ids = new Set(users.map((ordinal) => idIn(scene, ordinal)))
  const left = call.users.filter((id) => !ids.has(id))
  return left.length === 0 ? null : { ...call, users: left }
}

type LicenseCall = Extract<Change, { op: 'assignLicense' }>

/** Whether the call goes to just this target. */
function sameTarget(scene: Scene, to: LicenseCall['to'], target: Target): boolean {
  if ('group' in to) return 'group' in target && to.group === target.group
  if ('group' in target || to.users.length !== target.users.length) return false
  const ids = new Set(target.users.map((ordinal) => idIn(scene, ordinal)))
  return to.users.every((id) => ids.has(id))
}

function adjustCall(call: LicenseCall, deed: Deed): Change | null | undefined {
  const adds = (skuId: Guid): boolean => call.addLicenses.some((license) => license.skuId === skuId)
  switch (deed.type) {
    case 'disable':
    case 'enable':
      return adds(deed.skuId) ? { ...call, addLicenses: changeLicenses(call.addLicenses, deed) } : undefined
    case 'add':
      return { ...call, addLicenses: changeLicenses(call.addLicenses, deed) }
    case 'remove': {
      if (!adds(deed.skuId)) return { ...call, removeLicenses: [...new Set([...call.removeLicenses, deed.skuId])].sort() }
      const addLicenses = call.addLicenses.filter((license) => license.skuId !== deed.skuId)
      return addLicenses.length + call.removeLicenses.length === 0 ? null : { ...call, addLicenses }
    }
    default:
      return undefined
  }
}

/** Licences after a deed on them, sorted by skuId. */
function changeLicenses(licenses: readonly License[], deed: Deed): readonly License[] {
  const bySku = new Map(licenses.map((license) => [license.skuId, license]))
  if (deed.type === 'add') bySku.set(deed.license.skuId, deed.license)
  if (deed.type === 'remove') bySku.delete(deed.skuId)
  if (deed.type === 'disable' || deed.type === 'enable') {
    const license = bySku.get(deed.skuId)
    if (license) bySku.set(deed.skuId, switched(license, deed))
  }
  return [...bySku.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

const switched = (license: License, deed: Extract<Deed, { type: 'disable' | 'enable' }>): License => ({
  skuId: license.skuId,
  disabledPlans:
    deed.type === 'disable'
      ? [...new Set([...license.disabledPlans, ...deed.plans])].sort()
      : license.disabledPlans.filter((plan) => !deed.plans.includes(plan)),
})

/** Deeds as calls, licences of one target in one call; in an order in which each finds what it needs. */
function changesOf(scene: Scene, deeds: readonly Deed[]): readonly Change[] {
  const of = <T extends Deed['type']>(type: T): readonly Extract<Deed, { type: T }>[] =>
    deeds.filter((deed): deed is Extract<Deed, { type: T }> => deed.type === type)
  const id = (ordinal: number): Guid => idIn(scene, ordinal)
  const licensing = deeds.filter((deed): deed is LicenseDeed => 'target' in deed)
  return [
    ...of('buy').map((deed): Change => ({ op: 'changeUnits', sku: deed.skuId, add: deed.count })),
    ...of('updateGroup').map((deed): Change => ({ op: 'updateGroup', group: deed.group, set: deed.set })),
    ...byUser(of('update').flatMap(({ users, set }) => users.map((one) => ({ one, set })))).map(({ one, set }): Change => ({ op: 'updateUser', user: id(one), set })),
    ...byGroup(of('join')).map(([group, users]): Change => ({ op: 'addMembers', group, users: users.map(id) })),
    ...of('newGroup').flatMap((deed) => newGroup(deed, id)),
    ...groupCalls(scene, licensing),
    ...userCalls(scene, licensing.filter(({ target }) => 'users' in target)),
    ...byGroup(of('leave')).map(([group, users]): Change => ({ op: 'removeMembers', group, users: users.map(id) })),
    ...ascending(of('reprocess').flatMap(({ users }) => users)).map((one): Change => ({ op: 'reprocess', users: [id(one)] })),
  ]
}

const ids = new WeakMap<Scene, Map<number, Guid>>()

/** Who it is: of the same users many sets are made. */
function idIn(scene: Scene, ordinal: number): Guid {
  const known = entriesOf(ids, scene)
  const id = known.get(ordinal) ?? scene.situation.person(ordinal).id
  known.set(ordinal, id)
  return id
}

const ascending = (users: readonly number[]): readonly number[] => [...new Set(users)].sort((a, b) => a - b)

const byUser = <T extends { readonly one: number }>(updates: readonly T[]): readonly T[] => updates.toSorted((a, b) => a.one - b.one)

/** Members of one group in one call, whichever moves name them. */
const byGroup = (deeds: readonly { readonly group: Guid; readonly users: readonly number[] }[]): readonly (readonly [Guid, readonly number[]])[] =>
  [...new Set(deeds.map(({ group }) => group))].map((group) => [group, ascending(deeds.filter((one) => one.group === group).flatMap(({ users }) => users))])

const newGroups = new WeakMap<Deed, readonly Change[]>()

function newGroup(deed: Extract<Deed, { type: 'newGroup' }>, id: (ordinal: number) => Guid): readonly Change[] {
  const known = newGroups.get(deed) ?? callsForGroup(deed, id)
  newGroups.set(deed, known)
  return known
}

function callsForGroup({ displayName, license, users }: Extract<Deed, { type: 'newGroup' }>, id: (ordinal: number) => Guid): readonly Change[] {
  const group = { id: derivedId('group', displayName), displayName, assignedLicenses: [license], securityEnabled: true, mailEnabled: false, groupTypes: [] }
  return [
    { op: 'createGroup', group },
    { op: 'addMembers', group: group.id, users: users.map(id) },
  ]
}

type LicenseDeed = Extract<Deed, { target: Target }>

function groupCalls(scene: Scene, deeds: readonly LicenseDeed[]): readonly Change[] {
  const groups = new Set(deeds.flatMap(({ target }) => ('group' in target ? [target.group] : [])))
  return [...groups].sort().flatMap((group) => {
    const own = deeds.filter(({ target }) => 'group' in target && target.group === group)
    return once(scene, own, () => [callFor({ group }, scene.groups.get(group)?.assignedLicenses ?? [], own)])
  })
}

/** The same changes for the same deeds, whichever set they stand in: what is found out of a change is found out once. */
function once(scene: Scene, deeds: readonly Deed[], make: () => readonly Change[]): readonly Change[] {
  const { numbers, byDeeds } = made(scene)
  for (const deed of deeds) if (!numbers.has(deed)) numbers.set(deed, numbers.size)
  const key = deeds.map((deed) => numbers.get(deed)).join()
  const known = byDeeds.get(key) ?? make()
  byDeeds.set(key, known)
  return known
}

const made = onceFor((_: Scene) => ({ numbers: new Map<Deed, number>(), byDeeds: new Map<string, readonly Change[]>() }))

const userCalls = (scene: Scene, deeds: readonly LicenseDeed[]): readonly Change[] => (deeds.length === 0 ? [] : once(scene, deeds, () => callsFor(scene, deeds)))

/** One call for all users with the same result. */
function callsFor(scene: Scene, deeds: readonly LicenseDeed[]): readonly Change[] {
  const users = new Set(deeds.flatMap(({ target }) => ('users' in target ? target.users : [])))
  const alike = new Map<string, { call: LicenseCall; users: Guid[] }>()
  for (const ordinal of [...users].sort((a, b) => a - b)) {
    const own = deeds.filter(({ target }) => 'users' in target && target.users.includes(ordinal))
    const licenses = touched(own).flatMap((skuId) => directLicense(scene, ordinal, skuId) ?? [])
    const call = callFor({ users: [] }, licenses, own)
    if (call.addLicenses.length + call.removeLicenses.length === 0) continue
    const key = JSON.stringify(call)
    const entry = alike.get(key) ?? { call, users: [] }
    entry.users.push(idIn(scene, ordinal))
    alike.set(key, entry)
  }
  return [...alike.values()].map(({ call, users: ids }) => ({ ...call, to: { users: ids } }))
}

const touched = (deeds: readonly LicenseDeed[]): readonly Guid[] => [
  ...new Set(deeds.map((deed) => (deed.type === 'add' ? deed.license.skuId : deed.skuId))),
]

/** The call that takes these licences to where the deeds want them; only what changes is named. */
function callFor(to: LicenseCall['to'], licenses: readonly License[], deeds: readonly LicenseDeed[]): LicenseCall {
  const after = deeds.reduce(changeLicenses, licenses)
  const skuIds = new Set(touched(deeds))
  return {
    op: 'assignLicense',
    to,
    addLicenses: after.filter((license) => skuIds.has(license.skuId) && !licenses.includes(license)),
    removeLicenses: licenses
      .map((license) => license.skuId)
      .filter((skuId) => skuIds.has(skuId) && !after.some((license) => license.skuId === skuId)),
  }
}
