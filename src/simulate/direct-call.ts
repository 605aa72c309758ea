import type { Guid } from '../model/catalog.js'
import type { AttemptSubject } from '../model/subject.js'
import type { License, UserState } from '../model/tenant.js'
import type { Cause } from '../model/trace.js'
import { attemptTo, blameOf, blockingOf } from './attempt.js'
import { causeOf, restand } from './causes.js'
import { switchOffDependents } from './group-call.js'
import { malformed, notDirect, type Call } from './licenses-call.js'
import { onPath, without } from './outcome.js'
import { nextState } from './memory.js'
import { afterCall, consumedBy, pathOf } from './paths.js'
import { refusalCause } from './refusals.js'
import { askSeats } from './seats.js'
import type { Waiting } from './waiting.js'
import { crowdsOf, ordinalOf, put, splitOff, type Asking, type Crowd, type World } from './world.js'

/** A refused call: why, and the users whom it would have licensed. */
export interface Refused {
  readonly cause: Cause
  readonly users: readonly number[]
}

/** One call for each user, in the order of the list: each goes through whole or not at all. */
export function* callOnUsers(world: World, users: readonly Guid[], call: Call): Asking<readonly Refused[]> {
  const ordinals = users.map((id) => ordinalOf(world, id)!)
  const wrong = malformed(world, null, call)
  if (wrong.length > 0) return wrong.map((cause) => ({ cause, users: ordinals }))
  const refused: Refused[] = []
  const ready: Ready[] = []
  const asked: { index: number; target: readonly License[]; subject: AttemptSubject }[] = []
  for (const index of crowdsOf(world, ordinals)) {
    const { state, members } = world.crowds[index]!
    const causes = state ? notDirect(world, state, call) : [refusalCause('userDeleted', { source: null })]
    for (const cause of causes) refused.push({ cause, users: [...members] })
    if (!state || causes.length > 0) continue
    const crowd = world.crowds[index]!
    const target = targetOf(state, yield* adjustForChannel(world, crowd, call))
    asked.push({ index, target, subject: attemptTo(world, crowd, null, target) })
  }
  const verdicts = asked.length > 0 ? yield asked.map(({ subject }) => subject) : []
  asked.forEach(({ index, target, subject }, i) => {
    const blocking = blockingOf(world, subject, verdicts[i]!)
    if (blocking.length === 0) ready.push({ index, target, needs: needsOf(world, index, target) })
    for (const { violation, skuIds } of blameOf(world, subject, blocking))
      for (const skuId of skuIds)
        refused.push({ cause: causeOf(violation, 'change', null, skuId), users: [...world.crowds[index]!.members] })
  })
  return byPlace([...refused, ...(yield* takeSeats(world, ordinals, ready))], ordinals)
}

/** In the order of the list: what refuses the first of its users speaks for the step. */
function byPlace(refused: readonly Refused[], ordinals: readonly number[]): readonly Refused[] {
  if (refused.length < 2) return refused
  const places = new Map(ordinals.map((ordinal, at) => [ordinal, at]))
  const first = new Map(refused.map((one) => [one, one.users.reduce((least, user) => Math.min(least, places.get(user)!), Infinity)]))
  return refused.toSorted((a, b) => first.get(a)! - first.get(b)!)
}

interface Ready extends Waiting {
  readonly target: readonly License[]
}

const targetOf = (state: UserState, call: Call): readonly License[] =>
  afterCall(pathOf(state, null).intended, call.addLicenses, call.removeLicenses)

function needsOf(world: World, index: number, target: readonly License[]): readonly Guid[] {
  const has = consumedBy(world.crowds[index]!.state)
  return target.map((license) => license.skuId).filter((skuId) => !has.has(skuId))
}

function* adjustForChannel(world: World, crowd: Crowd, call: Call): Asking<Call> {
  if (world.project.settings.channel === 'graph') return call
  const before = pathOf(crowd.state!, null).intended
  let now = call
  for (;;) {
    const [found] = yield [attemptTo(world, crowd, null, targetOf(crowd.state!, now))]
    const next = switchOffDependents(world, now, before, null, found!)
    if (next === now) return now
    now = next
  }
}

/** Serves the calls in their order; those that find no unit are refused. */
function* takeSeats(world: World, ordinals: readonly number[], ready: readonly Ready[]): Asking<readonly Refused[]> {
  const waiting = ready.filter(({ needs }) => needs.length > 0)
  for (const one of ready) if (one.needs.length === 0) apply(world, one.index, one.target)
  if (waiting.length === 0) return []
  const short = yield* askSeats(world, waiting)
  const free = new Map([...short].map(([skuId, shortage]) => [skuId, shortage.free]))
  const failed = new Map<Guid, number[]>([...short.keys()].map((skuId) => [skuId, []]))
  const served = new Map<Ready, Set<number>>(waiting.map((one) => [one, new Set()]))
  const owners = new Map(waiting.map((one) => [one.index, one]))
  for (const ordinal of ordinals) {
    const one = owners.get(world.owner[ordinal]!)
    if (!one) continue
    const lacking = one.needs.filter((skuId) => free.get(skuId) === 0)
    for (const skuId of lacking) failed.get(skuId)!.push(ordinal)
    if (lacking.length > 0) continue
    served.get(one)!.add(ordinal)
    for (const skuId of one.needs) if (free.has(skuId)) free.set(skuId, free.get(skuId)! - 1)
  }
  for (const [one, some] of served) if (some.size > 0) apply(world, splitOff(world, one.index, some), one.target)
  return [...failed].filter(([, users]) => users.length > 0).flatMap(([skuId, users]) =>
    short.get(skuId)!.violations.map((violation) => ({ cause: causeOf(violation, 'change', null, skuId), users })),
  )
}

function apply(world: World, index: number, target: readonly License[]): void {
  const crowd = world.crowds[index]!
  const path = { ...pathOf(crowd.state!, null), effective: target, intended: target, errors: {} }
  put(world, index, {
    ...crowd,
    state: nextState(world.memory, crowd.state!, path),
    standings: restand(crowd.standings, onPath(null), [], world.step),
    undetermined: without(crowd.undetermined, null),
  })
}
