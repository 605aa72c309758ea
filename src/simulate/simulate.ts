import type { Guid } from '../model/catalog.js'
import type { Project } from '../model/project.js'
import type { SeatCount, StepOutcome, Trace, TraceCohort } from '../model/trace.js'
import { apply, reprocess } from './apply.js'
import { standRecorded } from './existing.js'
import { consumedBy, isPending } from './paths.js'
import { retry } from './retry.js'
import { endDoubts } from './seats.js'
import { copyOfJudged, judgeStanding, nothingJudged, type Judged } from './stand.js'
import { copyOf, note, openWorld, unitsOf, type Asking, type World } from './world.js'

/** The world after some steps of a plan: another plan that begins with the same steps can be played on from here. */
export interface Checkpoint {
  readonly world: World
  readonly judged: Judged
  readonly before: Units
  readonly outcomes: readonly StepOutcome[]
}

/**
 * Plays the project's plan over its tenant as the service would (docs/simulation.md).
 * Yields subjects, is resumed with the violations of each, and returns the trace. Pure; no clock, no disk.
 * `from`: where another plan with the same first steps got to. `keep` is shown a checkpoint after every step (0: none yet).
 */
export function* simulate(project: Project, from?: Checkpoint, keep?: (step: number, at: () => Checkpoint) => void): Asking<Trace> {
  const { world, judged, before, outcomes } = from ? resume(project, from) : yield* begin(project)
  const steps = [...outcomes]
  const checkpoint = (): Checkpoint => ({ world: copyOf(world, project), judged: copyOfJudged(judged), before, outcomes: [...steps] })
  keep?.(world.step, checkpoint)
  for (const { change } of project.plan?.steps.slice(world.step) ?? []) {
    world.step += 1
    steps.push(yield* apply(world, change))
    if (clearsConflicts(change) && project.settings.assumptions['A-RETRY']) yield* retry(world)
    if (project.settings.assumeReprocess) yield* reprocess(world, () => true)
    endDoubts(world)
    yield* judgeStanding(world, judged)
    keep?.(world.step, checkpoint)
  }
  return traceOf(world, steps, before)
}

const resume = (project: Project, { world, judged, before, outcomes }: Checkpoint): Checkpoint => ({
  world: copyOf(world, project),
  judged: copyOfJudged(judged),
  before,
  outcomes,
})

function* begin(project: Project): Asking<Checkpoint> {
  const world = openWorld(project)
  const judged = nothingJudged()
  const before = countSeats(world)
  yield* standRecorded(world)
  yield* judgeStanding(world, judged)
  return { world, judged, before, outcomes: [] }
}

/** Steps on groups and memberships; direct licences, users and units wait for a reprocess. */
const clearsConflicts = (change: NonNullable<Project['plan']>['steps'][number]['change']): boolean =>
  change.op === 'addMembers' ||
  change.op === 'removeMembers' ||
  change.op === 'setMembers' ||
  (change.op === 'assignLicense' && 'group' in change.to) ||
  change.op === 'deleteGroup'

interface Units {
  readonly consumed: ReadonlyMap<Guid, number>
  readonly units: ReadonlyMap<Guid, number>
  readonly pending: ReadonlyMap<Guid, number>
}

const countSeats = (world: World): Units => ({
  consumed: new Map(world.consumed),
  units: new Map([...world.skus.values()].map((sku) => [sku.skuId, unitsOf(world, sku)])),
  pending: pendingUsers(world),
})

function traceOf(world: World, steps: readonly StepOutcome[], before: Units): Trace {
  const last = steps.length
  const end = <T extends { readonly open: boolean }>(one: T): T => (one.open ? { ...one, lastStep: last } : one)
  const seats = seatCounts(world, before)
  noteFreedSeats(world, seats)
  return {
    steps,
    cohorts: world.crowds.map((crowd): TraceCohort => ({
      members: crowd.members,
      before: crowd.before,
      after: crowd.state,
      standings: crowd.standings.map(end),
      deltas: crowd.deltas,
      undetermined: crowd.undetermined,
      lots: crowd.lots,
    })),
    standings: world.standings.map(end),
    slack: world.slack,
    seats,
    groups: world.groups,
    created: world.created,
    addresses: world.addresses,
    notices: [...world.notices.values()],
  }
}

function seatCounts(world: World, before: Units): readonly SeatCount[] {
  const short = shortages(world)
  return [...world.skus.values()]
    .sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
    .map((sku) => ({
      skuId: sku.skuId,
      skuPartNumber: sku.skuPartNumber,
      enabled: sku.prepaidUnits.enabled,
      warning: sku.prepaidUnits.warning,
      consumedBefore: before.consumed.get(sku.skuId) ?? 0,
      consumedAfter: world.consumed.get(sku.skuId) ?? 0,
      unitsBefore: before.units.get(sku.skuId) ?? 0,
      unitsAfter: unitsOf(world, sku),
      short: short.get(sku.skuId) ?? { min: 0, max: 0 },
      pending: before.pending.get(sku.skuId) ?? 0,
    }))
}

/** Users who want a unit and have none, by product: waiting in error, or refused. */
function shortages(world: World): ReadonlyMap<Guid, { min: number; max: number }> {
  const users = new Map<Guid, number>()
  const keys = new Map<string, Guid>()
  for (const { standings, members } of world.crowds) {
    const waits = standings.filter(({ open, cause }) => open && cause.error === 'CountViolation' && cause.skuId !== null)
    for (const { cause } of waits) keys.set(cause.key, cause.skuId!)
    for (const skuId of new Set(waits.filter((one) => one.failed).map((one) => one.cause.skuId!))) count(users, skuId, members.length)
  }
  const refused = new Map<Guid, Set<number>>()
  for (const { cause, users: named } of world.standings)
    if (cause.error === 'CountViolation' && cause.skuId !== null)
      refused.set(cause.skuId, new Set([...(refused.get(cause.skuId) ?? []), ...named]))
  const ranges = new Map<Guid, { min: number; max: number }>()
  for (const skuId of new Set([...users.keys(), ...keys.values(), ...refused.keys()])) {
    const slack = [...keys].flatMap(([key, id]) => (id === skuId ? (world.slack.get(key) ?? []) : []))
    const below = slack.reduce((sum, one) => sum + one.below, 0)
    const above = slack.reduce((sum, one) => sum + one.above, 0)
    const waiting = users.get(skuId) ?? 0
    const named = refused.get(skuId)?.size ?? 0
    ranges.set(skuId, { min: named + Math.max(0, waiting - below), max: named + waiting + above })
  }
  return ranges
}

const count = (counts: Map<Guid, number>, skuId: Guid, users: number): unknown =>
  counts.set(skuId, (counts.get(skuId) ?? 0) + users)

/** Users whose intent waits without a recorded error and who do not have the product, by product. */
function pendingUsers(world: World): ReadonlyMap<Guid, number> {
  const users = new Map<Guid, number>()
  for (const { state, members } of world.crowds) {
    if (!state?.paths.some(isPending)) continue
    const has = consumedBy(state)
    const waits = state.paths.filter(isPending).flatMap((path) => path.intended.map((license) => license.skuId))
    for (const skuId of new Set(waits)) if (!has.has(skuId)) count(users, skuId, members.length)
  }
  return users
}

/** Seats that are free while users are in error for want of them: they wait for a reprocess. */
function noteFreedSeats(world: World, seats: readonly SeatCount[]): void {
  for (const { skuId, skuPartNumber, unitsAfter, consumedAfter, short } of seats) {
    const free = unitsAfter - consumedAfter
    const waiting = Math.min(free, short.max)
    if (waiting > 0 && isWaiting(world, skuId))
      note(world, 'freed-seats-wait', `${skuPartNumber} has free units for users in error: they wait for a reprocess`, waiting)
  }
}

const isWaiting = (world: World, skuId: Guid): boolean =>
  world.crowds.some((crowd) =>
    crowd.standings.some((one) => one.open && one.failed && one.cause.error === 'CountViolation' && one.cause.skuId === skuId),
  )

