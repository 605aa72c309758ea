import type { Guid } from '../model/catalog.js'
import type { Project } from '../model/project.js'
import type { SeatCount, StepOutcome, Trace, TraceCohort } from '../model/trace.js'
import { apply, reprocess } from './apply.js'
import { standRecorded } from './existing.js'
import { consumedBy, isPending } from './paths.js'
import { retry } from './retry.js'
import { endDoubts } from './seats.js'
import { copyOfJudged, judgeStanding, nothingJudged, type Judged } from './stand.js'
import { copyOf, note, openWorld, unitsOf, type Asking, type Crowd, type World } from './world.js'

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
}

const countSeats = (world: World): Units => ({
  consumed: new Map(world.consumed),
  units: new Map([...world.skus.values()].map((sku) => [sku.skuId, unitsOf(world, sku)])),
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
      shared: crowd.shared,
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
      short: shortOf(world, sku.skuId),
      pending: pendingOf(world, sku.skuId),
    }))
}

/** Users who want a unit and have none: waiting in error, or refused. */
function shortOf(world: World, skuId: Guid): { min: number; max: number } {
  let users = 0
  const keys = new Set<string>()
  for (const crowd of world.crowds) {
    const short = crowd.standings.filter((one) => one.open && one.cause.error === 'CountViolation' && one.cause.skuId === skuId)
    if (short.some((one) => one.failed)) users += crowd.members.length
    for (const one of short) keys.add(one.cause.key)
  }
  const refused = new Set(
    world.standings.filter((one) => one.cause.error === 'CountViolation' && one.cause.skuId === skuId).flatMap((one) => one.users),
  )
  const slack = [...keys].map((key) => world.slack.get(key) ?? { below: 0, above: 0 })
  return {
    min: refused.size + Math.max(0, users - slack.reduce((sum, one) => sum + one.below, 0)),
    max: refused.size + users + slack.reduce((sum, one) => sum + one.above, 0),
  }
}

/** Users whose intent waits without a recorded error and who do not have the product. */
function pendingOf(world: World, skuId: Guid): number {
  const waits = ({ state }: Crowd): boolean =>
    state !== undefined &&
    !consumedBy(state).has(skuId) &&
    state.paths.some((path) => isPending(path) && path.intended.some((license) => license.skuId === skuId))
  return world.crowds.filter(waits).reduce((sum, crowd) => sum + crowd.members.length, 0)
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

