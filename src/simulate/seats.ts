import type { Guid } from '../model/catalog.js'
import type { SeatsSubject } from '../model/subject.js'
import type { Source } from '../model/tenant.js'
import type { Violation } from '../model/violation.js'
import type { Blame } from './causes.js'
import { doubt, doubtsOf, noteSlack, type Doubts } from './doubts.js'
import { fail, succeed } from './outcome.js'
import { failuresOf, fatesOf, type SeatType } from './seat-range.js'
import type { Fates, Shortages, Waiting } from './waiting.js'
import type { Paths } from './paths.js'
import { assumes, splitOff, unitsOf, type Asking, type World } from './world.js'

/** Gives the units that are free to those who wait; the others fail for what there was none of. */
export function* giveSeats(world: World, source: Source, waiting: readonly Waiting[]): Asking<void> {
  if (waiting.length === 0) return
  const short = yield* askSeats(world, waiting)
  const contested: Waiting[] = []
  for (const one of waiting) {
    if (one.needs.some((skuId) => short.has(skuId))) contested.push(one)
    else succeed(world, one.index, source)
  }
  if (contested.length > 0) shareOut(world, source, contested, short)
}

/** The products that are short, with what is free of them. */
export function* askSeats(world: World, waiting: readonly Waiting[]): Asking<Shortages> {
  const wanted = new Map<Guid, number>()
  for (const { index, needs } of waiting)
    for (const skuId of needs) wanted.set(skuId, (wanted.get(skuId) ?? 0) + world.crowds[index]!.members.length)
  const skuIds = [...wanted.keys()].sort()
  const verdicts = yield skuIds.map((skuId) => seatsSubject(world, skuId, wanted.get(skuId)!))
  return new Map(
    skuIds.flatMap((skuId, i) => {
      const violations = tightest(verdicts[i]!)
      return violations.length === 0 ? [] : [[skuId, { free: wanted.get(skuId)! - shortOf(violations[0]!), violations }]]
    }),
  )
}

export function seatsSubject(world: World, skuId: Guid, wanted: number): SeatsSubject {
  const sku = world.skus.get(skuId)
  return {
    type: 'seats',
    skuId,
    enabled: sku?.prepaidUnits.enabled ?? 0,
    warning: sku?.prepaidUnits.warning ?? 0,
    units: unitsOf(world, sku),
    consumed: world.consumed.get(skuId) ?? 0,
    wanted,
  }
}

const shortOf = ({ evidence }: Violation): number => (evidence.kind === 'seats' ? evidence.short : 0)

/** Of several seats rules those decide that leave the fewest units. */
function tightest(violations: readonly Violation[]): readonly Violation[] {
  const most = Math.max(...violations.map(shortOf))
  return violations.filter((violation) => shortOf(violation) === most && most > 0)
}

/** Who wait for something short: served one by one in the order of user ids, then told what nobody can know. */
function shareOut(world: World, source: Source, contested: readonly Waiting[], short: Shortages): void {
  world.lots += 1
  const fates = serve(world, contested, short)
  const types = typesOf(world, contested, short)
  const ranges = failuresOf(types, freeOf(short))
  const outlook = { ranges, fates: fatesOf(types, freeOf(short)), wanting: wantingOf(types) }
  const known = new Map<Paths, Doubts>()
  for (const one of contested) {
    const { paths } = world.crowds[one.index]!.state!
    const doubts = known.get(paths) ?? doubtsOf(world, source, one, short, outlook)
    known.set(paths, doubts)
    for (const [fate, ordinals] of fates.get(one)!) endAs(world, source, one, fate, ordinals, short, doubts)
  }
  for (const skuId of short.keys()) noteSlack(world, source, skuId, fates, short, ranges.get(skuId)!)
}

const freeOf = (short: Shortages): Map<Guid, number> =>
  new Map([...short].map(([skuId, shortage]) => [skuId, shortage.free]))

const typesOf = (world: World, contested: readonly Waiting[], short: Shortages): readonly SeatType[] => {
  const types = new Map<string, SeatType>()
  for (const { index, needs } of contested) {
    const skuIds = needs.filter((skuId) => short.has(skuId))
    const count = (types.get(skuIds.join())?.count ?? 0) + world.crowds[index]!.members.length
    types.set(skuIds.join(), { skuIds, count })
  }
  return [...types.values()]
}

/** How many users want each product. */
function wantingOf(types: readonly SeatType[]): ReadonlyMap<Guid, number> {
  const wanting = new Map<Guid, number>()
  for (const { skuIds, count } of types) for (const skuId of skuIds) wanting.set(skuId, (wanting.get(skuId) ?? 0) + count)
  return wanting
}

/** One by one in the order of user ids (A-SEAT-ORDER): the one loop over users. */
function serve(world: World, contested: readonly Waiting[], short: Shortages): ReadonlyMap<Waiting, Fates> {
  const free = freeOf(short)
  const owners = new Map(contested.map((one) => [one.index, { needs: one.needs.filter((skuId) => free.has(skuId)), fates: new Map<string, number[]>() }]))
  for (const ordinal of inOrder(world, contested)) {
    const { needs, fates } = owners.get(world.owner[ordinal]!)!
    const fate = fateOf(needs, free)
    const alike = fates.get(fate)
    if (alike) alike.push(ordinal)
    else fates.set(fate, [ordinal])
  }
  return new Map(contested.map((one) => [one, owners.get(one.index)!.fates]))
}

/** The products that are lacking; if none is, one unit of each is taken. */
function fateOf(needs: readonly Guid[], free: Map<Guid, number>): string {
  let fate = ''
  for (const skuId of needs) if (free.get(skuId) === 0) fate = fate === '' ? skuId : `${fate} ${skuId}`
  if (fate === '') for (const skuId of needs) free.set(skuId, free.get(skuId)! - 1)
  return fate
}

/** Ordinals of all who wait. Those of the snapshot's users are in the order of their ids; users whom the plan creates come after them. */
function inOrder(world: World, contested: readonly Waiting[]): Uint32Array {
  const members = contested.map(({ index }) => world.crowds[index]!.members)
  const queue = new Uint32Array(members.reduce((sum, some) => sum + some.length, 0))
  let at = 0
  for (const some of members) {
    queue.set(some, at)
    at += some.length
  }
  queue.sort()
  putCreatedInOrder(world, queue)
  return assumes(world, 'A-SEAT-ORDER') ? queue : queue.reverse()
}

function putCreatedInOrder({ project: { tenant }, created }: World, queue: Uint32Array): void {
  const from = queue.findIndex((ordinal) => ordinal >= tenant.users)
  if (from < 0) return
  const idOf = (ordinal: number): Guid => created.get(ordinal)!.id
  queue.set(Array.from(queue.subarray(from)).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)), from)
}

/** Lets the users of one fate go their way, marked with what nobody can know of them. */
function endAs(
  world: World,
  source: Source,
  one: Waiting,
  fate: string,
  ordinals: readonly number[],
  short: Shortages,
  doubts: Doubts,
): void {
  const isAll = world.crowds[one.index]!.members.length === ordinals.length
  const index = isAll ? one.index : splitOff(world, one.index, new Set(ordinals))
  const failed = fate === '' ? [] : fate.split(' ')
  if (failed.length === 0) succeed(world, index, source)
  else fail(world, index, source, failed.flatMap((skuId) => blames(skuId, short)))
  if (doubts.skuIds.length > 0) doubt(world, index, source, failed, short, doubts)
}

const blames = (skuId: Guid, short: Shortages): readonly Blame[] =>
  short.get(skuId)!.violations.map((violation) => ({ violation, skuIds: [skuId] }))
