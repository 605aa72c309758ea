import type { Found } from '../explain/found.js'
import type { Edit, Finding, RemedyForm } from '../model/report.js'
import { standApart } from './apart.js'
import { bestFirst, chosen, sortedOut, union, type Choice, type Lists, type SingleWays } from './choices.js'
import { placeOf } from './edit-plan.js'
import { enumerateFor } from './enumerate.js'
import { noErrors } from './goal.js'
import type { Tools } from './tools.js'
import type { Move } from './move.js'
import { many } from './form.js'
import { movesFor } from './moves/index.js'
import { areAtOdds } from './odds.js'
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

/**
 * Ways out for all errors of a plan at once, best first, one at a time: whoever takes the first does not pay for the second.
 * First those that serve several findings by themselves. Then one of each finding's, plays each combination, and leaves out what it does not need.
 * Unless these are all, it then searches for those that are no such combination; where that is cut, it repairs what combinations break.
 */
export async function* wholeWays(base: Base, findings: Named, single: readonly SingleWays[], tools: Tools, bounds: WholeBounds, expand: boolean): AsyncGenerator<WholeWay> {
  const counted = findings.filter(([found]) => isCounted(base, found)).map(([, { id }]) => id)
  if (counted.length === 0) return
  const sorted = sortedOut(single)
  const { lists, joint, atOnePlace } = sorted
  const seen = new Set<string>()
  const forms: Form[] = []
  const shown = async ({ moves, played }: Way, form: Form | undefined): Promise<WholeWay[]> => {
    if (seen.has(played.key)) return []
    seen.add(played.key)
    const whole = await confirmed(base, played, tools.judge)
    if (!isFree(base, whole)) return []
    return [{ id: `all.r${(number += 1)}`, cures: counted, ...priceOf(base, whole, moves), form: form ? wordsOf(form, lists) : null }]
  }
  let number = 0
  for (const moves of joint) {
    const way = await repaired(base, moves, tools, 0)
    if (way) yield* await shown(await leastOf(base, way.moves, tools), undefined)
  }
  const areApart = sorted.areApart() && (await standApart(base, single, async (one) => (await playMoves(base, [one], tools))?.played))
  let areAll = areApart
  const cut = (): unknown => (areAll = false)
  const isOpen = (one: Choice): boolean => !forms.some((form) => isOf(form, one))
  for (const choice of bestFirst(lists, bounds.combinations, isOpen, cut)) {
    const moves = chosen(lists, choice)
    const way = await repaired(base, moves, tools, 0)
    if (!way && !areAtOdds(moves)) cut()
    const least = way && (areApart ? way : await leastOf(base, way.moves, tools))
    if (!least || seen.has(least.played.key)) continue
    const form = expand || !isUnion(least, lists, choice) ? undefined : await formOf(base, lists, choice, tools)
    if (form) forms.push(form)
    yield* await shown(least, form)
    if (form && isOfAll(form, lists)) break
  }
  if (areAll) return
  const { cures, isComplete } = await enumerateFor(base, noErrors(base), { ...tools, narrow: (one) => narrowedTo(tools, atOnePlace(one)) })
  for (const { moves, trial } of cures) if (!forms.some((form) => isOfForm(moves, form, lists))) yield* await shown({ moves, played: trial }, undefined)
  if (isComplete) return
  for (const moves of [...joint, ...[...bestFirst(lists, bounds.combinations, isOpen, cut)].map((choice) => chosen(lists, choice))]) {
    const way = await repaired(base, moves, tools, bounds.repairs)
    if (way) yield* await shown(await leastOf(base, way.moves, tools), undefined)
  }
}

const narrowedTo = ({ narrow }: Tools, one: Move): Move | undefined => (narrow ? narrow(one) : one)

/** Whether a set is one of the choices for which a form stands. */
const isOfForm = (moves: readonly Move[], form: Form, lists: Lists): boolean => {
  const holds = (some: readonly Move[]): boolean => some.every(({ id }) => moves.some((one) => one.id === id))
  const held = form.map((ways, index) => ways.map((at) => lists[index]![at]!).filter(holds))
  return held.every((some) => some.length > 0) && union(held.flat()).length === moves.length
}

/** For each finding the ways out that do as well as the one that was chosen, all else being equal. */
type Form = readonly (readonly number[])[]

/** Whether it stands for every choice that there is. */
const isOfAll = (form: Form, lists: Lists): boolean => form.every((ways, index) => ways.length === lists[index]!.length)

const isOf = (form: Form, choice: Choice): boolean => choice.every((at, index) => form[index]!.includes(at))

/** Whether the set is what was chosen, nothing added and nothing left out. */
const isUnion = ({ moves }: Way, lists: Lists, choice: Choice): boolean => {
  const all = chosen(lists, choice)
  return moves.length === all.length && moves.every(({ id }) => all.some((one) => one.id === id))
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
  const way = await playMoves(base, chosen(lists, choice), tools)
  return way !== undefined && isFree(base, way.played)
}

const wordsOf = (form: Form, lists: Lists): RemedyForm => ({
  count: form.reduce((count, ways) => count * ways.length, 1),
  dimensions: form.flatMap((ways, index) => (ways.length < 2 ? [] : [ways.map((at) => lists[index]![at]!.map(({ title }) => title).join('; '))])),
})

const errorsOf = (base: Base, played: PlayedEdits): readonly Found[] => [...played.refused, ...standing(base, played)]

/** Whether a plan that was played has no error left. */
export const isFree = (base: Base, played: PlayedEdits): boolean => errorsOf(base, played).length === 0

/** The combination, with moves added for what is left or what it breaks, until no error is left. */
async function repaired(base: Base, moves: readonly Move[], tools: Tools, repairs: number): Promise<Way | undefined> {
  let way = await playMoves(base, moves, tools)
  for (let added = 0; way && added < repairs; added += 1) {
    const errors = errorsOf(base, way.played)
    if (errors.length === 0) return way
    way = await better(base, way, errors, tools)
  }
  return way && isFree(base, way.played) ? way : undefined
}

/** The way with the one more move that leaves the fewest errors; undefined if none leaves fewer. */
async function better(base: Base, way: Way, errors: readonly Found[], tools: Tools): Promise<Way | undefined> {
  const problem = errors[0]!
  const step = placeOf(way.played.edited, problem.step)
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
    for (const one of least.moves.toReversed())
      for (const rest of withoutOne(least.moves, one)) {
        const way = rest.length > 0 ? await playMoves(base, rest, tools) : undefined
        if (way && isFree(base, way.played)) least = way
      }
  }
  return least
}

/** The others; and without units that only the one needs. */
function withoutOne(moves: readonly Move[], one: Move): readonly (readonly Move[])[] {
  const rest = moves.filter(({ id }) => id !== one.id)
  return rest.some(({ counted }) => counted) ? [rest, rest.filter(({ counted }) => !counted)] : [rest]
}

/** The whole plan with these moves, as many units bought or freed as all of it needs. */
const playMoves = (base: Base, moves: readonly Move[], tools: Tools): Promise<Way | undefined> =>
  playSet(base, moves, tools, (played) => standing(base, played).map((found) => ({ found, kept: 0 })))
