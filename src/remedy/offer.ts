import { list, sourceWords } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Names } from '../model/names.js'
import type { Group, License, Source } from '../model/tenant.js'
import type { Case } from './case.js'
import { close, currentLicense } from './close.js'
import { move, type Move, type Target } from './move.js'

export const namesOf = ({ scene }: Case): Names => scene.situation.names

export const targetOf = ({ users }: Case, source: Source): Target => (source === null ? { users } : { group: source })

/** `group Sales`, or `the direct licence of 3 users`. */
export const pathWords = (the: Case, source: Source): string =>
  source === null ? `the direct licence${the.users.length === 1 ? '' : 's'} of ${usersWords(the)}` : sourceWords(namesOf(the), source)

export function usersWords({ users, scene }: Case): string {
  return users.length === 1 ? scene.situation.person(users[0]!).userPrincipalName : `${users.length} users`
}

const planWords = (the: Case, plans: readonly Guid[]): string => list(plans.map((id) => namesOf(the).plan(id)))

/** Switches plans off on a path, with whatever of the same licence needs them. */
export async function disablePlans(the: Case, source: Source, skuId: Guid, plans: readonly Guid[]): Promise<readonly Move[]> {
  if (plans.length === 0) return []
  const closed = await close(the, source, skuId, plans)
  if (closed === undefined) return []
  const title = `switch off ${planWords(the, closed)} of ${namesOf(the).product(skuId)} on ${pathWords(the, source)}`
  const deed = { type: 'disable', target: targetOf(the, source), skuId, plans: closed } as const
  return [move({ kind: 'disablePlan', title, step: the.scene.step, deeds: [deed], asks: [] })]
}

/** Switches plans on that a path's licence has switched off. */
export function enablePlans(the: Case, source: Source, license: License, plans: readonly Guid[]): readonly Move[] {
  const off = plans.filter((plan) => license.disabledPlans.includes(plan))
  if (off.length === 0) return []
  const title = `switch on ${planWords(the, off)} of ${namesOf(the).product(license.skuId)} on ${pathWords(the, source)}`
  const deed = { type: 'enable', target: targetOf(the, source), skuId: license.skuId, plans: off } as const
  return [move({ kind: 'enablePlan', title, step: the.scene.step, deeds: [deed], asks: [] })]
}

/** Whether that is the product that fails, on its own path, and the step gives nothing beside: to take it away would be to give the step up. */
export function isWhatStepIsFor({ found, scene }: Case, source: Source, skuId: Guid): boolean {
  const change = scene.plan?.steps[scene.step - 1]?.change
  const isOneOfSeveral = change?.op === 'assignLicense' && change.addLicenses.length > 1
  return source === found.cause.source && skuId === found.cause.skuId && !isOneOfSeveral
}

/** Takes a product off a path. */
export function removeLicense(the: Case, source: Source, skuId: Guid): readonly Move[] {
  if (!currentLicense(the, source, skuId)) return []
  const title = `remove ${namesOf(the).product(skuId)} from ${pathWords(the, source)}`
  const deed = { type: 'remove', target: targetOf(the, source), skuId } as const
  return [move({ kind: 'removeLicense', title, step: the.scene.step, deeds: [deed], asks: ['needs-decision'] })]
}

/** Gives a product on a path: whole, or with only these plans on. */
export function addLicense(the: Case, source: Source, skuId: Guid, only: readonly Guid[]): readonly Move[] {
  if (currentLicense(the, source, skuId)) return []
  const all = userPlans(the, skuId)
  const others = all.filter((plan) => !only.includes(plan))
  const name = namesOf(the).product(skuId)
  const give = (disabledPlans: readonly Guid[], title: string): Move => {
    const deed = { type: 'add', target: targetOf(the, source), license: { skuId, disabledPlans } } as const
    return move({ kind: 'addLicense', title, step: the.scene.step, deeds: [deed], asks: [] })
  }
  const where = source === null ? usersWords(the) : pathWords(the, source)
  const whole = give([], `add ${name} to ${where}`)
  if (others.length === 0) return [whole]
  return [give(others, `add ${name} with only ${planWords(the, only)} on to ${where}`), whole]
}

export const userPlans = ({ scene }: Case, skuId: Guid): readonly Guid[] =>
  (scene.situation.project.catalog.products.get(skuId)?.servicePlans ?? [])
    .filter((plan) => plan.appliesTo === 'User')
    .map((plan) => plan.servicePlanId)
    .sort()

/** Takes the users out of a group, or keeps those out whom the step would put in. */
export function leaveGroup(the: Case, group: Guid): readonly Move[] {
  const { scene, users } = the
  const members = users.filter((ordinal) => scene.stateOf(ordinal)?.memberOf.includes(group))
  const joining = joinsAt(the, group)
  const leaving = [...new Set([...members, ...joining])].sort((a, b) => a - b)
  if (leaving.length === 0 || !isChangeable(scene.groups.get(group))) return []
  const title = `${joining.length > 0 ? 'keep' : 'take'} ${usersWords({ ...the, users: leaving })} out of group ${namesOf(the).group(group)}`
  const deed = { type: 'leave', group, users: leaving } as const
  return [move({ kind: 'leaveGroup', title, step: scene.step, deeds: [deed], asks: ['needs-decision'] })]
}

/** Users of the finding whom the step itself puts into the group. */
function joinsAt({ scene, users }: Case, group: Guid): readonly number[] {
  const change = scene.plan?.steps[scene.step - 1]?.change
  if (change?.op !== 'addMembers' && change?.op !== 'setMembers') return []
  if (change.group !== group) return []
  const ids = new Set(change.users)
  return users.filter((ordinal) => ids.has(scene.situation.person(ordinal).id))
}

/** Puts the users into a group. */
export function joinGroup(the: Case, group: Group): readonly Move[] {
  const outside = the.users.filter((ordinal) => !the.scene.stateOf(ordinal)?.memberOf.includes(group.id))
  if (outside.length === 0 || !isChangeable(group)) return []
  const title = `add ${usersWords({ ...the, users: outside })} to group ${group.displayName}`
  const deed = { type: 'join', group: group.id, users: outside } as const
  return [move({ kind: 'joinGroup', title, step: the.scene.step, deeds: [deed], asks: [] })]
}

/** A new group that gives these users only this plan of this product. */
export function newGroup(the: Case, skuId: Guid, plan: Guid): readonly Move[] {
  const { scene, users } = the
  const all = userPlans(the, skuId)
  if (users.length === 0 || !all.includes(plan)) return []
  const displayName = freeName(the, `${namesOf(the).product(skuId)} - only ${namesOf(the).plan(plan)}`)
  const license = { skuId, disabledPlans: all.filter((one) => one !== plan) }
  const title = `create group ${displayName} that gives ${usersWords(the)} only ${namesOf(the).plan(plan)} of ${namesOf(the).product(skuId)}`
  return [move({ kind: 'newGroup', title, step: scene.step, deeds: [{ type: 'newGroup', displayName, license, users }], asks: [] })]
}

/** A displayName that no group of the tenant or the plan has. */
function freeName({ scene }: Case, wanted: string): string {
  const created = (scene.plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createGroup' ? [change.group.displayName] : []))
  const taken = new Set([...[...scene.groups.values()].map((group) => group.displayName), ...created])
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`
    if (!taken.has(name)) return name
  }
}

const isChangeable = (group: Group | undefined): group is Group =>
  group !== undefined && !group.onPremisesSyncEnabled && !group.groupTypes.includes('DynamicMembership')
