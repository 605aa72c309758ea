import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import { mergedCall } from '../../remedy/edit-plan.js'
import { movesIn, type Draft, type DraftStep } from './draft.js'

/** Of plans with more steps only those orders are tried in which one step, or one pair, stands elsewhere. */
const mostPermuted = 5

/** Calls on one target as one call: first those that are joined with the fewest others. */
export function* joined({ steps }: Draft): Iterable<Draft> {
  for (let first = 0; first < steps.length; first += 1)
    for (let second = first + 1; second < steps.length; second += 1) {
      const change = joinedCall(steps[first]!.change, steps[second]!.change)
      if (change === undefined) continue
      const call = { change, from: [...steps[first]!.from, ...steps[second]!.from] }
      for (const place of [first, second]) yield { kind: 'one-call', steps: steps.flatMap((step, at) => (at === place ? [call] : at === first || at === second ? [] : [step])) }
    }
}

/** Everything joined that can be. */
export function allJoined(draft: Draft): Draft {
  const [next] = joined(draft)
  return next === undefined ? draft : allJoined(next)
}

function joinedCall(first: Change, second: Change): Change | undefined {
  if (first.op !== 'assignLicense' || second.op !== 'assignLicense' || JSON.stringify(first.to) !== JSON.stringify(second.to)) return undefined
  return mergedCall(first, second)
}

/** Other orders of the same steps, those that differ least first. */
export function* orders({ kind, steps }: Draft): Iterable<Draft> {
  const indexes = steps.map((_, at) => at)
  const all = steps.length <= mostPermuted ? permutations(indexes) : moved(indexes)
  const others = all.map(order => ({ order, distance: inversions(order) })).filter(({ distance }) => distance > 0)
  others.sort((a, b) => a.distance - b.distance || (a.order.join() < b.order.join() ? -1 : 1))
  for (const { order } of others) {
    const reordered = order.map(at => steps[at]!)
    yield { kind: kind === 'as-given' ? kindOf(reordered) : kind, steps: reordered }
  }
}

/** An order in which users come into the new group right before they leave the old one is the two-group procedure. */
function kindOf(steps: readonly DraftStep[]): 'two-groups' | 'order' {
  return movesIn(steps).some(({ add, remove }) => add < remove) ? 'two-groups' : 'order'
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map(rest => [item, ...rest]))
}

/** One step stands elsewhere, or any two are exchanged. */
function moved(items: readonly number[]): readonly (readonly number[])[] {
  const all = new Map<string, readonly number[]>()
  for (const from of items)
    for (const to of items) {
      const without = items.filter(item => item !== from)
      const once = [...without.slice(0, to), from, ...without.slice(to)]
      const exchanged = items.map(item => (item === from ? to : item === to ? from : item))
      for (const order of [once, exchanged]) all.set(order.join(), order)
    }
  return [...all.values()]
}

function inversions(order: readonly number[]): number {
  return order.reduce((sum, item, at) => sum + order.slice(at + 1).filter(later => later < item).length, 0)
}

/**
 * Users moved from group to group in batches, one batch after the other: what one batch frees is there for the next.
 * Every move of the plan is cut into as many batches, and they take turns.
 */
export function* batched({ steps }: Draft): Iterable<Draft> {
  const moves = movesIn(steps)
  const most = Math.max(0, ...moves.map(({ add }) => usersOf(steps[add]!.change).length))
  for (const count of batchCounts(most)) {
    const inMoves = new Set(moves.flatMap(({ add, remove }) => [add, remove]))
    const turns = Array.from({ length: count }, (_, turn) => moves.flatMap(move => turnOf(steps, move, turn, count))).flat()
    const first = Math.min(...inMoves)
    yield { kind: 'batches', steps: steps.flatMap((step, at) => (at === first ? turns : inMoves.has(at) ? [] : [step])) }
  }
}

/** 2, 3, 4, 6, 8, 12, ... and one user at a time. */
function batchCounts(most: number): readonly number[] {
  if (most < 2) return []
  const counts = [2, 3]
  while (counts.at(-1)! < most) counts.push(counts.at(-2)! * 2)
  return [...new Set(counts.map(count => Math.min(count, most)))]
}

function turnOf(steps: readonly DraftStep[], { add, remove }: { readonly add: number; readonly remove: number }, turn: number, count: number): readonly DraftStep[] {
  const users = usersOf(steps[add]!.change)
  const batch = users.slice(Math.floor((turn * users.length) / count), Math.floor(((turn + 1) * users.length) / count))
  return batch.length === 0 ? [] : [withUsers(steps[add]!, batch), withUsers(steps[remove]!, batch)]
}

export function usersOf(change: Change): readonly Guid[] {
  if (change.op === 'addMembers' || change.op === 'removeMembers') return change.users
  return change.op === 'assignLicense' && 'users' in change.to ? change.to.users : []
}

/** The step for some of its users. */
export function withUsers({ change, from }: DraftStep, users: readonly Guid[]): DraftStep {
  if (change.op === 'addMembers' || change.op === 'removeMembers') return { from, change: { ...change, users } }
  return change.op === 'assignLicense' && 'users' in change.to ? { from, change: { ...change, to: { users } } } : { from, change }
}
