import type { Found } from '../explain/found.js'
import type { Edit, Finding, RemedyForm } from '../model/report.js'
import { enumerateFor } from './enumerate.js'
import { noErrors } from './goal.js'
import type { Tools } from './tools.js'
import type { Move } from './move.js'
import { many } from './form.js'
import { movesFor } from './moves/index.js'
import { priceOf, type Price } from './price.js'
import { playSet, type PlayedSet } from './play-set.js'
import { usersOf } from './scene.js'
import { confirmed, isCounted, standing, type Base, type PlayedEdits } from './trial.js'

/** A set of moves that leaves the plan without any error, minimal and tried. */
export interface WholeWay extends Price {
  readonly id: string
  readonly changes: readonly Edit[]
  /** Ids of the findings of the plan as it stands, all of which are gone. */
  readonly cures: readonly string[]
  /** Where it stands for many of one form: for each of several findings one way out is chosen. Null: it stands for itself. */
  readonly form: RemedyForm | null
}

/** How far the search for the whole plan goes. Counts, never a stopwatch. */
export interface WholeBounds {
  /** Combinations of single remedies that are played. */
  readonly combinations: number
  /** Moves added to a combination for what the combination itself breaks. */
  readonly repairs: number
}

export const usualWholeBounds: WholeBounds = { combinations: 60, repairs: 3 }

type Way = PlayedSet

type Named = readonly (readonly [Found, Finding])[]

/** Ways out of the single findings, best first: minimal ones by finding, and those that serve several at once. */
export interface Ranked {
  readonly ranked: ReadonlyMap<string, readonly (readonly Move[])[]>
  readonly joint: readonly (readonly Move[])[]
}

/**
 * Ways out for all errors of a plan at once, best first, one at a time: whoever takes the first does not pay for the second.
 * Combines the remedies of the single findings (those ranked best first), plays each combination, and leaves out what it does not need.
 * Then searches for those that are no such combination; where that is cut, repairs what combinations break.
 */
export async function* wholeWays(
  base: Base,
  findings: Named,
  { ranked, joint }: Ranked,
  tools: Tools,
  bounds: WholeBounds,
  expand: boolean,
): AsyncGenerator<WholeWay> {
  const counted = findings.filter(([found]) => isCounted(base, found)).map(([, { id }]) => id)
  if (counted.length === 0) return
  const atOnePlace = placesOf([...ranked.values(), joint].flat(2))
  const lists = counted.map((id) => (ranked.get(id) ?? []).map((moves) => moves.map(atOnePlace))).filter((list) => list.length > 0)
  const together = joint.map((some) => some.map(atOnePlace))
  const seen = new Set<string>()
  const forms: Form[] = []
  const shown = async ({ moves, played }: Way, form: Form | undefined): Promise<WholeWay[]> => {
    if (seen.has(played.key)) return []
    seen.add(played.key)
    const whole = await confirmed(base, played, tools.judge)
    if (errorsOf(base, whole).length > 0) return []
    return [{ id: `all.r${(number += 1)}`, cures: counted, ...priceOf(base, whole, moves), form: form ? wordsOf(form, lists) : null }]
  }
  let number = 0
  const isOpen = (one: Choice): boolean => !forms.some((form) => isOf(form, one))
  for (const { moves, choice } of combinations(lists, together, bounds.combinations, isOpen)) {
    const way = await repaired(base, moves, tools, 0)
    const least = way && (await leastOf(base, way.moves, tools))
    if (!least || seen.has(least.played.key)) continue
    const form = expand || !choice || !isUnion(least, lists, choice) ? undefined : await formOf(base, lists, choice, tools)
    if (form) forms.push(form)
    yield* await shown(least, form)
  }
  const { cures, isComplete } = await enumerateFor(base, noErrors(base), { ...tools, narrow: (one) => narrowedTo(tools, atOnePlace(one)) })
  for (const { moves, trial } of cures) if (!forms.some((form) => isOfForm(moves, form, lists))) yield* await shown({ moves, played: trial }, undefined)
  if (isComplete) return
  for (const { moves } of combinations(lists, together, bounds.combinations, isOpen)) {
    const way = await repaired(base, moves, tools, bounds.repairs)
    if (way) yield* await shown(await leastOf(base, way.moves, tools), undefined)
  }
}

const narrowedTo = ({ narrow }: Tools, one: Move): Move | undefined => (narrow ? narrow(one) : one)

/** Units of one product are bought, or freed, at one place: the first at which any of the moves does. */
function placesOf(moves: readonly Move[]): (one: Move) => Move {
  const places = new Map<string, Move>()
  for (const one of moves) {
    const other = one.counted && places.get(unitsOf(one))
    if (one.counted && (!other || one.step < other.step)) places.set(unitsOf(one), one)
  }
  return (one) => {
    if (!one.counted) return one
    const place = places.get(unitsOf(one)) ?? one
    places.set(unitsOf(one), place)
    return place
  }
}

const unitsOf = ({ kind, counted }: Move): string => `${kind} ${counted!.skuId}`

/** Whether a set is one of the choices for which a form stands. */
const isOfForm = (moves: readonly Move[], form: Form, lists: Lists): boolean => {
  const holds = (some: readonly Move[]): boolean => some.every(({ id }) => moves.some((one) => one.id === id))
  const chosen = form.map((ways, index) => ways.map((at) => lists[index]![at]!).filter(holds))
  return chosen.every((some) => some.length > 0) && union(chosen.flat()).length === moves.length
}

/** For each finding the ways out that do as well as the one that was chosen, all else being equal. */
type Form = readonly (readonly number[])[]

const isOf = (form: Form, choice: Choice): boolean => choice.every((at, index) => form[index]!.includes(at))

/** Whether the set is what was chosen, nothing added and nothing left out. */
const isUnion = ({ moves }: Way, lists: Lists, choice: Choice): boolean => {
  const chosen = union(choice.map((at, index) => lists[index]![at]!))
  return moves.length === chosen.length && moves.every(({ id }) => chosen.some((one) => one.id === id))
}

/** Each way out of the same kinds in place of the chosen one, tried; undefined: there are few. */
async function formOf(base: Base, lists: Lists, choice: Choice, tools: Tools): Promise<Form | undefined> {
  if (choice.reduce((count, at, index) => count * alikeOf(lists[index]!, at).length, 1) < many) return undefined
  const form: number[][] = []
  for (const [index, chosen] of choice.entries()) {
    form.push([])
    for (const at of alikeOf(lists[index]!, chosen)) if (at === chosen || (await isAWay(base, lists, choice.with(index, at), tools))) form[index]!.push(at)
  }
  return form.reduce((count, ways) => count * ways.length, 1) < many ? undefined : form
}

/** Ways out of the same kinds of moves. */
function alikeOf(list: Lists[number], chosen: number): readonly number[] {
  const kinds = (moves: readonly Move[]): string => moves.map(({ kind }) => kind).sort().join()
  return list.flatMap((moves, at) => (kinds(moves) === kinds(list[chosen]!) ? [at] : []))
}

async function isAWay(base: Base, lists: Lists, choice: Choice, tools: Tools): Promise<boolean> {
  const way = await playMoves(base, union(choice.map((at, index) => lists[index]![at]!)), tools)
  return way !== undefined && errorsOf(base, way.played).length === 0
}

const wordsOf = (form: Form, lists: Lists): RemedyForm => ({
  count: form.reduce((count, ways) => count * ways.length, 1),
  dimensions: form.flatMap((ways, index) => (ways.length < 2 ? [] : [ways.map((at) => lists[index]![at]!.map(({ title }) => title).join('; '))])),
})

const errorsOf = (base: Base, played: PlayedEdits): readonly Found[] => [...played.refused, ...standing(base, played)]

/** All moves of the sets, each once. */
const union = (sets: readonly (readonly Move[])[]): readonly Move[] => [...new Map(sets.flat().map((one) => [one.counted ? unitsOf(one) : one.id, one])).values()]

type Lists = readonly (readonly (readonly Move[])[])[]
/** For each finding which of its ways out. */
type Choice = readonly number[]

interface Combination {
  readonly moves: readonly Move[]
  readonly choice?: Choice
}

/** Sets that serve several findings by themselves, then one set for each finding, then each set that may go without the others. */
function* combinations(lists: Lists, joint: readonly (readonly Move[])[], most: number, isOpen: (choice: Choice) => boolean): Iterable<Combination> {
  for (const moves of joint) yield { moves }
  for (const choice of bestFirst(lists, most, isOpen)) yield { moves: union(choice.map((at, index) => lists[index]![at]!)), choice }
  if (lists.length > 1) for (const moves of lists.flat()) yield { moves }
}

/** Choices of one from each list, by the sum of their ranks, but for those that are known already. */
function* bestFirst(lists: Lists, most: number, isOpen: (choice: Choice) => boolean): Iterable<Choice> {
  let count = 0
  for (let layer: readonly Choice[] = lists.length === 0 ? [] : [lists.map(() => 0)]; layer.length > 0; layer = oneWorse(layer, lists))
    for (const choice of layer) {
      if (!isOpen(choice)) continue
      if (count >= most) return
      count += 1
      yield choice
    }
}

/** Choices of one sum that are looked at. */
const widest = 2_000

/** The choices that are worse by one rank in one list; each once, in a stated order. */
function oneWorse(layer: readonly Choice[], lists: Lists): readonly Choice[] {
  const next = new Map<string, Choice>()
  for (const choice of layer)
    for (const [index, at] of choice.entries()) if (at + 1 < lists[index]!.length) next.set(choice.with(index, at + 1).join(), choice.with(index, at + 1))
  return [...next].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, choice]) => choice).slice(0, widest)
}

/** The combination, with moves added for what is left or what it breaks, until no error is left. */
async function repaired(base: Base, moves: readonly Move[], tools: Tools, repairs: number): Promise<Way | undefined> {
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
  const offers = await movesFor({ found: problem, scene, home: scene, users: usersOf(problem), siblings: way.played.found })
  let best: Way | undefined
  let fewest = errors.length
  for (const one of offers.flatMap((offer) => (tools.narrow ? (tools.narrow(offer) ?? []) : offer))) {
    const next = await playMoves(base, union([way.moves, [one]]), tools)
    const left = next ? errorsOf(base, next.played).length : fewest
    if (left < fewest) [best, fewest] = [next, left]
  }
  return best
}

/** The way without the moves that it turns out not to need; one may be needed only as long as another is there. */
async function leastOf(base: Base, moves: readonly Move[], tools: Tools): Promise<Way> {
  let least = (await playMoves(base, moves, tools))!
  for (let size = Infinity; least.moves.length < size; ) {
    size = least.moves.length
    for (const one of least.moves.toReversed()) {
      const rest = least.moves.filter((other) => other.id !== one.id)
      const way = rest.length > 0 ? await playMoves(base, rest, tools) : undefined
      if (way && errorsOf(base, way.played).length === 0) least = way
    }
  }
  return least
}

/** The whole plan with these moves, as many units bought or freed as all of it needs. */
const playMoves = (base: Base, moves: readonly Move[], tools: Tools): Promise<Way | undefined> =>
  playSet(base, moves, tools, (played) => standing(base, played).map((found) => ({ found, kept: 0 })))
