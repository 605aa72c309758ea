import type { Found } from '../explain/findings.js'
import type { Case } from './case.js'
import type { Move } from './move.js'
import { areAtOdds } from './odds.js'
import { fewest, needsOf, openNeeds, withoutOthers } from './needs.js'
import { offersOnce, type Offers } from './offers.js'
import { playSet } from './play-set.js'
import { cohortsOf, usersOf, type Scene } from './scene.js'
import { isGift, useOf, type Progress } from './use.js'
import type { Tools } from './tools.js'
import { bearsOn, scopeOf, touchedBy, type Scope, type Touched } from './touch.js'
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
 * on that one. Smaller sets are tried before larger ones; supersets of a clean set are not tried.
 */
export async function enumerate(base: Base, target: Found, tools: Tools): Promise<Enumeration> {
  const search: Search = {
    base,
    target,
    tools,
    home: await tools.scenes(target.step),
    known: new Map(),
    odds: oddsOf(),
    movesFor: offersOnce(),
    needs: [],
    seen: new Set(),
    byEdits: new Set(),
    cures: [],
    curing: [],
    clean: [],
    reached: new Set(target.count.count > tools.bounds.users ? ['users'] : []),
  }
  let layer: readonly Node[] = [await openRoot(search)]
  for (let size = 1; layer.length > 0; size += 1) layer = await extendAll(search, layer, size)
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
  /** Of each of several needs of the finding the moves that bear on it: no set cures that has none of one of them. */
  readonly needs: (readonly Known[])[]
  /** Keys of the sets that were tried. */
  readonly seen: Set<string>
  /** The same by the edits that they make: sets that edit alike are one, and the smallest is kept. */
  readonly byEdits: Set<string>
  readonly cures: Cure[]
  /** All sets that cure, those that edit like a smaller one, too. */
  readonly curing: Cure[]
  /** Of those the clean ones, as numbers of moves. */
  readonly clean: (readonly number[])[]
  readonly reached: Set<Reached>
}

/** A set that may grow. */
interface Node {
  readonly set: readonly Known[]
  /** The moves that bear on what stands in its way. */
  readonly answers: readonly Known[]
  /** Moves that larger sets do not get from here: those sets are reached elsewhere. */
  readonly without: ReadonlySet<Known>
  /** Moves that were offered on the way. */
  readonly offers: ReadonlySet<Known>
  readonly progress: Progress
}

async function openRoot(search: Search): Promise<Node> {
  const { base, target, home } = search
  const offers = (await offered(search, base, target, home, true)).map((one) => know(search, one, true))
  const now = inTheWay(base, target, base)
  for (const found of needsOf(target)) {
    const own = (await offered(search, base, found, home, true)).map((one) => know(search, one, true))
    search.needs.push(withoutOthers(offers, offers, own))
  }
  return { set: [], answers: fewest([offers, ...search.needs]), without: new Set(), offers: new Set(offers), progress: { now, best: now, failed: [] } }
}

function know({ known }: Search, move: Move, isFirst: boolean): Known {
  const old = known.get(move.id)
  if (old) return old
  const made = { move, number: known.size, touched: touchedBy(move), isFirst }
  known.set(move.id, made)
  return made
}

/** Each larger set once: after the sets with one answer are tried, those with the next go without it. */
async function extendAll(search: Search, layer: readonly Node[], size: number): Promise<readonly Node[]> {
  const next: Node[] = []
  for (const parent of layer)
    for (const [index, one] of parent.answers.entries()) {
      const node = await attempt(search, parent, one, new Set([...parent.without, ...parent.answers.slice(0, index)]), size)
      if (node) next.push(node)
    }
  return next
}

const keyOf = (set: readonly Known[]): string => set.map(({ number }) => number).join()

/** Tries a set; the node to go on from, unless it was tried before or cannot be of use. */
async function attempt(search: Search, parent: Node, one: Known, without: ReadonlySet<Known>, size: number): Promise<Node | undefined> {
  const { seen, tools } = search
  const set = [...parent.set, one].sort((a, b) => a.number - b.number)
  const key = keyOf(set)
  if (seen.has(key) || parent.set.some((other) => search.odds(one, other)) || hasCleanPart(search, set)) return undefined
  const bound = size > tools.bounds.size ? 'size' : seen.size >= tools.bounds.trials ? 'trials' : undefined
  if (bound) search.reached.add(bound)
  if (bound) return undefined
  const open = openNeeds(search.needs, set)
  if (open.length > 0) return passedNode(search, parent, one, set, without, open)
  const cure = await tried(search, set)
  return cure && (await openNode(search, parent, one, set, without, cure.trial))
}

/** The node of a set that need not be tried: it leaves a need open, and larger ones answer that first. */
function passedNode(search: Search, { offers, progress }: Node, last: Known, set: readonly Known[], without: ReadonlySet<Known>, open: readonly (readonly Known[])[]): Node {
  const answers = open.map((moves) => moves.filter((one) => !without.has(one) && !set.some((other) => search.odds(one, other))))
  return { set, answers: fewest(answers), without, offers, progress: isGift(last.move) ? { ...progress, failed: [...progress.failed, last.move] } : progress }
}

/** Supersets of a clean set are not tried. */
function hasCleanPart({ clean }: Search, set: readonly Known[]): boolean {
  const numbers = new Set(set.map(({ number }) => number))
  return clean.some((part) => part.length < numbers.size && part.every((number) => numbers.has(number)))
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

async function tried(search: Search, set: readonly Known[]): Promise<Cure | undefined> {
  const { base, target, tools, seen } = search
  const moves = set.map((one) => one.move)
  const played = await playSet(base, moves, tools, (some) => shortfalls(base, target, some))
  const cure = played && { moves: played.moves, trial: compare(base, target, played.played) }
  seen.add(keyOf(set))
  return cure && note(search, set, cure) ? cure : undefined
}

/** Whether no set before edited alike. */
function note({ byEdits, cures, curing, clean }: Search, set: readonly Known[], cure: Cure): boolean {
  const { key } = cure.trial
  const isOther = !byEdits.has(key)
  byEdits.add(key)
  if (cure.trial.isCured) curing.push(cure)
  if (cure.trial.isCured && isClean(cure)) clean.push(set.map(({ number }) => number))
  if (cure.trial.isCured && isOther) cures.push(cure)
  return isOther
}

/** Something in the way, and the tenant as it stands before the original step at which it arises. */
interface Obstacle {
  readonly found: Found
  readonly scene: Scene
}

/** The node of a set: of what stands in its way, that is answered on which the fewest moves bear. */
async function openNode(search: Search, parent: Node, last: Known, set: readonly Known[], without: ReadonlySet<Known>, trial: Trial): Promise<Node | undefined> {
  const { tools } = search
  const use = useOf(parent.progress, parent.set.map((one) => one.move), last.move, trial)
  const obstacles: Obstacle[] = []
  for (const found of use.toAnswer) obstacles.push({ found, scene: await tools.scenes(trial.edited.anchors[found.step - 1] ?? 0) })
  if (obstacles.length === 0) return undefined
  const own = new Map<Obstacle, readonly Known[]>()
  const apart = new Map<Obstacle, readonly (readonly Known[])[]>()
  for (const obstacle of obstacles) {
    const isOwn = await isOfFirst(search, set, obstacle.found)
    const answersTo = (found: Found): Promise<readonly Known[]> => answering(search, parent, isOwn, trial, { ...obstacle, found })
    own.set(obstacle, await answersTo(obstacle.found))
    // A gift that failed may need what is offered for another need.
    const needs = trial.caused.length + trial.refused.length === 0 ? needsOf(obstacle.found) : []
    apart.set(obstacle, await Promise.all(needs.map(answersTo)))
  }
  const offers = new Set([...parent.offers, ...[...own.values()].flat()])
  const rest = [...offers].filter((one) => !set.includes(one) && !without.has(one) && use.by(one.move) && !set.some((other) => search.odds(one, other)))
  const answers = obstacles.flatMap((obstacle) => {
    const scope = scopeOf(obstacle.found, obstacle.scene)
    const offered = own.get(obstacle)!
    const near = rest.filter((one) => offered.includes(one) || isNear(one, obstacle.found, scope))
    return [near, ...apart.get(obstacle)!.map((some) => withoutOthers(near, offered, some))]
  })
  return { set, answers: fewest(answers), without, offers, progress: use.progress }
}

/** Whether a move that is not offered for an obstacle might remove it all the same. Gifts remove nothing but a need. */
const isNear = ({ move, touched }: Known, { cause }: Found, scope: Scope): boolean =>
  (!isGift(move) || cause.evidence.kind === 'prerequisite') && bearsOn(touched, scope)

/** What is offered for an obstacle. What only an answer breaks is answered with seats, or with what was offered before. */
async function answering(search: Search, { offers }: Node, isOwn: boolean, played: Played, { found, scene }: Obstacle): Promise<readonly Known[]> {
  const moves = await offered(search, played, found, scene, false)
  const isOffered = ({ id }: Move): boolean => offers.has(search.known.get(id)!)
  return moves.filter((one) => isOwn || one.counted || isOffered(one)).map((one) => know(search, one, false))
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
  return tools.allows ? moves.filter(tools.allows) : moves
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
  const { users: touched } = touchedBy(one)
  return touched.size > 0 && !one.counted && [...touched].every((ordinal) => users.includes(ordinal))
}

/** What is offered is minimal: parts that no growing set passed through are tried, too. */
async function tryParts(search: Search): Promise<void> {
  const { known } = search
  for (const { moves } of minimal(search))
    for (const part of properParts(moves.map((one) => known.get(one.id)!).sort((a, b) => a.number - b.number))) {
      if (search.seen.has(keyOf(part)) || openNeeds(search.needs, part).length > 0) continue
      await tried(search, part)
    }
}

/** Up to this size every part of a set is tried; of larger ones those that leave out one move. */
const smallSet = 4

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
  return cures.filter((cure) => {
    const rivals = isClean(cure) ? curing.filter(isClean) : curing
    return !rivals.some((other) => isPart(other.moves, cure.moves))
  })
}
