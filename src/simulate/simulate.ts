import type { Guid } from '../model/catalog.js'
import type { Project } from '../model/project.js'
import type { SeatCount, StepOutcome, Trace, TraceCohort } from '../model/trace.js'
import { reprocess } from './apply.js'
import { standRecorded } from './existing.js'
import { areFew, emptyMemory, type Memory } from './memory.js'
import { recognise } from './recognise.js'
import { withRivals } from './rivals.js'
import { countSeats, seatCounts, type Units } from './seat-counts.js'
import { endDoubts } from './doubts.js'
import { copyOfJudged, judgeStanding, nothingJudged, type Judged } from './stand.js'
import { takeAgainOrAnew, takeAnew } from './step/take.js'
import { byDeltas, singleOut, variantOf } from './variants.js'
import { copyOf, note, openWorld, type Asking, type Crowd, type World } from './world.js'

/** The world after some steps of a plan: another plan that begins with the same steps can be played on from here. */
export interface Checkpoint {
  readonly world: World
  readonly judged: Judged
  readonly before: Units
  readonly outcomes: readonly StepOutcome[]
}

export interface SimulateOptions {
  readonly from?: Checkpoint | undefined
  readonly keep?: ((step: number, at: () => Checkpoint) => void) | undefined
  readonly memory?: Memory | undefined
  readonly numbers?: readonly number[] | undefined
}

/**
 * Plays the project's plan over its tenant as the service would (docs/simulation.md).
 * Yields subjects, is resumed with the violations of each, and returns the trace. Pure; no clock, no disk.
 * `from`: where another plan with the same first steps got to. `keep` is shown a checkpoint after every step (0: none yet).
 * `memory`: of another tenant of the same organization, under the same rules, catalog and settings. `numbers`: what its steps are
 * called, ascending, where that is not 1, 2, 3.
 */
export function* simulate(project: Project, { from, keep, memory = emptyMemory(), numbers }: SimulateOptions): Asking<Trace> {
  const { world, judged, before, outcomes } = from ? resume(project, from) : yield* begin(project, memory)
  const steps = [...outcomes]
  // Of a single play nothing comes back; of many crowds only what the plan as it stands made of them.
  world.remembers = keep !== undefined || (from !== undefined && areFew(world.crowds))
  const take = world.remembers || from !== undefined ? takeAgainOrAnew : takeAnew
  if (world.remembers && !from) recognise(world)
  const checkpoint = (): Checkpoint => ({ world: copyOf(world, project), judged: copyOfJudged(judged), before, outcomes: [...steps] })
  keep?.(world.step, checkpoint)
  for (const { change } of project.plan?.steps.slice(steps.length) ?? []) {
    world.step = numbers?.[steps.length] ?? steps.length + 1
    steps.push(yield* take(world, change))
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

function* begin(project: Project, memory: Memory): Asking<Checkpoint> {
  const world = openWorld(project, memory)
  singleOut(world)
  const judged = nothingJudged()
  const before = countSeats(world)
  yield* standRecorded(world)
  yield* judgeStanding(world, judged)
  return { world, judged, before, outcomes: [] }
}

/** Not one whom the plan would have created, but did not. */
const wasThere = ({ before, state, remembered }: Crowd): boolean => before !== undefined || state !== undefined || remembered !== undefined

function traceOf(world: World, steps: readonly StepOutcome[], before: Units): Trace {
  const { project } = world
  const seats = seatCounts(world, before)
  noteFreedSeats(world, seats)
  return {
    steps,
    cohorts: allCohorts(world),
    standings: world.standings,
    slack: world.slack,
    seats,
    groups: world.groups,
    created: world.created,
    addresses: world.addresses,
    notices: [...world.notices.values()],
    ...(project.tenant.variants && { variantOf: (ordinal) => variantOf(world, ordinal) }),
  }
}

function allCohorts(world: World): readonly TraceCohort[] {
  const all: TraceCohort[] = []
  for (const crowd of world.crowds) if (wasThere(crowd)) for (const cohort of cohortsOf(world, crowd)) all.push(cohort)
  return all
}

const known = new WeakMap<Crowd, readonly TraceCohort[]>()

/** The same for the same crowd, whichever plan it went through. */
function cohortsOf(world: World, crowd: Crowd): readonly TraceCohort[] {
  if (world.project.tenant.variants !== undefined || !areFew(world.crowds)) return partedOf(world, crowd)
  const cohorts = known.get(crowd) ?? partedOf(world, crowd)
  known.set(crowd, cohorts)
  return cohorts
}

const partedOf = (world: World, crowd: Crowd): readonly TraceCohort[] =>
  byDeltas(world, crowd).map(({ members, deltas }) => ({
    members,
    before: crowd.before,
    after: crowd.state,
    standings: crowd.standings,
    deltas,
    undetermined: withRivals(crowd),
    lots: crowd.lots,
  }))

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

