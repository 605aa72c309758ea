import type { Guid } from '../../model/catalog.js'
import type { Change, Plan } from '../../model/change.js'
import { ordinalOf, type World } from '../../simulate/world.js'
import type { PlanEdit } from '../edit-plan.js'
import { sharingAddresses } from './addresses.js'
import { groupNamed, licensesIn, usersNamed, type Reach } from './reach.js'

/** Whom edits of a plan may make fare otherwise: crowds of the checkpoint, ascending, and the groups that bear on them. */
export interface Concerned {
  readonly crowds: readonly number[]
  readonly groups: ReadonlySet<Guid>
}

/** Undefined: anybody. */
export function concernedBy(reach: Reach, plan: Plan, edited: Plan, edits: readonly PlanEdit[]): Concerned | undefined {
  const { world } = reach.checkpoint
  const changes = edits.flatMap((edit) => changesOf(plan, edit))
  if (edits.some((edit) => takesUnits(plan, edit))) return undefined
  const steps = [...plan.steps, ...edited.steps].map(({ change }) => change)
  const sharing = crowdsOf(world, sharingAddresses(world, steps, steps))
  const crowds = new Set([...firstOf(reach, changes), ...crowdsOf(world, sharingAddresses(world, changes, steps))])
  const groups = new Set<Guid>()
  const skus = new Set(changes.flatMap((change) => (change.op === 'changeUnits' ? [change.sku] : [])))
  const asking = askingIn(reach, changes)
  const addAll = (some: Iterable<number>): void => {
    for (const index of some) crowds.add(index)
  }
  const compete = (skuId: Guid): void => {
    if (reach.spare(skuId) < asking) addAll(reach.competing(skuId))
  }
  skus.forEach(compete)
  if (crowds.size > 0) once(skus, givenBy(reach, changes), compete)
  const freed = freeing(world, steps)
  if (freed.length > 0) addAll(sharing)
  // The set grows while it is looked through.
  for (const index of crowds) {
    once(skus, reach.skusOf(index), compete)
    once(groups, reach.groupsOf(index), (id) => addAll(reach.waiting(id)))
    if (sharing.has(index)) addAll(sharing)
  }
  const named = changes.flatMap((change) => groupNamed(change) ?? [])
  return { crowds: [...crowds].sort((a, b) => a - b), groups: new Set([...groups, ...named, ...freed]) }
}

/** Does with those what is to be done with each once. */
function once(known: Set<Guid>, some: Iterable<Guid>, then: (id: Guid) => void): void {
  for (const id of some) {
    if (known.has(id)) continue
    known.add(id)
    then(id)
  }
}

const crowdsOf = ({ owner }: World, users: ReadonlySet<number>): ReadonlySet<number> => new Set([...users].map((user) => owner[user]!))

/** Groups that go, and leave addresses to whoever shares them. */
const freeing = (world: World, steps: readonly Change[]): readonly Guid[] =>
  steps.flatMap((change) => (change.op === 'deleteGroup' && (world.groups.get(change.group)?.proxyAddresses.length ?? 0) > 0 ? [change.group] : []))

/** What an edit does, and what it takes away. */
const changesOf = ({ steps }: Plan, { at, step, change }: PlanEdit): readonly Change[] => [
  ...(change ? [change] : []),
  ...(at === 'instead' ? [steps[step - 1]!.change] : []),
]

/** Units that come later, or are taken: whoever has one may be concerned. */
const takesUnits = (plan: Plan, edit: PlanEdit): boolean =>
  changesOf(plan, edit).some((change) => change.op === 'changeUnits' && !(change === edit.change && edit.of === undefined && 'add' in change && change.add > 0))

/** Crowds of users whom the changes name, and of groups whose licences they change. */
function firstOf(reach: Reach, changes: readonly Change[]): readonly number[] {
  const { world } = reach.checkpoint
  const named = changes.flatMap(usersNamed).flatMap((id) => world.owner[ordinalOf(world, id) ?? -1] ?? [])
  return [...new Set([...named, ...changes.flatMap(groupChanged).flatMap((id) => reach.crowdsUnder(id))])]
}

/** The group, where the change concerns all its members. */
const groupChanged = (change: Change): readonly Guid[] =>
  change.op === 'addMembers' || change.op === 'removeMembers' ? [] : [groupNamed(change) ?? []].flat()

const givenBy = (reach: Reach, changes: readonly Change[]): ReadonlySet<Guid> =>
  new Set(changes.flatMap((change) => [...licensesIn(change).map(({ skuId }) => skuId), ...(groupNamed(change) === undefined ? [] : reach.givenBy(groupNamed(change)!))]))

/** Users who may ask for units because of the changes. Where the plan leaves fewer than that, it may depend on who else wants one. */
function askingIn(reach: Reach, changes: readonly Change[]): number {
  const { crowds } = reach.checkpoint.world
  const under = new Set(changes.flatMap(groupChanged).flatMap((id) => reach.crowdsUnder(id)))
  return new Set(changes.flatMap(usersNamed)).size + [...under].reduce((sum, index) => sum + crowds[index]!.members.length, 0)
}
