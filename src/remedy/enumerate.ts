import type { Found } from '../explain/findings.js'
import type { Judge } from '../model/judge.js'
import type { Case } from './case.js'
import { editsOf } from './edit-plan.js'
import type { Move } from './move.js'
import { movesFor } from './moves/index.js'
import { usersOf, type Scene } from './scene.js'
import { bearsOn, scopeOf, type Scope } from './touch.js'
import { tryEdits, type Base, type Played, type Trial } from './trial.js'

/** How far the search goes. Counts, never a stopwatch: the same input finds the same. */
export interface Bounds {
  /** Moves in one set. */
  readonly size: number
  /** Sets tried for one finding. */
  readonly trials: number
  /** Users of a finding beyond whom only moves on groups, seats and order are tried. */
  readonly users: number
  /** Remedies shown of one finding. */
  readonly shown: number
}

/** What trying needs: the judge, and the tenant as it stands before each step. */
export interface Tools {
  readonly judge: Judge
  readonly scenes: (step: number) => Promise<Scene>
  readonly bounds: Bounds
  /** Moves that may be made; without it all. */
  readonly allows?: (move: Move) => boolean
}

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
}

/** A set that was tried and may grow: what is offered for what stands in its way, and what that rests on. */
interface Node {
  readonly moves: readonly Move[]
  readonly offers: readonly Move[]
  readonly scopes: readonly Scope[]
}

/**
 * All minimal sets of moves that cure a finding (docs/remedies.md). A set that leaves something is extended by moves that bear
 * on what is left, one that causes something by moves that bear on that; supersets of a clean set are not tried.
 * Sets of one size are tried before larger ones; moves that come up late are worked into the earlier sets as well.
 */
export async function enumerate(base: Base, target: Found, tools: Tools): Promise<Enumeration> {
  const search: Search = {
    universe: new Map(),
    seen: new Set(),
    layers: Array.from({ length: tools.bounds.size }, () => []),
    cures: [],
    isCut: target.count.count > tools.bounds.users,
  }
  search.layers[0]!.push(await openNode(search, base, [], [{ found: target, step: target.step }], tools))
  for (let grew = true; grew; ) {
    grew = false
    for (const layer of search.layers)
      for (const node of layer)
        for (const moves of extensions(search, node)) if (await attempt(search, base, target, moves, tools)) grew = true
  }
  if (search.isCut) await tryParts(search, base, target, tools)
  return { cures: minimal(search.cures), universe: [...search.universe.values()], isComplete: !search.isCut }
}

/** Where the search was cut, what is offered is still minimal: parts that were not reached are tried now. */
async function tryParts(search: Search, base: Base, target: Found, tools: Tools): Promise<void> {
  for (const cure of minimal(search.cures).slice(0, tools.bounds.shown))
    for (const part of properParts(cure.moves)) {
      const key = keyOf(part)
      if (search.seen.has(key)) continue
      search.seen.add(key)
      const trial = await tried(base, target, part, tools)
      if (trial?.isCured) search.cures.push({ moves: part, trial })
    }
}

/** Every part of a set but itself and nothing; smaller ones first. */
function properParts(moves: readonly Move[]): readonly (readonly Move[])[] {
  const parts = moves.reduce<readonly (readonly Move[])[]>((some, one) => [...some, ...some.map((part) => [...part, one])], [[]])
  return parts.filter((part) => part.length > 0 && part.length < moves.length).sort((a, b) => a.length - b.length)
}

const keyOf = (moves: readonly Move[]): string => moves.map((one) => one.id).sort().join('\n')

/** What the search knows so far. */
interface Search {
  readonly universe: Map<string, Move>
  /** Keys of the sets that were tried. */
  readonly seen: Set<string>
  /** Sets that may grow, by size. */
  readonly layers: readonly Node[][]
  readonly cures: Cure[]
  isCut: boolean
}

/** Something in the way, and the original step before which it arises. */
interface Obstacle {
  readonly found: Found
  readonly step: number
}

async function openNode(search: Search, played: Played, moves: readonly Move[], obstacles: readonly Obstacle[], tools: Tools): Promise<Node> {
  const offers = new Set<Move>()
  const scopes: Scope[] = []
  for (const { found, step } of obstacles) {
    const scene = await tools.scenes(step)
    scopes.push(scopeOf(found, scene))
    for (const one of await offered(played, found, scene, tools)) {
      const known = search.universe.get(one.id) ?? one
      search.universe.set(one.id, known)
      offers.add(known)
    }
  }
  return { moves, offers: [...offers], scopes }
}

/** The set with one more move: those offered, and those of other findings that bear on the same. */
function extensions({ universe }: Search, { moves, offers, scopes }: Node): readonly (readonly Move[])[] {
  const near = [...universe.values()].filter((one) => !offers.includes(one) && scopes.some((scope) => bearsOn(one, scope)))
  return [...offers, ...near].filter((one) => !moves.includes(one)).map((one) => [...moves, one])
}

/** Tries a set; false if it was tried before or cannot be of use. */
async function attempt(search: Search, base: Base, target: Found, moves: readonly Move[], tools: Tools): Promise<boolean> {
  const key = keyOf(moves)
  if (search.seen.has(key) || search.cures.some((cure) => isClean(cure) && isPart(cure.moves, moves))) return false
  if (search.seen.size >= tools.bounds.trials) {
    search.isCut = true
    return false
  }
  search.seen.add(key)
  const trial = await tried(base, target, moves, tools)
  if (!trial) return true
  if (trial.isCured) search.cures.push({ moves, trial })
  const obstacles = obstaclesOf(trial)
  if (obstacles.length === 0) return true
  const layer = search.layers[moves.length]
  if (layer) layer.push(await openNode(search, trial, moves, obstacles, tools))
  else search.isCut = true
  return true
}

/** All that has to go: what is left of the finding, and what the set causes. */
const obstaclesOf = (trial: Trial): readonly Obstacle[] =>
  [...(trial.isCured ? [] : trial.left), ...trial.caused].map((found) => ({ found, step: trial.edited.anchors[found.step - 1] ?? 0 }))

async function offered(played: Played, found: Found, scene: Scene, tools: Tools): Promise<readonly Move[]> {
  const users = usersOf(found)
  const the: Case = { found, scene, users: users.length > tools.bounds.users ? [] : users, siblings: played.found }
  const moves = await movesFor(the)
  return tools.allows ? moves.filter(tools.allows) : moves
}

async function tried(base: Base, target: Found, moves: readonly Move[], { judge, scenes }: Tools): Promise<Trial | undefined> {
  const opened = new Map<number, Scene>()
  for (const { step } of moves) opened.set(step, await scenes(step))
  const plan = base.situation.project.plan ?? { title: '', file: '', steps: [], notices: [] }
  const edits = editsOf(moves, opened, plan)
  return edits === undefined || edits.length === 0 ? undefined : tryEdits(base, target, edits, judge)
}

const isClean = ({ trial }: Cure): boolean => trial.caused.length === 0

const isPart = (less: readonly Move[], more: readonly Move[]): boolean =>
  less.length < more.length && less.every((one) => more.includes(one))

/** Clean sets of which no part is clean; sets at a price of which no part cures at all. */
function minimal(cures: readonly Cure[]): readonly Cure[] {
  return cures.filter((cure) => {
    const rivals = isClean(cure) ? cures.filter(isClean) : cures
    return !rivals.some((other) => isPart(other.moves, cure.moves))
  })
}
