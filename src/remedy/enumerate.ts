import type { Found } from '../explain/findings.js'
import type { Case } from './case.js'
import type { Move } from './move.js'
import { areAtOdds } from './odds.js'
import { needsOf } from './needs.js'
import { offersOnce, type Offers } from './offers.js'
import { playSet } from './play-set.js'
import { cohortsOf, usersOf, type Scene } from './scene.js'
import { isGift, met, useOf, type Progress } from './use.js'
import type { Tools } from './tools.js'
import { bearsOn, scopeOf, touchedBy, usersIn, type Scope, type Touched } from './touch.js'
import { compare, inTheWay, shortfalls, type Base, type Played, type Trial } from './trial.js'

/** A set of moves that cures, with the proof. */
export interface Cure {
  readonly moves: readonly Move[]
  readonly trial: Trial
}

export interface Enumeration {
  /** Minimal clean sets, and minimal sets at a price, in the order found. */
  readonly cures: readonly Cure[]
  /** Every move that came up. */
  readonly universe: readonly Move[]
  /** Whether the search ran to its end. */
  readonly isComplete: boolean
  /** What it stopped at where it did not. */
  readonly reached: ReadonlySet<Reached>
}

/** A bound that a search may reach: moves in a set, sets, users of the finding. */
export type Reached = 'size' | 'trials' | 'users'

/**
 * All minimal sets of moves that cure a finding (docs/remedies.md). Something stands in the way of every set that is not clean;
 * whatever larger set is, has a move that bears on it. So one obstacle is chosen, and the set is extended by each move that bears
 * on that one, those that come up later too. Smaller sets are tried before larger ones; supersets of a clean set are not tried.
 */
export async function enumerate(base: Base, target: Found, tools: Tools): Promise<Enumeration> {
  const search = await openSearch(base, target, tools)
  for (let next = take(search); next; next = take(search)) await extend(search, next)
  await tryParts(search)
  return { cures: minimal(search), universe: [...search.known.values()].map((one) => one.move), isComplete: search.reached.size === 0, reached: search.reached }
}

/** A move that came up, with what the search needs of it. */
interface Known {
  readonly move: Move
  readonly number: number
  readonly touched: Touched
  /** Offered for the finding itself: others answer what a set leaves or causes. */
  readonly isFirst: boolean
}

/** What the search knows so far. */
interface Search {
  readonly base: Base
  readonly target: Found
  readonly tools: Tools
  readonly home: Scene
  readonly known: Map<string, Known>
  /** Which of the moves contradict each other, asked once for each two. */
  readonly odds: (a: Known, b: Known) => boolean
  readonly movesFor: Offers
  /** Each of several needs of the finding: no set cures that has nothing that bears on one of them. */
  readonly needs: Obstacle[]
  /** Sets that may grow, by every move that will yet come up. */
  readonly nodes: Node[]
  /** Sets to try, by their size; of one size first those that grow by what is offered. */
  readonly waiting: Extension[][]
  /** Keys of the sets that were tried. */
  readonly seen: Set<string>
  /** Keys of those that leave a need open, and need not be tried. */
  readonly passed: Set<string>
  /** The edits of the sets that were tried: of sets that edit alike one grows. */
  readonly byEdits: Set<string>
  /** The least of the sets that cure, by their edits. */
  readonly cures: Map<string, Cure>
  /** All sets that cure. */
  readonly curing: Cure[]
  /** Of those the clean ones, as numbers of moves. */
  readonly clean: (readonly number[])[]
  readonly reached: Set<Reached>
}

/** A set that may grow by the moves that bear on one thing that stands in its way. */
interface Node {
  readonly set: readonly Known[]
  readonly obstacle: Obstacle
  /** Which moves can be of use. */
  readonly by: (move: Move) => boolean
  /** Moves that larger sets do not get from here: those sets are reached elsewhere. */
  readonly without: Set<Known>
  readonly progress: Progress
}

/** Something in the way, and the tenant as it stands before the original step at which it arises; or several, one of which is to be removed. */
interface Obstacle {
  readonly parts: readonly { readonly found: Found; readonly scope: Scope }[]
  /** Ids of the moves that are offered for it. */
  readonly offers: ReadonlySet<string>
  /** Where it is one need of several: ids of the gifts that are offered for others alone. */
  readonly others: ReadonlySet<string>
}

/** A set and the move by which it is to grow. */
interface Extension {
  readonly parent: Node
  readonly one: Known
}

async function openSearch(base: Base, target: Found, tools: Tools): Promise<Search> {
  const home = await tools.scenes(target.step)
  const search: Search = {
    base,
    target,
    tools,
    home,
    known: new Map(),
    odds: oddsOf(),
    movesFor: offersOnce(),
    needs: [],
    nodes: [],
    waiting: [],
    seen: new Set(),
    passed: new Set(),
    byEdits: new Set(),
    cures: new Map(),
    curing: [],
    clean: [],
    reached: new Set(target.count.count > tools.bounds.users ? ['users'] : []),
  }
  await openRoot(search)
  return search
}

async function openRoot(search: Search): Promise<void> {
  const { base, target, home } = search
  const moves = await offered(search, base, target, home, true)
  for (const one of moves) await know(search, one, true)
  const scope = scopeOf(target, home)
  const whole = { parts: [{ found: target, scope }], offers: new Set(moves.map(({ id }) => id)), others: none }
  for (const found of needsOf(target)) search.needs.push(needOf(found, scope, moves, await offered(search, base, found, home, true)))
  const now = met(inTheWay(base, target, base))
  const root = { set: [], by: () => true, without: new Set<Known>(), progress: { now, best: now, failed: [] } }
  open(search, { ...root, obstacle: fewest(search, root, [whole, ...search.needs])! })
}

const none: ReadonlySet<string> = new Set()

/** One need of several, by what is offered for all of them and for this one. */
function needOf(found: Found, scope: Scope, all: readonly Move[], own: readonly Move[]): Obstacle {
  const offers = new Set(own.map(({ id }) => id))
  return { parts: [{ found, scope }], offers, others: new Set(all.filter((one) => isGift(one) && !offers.has(one.id)).map(({ id }) => id)) }
}

function oddsOf(): Search['odds'] {
  const known = new Map<string, boolean>()
  return (a, b) => {
    const key = a.number < b.number ? `${a.number} ${b.number}` : `${b.number} ${a.number}`
    const are = known.get(key) ?? areAtOdds([a.move, b.move])
    known.set(key, are)
    return are
  }
}

function open(search: Search, node: Node): void {
  search.nodes.push(node)
  for (const one of search.known.values()) grow(search, node, one)
}

/** A move that comes up may answer what stands in the way of sets that were tried before. */
async function know(search: Search, move: Move, isFirst: boolean): Promise<void> {
  if (search.known.has(move.id)) return
  const made = { move, number: search.known.size, touched: touchedBy(move, await search.tools.scenes(move.step)), isFirst }
  search.known.set(move.id, made)
  for (const node of search.nodes) grow(search, node, made)
}

function grow(search: Search, parent: Node, one: Known): void {
  if (!answers(search, parent, one, parent.obstacle)) return
  const rank = 2 * parent.set.length + (parent.obstacle.offers.has(one.move.id) ? 0 : 1)
  ;(search.waiting[rank] ??= []).push({ parent, one })
}

/** Whether a set may grow by a move that bears on the obstacle. */
const answers = ({ odds }: Search, { set, by, without }: Omit<Node, 'obstacle'>, one: Known, obstacle: Obstacle): boolean =>
  !set.includes(one) && !without.has(one) && by(one.move) && bears(one, obstacle) && !set.some((other) => odds(one, other))

/** The obstacle that the fewest moves answer. */
function fewest(search: Search, node: Omit<Node, 'obstacle'>, obstacles: readonly Obstacle[]): Obstacle | undefined {
  const counts = obstacles.map((obstacle) => [...search.known.values()].filter((one) => answers(search, node, one, obstacle)).length)
  return obstacles[counts.indexOf(Math.min(...counts))]
}

/** Whether a move is offered for an obstacle or might remove it all the same. Gifts remove nothing but a need. */
const bears = ({ move, touched }: Known, { parts, offers, others }: Obstacle): boolean =>
  offers.has(move.id) ||
  (!others.has(move.id) && parts.some(({ found, scope }) => (!isGift(move) || isNeed(found)) && bearsOn(touched, scope)))

/** Whether something is missing: a plan that another needs, or one that a house rule sees go. */
const isNeed = ({ cause }: Found): boolean => cause.evidence.kind === 'prerequisite' || cause.evidence.kind === 'condition'

/** The next set to try, a smallest. */
function take({ waiting }: Search): Extension | undefined {
  return waiting.find((some) => some?.length > 0)?.shift()
}

const keyOf = (set: readonly Known[]): string => set.map(({ number }) => number).join()

/** Tries a set, unless it was tried before or cannot be of use. Once all that grows out of it is under way, its fellows go without its last move. */
async function extend(search: Search, { parent, one }: Extension): Promise<void> {
  const { seen, passed, tools } = search
  const set = [...parent.set, one].sort((a, b) => a.number - b.number)
  if (seen.has(keyOf(set)) || passed.has(keyOf(set)) || hasCleanPart(search, set)) return
  const bound = set.length > tools.bounds.size ? 'size' : seen.size >= tools.bounds.trials ? 'trials' : undefined
  if (bound) search.reached.add(bound)
  if (bound) return
  const without = new Set(parent.without)
  const isWhole = await growFrom(search, parent, one, set, without)
  if (isWhole) parent.without.add(one)
}

/** Whether all that is of use grows from the set. */
async function growFrom(search: Search, parent: Node, last: Known, set: readonly Known[], without: Set<Known>): Promise<boolean> {
  const needs = openNeeds(search, set)
  if (needs.length > 0) return passNode(search, parent, last, set, without, needs)
  const cure = await tried(search, set)
  return cure !== undefined && (await openNode(search, parent, last, set, without, cure.trial))
}

/** The needs on which no move of a set bears: such a set cures nothing. */
const openNeeds = ({ needs }: Search, set: readonly Known[]): readonly Obstacle[] => needs.filter((need) => !set.some((one) => bears(one, need)))

/** A set that need not be tried: it leaves a need open, and larger ones answer that first. */
function passNode(search: Search, { progress }: Node, last: Known, set: readonly Known[], without: Set<Known>, needs: readonly Obstacle[]): true {
  search.passed.add(keyOf(set))
  const failed = isGift(last.move) ? [...progress.failed, last.move] : progress.failed
  const node = { set, by: () => true, without, progress: { ...progress, failed } }
  open(search, { ...node, obstacle: fewest(search, node, needs)! })
  return true
}

/** Supersets of a clean set are not tried. */
function hasCleanPart({ clean }: Search, set: readonly Known[]): boolean {
  const numbers = new Set(set.map(({ number }) => number))
  return clean.some((part) => part.length < numbers.size && part.every((number) => numbers.has(number)))
}

async function tried(search: Search, set: readonly Known[]): Promise<Cure | undefined> {
  const { base, target, tools, seen } = search
  const moves = set.map((one) => one.move)
  const played = await playSet(base, moves, tools, (some) => shortfalls(base, target, some))
  const cure = played && { moves: played.moves, trial: compare(base, target, played.played) }
  seen.add(keyOf(set))
  return cure && note(search, set, cure) ? cure : undefined
}

/** Whether no set before edited alike. Of those that do, a smallest is kept. */
function note({ byEdits, cures, curing, clean }: Search, set: readonly Known[], cure: Cure): boolean {
  const { key } = cure.trial
  const isOther = !byEdits.has(key)
  byEdits.add(key)
  if (!cure.trial.isCured) return isOther
  const other = cures.get(key)
  if (!other || cure.moves.length < other.moves.length) cures.set(key, cure)
  curing.push(cure)
  if (isClean(cure)) clean.push(set.map(({ number }) => number))
  return isOther
}

/** The node of a set: of what stands in its way, that is answered on which the fewest moves bear. Whether all that is of use grows from it. */
async function openNode(search: Search, parent: Node, last: Known, set: readonly Known[], without: Set<Known>, trial: Trial): Promise<boolean> {
  const use = useOf(parent.progress, parent.set.map((one) => one.move), last.move, trial)
  const node = { set, by: use.by, without, progress: use.progress }
  const obstacles: Obstacle[] = []
  for (const some of use.toAnswer) obstacles.push(...(await obstaclesOf(search, set, trial, some)))
  const obstacle = fewest(search, node, obstacles)
  if (obstacle) open(search, { ...node, obstacle })
  return use.isWhole
}

/** What stands in the way together, and each of its needs. What only an answer breaks is answered with seats, or with moves that come up elsewhere. */
async function obstaclesOf(search: Search, set: readonly Known[], trial: Trial, some: readonly Found[]): Promise<readonly Obstacle[]> {
  const parts: { found: Found; scope: Scope; moves: readonly Move[] }[] = []
  for (const found of some) parts.push(await partOf(search, set, trial, found))
  const moves = parts.flatMap((part) => part.moves)
  const whole = { parts, offers: new Set(moves.map(({ id }) => id)), others: none }
  // A gift that failed may need what is offered for another need.
  const needs = some.length > 1 || trial.caused.length + trial.refused.length > 0 ? [] : needsOf(some[0]!)
  const apart: Obstacle[] = []
  for (const need of needs) apart.push(needOf(need, parts[0]!.scope, moves, (await partOf(search, set, trial, need)).moves))
  return [whole, ...apart]
}

async function partOf(search: Search, set: readonly Known[], trial: Trial, found: Found): Promise<{ found: Found; scope: Scope; moves: readonly Move[] }> {
  const scene = await search.tools.scenes(trial.edited.anchors[found.step - 1] ?? 0)
  const isOwn = await isOfFirst(search, set, found)
  const moves = await offered(search, trial, found, scene, false)
  for (const one of moves) if (isOwn || one.counted) await know(search, one, false)
  return { found, scope: scopeOf(found, scene), moves }
}

/** Whether the obstacle arises by those moves alone that are offered for the finding itself. */
async function isOfFirst({ base, target, tools }: Search, set: readonly Known[], { cause }: Found): Promise<boolean> {
  const first = set.filter((one) => one.isFirst || one.move.counted)
  if (first.length === set.length) return true
  const played = await playSet(base, first.map((one) => one.move), tools, (some) => shortfalls(base, target, some))
  if (!played) return false
  const { left, caused } = compare(base, target, played.played)
  return [...left, ...caused].some((one) => one.cause.key === cause.key)
}

/** Cohorts of a finding up to which moves on one of them are offered. */
const mostCohorts = 3

async function offered({ home, tools, movesFor }: Search, played: Played, found: Found, scene: Scene, isFirst: boolean): Promise<readonly Move[]> {
  const users = usersOf(found)
  const the: Case = { found, scene, home, users: users.length > tools.bounds.users ? [] : users, siblings: played.found }
  const moves = [...(await movesFor(the)), ...(isFirst ? await movesOnOne(the, movesFor) : [])]
  return tools.narrow ? moves.flatMap((one) => tools.narrow!(one) ?? []) : moves
}

/** The moves on users once more, for each cohort by itself. */
async function movesOnOne(the: Case, movesFor: Offers): Promise<readonly Move[]> {
  const cohorts = cohortsOf(the.scene, the.users)
  if (cohorts.length < 2 || cohorts.length > mostCohorts) return []
  const moves: Move[] = []
  for (const users of cohorts) moves.push(...(await movesFor({ ...the, users })).filter((one) => isOnUsers(one, users)))
  return moves
}

const isOnUsers = (one: Move, users: readonly number[]): boolean => {
  const touched = one.deeds.flatMap(usersIn)
  return touched.length > 0 && !one.counted && touched.every((ordinal) => users.includes(ordinal))
}

/** What is offered is minimal: parts that no growing set passed through are tried, too. */
async function tryParts(search: Search): Promise<void> {
  const { known } = search
  for (const { moves } of minimal(search))
    for (const part of properParts(moves.map((one) => known.get(one.id)!).sort((a, b) => a.number - b.number))) {
      if (search.seen.has(keyOf(part)) || openNeeds(search, part).length > 0) continue
      await tried(search, part)
    }
}

/** Up to this size every part of a set is tried; of larger ones those that leave out one move. */
const smallSet = 6

/** Parts of a set, but itself and nothing; smaller ones first. */
function properParts<T>(moves: readonly T[]): readonly (readonly T[])[] {
  if (moves.length > smallSet) return moves.map((one) => moves.filter((other) => other !== one))
  const parts = moves.reduce<readonly (readonly T[])[]>((some, one) => [...some, ...some.map((part) => [...part, one])], [[]])
  return parts.filter((part) => part.length > 0 && part.length < moves.length).sort((a, b) => a.length - b.length)
}

const isClean = ({ trial }: Cure): boolean => trial.caused.length === 0

const isPart = (less: readonly Move[], more: readonly Move[]): boolean =>
  less.length < more.length && less.every((one) => more.some(({ id }) => id === one.id))

/** Clean sets of which no part is clean; sets at a price of which no part cures at all. */
function minimal({ cures, curing }: Search): readonly Cure[] {
  return [...cures.values()].filter((cure) => {
    const rivals = isClean(cure) ? curing.filter(isClean) : curing
    return !rivals.some((other) => isPart(other.moves, cure.moves))
  })
}
