import type { Found } from '../explain/found.js'
import { onceFor } from '../once.js'
import type { Goal } from './goal.js'
import type { Move } from './move.js'
import { areAtOdds } from './odds.js'
import type { Offers } from './offers.js'
import type { Scene } from './scene.js'
import { isAttempt, isGift, type Progress } from './use.js'
import type { Tools } from './tools.js'
import { bearsOn, holdingsIn, touchedBy, type Scope, type Touched } from './touch.js'
import type { Base, Trial } from './trial.js'

/** A set of moves that cures, with the proof. */
export interface Cure {
  readonly moves: readonly Move[]
  readonly trial: Trial
}

/** A bound that a search may reach: moves in a set, sets, users of the finding. */
export type Reached = 'size' | 'trials' | 'users'

/** A move that came up, with what the search needs of it. */
export interface Known {
  readonly move: Move
  readonly number: number
  readonly touched: Touched
  /** Offered for the finding itself: others answer what a set leaves or causes. */
  readonly isFirst: boolean
}

/** What the search knows so far. */
export interface Search {
  readonly base: Base
  readonly goal: Goal
  readonly tools: Tools
  readonly home: Scene
  readonly known: Map<string, Known>
  /** Which of the moves contradict each other, asked once for each two. */
  readonly odds: (a: Known, b: Known) => boolean
  readonly movesFor: Offers
  /** Each of several needs of a finding: no set cures that has nothing that bears on one of them. */
  readonly needs: Obstacle[]
  /** Sets that may grow, by every move that will yet come up. */
  readonly nodes: Node[]
  /** Sets to try, by their size; of one size first those that grow by what is offered. */
  readonly waiting: Line[]
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
export interface Node {
  readonly set: readonly Known[]
  readonly obstacle: Obstacle
  /** Which moves can be of use. */
  readonly by: (move: Move) => boolean
  /** Moves that larger sets do not get from here: those sets are reached elsewhere. */
  readonly without: Set<Known>
  readonly progress: Progress
}

/** Something in the way, and the tenant as it stands before the original step at which it arises; or several, one of which is to be removed. */
export interface Obstacle {
  readonly parts: readonly { readonly found: Found; readonly scope: Scope }[]
  /** Ids of the moves that are offered for it. */
  readonly offers: ReadonlySet<string>
  /** Where it is one need of several: ids of the gifts that are offered for others alone. */
  readonly others: ReadonlySet<string>
}

/** Sets in the order in which they are tried, and how many were. */
interface Line {
  readonly all: Extension[]
  next: number
}

/** A set and the move by which it is to grow. */
export interface Extension {
  readonly parent: Node
  readonly one: Known
}

export function oddsOf(): Search['odds'] {
  const known = new Map<number, boolean>()
  return (a, b) => {
    const key = Math.min(a.number, b.number) * 2 ** 26 + Math.max(a.number, b.number)
    const are = known.get(key) ?? areAtOdds([a.move, b.move])
    known.set(key, are)
    return are
  }
}

export function open(search: Search, node: Node): void {
  search.nodes.push(node)
  for (const one of search.known.values()) grow(search, node, one)
}

/** A move that comes up may answer what stands in the way of sets that were tried before. */
export async function know(search: Search, move: Move, isFirst: boolean): Promise<void> {
  if (search.known.has(move.id)) return
  const made = { move, number: search.known.size, touched: touchedBy(move, await search.tools.scenes(move.step)), isFirst }
  search.known.set(move.id, made)
  for (const node of search.nodes) grow(search, node, made)
}

function grow(search: Search, parent: Node, one: Known): void {
  if (!answers(search, parent, one, parent.obstacle)) return
  const rank = 2 * parent.set.length + (parent.obstacle.offers.has(one.move.id) ? 0 : 1)
  ;(search.waiting[rank] ??= { all: [], next: 0 }).all.push({ parent, one })
}

/** Whether a set may grow by a move that bears on the obstacle. */
const answers = ({ odds }: Search, { set, by, without }: Omit<Node, 'obstacle'>, one: Known, obstacle: Obstacle): boolean =>
  !set.includes(one) && !without.has(one) && by(one.move) && bears(one, obstacle) && !set.some((other) => odds(one, other))

/** The obstacle that the fewest moves answer. Units below zero come last: units are bought for who is short, which shows once the rest is answered. */
export function fewest(search: Search, node: Omit<Node, 'obstacle'>, all: readonly Obstacle[]): Obstacle | undefined {
  const others = all.filter(({ parts }) => !parts.some(({ found }) => isBelowZero(found)))
  const obstacles = others.length > 0 ? others : all
  const counts = obstacles.map((obstacle) => [...search.known.values()].filter((one) => answers(search, node, one, obstacle)).length)
  return obstacles[counts.indexOf(Math.min(...counts))]
}

const isBelowZero = ({ cause }: Found): boolean => cause.reason === 'unitsBelowZero'

/** Whether a move is offered for an obstacle or might remove it all the same, found out once for each two. */
export function bears(one: Known, obstacle: Obstacle): boolean {
  const known = bearing(obstacle)
  const does = known.get(one) ?? mayRemove(one, obstacle)
  known.set(one, does)
  return does
}

const bearing = onceFor((_: Obstacle) => new Map<Known, boolean>())

/** Gifts remove nothing but a need. */
const mayRemove = ({ move, touched }: Known, { parts, offers, others }: Obstacle): boolean =>
  offers.has(move.id) ||
  (!others.has(move.id) && parts.some(({ found, scope }) => (!isGift(move) || isNeed(found) || isTriedAgain(found, move) || replaces(move, found)) && bearsOn(touched, scope)))

/** Whether what the snapshot records is tried again by a gift, to a group or by joining one. */
const isTriedAgain = ({ origin }: Found, move: Move): boolean => origin === 'existing' && isAttempt(move)

/** Whether the licence that is given is one that it shows: plans of it go off. */
const replaces = ({ deeds }: Move, { cause: { evidence } }: Found): boolean =>
  deeds.some((deed) => deed.type === 'add' && holdingsIn(evidence).some(({ skuId, assignedByGroup }) => skuId === deed.license.skuId && assignedByGroup === ('group' in deed.target ? deed.target.group : null)))

/** Whether something is missing: a plan that another needs, one that a house rule sees go, units to give up, or a licence to take away. */
const isNeed = (found: Found): boolean =>
  ['prerequisite', 'condition'].includes(found.cause.evidence.kind) || isBelowZero(found) || found.cause.reason === 'notHeld'

export const keyOf = (set: readonly Known[]): string => set.map(({ number }) => number).join()
