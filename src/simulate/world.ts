import type { Catalog, Guid } from '../model/catalog.js'
import type { NewUser } from '../model/change.js'
import type { AssumptionId } from '../model/settings.js'
import type { Project } from '../model/project.js'
import type { PlansOf, Subject } from '../model/subject.js'
import type { Group, SubscribedSku, UserName, UserState } from '../model/tenant.js'
import type { Standing } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import type { Memory } from './memory.js'
import { consumedBy, type Paths } from './paths.js'
import { onceFor } from '../once.js'

/** What the simulation knows of users who went through the plan alike so far. */
export interface Crowd {
  readonly members: Uint32Array
  readonly before: UserState | undefined
  /** undefined: deleted. */
  readonly state: UserState | undefined
  /** What a deleted user had: a restore brings it back. */
  readonly remembered: UserState | undefined
  readonly standings: readonly Standing[]
  readonly turns: readonly Turn[]
  readonly undetermined: ReadonlyMap<string, readonly { readonly state: string; readonly error: string | null }[]>
  /** The lots in which its fate was drawn: by which users, nobody can know. */
  readonly lots: readonly number[]
  /** The last step in which a group source lost a holding; -1: none. */
  readonly lostAt: number
}

/** What a step made of the paths of a crowd: of what came and went within it only the end counts. */
export interface Turn {
  readonly step: number
  readonly from: Paths
  readonly to: Paths
}

/** A standing that concerns no user's rows. */
export type WorldStanding = Standing & { readonly users: readonly number[] }

/** The tenant while a plan is played. Changed in place by the functions of this folder, and by nobody else. */
export interface World {
  readonly project: Project
  readonly plansOf: PlansOf
  readonly crowds: Crowd[]
  /** Ordinal -> index into `crowds`. */
  readonly owner: Uint32Array
  readonly groups: Map<Guid, Group>
  readonly skus: Map<Guid, SubscribedSku>
  /** Units in use, by product. */
  readonly consumed: Map<Guid, number>
  readonly standings: WorldStanding[]
  /** How far the number of failures may lie off what was simulated, by cause key. */
  readonly slack: Map<string, { readonly below: number; readonly above: number }>
  readonly created: Map<number, UserName>
  /** Ordinals of created users, by id. */
  readonly createdIds: Map<Guid, number>
  /** Users of whom everything counts, though cohorts are made of what rules look at. */
  readonly named: Set<number>
  /** Proxy addresses of users whom the plan created or changed. */
  readonly addresses: Map<number, readonly string[]>
  readonly notices: Map<string, { readonly id: string; readonly text: string; count: number }>
  readonly memory: Memory
  /** How often a shortage was shared out. */
  lots: number
  step: number
  /** Whether what becomes of crowds is kept, to be found by other plays. */
  remembers: boolean
}

/** Subjects out, violations in: how simulation asks for verdicts without fetching them. */
export type Asking<T> = Generator<readonly Subject[], T, readonly (readonly Violation[])[]>

export const assumes = (world: World, id: AssumptionId): boolean => world.project.settings.assumptions[id]

/** The same function for the same catalog, so that what is remembered by it is found again. */
export const plansOfCatalog = onceFor((catalog: Catalog): PlansOf => (skuId) => catalog.products.get(skuId)?.servicePlans ?? [])

const nobody: Crowd = {
  members: new Uint32Array(),
  before: undefined,
  state: undefined,
  remembered: undefined,
  standings: [],
  turns: [],
  undetermined: new Map(),
  lots: [],
  lostAt: -1,
}

export function openWorld(project: Project, memory: Memory): World {
  const { tenant, catalog } = project
  const crowds = tenant.cohorts.map(({ members, state }): Crowd => ({ ...nobody, members, before: state, state }))
  const owner = new Uint32Array(ordinalsOf(project))
  crowds.forEach((crowd, index) => own(owner, crowd.members, index))
  const world: World = {
    project,
    plansOf: plansOfCatalog(catalog),
    crowds,
    owner,
    groups: new Map(tenant.groups),
    skus: new Map(tenant.subscribedSkus),
    consumed: new Map([...tenant.subscribedSkus.values()].map((sku) => [sku.skuId, sku.consumedUnits])),
    standings: [],
    slack: new Map(),
    created: new Map(),
    createdIds: new Map(),
    named: new Set(),
    addresses: new Map(),
    notices: new Map(),
    memory,
    lots: 0,
    step: 0,
    remembers: false,
  }
  for (const { change } of project.plan?.steps ?? []) if (change.op === 'createUser') expect(world, change.user)
  return world
}

/** A user whom the plan will create: has an ordinal from the start, and is not there yet. */
function expect(world: World, { id, userPrincipalName }: NewUser): void {
  if (ordinalOf(world, id) !== undefined) return
  const ordinal = world.project.tenant.users + world.created.size
  world.created.set(ordinal, { id, userPrincipalName })
  world.createdIds.set(id, ordinal)
  add(world, { ...nobody, members: Uint32Array.of(ordinal) })
}

/** A copy that can be played on without touching this one; the crowds themselves are never changed in place. */
export const copyOf = (world: World, project: Project): World => ({
  ...world,
  project,
  crowds: [...world.crowds],
  owner: resized(world.owner, project),
  groups: new Map(world.groups),
  skus: new Map(world.skus),
  consumed: new Map(world.consumed),
  standings: [...world.standings],
  slack: new Map(world.slack),
  created: new Map(world.created),
  createdIds: new Map(world.createdIds),
  addresses: new Map(world.addresses),
  notices: new Map([...world.notices].map(([key, notice]) => [key, { ...notice }])),
})

/** Another plan may create more users. */
function resized(owner: Uint32Array, project: Project): Uint32Array {
  const copy = new Uint32Array(ordinalsOf(project))
  copy.set(owner.subarray(0, copy.length))
  return copy
}

const ordinalsOf = ({ tenant, plan }: Project): number => tenant.users + (plan?.steps.length ?? 0)

/** Units of a product that can be assigned, used or not. */
export function unitsOf(world: World, sku: SubscribedSku | undefined): number {
  const { enabled, warning } = sku?.prepaidUnits ?? { enabled: 0, warning: 0 }
  return world.project.settings.seats === 'strict' ? enabled : enabled + warning
}

/** Replaces a crowd; moves the units that its users take up or let go, and notes what became of their paths. */
export function put(world: World, index: number, crowd: Crowd): void {
  const old = world.crowds[index]!
  const [from, to] = [old.state?.paths ?? nothing, crowd.state?.paths ?? nothing]
  if (from !== to) {
    moveUnits(world, old.state, crowd.state, crowd.members.length)
    crowd = { ...crowd, turns: turned(old.turns, { step: world.step, from, to }) }
  }
  world.crowds[index] = crowd
}

const nothing: Paths = []

function turned(turns: readonly Turn[], now: Turn): readonly Turn[] {
  const last = turns.at(-1)
  return last?.step === now.step ? [...turns.slice(0, -1), { ...last, to: now.to }] : [...turns, now]
}

function moveUnits(world: World, old: UserState | undefined, now: UserState | undefined, users: number): void {
  const had = consumedBy(old)
  const has = consumedBy(now)
  if (had === has) return
  for (const sku of has) if (!had.has(sku)) addUnits(world, sku, users)
  for (const sku of had) if (!has.has(sku)) addUnits(world, sku, -users)
}

const addUnits = (world: World, sku: Guid, users: number): unknown =>
  world.consumed.set(sku, (world.consumed.get(sku) ?? 0) + users)

/** Splits the named users off a crowd; gives the index of the crowd that holds exactly them. */
export function splitOff(world: World, index: number, named: ReadonlySet<number>): number {
  const crowd = world.crowds[index]!
  if (named.size === crowd.members.length) return index
  const inside = crowd.members.filter((ordinal) => named.has(ordinal))
  const outside = crowd.members.filter((ordinal) => !named.has(ordinal))
  world.crowds[index] = { ...crowd, members: outside }
  return add(world, { ...crowd, members: inside })
}

/** Adds a crowd; gives its index. */
export function add(world: World, crowd: Crowd): number {
  const index = world.crowds.push(crowd) - 1
  own(world.owner, crowd.members, index)
  return index
}

function own(owner: Uint32Array, members: Uint32Array, index: number): void {
  for (let i = 0; i < members.length; i++) owner[members[i]!] = index
}

/** Splits off the named users, crowd by crowd; gives the indexes of the crowds that hold exactly them, ascending. */
export function crowdsOf(world: World, ordinals: Iterable<number>): readonly number[] {
  const named = new Map<number, Set<number>>()
  for (const ordinal of ordinals) {
    const index = world.owner[ordinal]!
    named.set(index, (named.get(index) ?? new Set()).add(ordinal))
  }
  return [...named].map(([index, set]) => splitOff(world, index, set)).sort((a, b) => a - b)
}

/** The ordinal of a user of the tenant or of the plan. */
export const ordinalOf = (world: World, id: Guid): number | undefined =>
  world.project.tenant.find(id) ?? world.createdIds.get(id)

export function note(world: World, id: string, text: string, count: number): void {
  const old = world.notices.get(id + text)
  if (old) old.count += count
  else world.notices.set(id + text, { id, text, count })
}
