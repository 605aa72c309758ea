import type { License } from '../../src/model/tenant.js'
import { blocksOf, grantsOf, holdingsOf, needsOf, releasesOf, sharesAddress, shortBy, type Block } from './judge.js'
import { at, effectiveOf, failed, inStep, intentOf, precedence, sameLicenses } from './world.js'
import type { Blame, Held, Person, Source, World } from './world.js'

/** How many users can fail for a product, over all orders in which they could have been served. */
export interface Shortage {
  readonly step: number
  readonly rule: string
  readonly source: Source
  readonly sku: string
  readonly failed: number
  readonly min: number
  readonly max: number
}

/** What happened in a step so far. */
export interface Doing {
  readonly step: number
  /** Users of whom a group source lost a holding. */
  readonly lost: Set<string>
  readonly shortages: Shortage[]
}

interface Move {
  readonly who: Person
  readonly source: Source
  readonly intended: readonly License[]
  readonly blocks: readonly Block[]
  readonly needs: readonly string[]
}

/** Attempts of one step: direct first, then group by group, everybody's attempt of one source together. */
export function attemptAll(world: World, attempts: readonly { who: Person; source: Source }[], doing: Doing): void {
  const groups = new Set(attempts.map((attempt) => attempt.source).filter((source) => source !== null))
  for (const source of [null, ...[...groups].sort()]) {
    const who = new Map(attempts.filter((one) => one.source === source).map((one) => [one.who.id, one.who]))
    attemptInTurn(world, [...who.values()], source, doing)
  }
}

/** Where an address is taken by who is licensed (A-PROXY-OBJECT flipped), users who share one come last, one by one. */
function attemptInTurn(world: World, people: readonly Person[], source: Source, doing: Doing): void {
  const matters =
    !world.settings.assumptions['A-PROXY-OBJECT'] && world.rules.some((rule) => rule.kind === 'unique-proxy')
  const shares = (who: Person) => matters && sharesAddress(world, who)
  attemptTogether(world, people.filter((who) => !shares(who)), source, doing)
  const sharing = people.filter(shares).sort((one, other) => (one.id < other.id ? -1 : 1))
  for (const who of sharing) attemptTogether(world, [who], source, doing)
}

/** One source of several users: judged, the blocked fail, those without need go first, then the others in their order. */
export function attemptTogether(world: World, people: readonly Person[], source: Source, doing: Doing): void {
  const moves = people.filter((who) => !who.deleted).map((who) => moveOf(world, who, source))
  for (const move of moves.filter((one) => one.blocks.length > 0)) fail(world, move, blamesOf(move.blocks), doing)
  const clear = moves.filter((one) => one.blocks.length === 0)
  for (const move of clear.filter((one) => one.needs.length === 0)) succeed(world, move, doing)
  const waiting = inOrder(world, clear.filter((one) => one.needs.length > 0))
  forecast(world, waiting, doing)
  giveSeats(world, waiting, doing)
}

function moveOf(world: World, who: Person, source: Source): Move {
  const intended = intentOf(world, who, source)
  const blocks = inStep(world, who, source) ? [] : blocksOf(world, who, source, intended)
  return { who, source, intended, blocks, needs: needsOf(who, intended) }
}

function inOrder(world: World, moves: readonly Move[]): Move[] {
  const up = world.settings.assumptions['A-SEAT-ORDER'] ? 1 : -1
  return [...moves].sort((one, other) => (one.who.id < other.who.id ? -up : up))
}

/** One after the other; what swaps free comes back when all have had their turn. */
function giveSeats(world: World, waiting: readonly Move[], doing: Doing): void {
  const freed: string[] = []
  for (const move of waiting) {
    const blames = countBlames(world, move)
    if (blames.length > 0) freed.push(...fail(world, move, blames, doing, 'later'))
    else freed.push(...succeed(world, move, doing, 'later'))
  }
  giveBack(world, freed)
}

function countBlames(world: World, move: Move): Blame[] {
  return move.needs.flatMap((sku) =>
    shortBy(world, sku).map((rule): Blame => ({ rule: rule.id, error: 'CountViolation', sku, origin: 'introduced' })),
  )
}

function blamesOf(blocks: readonly Block[]): Blame[] {
  return blocks.flatMap((block) =>
    block.culprits.map((sku): Blame => ({ rule: block.rule.id, error: block.error, sku, origin: 'introduced' })),
  )
}

function succeed(world: World, move: Move, doing: Doing, back: 'now' | 'later' = 'now'): string[] {
  const held = at(move.who.sources, move.source)
  held.codes = {}
  held.blames = []
  return become(world, move.who, move.source, move.intended, doing, back)
}

function fail(
  world: World,
  move: Move,
  blames: readonly Blame[],
  doing: Doing,
  back: 'now' | 'later' = 'now',
): string[] {
  const held = at(move.who.sources, move.source)
  held.blames = blames.map((blame) => ({ ...blame, origin: originOf(held, blame) }))
  held.codes = codesOf(blames)
  return become(world, move.who, move.source, leftAfterFailure(world, move, held), doing, back)
}

/** The same code on the same product was there before: it is the same trouble, of the same origin. */
function originOf(held: Held, blame: Blame): Blame['origin'] {
  const before = held.blames.find((one) => one.sku === blame.sku && one.error === blame.error)
  return before?.origin ?? 'introduced'
}

function codesOf(blames: readonly Blame[]): Record<string, string> {
  const codes: Record<string, string> = {}
  for (const code of [...precedence].reverse())
    for (const blame of blames) if (blame.error === code) codes[blame.sku] = code
  return codes
}

/** What a failed attempt leaves on: everything, unless an assumption is flipped. */
function leftAfterFailure(world: World, move: Move, held: Held): readonly License[] {
  const removalBlocked = move.blocks.some((block) => block.removal)
  const { 'A-SIBLINGS-STAY': stay, 'A-LEAVE-ALL': leaveAll } = world.settings.assumptions
  if (!removalBlocked) return stay ? held.effective : []
  if (leaveAll || move.blocks.some((block) => !block.removal)) return held.effective
  const keeps = (sku: string) => sku in held.codes || move.intended.some((license) => license.skuId === sku)
  return held.effective.filter((license) => keeps(license.skuId))
}

/** Sets what a source gives and moves the seats along. Returns what is still to be given back. */
function become(
  world: World,
  who: Person,
  source: Source,
  licenses: readonly License[],
  doing: Doing,
  back: 'now' | 'later',
): string[] {
  const before = holdingsOf(world, grantsOf(who))
  const takes = needsOf(who, licenses)
  const gives = releasesOf(who, source, licenses)
  at(who.sources, source).effective = [...licenses]
  for (const sku of takes) stockOf(world, sku, 1)
  if (back === 'now') giveBack(world, gives)
  const after = holdingsOf(world, grantsOf(who))
  const stays = (plan: string | null, sku: string) =>
    after.some((holding) => holding.plan === plan && holding.sku === sku && holding.source === source)
  if (source !== null && before.some((one) => one.source === source && !stays(one.plan, one.sku))) doing.lost.add(who.id)
  return back === 'now' ? [] : gives
}

function stockOf(world: World, sku: string, by: number): void {
  const stock = world.stock.get(sku)
  if (stock) stock.consumed += by
}

export function giveBack(world: World, skus: readonly string[]): void {
  for (const sku of skus) stockOf(world, sku, -1)
}

/** Tries every order of those who wait, and notes the fewest and the most that go without. */
function forecast(world: World, waiting: readonly Move[], doing: Doing): void {
  if (waiting.length === 0 || waiting.length > 6) return
  const outcomes = permutations(waiting).map((order) => failuresIn(world, order))
  for (const key of new Set(outcomes.flatMap((outcome) => [...outcome.keys()]))) {
    const counts = outcomes.map((outcome) => outcome.get(key) ?? 0)
    const [rule = '', source = '', sku = ''] = key.split('|')
    const failed = failuresIn(world, waiting).get(key) ?? 0
    doing.shortages.push({
      step: doing.step,
      rule,
      source: source === '' ? null : source,
      sku,
      failed,
      min: Math.min(...counts),
      max: Math.max(...counts),
    })
  }
}

function failuresIn(world: World, order: readonly Move[]): Map<string, number> {
  const before = new Map([...world.stock.values()].map((stock) => [stock.id, stock.consumed]))
  const failures = new Map<string, number>()
  for (const move of order) {
    const blames = countBlames(world, move)
    for (const blame of blames) {
      const key = `${blame.rule}|${move.source ?? ''}|${blame.sku}`
      failures.set(key, (failures.get(key) ?? 0) + 1)
    }
    if (blames.length === 0) for (const sku of move.needs) stockOf(world, sku, 1)
  }
  for (const stock of world.stock.values()) stock.consumed = before.get(stock.id) ?? 0
  return failures
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]]
  return list.flatMap((first, index) =>
    permutations(list.filter((_, other) => other !== index)).map((rest) => [first].concat(rest)),
  )
}

/** A direct call: judged like an attempt, with the seats that are free now; undefined: it went through. */
export function callDirect(world: World, who: Person, asked: readonly License[], doing: Doing): Blame[] | undefined {
  const blocks = sameLicenses(effectiveOf(who, null), asked) ? [] : blocksOf(world, who, null, asked)
  const move: Move = { who, source: null, intended: asked, blocks, needs: needsOf(who, asked) }
  if (blocks.length > 0) return blamesOf(blocks)
  const blames = countBlames(world, move)
  if (blames.length > 0) return blames
  at(who.sources, null).asked = [...asked]
  succeed(world, move, doing)
  return undefined
}

/** A-RETRY: conflicts that a lost group holding may have cleared, in the order of group ids, until nothing changes. */
export function retry(world: World, doing: Doing): void {
  if (!world.settings.assumptions['A-RETRY']) return
  for (let tried = true; tried; ) {
    tried = false
    for (const group of [...world.teams.keys()].sort()) {
      const people = [...world.people.values()].filter(
        (who) => doing.lost.has(who.id) && conflicting(who, group) && !stillConflicts(world, who, group),
      )
      if (people.length > 0) tried = true
      attemptInTurn(world, people, group, doing)
    }
  }
}

function conflicting(who: Person, source: Source): boolean {
  return Object.values(who.sources.get(source)?.codes ?? {}).includes('MutuallyExclusiveViolation')
}

function stillConflicts(world: World, who: Person, source: Source): boolean {
  return moveOf(world, who, source).blocks.some((block) => block.error === 'MutuallyExclusiveViolation')
}

/** Every group source of a user that is out of step or has something recorded. */
export function stale(world: World, who: Person): Source[] {
  const groups = new Set([...who.sources.keys(), ...who.memberOf].filter((source) => source !== null))
  return [...groups].filter((source) => !inStep(world, who, source) || failed(who, source))
}

/** What the snapshot recorded, laid to the rules that explain it, or to the service alone. */
export function explainRecorded(world: World): void {
  for (const who of world.people.values())
    for (const [source, held] of who.sources)
      held.blames = Object.entries(held.codes).flatMap(([sku, code]) => recorded(world, who, source, sku, code))
}

function recorded(world: World, who: Person, source: Source, sku: string, code: string): Blame[] {
  const blocks = blocksOf(world, who, source, intentOf(world, who, source))
  const rules =
    code === 'CountViolation'
      ? asksFor(world, who, source, sku)
        ? shortBy(world, sku, waitingFor(world, sku)).map((rule) => rule.id)
        : []
      : blamesOf(blocks).flatMap((blame) => (blame.sku === sku && blame.error === code ? [blame.rule] : []))
  return (rules.length > 0 ? rules : [null]).map((rule) => ({ rule, error: code, sku, origin: 'existing' }))
}

/** Whether a source that failed for want of a seat would ask for one again: nothing else blocks it. */
function asksFor(world: World, who: Person, source: Source, sku: string): boolean {
  const intended = intentOf(world, who, source)
  return needsOf(who, intended).includes(sku) && blocksOf(world, who, source, intended).length === 0
}

/** Users whom the snapshot shows without a seat that they would ask for again. */
function waitingFor(world: World, sku: string): number {
  const waits = (who: Person) =>
    [...who.sources].some(
      ([source, held]) => held.codes[sku] === 'CountViolation' && asksFor(world, who, source, sku),
    )
  return [...world.people.values()].filter(waits).length
}
