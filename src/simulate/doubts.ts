import type { Guid } from '../model/catalog.js'
import type { Path, Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import { causeAssuming, causeOf } from './causes.js'
import { entriesOf } from './entries.js'
import { openedOnce } from './opened.js'
import { onPath } from './outcome.js'
import { pathOf } from './paths.js'
import type { Range } from './seat-range.js'
import type { Fates, Shortages, Waiting } from './waiting.js'
import type { Crowd, World } from './world.js'
import { onceFor } from '../once.js'

/** What nobody can know of a crowd: products that it may or may not fail for, and the rows that hang on them. */
export interface Doubts {
  readonly skuIds: readonly Guid[]
  readonly rows: Crowd['undetermined']
}

/** What can be said of those who wait, whatever the order: numbers that fail, products that can fail together, numbers that want. */
export interface Outlook {
  readonly ranges: ReadonlyMap<Guid, Range>
  readonly fates: ReadonlyMap<string, ReadonlySet<string>> | undefined
  readonly wanting: ReadonlyMap<Guid, number>
}

export function doubtsOf(world: World, source: Source, one: Waiting, short: Shortages, { ranges, fates, wanting }: Outlook): Doubts {
  const skuIds = one.needs.filter((skuId) => {
    const range = ranges.get(skuId)
    return range && range.max > 0 && range.min < (wanting.get(skuId) ?? 0)
  })
  if (skuIds.length === 0) return { skuIds, rows: new Map() }
  const isLost = one.needs.some((skuId) => short.get(skuId)?.free === 0)
  const path = pathOf(world.crowds[one.index]!.state!, source)
  if (isLost) return { skuIds, rows: lostRows(path, skuIds) }
  const own = fates?.get(one.needs.filter((skuId) => short.has(skuId)).join())
  return { skuIds, rows: doubtfulRows(path, own ? [...own].map((fate) => fate.split(',')) : allFates(skuIds)) }
}

/** Where the orders are too many to look at: any product alone, all together. */
const allFates = (skuIds: readonly Guid[]): readonly (readonly Guid[])[] => [...skuIds.map((skuId) => [skuId]), skuIds]

type OneOf = readonly { readonly state: string; readonly error: string | null }[]

/** Rows of a source that may be applied, or may fail for the products of one of these fates. */
function doubtfulRows(path: Path, fates: readonly (readonly Guid[])[]): Crowd['undetermined'] {
  return new Map(
    rowSkus(path).map((skuId): [string, OneOf] => {
      const state = stateOf(path, skuId)
      const applied = { state: path.intended.some((license) => license.skuId === skuId) ? 'Active' : 'None', error: null }
      const codes = new Set(fates.map((fate) => (fate.includes(skuId) ? 'CountViolation' : 'Other')))
      return [rowKey(path.source, skuId), [applied, ...[...codes].sort().map((error) => ({ state, error }))]]
    }),
  )
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

const rowKey = (source: Source, skuId: Guid): string => `${source ?? ''}|${skuId}`

/** Every candidate stands for each doubtful failure, whether the simulation let it fail or not. */
export function doubt(
  world: World,
  index: number,
  source: Source,
  failed: readonly Guid[],
  short: Shortages,
  { skuIds, rows }: Doubts,
): void {
  const crowd = world.crowds[index]!
  const isDoubtful = (skuId: Guid | null): boolean => skuId !== null && skuIds.includes(skuId)
  const isOurs = onPath(source)
  const standings = crowd.standings.map((standing) => (standing.open && isOurs(standing) && isDoubtful(standing.cause.skuId) ? doubted(standing) : standing))
  const others = skuIds
    .filter((skuId) => !failed.includes(skuId))
    .flatMap((skuId) => short.get(skuId)!.violations.map((violation) => candidate(world, source, skuId, violation)))
  world.crowds[index] = {
    ...crowd,
    lots: [...crowd.lots, world.lots],
    standings: [...standings, ...others],
    undetermined: crowd.undetermined.size === 0 ? rows : new Map([...crowd.undetermined, ...rows]),
  }
}

const inSeatOrder = (cause: Cause): Cause => causeAssuming(cause, ['A-SEAT-ORDER'])

/** Thousands share a doubt, so they share what says so. */
const doubted = onceFor((standing: Standing): Standing => ({ ...standing, determined: false, cause: inSeatOrder(standing.cause) }))
const spared = onceFor((failing: Standing): Standing => ({ ...failing, determined: false, failed: false }))

function candidate(world: World, source: Source, skuId: Guid, violation: Violation): Standing {
  return spared(openedOnce(world, inSeatOrder(causeOf(violation, 'user', source, skuId))))
}

export function noteSlack(
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
  if (world.lots === 0) return
  const failing = new Set<string>()
  const sources = new Set<Source | undefined>()
  for (const { standings } of world.crowds)
    for (const { open, failed, determined, cause } of standings)
      if (open && failed && cause.error === 'CountViolation') {
        sources.add(cause.source)
        if (!determined) failing.add(cause.key)
      }
  const couldFail = ({ cause }: Standing): boolean =>
    failing.has(cause.key) || (sources.has(cause.source) && (world.slack.get(cause.key)?.above ?? 0) > 0)
  world.crowds.forEach((crowd, index) => {
    if (crowd.standings.length === 0) return
    const over = crowd.standings.filter((standing) => standing.open && !standing.failed && !couldFail(standing))
    if (over.length > 0) world.crowds[index] = onceWithout(crowd, over, world.step)
  })
}

const settled = new WeakMap<Crowd, Map<string, Crowd>>()

/** The same for the same doubts of the same crowd, whichever play ends them. */
function onceWithout(crowd: Crowd, over: readonly Standing[], step: number): Crowd {
  const known = entriesOf(settled, crowd)
  const key = `${step} ${over.map((one) => crowd.standings.indexOf(one)).join()}`
  const after = known.get(key) ?? withoutDoubts(crowd, over, step)
  known.set(key, after)
  return after
}

/** Who could have failed stays among those that nobody can tell apart, for the steps at which it was so. */
function withoutDoubts(crowd: Crowd, over: readonly Standing[], step: number): Crowd {
  const standings = crowd.standings.flatMap((standing) => {
    if (!over.includes(standing)) return [standing]
    return standing.firstStep < step ? [{ ...standing, open: false, lastStep: step - 1 }] : []
  })
  const sources = new Set(standings.filter((one) => one.open && !one.determined).map((one) => one.cause.source ?? null))
  const undetermined = new Map([...crowd.undetermined].filter(([key]) => sources.has(sourceOfKey(key))))
  return { ...crowd, standings, undetermined }
}

const sourceOfKey = (key: string): Source => key.slice(0, key.indexOf('|')) || null
