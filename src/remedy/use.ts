import type { Found } from '../explain/findings.js'
import type { Guid } from '../model/catalog.js'
import type { Move } from './move.js'
import { skusIn } from './touch.js'
import type { Trial } from './trial.js'

/** What a set has come to: what larger ones have to answer and by which moves, and what they are measured by. */
export interface Use {
  readonly toAnswer: readonly Found[]
  readonly by: (move: Move) => boolean
  readonly progress: Progress
}

export interface Progress {
  /** What stands in the way of the set. */
  readonly now: readonly Found[]
  /** What stood in the way when a move last made something better. */
  readonly best: readonly Found[]
  /** Gifts since then, which failed. */
  readonly failed: readonly Move[]
}

/**
 * Whether the last move of a set was good for anything, and what follows. One that made nothing better is superfluous in every
 * larger set, unless that lets it act: a gift that failed needs what it failed for; what waits for another attempt, that attempt.
 */
export function useOf(before: Progress, earlier: readonly Move[], last: Move, { isCured, left, caused }: Trial): Use {
  const now = [...left, ...caused]
  const inTheWay = isCured ? caused : left
  if (before.best.some((one) => isBetter(one, now))) return { toAnswer: inTheWay, by: () => true, progress: { now, best: now, failed: [] } }
  const isNewGift = isGift(last) && !last.counted
  const progress: Progress = { now, best: before.best, failed: isNewGift ? [...before.failed, last] : before.failed }
  const failures = now.filter((one) => isNew(one, before.best) && progress.failed.some((gift) => failsFor(one, gift)))
  if (!isCured && isAttempt(last)) return { toAnswer: isAgain(earlier, last) ? [] : left, by: () => true, progress }
  if (failures.length > 0 && (isNewGift || before.now.some((one) => isBetter(one, now)))) return { toAnswer: failures, by: () => true, progress }
  return { toAnswer: isCured ? [] : left, by: isAttempt, progress }
}

/** One more reprocess of the same. */
const isAgain = (earlier: readonly Move[], { kind }: Move): boolean => kind === 'reprocess' && earlier.some((one) => one.kind === 'reprocess')

const gifts: readonly Move['kind'][] = ['addLicense', 'enablePlan', 'joinGroup', 'newGroup', 'buySeats']

/** Moves that give something: each does so whatever others are given. */
export const isGift = ({ kind }: Move): boolean => gifts.includes(kind)

/** Moves by which something is tried again, or in another order. */
const isAttempt = (one: Move): boolean =>
  one.deeds.some((deed) => 'target' in deed && 'group' in deed.target) || ['leaveGroup', 'reprocess', 'reorder', 'oneCall', 'changeCall'].includes(one.kind)

const isBetter = (one: Found, now: readonly Found[]): boolean => !now.some((other) => isAlike(one, other) && other.count.count >= one.count.count)

const isNew = (one: Found, before: readonly Found[]): boolean => !before.some((other) => isAlike(one, other) && other.count.count >= one.count.count)

/** The same cause, seen alike; of seats the numbers differ with everybody who comes or goes. */
const isAlike = (a: Found, b: Found): boolean =>
  a.cause.key === b.cause.key && (a.cause.evidence.kind === 'seats' || JSON.stringify(a.cause.evidence) === JSON.stringify(b.cause.evidence))

/** Whether it is about a product of the move; a group may give any. */
function failsFor({ cause, skus }: Found, { kind, deeds }: Move): boolean {
  if (kind === 'joinGroup' || cause.scope === 'change') return true
  const given = new Set<Guid>(deeds.flatMap(skusIn))
  return skus.some(({ skuId }) => given.has(skuId))
}
