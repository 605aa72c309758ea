import type { Found } from '../explain/found.js'
import type { Move } from './move.js'

/** The ways out of a single finding, best first, and every move that came up. */
export interface SingleWays {
  readonly found: Found
  readonly ways: readonly SingleWay[]
  readonly universe: readonly Move[]
  /** Whether there are no others. */
  readonly isComplete: boolean
}

export interface SingleWay {
  readonly moves: readonly Move[]
  /** What it serves: a finding that may go with others, several findings at the price of more than each needs, or all errors of the plan. */
  readonly serves: 'one' | 'several' | 'all'
  /** Whether no other finding is gone with it. */
  curesOne(): boolean
}

/** For each finding its ways out, best first. */
export type Lists = readonly (readonly (readonly Move[])[])[]

/** For each finding which of its ways out. */
export type Choice = readonly number[]

interface SortedOut {
  /** Ways out that have to be combined. */
  readonly lists: Lists
  /** Those that serve several findings, or all. */
  readonly joint: readonly (readonly Move[])[]
  /** Whether all are known and each cures its finding alone, or all. */
  areApart(): boolean
  /** Units of one product are bought, or freed, at one place: the first at which any of the moves does that came up. */
  atOnePlace(one: Move): Move
}

/** Whoever chooses what serves all needs no other; where a finding has nothing but that, there is nothing to combine. */
export function sortedOut(single: readonly SingleWays[]): SortedOut {
  const atOnePlace = placesOf(single.flatMap(({ universe }) => universe))
  const movesOf = (ways: readonly SingleWay[]): Lists[number] => ways.map(({ moves }) => moves.map(atOnePlace))
  const lists = single.filter(({ ways }) => ways.length > 0).map(({ ways }) => movesOf(ways.filter(({ serves }) => serves === 'one')))
  return {
    lists: lists.some((list) => list.length === 0) ? [] : lists,
    joint: movesOf(single.flatMap(({ ways }) => ways.filter(({ serves }) => serves !== 'one'))),
    areApart: () => single.every(({ ways, isComplete }) => isComplete && ways.length > 0 && ways.every(({ serves, curesOne }) => serves === 'all' || (serves === 'one' && curesOne()))),
    atOnePlace,
  }
}

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

/** All moves of the sets, each once. */
export const union = (sets: readonly (readonly Move[])[]): readonly Move[] => [...new Map(sets.flat().map((one) => [one.counted ? unitsOf(one) : one.id, one])).values()]

export const chosen = (lists: Lists, choice: Choice): readonly Move[] => union(choice.map((at, index) => lists[index]![at]!))

/** Choices of one from each list, by the sum of their ranks, but for those that are known already; `cut` is called where there are more. */
export function* bestFirst(lists: Lists, most: number, isOpen: (choice: Choice) => boolean, cut: () => void): Iterable<Choice> {
  let count = 0
  for (let layer: readonly Choice[] = lists.length === 0 ? [] : [lists.map(() => 0)]; layer.length > 0; layer = oneWorse(layer, lists, cut))
    for (const choice of layer) {
      if (!isOpen(choice)) continue
      if (count >= most) return cut()
      count += 1
      yield choice
    }
}

/** Choices of one sum that are looked at. */
const widest = 2_000

/** The choices that are worse by one rank in one list; each once, in a stated order. */
function oneWorse(layer: readonly Choice[], lists: Lists, cut: () => void): readonly Choice[] {
  const next = new Map<string, Choice>()
  for (const choice of layer)
    for (const [index, at] of choice.entries()) if (at + 1 < lists[index]!.length) next.set(choice.with(index, at + 1).join(), choice.with(index, at + 1))
  if (next.size > widest) cut()
  return [...next].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, choice]) => choice).slice(0, widest)
}
