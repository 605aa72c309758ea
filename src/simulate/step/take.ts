import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { Group } from '../../model/tenant.js'
import type { StepOutcome } from '../../model/trace.js'
import { apply } from '../apply.js'
import type { Memory } from '../memory.js'
import { retry } from '../retry.js'
import { proxyPlans } from '../addresses.js'
import { add, assumes, note, type Asking, type Crowd, type World } from '../world.js'
import { keyOf, noNumbers, type Numbers } from './key.js'
import { touchedBy, type Touched } from './touched.js'

/** What a step made of those whom it touched. */
interface Done {
  readonly outcome: StepOutcome
  /** They, then those who were told from them. */
  readonly crowds: readonly Crowd[]
  /** The group as it is then; undefined: there is none. */
  readonly group: Group | undefined
  /** Units taken up or let go, by product. */
  readonly units: readonly (readonly [Guid, number])[]
  readonly standings: World['standings']
  readonly slack: readonly (readonly [string, { readonly below: number; readonly above: number }])[]
  readonly notices: readonly { readonly id: string; readonly text: string; readonly count: number }[]
  readonly lots: number
}

interface Steps {
  readonly numbers: Numbers
  readonly known: Map<string, Done>
  /** Crowds in all of them. */
  crowds: number
}

/** So many crowds are remembered; then all is begun anew. */
const room = 200_000

const memories = new WeakMap<Memory, Steps>()

function stepsOf(memory: Memory): Steps {
  const known = memories.get(memory)
  const steps = known !== undefined && known.crowds < room ? known : { numbers: noNumbers(), known: new Map(), crowds: 0 }
  memories.set(memory, steps)
  return steps
}

/** Takes a step. What the same one made of the same crowds is not worked out again, so that plans that differ elsewhere share it. */
export function* takeAgainOrAnew(world: World, change: Change): Asking<StepOutcome> {
  const touched = isSelfContained(world) ? touchedBy(world, change) : undefined
  if (touched === undefined) return yield* takeAnew(world, change)
  const steps = stepsOf(world.memory)
  const key = keyOf(steps.numbers, world, change, touched)
  const known = steps.known.get(key)
  if (known) return takeAgain(world, touched, known)
  if (!world.remembers) return yield* takeAnew(world, change)
  const finish = watch(world, touched)
  const done = finish(yield* takeAnew(world, change))
  steps.known.set(key, done)
  steps.crowds += done.crowds.length + 1
  return done.outcome
}

/** An address that only a licensed holder takes depends on others than those who are touched. */
const isSelfContained = (world: World): boolean => assumes(world, 'A-PROXY-OBJECT') || proxyPlans(world).length === 0

/** Applies a change, and tries again what it cleared. */
export function* takeAnew(world: World, change: Change): Asking<StepOutcome> {
  const outcome = yield* apply(world, change)
  if (clearsConflicts(change) && assumes(world, 'A-RETRY')) yield* retry(world)
  return outcome
}

/** Steps on groups and memberships; direct licences, users and units wait for a reprocess. */
const clearsConflicts = (change: Change): boolean =>
  change.op === 'addMembers' ||
  change.op === 'removeMembers' ||
  change.op === 'setMembers' ||
  (change.op === 'assignLicense' && 'group' in change.to) ||
  change.op === 'deleteGroup'

/** Looks at the world before a step; what is given back tells, after it, what the step did. */
function watch(world: World, { crowds, group }: Touched): (outcome: StepOutcome) => Done {
  const before = {
    crowds: world.crowds.length,
    consumed: new Map(world.consumed),
    standings: world.standings.length,
    slack: new Map(world.slack),
    notices: new Map([...world.notices].map(([key, { count }]) => [key, count])),
    lots: world.lots,
  }
  return (outcome) => ({
    outcome,
    crowds: [...crowds.map((index) => world.crowds[index]!), ...world.crowds.slice(before.crowds)],
    group: group === undefined ? undefined : world.groups.get(group),
    units: [...world.consumed].flatMap(([skuId, now]) => (now === before.consumed.get(skuId) ? [] : [[skuId, now - (before.consumed.get(skuId) ?? 0)] as const])),
    standings: world.standings.slice(before.standings),
    slack: [...world.slack].filter(([key, now]) => before.slack.get(key) !== now),
    notices: [...world.notices].flatMap(([key, { id, text, count }]) => (count === before.notices.get(key) ? [] : [{ id, text, count: count - (before.notices.get(key) ?? 0) }])),
    lots: world.lots - before.lots,
  })
}

function takeAgain(world: World, { crowds, group }: Touched, done: Done): StepOutcome {
  crowds.forEach((index, at) => (world.crowds[index] = done.crowds[at]!))
  for (const crowd of done.crowds.slice(crowds.length)) add(world, crowd)
  if (group !== undefined) {
    if (done.group) world.groups.set(group, done.group)
    else world.groups.delete(group)
  }
  for (const [skuId, units] of done.units) world.consumed.set(skuId, (world.consumed.get(skuId) ?? 0) + units)
  world.standings.push(...done.standings)
  for (const [key, slack] of done.slack) world.slack.set(key, slack)
  for (const { id, text, count } of done.notices) note(world, id, text, count)
  world.lots += done.lots
  return done.outcome
}
