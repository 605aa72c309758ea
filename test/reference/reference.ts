import type { Case, Row } from './case.js'
import { make, reprocess, type Made, type Refusal } from './changes.js'
import { conditionsOnGroup, conditionsOnProduct, conditionsOnUser, productsNamed } from './condition.js'
import { grantsOf, holdingsOf, standingOn, standingOnGroup, unitsOf, type Holding } from './judge.js'
import { explainRecorded, type Doing, type Shortage } from './settle.js'
import { build, effectiveOf, failed, has, intentOf, plansOf, rowsOf, sourcesOf } from './world.js'
import type { Origin, Person, Source, World } from './world.js'

/** One finding on one user: which steps it stood. Step 0 is the snapshot. */
export interface Found {
  readonly rule: string | null
  /** Graph's code; null: the rule blocks nothing, and source and product say nothing. */
  readonly error: string | null
  readonly source: Source
  readonly sku: string | null
  /** What a rule that blocks nothing speaks of: another set of holdings (of a condition: of products) is another finding. */
  readonly about: string
  readonly origin: Origin
  readonly firstStep: number
  readonly lastStep: number
}

export interface StepPlayed {
  readonly outcome: 'accepted' | 'refused' | 'partly'
  readonly refusals: readonly Refusal[]
}

/** What the reference says happens. */
export interface Played {
  readonly steps: readonly StepPlayed[]
  /** After the last step, of the users that are there then. */
  readonly rows: ReadonlyMap<string, readonly Row[]>
  readonly findings: ReadonlyMap<string, readonly Found[]>
  /** Rules that block nothing, on groups and products: `rule|id`, by step. */
  readonly others: readonly (readonly string[])[]
  readonly seats: ReadonlyMap<string, { before: number; after: number; unitsAfter: number; waiting: number }>
  readonly pending: ReadonlyMap<string, number>
  readonly shortages: readonly Shortage[]
  readonly impact: ReadonlyMap<string, readonly { step: number; gains: string[]; loses: string[] }[]>
}


/** Plays a plan one user at a time. */
export function play(input: Case): Played {
  const world = build(input)
  explainRecorded(world)
  const start = startOf(world)
  const before = new Map([...world.stock.values()].map((stock) => [stock.id, stock.consumed]))
  const pending = pendingOf(world)
  const standings = [standingsOf(world, start)]
  const others = [othersOf(world)]
  const plans = [plansOfAll(world)]
  const shortages: Shortage[] = []
  const steps = input.changes.map((change, index) => {
    const doing: Doing = { step: index + 1, lost: new Set(), shortages }
    const made = make(world, change, doing)
    if (input.settings.assumeReprocess) reprocess(world, [...world.people.values()], doing)
    standings.push(standingsOf(world, start))
    others.push(othersOf(world))
    plans.push(plansOfAll(world))
    return stepOf(made)
  })
  const alive = [...world.people.values()].filter((who) => !who.deleted)
  return {
    steps,
    rows: new Map(alive.map((who) => [who.id, rowsOf(world, who)])),
    findings: new Map([...world.people.keys()].map((id) => [id, foundOn(id, standings)])),
    others,
    seats: new Map(
      [...world.stock.values()].map((stock) => [
        stock.id,
        {
          before: before.get(stock.id) ?? 0,
          after: stock.consumed,
          unitsAfter: unitsOf(world, stock.id),
          waiting: alive.filter((who) => waits(who, stock.id)).length,
        },
      ]),
    ),
    pending,
    shortages,
    impact: new Map([...world.people.keys()].map((id) => [id, impactOn(id, plans)])),
  }
}

function stepOf(made: Made): StepPlayed {
  const { calls, refusals } = made
  const outcome = refusals.length === 0 ? 'accepted' : refusals.length === calls ? 'refused' : 'partly'
  return { outcome, refusals: refusals.flat() }
}

/** What everybody has in the snapshot. */
type Start = ReadonlyMap<string, { readonly plans: readonly string[]; readonly holdings: readonly Holding[] }>

function startOf(world: World): Start {
  return new Map(
    [...world.people.values()].map((who) => [
      who.id,
      { plans: plansOf(world, who), holdings: holdingsOf(world, grantsOf(who)) },
    ]),
  )
}

function plansOfAll(world: World): Map<string, string[]> {
  return new Map([...world.people.values()].map((who) => [who.id, who.deleted ? [] : plansOf(world, who)]))
}

type Stands = Omit<Found, 'firstStep' | 'lastStep'>
/** What stands on each user after one step. */
type Standings = Map<string, Stands[]>

function standingsOf(world: World, start: Start): Standings {
  return new Map([...world.people.values()].map((who) => [who.id, who.deleted ? [] : standings(world, who, start)]))
}

function standings(world: World, who: Person, start: Start): Stands[] {
  const recorded = [...who.sources].flatMap(([source, held]) => held.blames.map((blame) => ({ ...blame, source, about: '' })))
  const broken = standingOn(world, who, start.get(who.id)?.holdings ?? []).flatMap(({ rule, holdings }) =>
    rule.kind === 'usage-location' || rule.kind === 'unique-proxy'
      ? [...new Set(holdings.map((one) => `${one.source ?? ''}/${one.sku}`))].map((one) => quiet(rule.id, [one]))
      : [quiet(rule.id, aboutOf(holdings).sort())],
  )
  const products = [...new Set([...who.sources.values()].flatMap((held) => held.effective.map((license) => license.skuId)))]
  const house = conditionsOnUser(world, who, start.get(who.id)?.plans ?? []).map((rule) => quiet(rule.id, ['shows', ...productsNamed(rule.when, products)]))
  return [...recorded, ...broken, ...house]
}

/** The first product (direct first, then by group) fails; what it meets elsewhere is part of the finding's name. */
function aboutOf(holdings: readonly Holding[]): string[] {
  const places = holdings.map((one) => `${one.source ?? ''}/${one.sku}`).sort()
  const others = holdings.filter((one) => `${one.source ?? ''}/${one.sku}` !== places[0])
  return [`fails ${places[0]}`, ...others.map((one) => `${one.source ?? ''}/${one.sku}/${one.plan}`)]
}

function quiet(rule: string, about: readonly string[]): Stands {
  return { rule, error: null, source: null, sku: null, about: about.join(), origin: 'introduced' }
}

function othersOf(world: World): string[] {
  const groups = [...world.teams.values()].flatMap((team) =>
    [...standingOnGroup(world, team.id, team.licenses), ...conditionsOnGroup(world, team)].map((rule) => `${rule.id}|${team.id}`),
  )
  const products = [...world.stock.values()]
    .filter((stock) => stock.owned)
    .flatMap((stock) => [...lowStock(world, stock.id), ...conditionsOnProduct(world, stock)].map((rule) => `${rule.id}|${stock.id}`))
  return [...groups, ...products].sort()
}

function lowStock(world: World, sku: string) {
  const free = unitsOf(world, sku) - (world.stock.get(sku)?.consumed ?? 0)
  return world.rules.filter(
    (rule) =>
      rule.kind === 'seats' &&
      rule.severity !== 'error' &&
      (rule.products.length === 0 || rule.products.includes(sku)) &&
      free < rule.keepFree,
  )
}

function keyOf(found: Stands): string {
  return [found.rule ?? '', found.error ?? '', found.source ?? '', found.sku ?? '', found.about].join('|')
}

/** Joins what stood step by step into stretches. What stands in the snapshot exists already. */
function foundOn(id: string, byStep: readonly Standings[]): Found[] {
  const done: Found[] = []
  let open = new Map<string, Found>()
  byStep.forEach((standings, step) => {
    const next = new Map<string, Found>()
    for (const one of standings.get(id) ?? []) {
      const key = keyOf(one)
      const before = open.get(key) ?? [...open.values()].find((other) => showsLess(one, other))
      const origin = step === 0 || before?.origin === 'existing' ? 'existing' : one.origin
      next.set(key, { ...one, origin, firstStep: before?.firstStep ?? step, lastStep: step })
    }
    for (const [key, found] of open) if (!next.has(key)) done.push(found)
    open = next
  })
  return namedInRetrospect([...done, ...open.values()])
}

/** A condition that shows some of the products that it showed before is the same finding. */
function showsLess(now: Stands, before: Found): boolean {
  const shown = now.about.split(',')
  return (
    now.rule === before.rule &&
    shown[0] === 'shows' &&
    shown.length > 1 &&
    shown.every((one) => before.about.split(',').includes(one))
  )
}

/** The same code was recorded in the snapshot: what an attempt meets later exists from the start, and gives the record its name. */
function namedInRetrospect(list: readonly Found[]): Found[] {
  const follows = (one: Found, other: Found) =>
    other.rule !== null &&
    other.origin === 'existing' &&
    other.firstStep === one.lastStep + 1 &&
    [one.error, one.source, one.sku].join() === [other.error, other.source, other.sku].join()
  return list
    .filter((one) => one.rule !== null || !list.some((other) => follows(one, other)))
    .map((one) => (one.origin === 'existing' ? Object.assign({}, one, { firstStep: 0 }) : one))
}

function waits(who: Person, sku: string): boolean {
  return [...who.sources.values()].some((held) => held.codes[sku] === 'CountViolation')
}

/** Users, by product, whose intent waits without anything recorded. */
function pendingOf(world: World): Map<string, number> {
  const waiting = (who: Person, sku: string) =>
    !has(who, sku) &&
    sourcesOf(world, who).some(
      (source) =>
        !failed(who, source) &&
        intentOf(world, who, source).some((license) => license.skuId === sku) &&
        !effectiveOf(who, source).some((license) => license.skuId === sku),
    )
  return new Map(
    [...world.stock.keys()].map((sku) => [sku, [...world.people.values()].filter((who) => waiting(who, sku)).length]),
  )
}

function impactOn(id: string, plans: readonly ReadonlyMap<string, readonly string[]>[]) {
  return plans.slice(1).flatMap((now, index) => {
    const was = plans[index]?.get(id) ?? []
    const is = now.get(id) ?? []
    const gains = is.filter((plan) => !was.includes(plan))
    const loses = was.filter((plan) => !is.includes(plan))
    return gains.length + loses.length > 0 ? [{ step: index + 1, gains, loses }] : []
  })
}
