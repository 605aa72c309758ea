import type { Guid } from '../model/catalog.js'
import type { SeatsSubject } from '../model/subject.js'
import type { Path, Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import { causeOf, type Blame } from './causes.js'
import { pathOf } from './paths.js'
import { failuresOf, type Range, type SeatType } from './seat-range.js'
import { fail, onPath, succeed } from './outcome.js'
import { assumes, splitOff, unitsOf, type Asking, type Crowd, type World } from './world.js'

/** A crowd that nothing blocks but seats, and the products it needs one of. */
export interface Waiting {
  readonly index: number
  readonly needs: readonly Guid[]
}

/** What the judge says of a product that is waited for. */
interface Shortage {
  readonly free: number
  readonly violations: readonly Violation[]
}
type Shortages = ReadonlyMap<Guid, Shortage>

/** Gives the units that are free to those who wait; the others fail for what there was none of. */
export function* giveSeats(world: World, source: Source, waiting: readonly Waiting[]): Asking<void> {
  if (waiting.length === 0) return
  const short = yield* askSeats(world, waiting)
  const contested = waiting.filter(({ needs }) => needs.some((skuId) => short.has(skuId)))
  for (const { index } of waiting.filter((one) => !contested.includes(one))) succeed(world, index, source)
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

/** The users of a crowd who share a fate: the products that they failed for; none: served. */
type Fates = ReadonlyMap<string, number[]>

/** Who wait for something short: served one by one in the order of user ids, then told what nobody can know. */
function shareOut(world: World, source: Source, contested: readonly Waiting[], short: Shortages): void {
  world.lots += 1
  const fates = serve(world, contested, short)
  const ranges = failuresOf(typesOf(world, contested, short), freeOf(short))
  for (const one of contested) {
    const doubts = doubtsOf(world, source, one, contested, short, ranges)
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

/** One by one (A-SEAT-ORDER): the one loop over users. */
function serve(world: World, contested: readonly Waiting[], short: Shortages): ReadonlyMap<Waiting, Fates> {
  const free = freeOf(short)
  const fates = new Map(contested.map((one) => [one, new Map<string, number[]>()]))
  for (const { ordinal, one } of inOrder(world, contested)) {
    const lacking = one.needs.filter((skuId) => free.get(skuId) === 0)
    if (lacking.length === 0) for (const skuId of one.needs) if (free.has(skuId)) free.set(skuId, free.get(skuId)! - 1)
    const fate = lacking.join(' ')
    const alike = fates.get(one)!.get(fate)
    if (alike) alike.push(ordinal)
    else fates.get(one)!.set(fate, [ordinal])
  }
  return fates
}

function inOrder(world: World, contested: readonly Waiting[]): readonly { ordinal: number; one: Waiting }[] {
  const queue = contested.flatMap((one) => Array.from(world.crowds[one.index]!.members, (ordinal) => ({ ordinal, one })))
  const up = assumes(world, 'A-SEAT-ORDER') ? 1 : -1
  return queue.sort((a, b) => up * (a.ordinal - b.ordinal))
}

/** What nobody can know of a crowd: products that it may or may not fail for, and the rows that hang on them. */
interface Doubts {
  readonly skuIds: readonly Guid[]
  readonly rows: Crowd['undetermined']
}

function doubtsOf(
  world: World,
  source: Source,
  one: Waiting,
  contested: readonly Waiting[],
  short: Shortages,
  ranges: ReadonlyMap<Guid, Range>,
): Doubts {
  const skuIds = one.needs.filter((skuId) => {
    const range = ranges.get(skuId)
    const wanting = contested.filter(({ needs }) => needs.includes(skuId))
    return range && range.max > 0 && range.min < countOf(world, wanting)
  })
  if (skuIds.length === 0) return { skuIds, rows: new Map() }
  const lost = one.needs.some((skuId) => short.get(skuId)?.free === 0)
  const path = pathOf(world.crowds[one.index]!.state!, source)
  return { skuIds, rows: lost ? lostRows(path, skuIds) : doubtfulRows(path, skuIds, one.needs) }
}

const countOf = (world: World, waiting: readonly Waiting[]): number =>
  waiting.reduce((sum, { index }) => sum + world.crowds[index]!.members.length, 0)

type OneOf = readonly { readonly state: string; readonly error: string | null }[]

/** Rows of a source that may be applied or may fail for one of `skuIds`. */
function doubtfulRows(path: Path, skuIds: readonly Guid[], needs: readonly Guid[]): Crowd['undetermined'] {
  const rows = new Map<string, OneOf>()
  for (const skuId of rowSkus(path)) {
    const state = stateOf(path, skuId)
    const others = skuIds.some((other) => other !== skuId)
    const oneOf: { state: string; error: string | null }[] = []
    const wanted = path.intended.some((license) => license.skuId === skuId)
    oneOf.push({ state: wanted ? 'Active' : 'None', error: null })
    if (skuIds.includes(skuId) && needs.includes(skuId)) oneOf.push({ state, error: 'CountViolation' })
    if (others) oneOf.push({ state, error: 'Other' })
    rows.set(rowKey(path.source, skuId), oneOf)
  }
  return rows
}

/** Rows of a source that fails in any case: only the code of these products is open. */
const lostRows = (path: Path, skuIds: readonly Guid[]): Crowd['undetermined'] =>
  new Map(
    skuIds.map((skuId) => {
      const state = stateOf(path, skuId)
      return [rowKey(path.source, skuId), [{ state, error: 'CountViolation' }, { state, error: 'Other' }]]
    }),
  )

const rowSkus = (path: Path): readonly Guid[] =>
  [...new Set([...path.effective, ...path.intended].map((license) => license.skuId))].sort()

const stateOf = (path: Path, skuId: Guid): string =>
  path.effective.some((license) => license.skuId === skuId) ? 'ActiveWithError' : 'Error'

export const rowKey = (source: Source, skuId: Guid): string => `${source ?? ''}|${skuId}`

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
  const index = splitOff(world, one.index, new Set(ordinals))
  const failed = fate === '' ? [] : fate.split(' ')
  if (failed.length === 0) succeed(world, index, source)
  else fail(world, index, source, failed.flatMap((skuId) => blames(skuId, short)))
  if (doubts.skuIds.length > 0) doubt(world, index, source, failed, short, doubts)
}

const blames = (skuId: Guid, short: Shortages): readonly Blame[] =>
  short.get(skuId)!.violations.map((violation) => ({ violation, skuIds: [skuId] }))

/** Every candidate stands for each doubtful failure, whether the simulation let it fail or not. */
function doubt(
  world: World,
  index: number,
  source: Source,
  failed: readonly Guid[],
  short: Shortages,
  { skuIds, rows }: Doubts,
): void {
  const crowd = world.crowds[index]!
  const isDoubtful = (skuId: Guid | null): boolean => skuId !== null && skuIds.includes(skuId)
  const standings = crowd.standings.map((standing) =>
    standing.open && onPath(source)(standing) && isDoubtful(standing.cause.skuId)
      ? { ...standing, determined: false, cause: inSeatOrder(standing.cause) }
      : standing,
  )
  const candidates = skuIds
    .filter((skuId) => !failed.includes(skuId))
    .flatMap((skuId) => short.get(skuId)!.violations.map((violation) => candidate(world, source, skuId, violation)))
  world.crowds[index] = {
    ...crowd,
    lots: [...crowd.lots, world.lots],
    standings: [...standings, ...candidates],
    undetermined: new Map([...crowd.undetermined, ...rows]),
  }
}

const inSeatOrder = (cause: Cause): Cause =>
  cause.assumptions.includes('A-SEAT-ORDER')
    ? cause
    : { ...cause, assumptions: [...cause.assumptions, 'A-SEAT-ORDER'].sort() }

const candidate = (world: World, source: Source, skuId: Guid, violation: Violation): Standing => ({
  cause: inSeatOrder(causeOf(violation, 'user', source, skuId)),
  origin: 'introduced',
  firstStep: world.step,
  lastStep: world.step,
  open: true,
  determined: false,
  failed: false,
})

function noteSlack(
  world: World,
  source: Source,
  skuId: Guid,
  fates: ReadonlyMap<Waiting, Fates>,
  short: Shortages,
  range: Range,
): void {
  let failed = 0
  for (const alike of fates.values())
    for (const [fate, ordinals] of alike) if (fate.split(' ').includes(skuId)) failed += ordinals.length
  for (const violation of short.get(skuId)!.violations) {
    const { key } = causeOf(violation, 'user', source, skuId)
    world.slack.set(key, { below: failed - range.min, above: range.max - failed })
  }
}

/** Candidates stop being candidates when nobody fails any more for what they shared, in whatever order they are served. */
export function endDoubts(world: World): void {
  const failing = new Set<string>()
  const sources = new Set<Source | undefined>()
  for (const crowd of world.crowds)
    for (const { open, failed, determined, cause } of crowd.standings)
      if (open && failed && cause.error === 'CountViolation') {
        sources.add(cause.source)
        if (!determined) failing.add(cause.key)
      }
  const couldFail = ({ cause }: Standing): boolean =>
    failing.has(cause.key) || (sources.has(cause.source) && (world.slack.get(cause.key)?.above ?? 0) > 0)
  world.crowds.forEach((crowd, index) => {
    const over = crowd.standings.filter((standing) => standing.open && !standing.failed && !couldFail(standing))
    if (over.length > 0) world.crowds[index] = withoutDoubts(crowd, over)
  })
}

function withoutDoubts(crowd: Crowd, over: readonly Standing[]): Crowd {
  const standings = crowd.standings.filter((standing) => !over.includes(standing))
  const sources = new Set(standings.filter((one) => one.open && !one.determined).map((one) => one.cause.source ?? null))
  const undetermined = new Map([...crowd.undetermined].filter(([key]) => sources.has(sourceOfKey(key))))
  return { ...crowd, standings, undetermined }
}

const sourceOfKey = (key: string): Source => key.slice(0, key.indexOf('|')) || null
