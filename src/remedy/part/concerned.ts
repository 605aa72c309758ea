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
  const freed = freeing(world, steps)
  const sharing = sharingAddresses(world, steps, steps)
  const first = [...firstOf(reach, changes), ...[...sharingAddresses(world, changes, steps)].map((user) => world.owner[user]!)]
  const crowds = new Set(first)
  const skus = new Set(changes.flatMap((change) => (change.op === 'changeUnits' ? [change.sku] : [])))
  const given = givenBy(reach, changes)
  const isScarce = scarceness(reach, changes, given)
  for (let size = -1; size !== crowds.size; ) {
    size = crowds.size
    for (const index of crowds) reach.skusOf(index).forEach((skuId) => skus.add(skuId))
    if (first.length > 0) given.forEach((skuId) => skus.add(skuId))
    for (const skuId of skus) if (isScarce(skuId)) reach.competing(skuId).forEach((index) => crowds.add(index))
    if (freed.length > 0 || [...sharing].some((user) => crowds.has(world.owner[user]!))) sharing.forEach((user) => crowds.add(world.owner[user]!))
  }
  const named = [...changes.flatMap((change) => groupNamed(change) ?? []), ...freed]
  return { crowds: [...crowds].sort((a, b) => a - b), groups: new Set([...named, ...[...crowds].flatMap((index) => [...reach.groupsOf(index)])]) }
}

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

/** Whether it may depend on who else wants a product: the plan leaves fewer units of it than the edits may ask for. */
function scarceness(reach: Reach, changes: readonly Change[], given: ReadonlySet<Guid>): (skuId: Guid) => boolean {
  const { crowds } = reach.checkpoint.world
  const under = new Set(changes.flatMap(groupChanged).flatMap((id) => reach.crowdsUnder(id)))
  const asking = new Set(changes.flatMap(usersNamed)).size + [...under].reduce((sum, index) => sum + crowds[index]!.members.length, 0)
  return (skuId) => reach.spare(skuId) < (given.has(skuId) ? asking : 0)
}
