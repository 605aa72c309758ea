import type { Found } from '../explain/findings.js'
import type { Edit, Finding } from '../model/report.js'
import { editsOf } from './edit-plan.js'
import type { Tools } from './enumerate.js'
import type { Move } from './move.js'
import { movesFor } from './moves/index.js'
import { priceOf, type Price } from './price.js'
import { usersOf, type Scene } from './scene.js'
import { playEdits, type Base, type PlayedEdits } from './trial.js'

/** A set of moves that leaves the plan without any error, minimal and tried. */
export interface WholeWay extends Price {
  readonly id: string
  readonly changes: readonly Edit[]
  /** Ids of the findings of the plan as it stands, all of which are gone. */
  readonly cures: readonly string[]
}

/** How far the search for the whole plan goes. Counts, never a stopwatch. */
export interface WholeBounds {
  /** Combinations of single remedies that are played. */
  readonly combinations: number
  /** Moves added to a combination for what the combination itself breaks. */
  readonly repairs: number
}

export const usualWholeBounds: WholeBounds = { combinations: 60, repairs: 3 }

type Named = readonly (readonly [Found, Finding])[]

/** Ways out of the single findings, best first: minimal ones by finding, and those that serve several at once. */
export interface Ranked {
  readonly ranked: ReadonlyMap<string, readonly (readonly Move[])[]>
  readonly joint: readonly (readonly Move[])[]
}

/**
 * Ways out for all errors of a plan at once, best first, one at a time: whoever takes the first does not pay for the second.
 * Combines the remedies of the single findings (those ranked best first), plays each combination, repairs what it breaks itself, and leaves out what it does not need.
 */
export async function* wholeWays(
  base: Base,
  findings: Named,
  { ranked, joint }: Ranked,
  tools: Tools,
  bounds: WholeBounds,
): AsyncGenerator<WholeWay> {
  const targets = findings.filter(([found, { id }]) => isCounted(base, found) && (ranked.get(id)?.length ?? 0) > 0)
  const lists = targets.map(([, { id }]) => ranked.get(id)!)
  const seen = new Set<string>()
  let number = 0
  for (const moves of combinations(lists, joint, bounds.combinations)) {
    const way = await repaired(base, moves, tools, bounds)
    if (!way) continue
    const least = await leastOf(base, way.moves, tools)
    const key = least.moves.map((one) => one.id).sort().join('\n')
    if (seen.has(key)) continue
    seen.add(key)
    number += 1
    const cures = findings.filter(([found]) => isCounted(base, found)).map(([, { id }]) => id)
    yield { id: `all.r${number}`, cures, ...priceOf(base, least.played, least.moves) }
  }
}

/** An error that counts: what the plan introduces; without a plan whatever there is. */
export const isCounted = ({ situation }: Base, { severity, origin }: Found): boolean =>
  severity === 'error' && (situation.project.plan ? origin === 'introduced' : origin === 'existing')

const errorsOf = (base: Base, played: PlayedEdits): readonly Found[] => [
  ...played.refused,
  ...played.found.filter((one) => isCounted(base, one) || (one.severity === 'error' && one.origin === 'introduced')),
]

const union = (sets: readonly (readonly Move[])[]): readonly Move[] => [...new Map(sets.flat().map((one) => [one.id, one])).values()]

/** Sets that serve several findings by themselves, then one set for each finding. */
function* combinations(lists: readonly (readonly (readonly Move[])[])[], joint: readonly (readonly Move[])[], most: number): Iterable<readonly Move[]> {
  yield* joint
  for (const choice of bestFirst(lists, most)) yield union(choice.map((at, index) => lists[index]![at]!))
}

/** Choices of one from each list, by the sum of their ranks: a heap would be faster, these are few. */
function* bestFirst(lists: readonly (readonly unknown[])[], most: number): Iterable<readonly number[]> {
  if (lists.length === 0) return
  const queue: (readonly number[])[] = [lists.map(() => 0)]
  const seen = new Set(queue.map((choice) => choice.join()))
  for (let count = 0; count < most && queue.length > 0; count += 1) {
    queue.sort((a, b) => sum(a) - sum(b) || (a.join() < b.join() ? -1 : 1))
    const choice = queue.shift()!
    yield choice
    lists.forEach((list, index) => {
      const next = choice.with(index, choice[index]! + 1)
      if (next[index]! >= list.length || seen.has(next.join())) return
      seen.add(next.join())
      queue.push(next)
    })
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

interface Way {
  readonly moves: readonly Move[]
  readonly played: PlayedEdits
}

/** The combination, with moves added for what is left or what it breaks, until no error is left. */
async function repaired(base: Base, moves: readonly Move[], tools: Tools, { repairs }: WholeBounds): Promise<Way | undefined> {
  let way = await playMoves(base, moves, tools)
  for (let added = 0; way && added < repairs; added += 1) {
    const errors = errorsOf(base, way.played)
    if (errors.length === 0) return way
    way = await better(base, way, errors, tools)
  }
  return way && errorsOf(base, way.played).length === 0 ? way : undefined
}

/** The way with the one more move that leaves the fewest errors; undefined if none leaves fewer. */
async function better(base: Base, way: Way, errors: readonly Found[], tools: Tools): Promise<Way | undefined> {
  const problem = errors[0]!
  const step = way.played.edited.anchors[problem.step - 1] ?? 0
  const scene = await tools.scenes(step)
  const offers = await movesFor({ found: problem, scene, users: usersOf(problem), siblings: way.played.found })
  let best: Way | undefined
  let fewest = errors.length
  for (const one of offers.filter((offer) => tools.allows?.(offer) ?? true)) {
    const next = await playMoves(base, union([way.moves, [one]]), tools)
    const left = next ? errorsOf(base, next.played).length : fewest
    if (left < fewest) [best, fewest] = [next, left]
  }
  return best
}

/** The way without the moves that it turns out not to need. */
async function leastOf(base: Base, moves: readonly Move[], tools: Tools): Promise<Way> {
  let least = (await playMoves(base, moves, tools))!
  for (const one of moves.toReversed()) {
    const rest = least.moves.filter((other) => other.id !== one.id)
    const way = rest.length > 0 ? await playMoves(base, rest, tools) : undefined
    if (way && errorsOf(base, way.played).length === 0) least = way
  }
  return least
}

async function playMoves(base: Base, moves: readonly Move[], { judge, scenes }: Tools): Promise<Way | undefined> {
  const opened = new Map<number, Scene>()
  for (const { step } of moves) opened.set(step, await scenes(step))
  const plan = base.situation.project.plan ?? { title: '', file: '', steps: [], notices: [] }
  const edits = editsOf(moves, opened, plan)
  return edits === undefined || edits.length === 0 ? undefined : { moves, played: await playEdits(base, edits, judge) }
}

