import type { Plan } from '../model/change.js'
import type { Guid } from '../model/catalog.js'
import type { Tenant, UserState, Variants } from '../model/tenant.js'
import type { Cause, PlanDelta, Trace } from '../model/trace.js'
import { onceFor } from '../once.js'
import { deltasOf } from './deltas.js'
import type { Paths } from './paths.js'
import { planBits } from './plan-bits.js'
import { add, crowdsOf, ordinalOf, type Crowd, type Turn, type World } from './world.js'

/** Whether a plan asks nothing of users beyond what they are named for: an address may be that of anybody. */
export const isPlayedAsSeen = (plan: Plan | undefined): boolean =>
  !(plan?.steps ?? []).some(({ change }) => (change.op === 'createUser' && change.user.proxyAddresses.length > 0) || (change.op === 'updateUser' && change.set.proxyAddresses !== undefined))

/** Of users whom steps name for themselves everything counts: each has the whole of its state. */
export function singleOut(world: World): void {
  const { variants } = world.project.tenant
  if (variants === undefined) return
  for (const ordinal of namedIn(world)) world.named.add(ordinal)
  for (const index of crowdsOf(world, world.named)) part(world, index, variants)
}

function namedIn(world: World): readonly number[] {
  const ids = (world.project.plan?.steps ?? []).flatMap(({ change }) => {
    if (change.op === 'assignLicense') return 'users' in change.to ? change.to.users : []
    return change.op === 'updateUser' || change.op === 'deleteUser' || change.op === 'restoreUser' ? [change.user] : []
  })
  return ids.flatMap((id) => ordinalOf(world, id) ?? []).filter((ordinal) => ordinal < world.project.tenant.users)
}

function part(world: World, index: number, { stateOf }: Variants): void {
  const crowd = world.crowds[index]!
  const alike = new Map<UserState, number[]>()
  for (const ordinal of crowd.members) alike.set(stateOf(ordinal), [...(alike.get(stateOf(ordinal)) ?? []), ordinal])
  const [first, ...others] = [...alike].map(([state, members]): Crowd => ({ ...crowd, members: Uint32Array.from(members), before: state, state }))
  world.crowds[index] = first!
  for (const one of others) add(world, one)
}

/** What a user's variant is while the plan is played. */
export const variantOf = ({ named, project: { tenant } }: World, ordinal: number): number =>
  tenant.variants === undefined || ordinal >= tenant.users || named.has(ordinal) ? 0 : tenant.variants.of(ordinal)

export interface Parted {
  readonly members: Uint32Array
  readonly deltas: readonly PlanDelta[]
}

/** A crowd by what the steps switched on and off: that depends on what was off before. */
export function byDeltas(world: World, { members, turns }: Crowd): readonly Parted[] {
  const { variants } = world.project.tenant
  const telling = variants === undefined || !variants.differ || turns.length === 0 ? nothing : tellingPlans(world, turns, variants)
  if (telling.size === 0) return [{ members, deltas: deltasOf(world, turns) }]
  const parts: Part[] = []
  const root = newPart(parts)
  for (const ordinal of members) {
    let part = root
    const variant = variantOf(world, ordinal)
    variants!.eachOff(variant, (sku, plan) => {
      if (telling.has(plan)) part = partBelow(part, sku * 2 ** 16 + plan, parts)
    })
    part.members.push(ordinal)
    part.variant = variant
  }
  return parts
    .filter((part) => part.members.length > 0)
    .map((part) => ({ members: Uint32Array.from(part.members), deltas: deltasOf(world, turns.map((turn) => turnOf(turn, part.variant, variants!))) }))
}

const nothing: ReadonlySet<number> = new Set()

/** Those who have the same of the telling plans off; a list of such plans is a way down a tree. */
interface Part {
  readonly members: number[]
  readonly below: Map<number, Part>
  variant: number
}

function newPart(parts: Part[]): Part {
  const part = { members: [], below: new Map<number, Part>(), variant: 0 }
  parts.push(part)
  return part
}

function partBelow(part: Part, off: number, parts: Part[]): Part {
  const known = part.below.get(off) ?? newPart(parts)
  part.below.set(off, known)
  return known
}

const turnOf = ({ step, from, to }: Turn, variant: number, { pathsOf }: Variants): Turn => ({ step, from: pathsOf(from, variant), to: pathsOf(to, variant) })

/** Plans that groups began or ceased to give: whoever has them directly notices nothing of it. */
function tellingPlans({ plansOf }: World, turns: readonly Turn[], { planNumber }: Variants): ReadonlySet<number> {
  const ids = turns.flatMap(({ from, to }) => {
    const { gains, loses } = planBits(plansOf).between(byGroups(from), byGroups(to))
    return isDirect(from) || isDirect(to) ? [...gains, ...loses] : []
  })
  return new Set(ids.flatMap((id) => planNumber(id) ?? []))
}

const byGroups = (paths: Paths): Paths => paths.filter(({ source }) => source !== null)
const isDirect = (paths: Paths): boolean => paths.some(({ source }) => source === null)

/** Groups that stand in for others and that something in the trace names: those who see it have to be told apart by them. */
export function standInsNamed({ cohorts, standings, slack }: Trace, { variants }: Tenant): ReadonlySet<Guid> {
  const found = new Set<Guid>()
  if (variants === undefined || !variants.differ) return found
  const look = (ids: readonly Guid[]): void => ids.forEach((id) => variants.standsIn(id) && found.add(id))
  for (const list of new Set([standings, ...cohorts.map((cohort) => cohort.standings)])) for (const { cause } of list) look(guidsIn(cause))
  for (const key of slack.keys()) look(key.match(guids) ?? [])
  return found
}

const guids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const guidsIn = onceFor((cause: Cause): readonly Guid[] => [...new Set(JSON.stringify(cause).match(guids))])
