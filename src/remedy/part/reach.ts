import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { License, UserState } from '../../model/tenant.js'
import { consumedBy } from '../../simulate/paths.js'
import type { Checkpoint } from '../../simulate/simulate.js'
import { isJudged } from '../../simulate/stand.js'
import { ordinalOf, unitsOf, type Crowd, type World } from '../../simulate/world.js'

/** What the crowds of a checkpoint may come by until the plan is through, whatever happens on the way. */
export interface Reach {
  readonly checkpoint: Checkpoint
  /** Groups that a crowd is in, comes into, or has licences of. */
  groupsOf(crowd: number): ReadonlySet<Guid>
  /** Products that a crowd has, asks for, or may be given. */
  skusOf(crowd: number): ReadonlySet<Guid>
  /** Crowds that are in a group at some time, or have licences of it. */
  crowdsUnder(group: Guid): readonly number[]
  /** Products that a group gives at some time. */
  givenBy(group: Guid): ReadonlySet<Guid>
  /** Crowds that may ask for units of a product, or let go of some, at a step that is left. */
  competing(skuId: Guid): readonly number[]
  /** Crowds of which nobody can know whether they lack a unit by this group, and those who do lack one. */
  waiting(group: Guid): readonly number[]
  /** Units that are left if everybody who may be given one is; below zero it depends on who does. */
  spare(skuId: Guid): number
}

/** What the steps that are left do to users and groups. */
interface Ahead {
  readonly groups: Map<number, Set<Guid>>
  readonly skus: Map<number, Set<Guid>>
  readonly named: Set<number>
  readonly namedGroups: Set<Guid>
  readonly given: Map<Guid, Set<Guid>>
}

const reaches = new WeakMap<Checkpoint, Reach>()

export function reachOf(project: Project, checkpoint: Checkpoint): Reach {
  const known = reaches.get(checkpoint) ?? reachFrom(project, checkpoint)
  reaches.set(checkpoint, known)
  return known
}

function reachFrom(project: Project, checkpoint: Checkpoint): Reach {
  const { world } = checkpoint
  const changes = (project.plan?.steps ?? []).slice(world.step).map(({ change }) => change)
  const ahead = aheadOf(world, changes)
  const groups = world.crowds.map((crowd, index) => groupsOf(crowd, ahead.groups.get(index)))
  const given = new Map([...new Set(groups.flatMap((some) => [...some]))].map((id) => [id, givenBy(world, ahead, id)]))
  const skus = world.crowds.map((crowd, index) => skusOf(crowd, groups[index]!, given, ahead.skus.get(index)))
  const under = indexed(groups)
  const isIdle = (index: number): boolean => !ahead.named.has(index) && ![...groups[index]!].some((id) => ahead.namedGroups.has(id))
  const competing = indexed(skus.map((some, index) => (isIdle(index) ? nothing : some)))
  const spare = spareOf(project, world, changes, competing)
  const waiting = waitingIn(world)
  return {
    checkpoint,
    groupsOf: (index) => groups[index]!,
    skusOf: (index) => skus[index]!,
    crowdsUnder: (id) => under.get(id) ?? [],
    givenBy: (id) => given.get(id) ?? givenBy(world, ahead, id),
    competing: (skuId) => competing.get(skuId) ?? [],
    waiting: (id) => waiting.get(id) ?? [],
    spare,
  }
}

const nothing: ReadonlySet<Guid> = new Set()

/** Key -> the indexes of the sets that have it. */
function indexed(sets: readonly ReadonlySet<Guid>[]): ReadonlyMap<Guid, readonly number[]> {
  const index = new Map<Guid, number[]>()
  sets.forEach((set, at) => set.forEach((key) => entry(index, key, () => []).push(at)))
  return index
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}

function groupsOf({ state, remembered }: Crowd, more: ReadonlySet<Guid> = nothing): ReadonlySet<Guid> {
  const of = (one: UserState | undefined): readonly Guid[] => (one ? [...one.memberOf, ...one.paths.flatMap(({ source }) => source ?? [])] : [])
  return new Set([...of(state), ...of(remembered), ...more])
}

const givenBy = ({ groups }: World, { given }: Ahead, id: Guid): ReadonlySet<Guid> =>
  new Set([...(groups.get(id)?.assignedLicenses ?? []).map(({ skuId }) => skuId), ...(given.get(id) ?? [])])

function skusOf({ state, remembered }: Crowd, groups: ReadonlySet<Guid>, given: ReadonlyMap<Guid, ReadonlySet<Guid>>, more: ReadonlySet<Guid> = nothing): ReadonlySet<Guid> {
  const paths = [...(state?.paths ?? []), ...(remembered?.paths ?? [])]
  const own = paths.flatMap(({ effective, intended, errors }) => [...[...effective, ...intended].map(({ skuId }) => skuId), ...Object.keys(errors)])
  return new Set([...own, ...[...groups].flatMap((id) => [...given.get(id)!]), ...more])
}

/** By group, where a lot was drawn among some of its members that is not over. */
function waitingIn({ crowds }: World): ReadonlyMap<Guid, readonly number[]> {
  const sources = crowds.map(({ standings }) => standings.filter(({ open, cause }) => open && cause.error === 'CountViolation' && cause.source).map(({ cause }) => cause.source!))
  const drawn = new Set(crowds.flatMap(({ standings }) => standings.flatMap(({ open, determined, cause }) => (open && !determined ? [cause.source] : []))))
  return indexed(sources.map((some) => new Set(some.filter((source) => drawn.has(source)))))
}

function aheadOf(world: World, changes: readonly Change[]): Ahead {
  const ahead: Ahead = { groups: new Map(), skus: new Map(), named: new Set(), namedGroups: new Set(), given: new Map() }
  for (const change of changes) noteAhead(world, ahead, change)
  return ahead
}

function noteAhead(world: World, ahead: Ahead, change: Change): void {
  const crowds = usersNamed(change).flatMap((id) => world.owner[ordinalOf(world, id) ?? -1] ?? [])
  const group = groupNamed(change)
  for (const index of crowds) {
    ahead.named.add(index)
    if (group !== undefined) entry(ahead.groups, index, () => new Set()).add(group)
    for (const { skuId } of licensesIn(change)) entry(ahead.skus, index, () => new Set()).add(skuId)
  }
  if (group === undefined) return
  if (change.op !== 'addMembers' && change.op !== 'removeMembers') ahead.namedGroups.add(group)
  for (const { skuId } of licensesIn(change)) entry(ahead.given, group, () => new Set()).add(skuId)
}

/** Users whom a change names. */
export function usersNamed(change: Change): readonly Guid[] {
  if ('users' in change) return change.users
  if (change.op === 'createUser') return [change.user.id]
  if ('user' in change) return [change.user]
  return change.op === 'assignLicense' && 'users' in change.to ? change.to.users : []
}

/** The group that a change is about. */
export function groupNamed(change: Change): Guid | undefined {
  if (change.op === 'createGroup') return change.group.id
  if ('group' in change) return change.group
  return change.op === 'assignLicense' && 'group' in change.to ? change.to.group : undefined
}

/** Licences that a change gives. */
export function licensesIn(change: Change): readonly License[] {
  if (change.op === 'createGroup') return change.group.assignedLicenses
  return change.op === 'assignLicense' ? change.addLicenses : []
}

/** Units that are left, at the worst moment, if all who may be given one are. */
function spareOf({ rules }: Project, world: World, changes: readonly Change[], competing: ReadonlyMap<Guid, readonly number[]>): (skuId: Guid) => number {
  const known = new Map<Guid, number>()
  const kept = Math.max(0, ...rules.rules.map((rule) => (rule.kind === 'seats' ? rule.keepFree : 0)))
  const count = (skuId: Guid): number => {
    const takers = (competing.get(skuId) ?? []).map((index) => world.crowds[index]!).filter(({ state }) => !consumedBy(state).has(skuId))
    return leastUnits(world, changes, skuId) - kept - (world.consumed.get(skuId) ?? 0) - takers.reduce((sum, { members }) => sum + members.length, 0)
  }
  return (skuId) => entry(known, skuId, () => count(skuId))
}

function leastUnits(world: World, changes: readonly Change[], skuId: Guid): number {
  let units = unitsOf(world, world.skus.get(skuId))
  let least = units
  for (const change of changes) {
    if (change.op !== 'changeUnits' || change.sku !== skuId) continue
    units = 'add' in change ? units + change.add : change.set
    least = Math.min(least, units)
  }
  return least
}

/** Whether what befalls a crowd, or what is said of it, may hang on crowds that neither compete with it nor share an address with it. */
export const isOneWhole = ({ settings }: Project, { world }: Checkpoint): boolean =>
  settings.assumeReprocess || isJudged(world, 'group') || isJudged(world, 'product') || (!settings.assumptions['A-PROXY-OBJECT'] && world.crowds.some(({ state, remembered }) => state?.addressClash || remembered?.addressClash))
