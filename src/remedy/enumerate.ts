import type { Found } from '../explain/found.js'
import { oneGone, type Goal } from './goal.js'
import type { Move } from './move.js'
import { isClean, minimal, properParts } from './minimal.js'
import { needsOf } from './needs.js'
import { needOf, none, obstaclesOf, offered } from './obstacles.js'
import { offersOnce } from './offers.js'
import { playSet } from './play-set.js'
import { bears, fewest, keyOf, know, oddsOf, open, type Cure, type Extension, type Known, type Node, type Obstacle, type Reached, type Search } from './search.js'
import { isGift, met, useOf } from './use.js'
import type { Tools } from './tools.js'
import { scopeOf } from './touch.js'
import type { Base, Trial } from './trial.js'

export type { Cure, Reached }

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

/**
 * All minimal sets of moves that cure a finding (docs/remedies.md). Something stands in the way of every set that is not clean;
 * whatever larger set is, has a move that bears on it. So one obstacle is chosen, and the set is extended by each move that bears
 * on that one, those that come up later too. Smaller sets are tried before larger ones; supersets of a clean set are not tried.
 */
export const enumerate = (base: Base, target: Found, tools: Tools): Promise<Enumeration> => enumerateFor(base, oneGone(base, target), tools)

/** The same for whatever is to be gone. */
export async function enumerateFor(base: Base, goal: Goal, tools: Tools): Promise<Enumeration> {
  const search = await openSearch(base, goal, tools)
  for (let next = take(search); next; next = take(search)) await extend(search, next)
  await tryParts(search)
  return { cures: minimal(search), universe: [...search.known.values()].map((one) => one.move), isComplete: search.reached.size === 0, reached: search.reached }
}

async function openSearch(base: Base, goal: Goal, tools: Tools): Promise<Search> {
  const home = await tools.scenes(Math.min(...goal.targets.map(({ step }) => step)))
  const search: Search = {
    base,
    goal,
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
    reached: new Set(goal.targets.some(({ count }) => count.count > tools.bounds.users) ? ['users'] : []),
  }
  await openRoot(search)
  return search
}

async function openRoot(search: Search): Promise<void> {
  const obstacles: Obstacle[] = []
  for (const target of search.goal.targets) obstacles.push(await rootObstacle(search, target))
  const now = met(search.goal.atFirst)
  const root = { set: [], by: () => true, without: new Set<Known>(), progress: { now, best: now, failed: [] } }
  open(search, { ...root, obstacle: fewest(search, root, [...obstacles, ...search.needs])! })
}

async function rootObstacle(search: Search, target: Found): Promise<Obstacle> {
  const scene = await search.tools.scenes(target.step)
  const moves = await offered(search, search.base, target, scene, true)
  for (const one of moves) await know(search, one, true)
  const scope = scopeOf(target, scene)
  for (const found of needsOf(target)) search.needs.push(needOf(found, scope, moves, await offered(search, search.base, found, scene, true)))
  return { parts: [{ found: target, scope }], offers: new Set(moves.map(({ id }) => id)), others: none }
}

/** The next set to try, a smallest; once no more are tried, the next that is too large, which would say so. */
function take({ waiting, reached, tools }: Search): Extension | undefined {
  const from = reached.has('trials') ? 2 * tools.bounds.size : 0
  const line = waiting.find((some, rank) => rank >= from && some !== undefined && some.next < some.all.length)
  return line?.all[line.next++]
}

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
  if (isWhole && !one.move.counted) parent.without.add(one)
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
  const { base, goal, tools, seen } = search
  const moves = set.map((one) => one.move)
  const played = await playSet(base, moves, tools, goal.shortIn)
  const cure = played && { moves: played.moves, trial: goal.judged(played.played) }
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

/** What is offered is minimal: parts that no growing set passed through are tried, too. One that leaves a need open cures nothing. */
async function tryParts(search: Search): Promise<void> {
  const { known, needs } = search
  for (const { moves } of minimal(search)) {
    const set = moves.map((one) => known.get(one.id)!).sort((a, b) => a.number - b.number)
    const isNeeded = (one: Known): boolean => needs.some((need) => bears(one, need) && !set.some((other) => other !== one && bears(other, need)))
    for (const part of properParts(set, isNeeded)) {
      if (search.seen.has(keyOf(part)) || openNeeds(search, part).length > 0) continue
      await tried(search, part)
    }
  }
}
