import type { Found } from '../explain/findings.js'
import type { Judge } from '../model/judge.js'
import type { Case } from './case.js'
import { editsOf } from './edit-plan.js'
import type { Move } from './move.js'
import { movesFor } from './moves/index.js'
import { usersOf, type Scene } from './scene.js'
import { bearsOn } from './touch.js'
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

interface Node {
  readonly moves: readonly Move[]
  readonly trial: Trial | undefined
}

/**
 * All minimal sets of moves that cure a finding (docs/remedies.md). A set that leaves something is extended by moves that bear
 * on what is left, one that causes something by moves that bear on that; supersets of a clean set are not tried.
 * Sets of one size are tried before larger ones; moves that come up late are worked into the earlier sets as well.
 */
export async function enumerate(base: Base, target: Found, tools: Tools): Promise<Enumeration> {
  const search = openSearch(base, target, tools)
  await search.offer(base, target, target.step)
  for (let grew = true; grew && !search.isSpent(); ) {
    grew = false
    for (let size = 1; size <= tools.bounds.size; size += 1)
      for (const node of size === 1 ? [undefined] : [...search.nodes(size - 1)])
        for (const moves of await search.extensions(node))
          if (await search.attempt(moves)) grew = true
  }
  return { cures: minimal(search.cures()), universe: search.universe(), isComplete: !search.isCut() }
}

function openSearch(base: Base, target: Found, tools: Tools) {
  const { bounds } = tools
  const universe = new Map<string, Move>()
  const seen = new Set<string>()
  const layers: Node[][] = Array.from({ length: bounds.size + 1 }, () => [])
  const cures: Cure[] = []
  let isCut = target.count.count > bounds.users
  const isSpent = (): boolean => seen.size >= bounds.trials

  /** Moves that are offered for a finding, wherever it came up. */
  const offer = async (played: Played, found: Found, step: number): Promise<readonly Move[]> => {
    const moves = await offered(played, found, step, tools)
    for (const one of moves) if (!universe.has(one.id)) universe.set(one.id, one)
    return moves.map((one) => universe.get(one.id)!)
  }
  const extensions = async (node: Node | undefined): Promise<readonly (readonly Move[])[]> => {
    if (!node) return (await offer(base, target, target.step)).map((one) => [one])
    const { moves, trial } = node
    const problem = trial && problemOf(trial)
    if (!trial || !problem) return []
    if (moves.length === bounds.size) return []
    const step = anchorOf(trial, problem)
    const direct = await offer(trial, problem, step)
    const scene = await tools.scenes(step)
    const near = [...universe.values()].filter((one) => !direct.includes(one) && bearsOn(one, problem, scene))
    return [...direct, ...near].filter((one) => !moves.includes(one)).map((one) => [...moves, one])
  }
  /** Tries a set; false if it was tried before or cannot be of use. */
  const attempt = async (moves: readonly Move[]): Promise<boolean> => {
    const key = moves.map((one) => one.id).sort().join('\n')
    if (seen.has(key) || cures.some((cure) => isClean(cure) && isPart(cure.moves, moves))) return false
    if (isSpent()) {
      isCut = true
      return false
    }
    seen.add(key)
    const trial = await tried(base, target, moves, tools)
    layers[moves.length]!.push({ moves, trial })
    if (trial?.isCured) cures.push({ moves, trial })
    if (trial && moves.length === bounds.size && !(trial.isCured && trial.caused.length === 0)) isCut = true
    return true
  }
  return {
    offer,
    extensions,
    attempt,
    isSpent,
    isCut: () => isCut,
    cures: () => cures,
    universe: () => [...universe.values()],
    nodes: (size: number): readonly Node[] => layers[size] ?? [],
  }
}

/** What has to go next: what is left of the finding, else what the set causes. */
const problemOf = (trial: Trial): Found | undefined => (trial.isCured ? trial.caused[0] : trial.left[0])

/** The original step before which a finding of an edited plan arises. */
const anchorOf = (trial: Trial, problem: Found): number => trial.edited.anchors[problem.step - 1] ?? 0

async function offered(played: Played, found: Found, step: number, tools: Tools): Promise<readonly Move[]> {
  const users = usersOf(found)
  const scene = await tools.scenes(step)
  const the: Case = { found, scene, users: users.length > tools.bounds.users ? [] : users, siblings: played.found }
  return movesFor(the)
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
