import type { Found } from '../explain/found.js'
import type { Guid } from '../model/catalog.js'
import { placeOf, type EditedPlan } from './edit-plan.js'
import type { Move } from './move.js'
import { evidenceText } from './offers.js'
import { usersOf } from './scene.js'
import { skusIn, usersIn } from './touch.js'
import type { Trial } from './trial.js'

/** What a set has come to: what larger ones have to answer and by which moves, and what they are measured by. */
export interface Use {
  /** Each of these is to be answered: one of what stands in the way together. */
  readonly toAnswer: readonly (readonly Found[])[]
  readonly by: (move: Move) => boolean
  /** Whether nothing that larger sets could be good for is left out. */
  readonly isWhole: boolean
  readonly progress: Progress
}

export interface Progress {
  /** What stands in the way of the set. */
  readonly now: readonly Met[]
  /** What stood in the way when a move last made something better. */
  readonly best: readonly Met[]
  /** Gifts since then, which failed. */
  readonly failed: readonly Move[]
}

/** A finding and the step of the plan as it stands at which, or before which, it arises: each of those whose calls it refuses. */
export interface Met {
  readonly found: Found
  readonly at: number
}

export const met = (all: readonly Found[], edited?: EditedPlan): readonly Met[] =>
  all.flatMap((found) => stepsOf(found).map((step) => ({ found, at: edited ? placeOf(edited, step) : step })))

const stepsOf = ({ cause, step, parts }: Found): readonly number[] =>
  cause.scope === 'change' || cause.scope === 'group' ? [...new Set(parts.map(({ standing }) => standing.firstStep))] : [step]

/**
 * Whether the last move of a set was good for anything, and what follows. One that made nothing better is superfluous in every
 * larger set, unless that lets it act: a gift that failed needs what it failed for; what waits for another attempt, that attempt.
 */
export function useOf(before: Progress, earlier: readonly Move[], last: Move, { isCured, left, caused, edited }: Trial): Use {
  const now = met([...left, ...caused], edited)
  const moves = [...earlier, last]
  const refusing = [...each(now.filter((one) => moves.some((some) => refuses(one, some)))), ...left.filter((one) => moves.some((some) => keepsFrom(one, some)))]
  const beside = (one: Found): readonly Found[] =>
    [...new Set([...refusing, ...(moves.some(isAttempt) ? thwarting(one, each(now), refusing) : [])])].filter((other) => other !== one)
  const inTheWay = isCured ? caused.map((one) => [one]) : left.map((one) => [one, ...beside(one)])
  if (before.best.some((one) => isGone(one, before.best, now))) return { toAnswer: inTheWay, by: () => true, isWhole: true, progress: { now, best: now, failed: [] } }
  const progress: Progress = { now, best: before.best, failed: isBought(last) ? before.failed : [...before.failed, last] }
  const failures = now.filter((one) => isGone(one, now, before.best) && progress.failed.some((some) => failsFor(one, some)))
  const isOnItsWay = failures.length > 0 && (!isBought(last) || before.now.some((one) => isGone(one, before.now, now)))
  if (!isCured && isAttempt(last)) return { toAnswer: isAgain(earlier, last) ? [] : inTheWay, by: () => true, isWhole: true, progress }
  if (isOnItsWay) return { toAnswer: each(failures).map((found) => [found]), by: () => true, isWhole: isBought(last) || !last.counted, progress }
  if (isCured && isOrder(last)) return { toAnswer: inTheWay, by: ({ counted, step }) => counted !== undefined || step > last.step, isWhole: false, progress }
  const stillShort = isTaking(last) ? inTheWay.filter(([one]) => one!.cause.evidence.kind === 'seats') : []
  if (isCured) return { toAnswer: stillShort, by: (one) => isOfSameHolder(one, last), isWhole: false, progress }
  return { toAnswer: inTheWay, by: (one) => isAttempt(one) || (stillShort.length > 0 && isOfSameHolder(one, last)), isWhole: false, progress }
}

const each = (all: readonly Met[]): readonly Found[] => [...new Set(all.map(({ found }) => found))]

/** What may have failed when that which the snapshot records was tried again: what is new about its users. */
const thwarting = (one: Found, caused: readonly Found[], known: readonly Found[]): readonly Found[] =>
  one.origin === 'existing' ? caused.filter((other) => !known.includes(other) && usersOf(other).some((user) => usersOf(one).includes(user))) : []

/** Units that are bought come; those that are freed are taken from somebody, and that may fail. */
const isBought = ({ counted }: Move): boolean => counted !== undefined && counted.holders === undefined

/** One more reprocess of the same. */
const isAgain = (earlier: readonly Move[], { kind }: Move): boolean => kind === 'reprocess' && earlier.some((one) => one.kind === 'reprocess')

const gifts: readonly Move['kind'][] = ['addLicense', 'enablePlan', 'joinGroup', 'newGroup', 'buySeats']

/** Moves that give something: each does so whatever others are given. */
export const isGift = ({ kind }: Move): boolean => gifts.includes(kind)

/** Moves by which something is tried again, or in another order. */
export const isAttempt = (one: Move): boolean =>
  one.deeds.some((deed) => 'target' in deed && 'group' in deed.target) || ['leaveGroup', 'reprocess', 'reorder', 'oneCall', 'changeCall'].includes(one.kind)

/** Done later, a step may find what is bought or done before a later one. */
export const isOrder = ({ kind }: Move): boolean => kind === 'reorder' || kind === 'oneCall'

/** Moves that take a product from a path: whoever has it by another one gives no unit back. */
const isTaking = ({ kind }: Move): boolean => ['removeLicense', 'leaveGroup', 'freeSeats'].includes(kind)

/** Whether that takes something from the same users, by another path. */
const isOfSameHolder = (one: Move, last: Move): boolean => {
  const users = last.deeds.flatMap(usersIn)
  return isTaking(one) && (users.length === 0 || one.deeds.every((deed) => usersIn(deed).length === 0) || one.deeds.flatMap(usersIn).some((user) => users.includes(user)))
}

/** Whether the same concerns fewer, or nobody: it is found apart for whom it ends earlier than for others. */
export function isGone(one: Met, own: readonly Met[], among: readonly Met[]): boolean {
  const rest = among.filter((other) => isAlike(other, one))
  return rest.length === 0 || countOf(rest) < countOf(own.filter((other) => isAlike(other, one)))
}

const countOf = (all: readonly Met[]): number => all.reduce((sum, { found }) => sum + found.count.count, 0)

/** The same cause at the same step, seen alike. */
const isAlike = ({ found: a, at }: Met, { found: b, at: then }: Met): boolean =>
  a.cause.key === b.cause.key && at === then && isSeenAlike(a.cause.evidence, b.cause.evidence)

/** Of seats the numbers differ with everybody who comes or goes: it is something if fewer hold one, or fewer ask for one. */
const isSeenAlike = (a: Found['cause']['evidence'], b: Found['cause']['evidence']): boolean =>
  a.kind === 'seats' && b.kind === 'seats' ? a.consumed >= b.consumed && a.wanted >= b.wanted : a === b || evidenceText(a) === evidenceText(b)

/** Whether that is why a move did not act. */
const failsFor = (one: Met, some: Move): boolean => (isGift(some) ? keepsBack(one, some) : refuses(one, some))

/** Whether users wait for a gift by it: what else is left of them may come right with that. */
const keepsFrom = (found: Found, some: Move): boolean => found.cause.scope === 'user' && isGift(some) && keepsBack({ found, at: some.step }, some)

/** Whether it is about a product of what is given; a group may give any. */
function keepsBack({ found: { cause, skus } }: Met, { kind, deeds }: Move): boolean {
  if (kind === 'joinGroup' || cause.scope === 'change') return true
  const given = new Set<Guid>(deeds.flatMap(skusIn))
  return skus.some(({ skuId }) => given.has(skuId))
}

/**
 * Whether it is about the path on which something is taken or switched, or the call in which it is given: that is refused together
 * with the rest of the call, and waits with the rest of a path that has failed at an earlier step.
 */
const refuses = ({ found: { cause }, at }: Met, one: Move): boolean =>
  (at === one.step || (at < one.step && cause.scope === 'user')) &&
  (!isGift(one) || cause.scope !== 'user') &&
  one.deeds.some((deed) => 'target' in deed && ('group' in deed.target ? deed.target.group : null) === cause.source)
