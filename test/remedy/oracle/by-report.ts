import type { Finding } from '../../../src/model/report.js'
import type { Told } from './open.js'

/** What two reports say about a way out: whether the finding is gone, and what stands there that did not. Reads JSON, nothing else. */
export interface Effect {
  readonly leaves: number
  readonly isCured: boolean
  /** Fingerprints of what it causes, sorted. */
  readonly causes: readonly string[]
}

export function effectOf(before: Told, after: Told, target: Finding): Effect {
  const left = after.findings.filter((one) => isSame(one, target))
  const leaves = leftOver(target, left)
  const remaining = new Set(left.filter((one) => isLeft(before, one, target, after)))
  const still = target.users.count > 0 ? leaves > 0 : remaining.size > 0
  const causes = after.findings.filter((one) => isCaused(before, one, after) && !remaining.has(one)).map((one) => one.fingerprint)
  return { leaves, isCured: !still, causes: [...new Set(causes)].sort() }
}

/** Whether what stands now is the target, or the same about its users. */
export const isLeft = (before: Told, one: Finding, target: Finding, after: Told): boolean =>
  isSame(one, target) && (target.users.count > 0 ? leftOver(target, [one]) > 0 : concernsNobodyElse(before, one, target, after))

/** The same rule and code about one of the same products, whatever the step, path or origin, unless it is over. */
function isSame(one: Finding, target: Finding): boolean {
  if (one.origin === 'resolved') return false
  if (one.ruleId !== target.ruleId || one.error !== target.error || one.reason !== target.reason) return false
  if (target.skus.length === 0) return one.group?.id === target.group?.id
  return one.skus.some(({ skuId }) => target.skus.some((sku) => sku.skuId === skuId))
}

/** Of the finding's users, whom these concern; where nobody can know who, how many. Samples name everybody. */
function leftOver(target: Finding, left: readonly Finding[]): number {
  const sum = left.reduce((total, one) => total + one.users.count, 0)
  if (!target.users.determined || left.some((one) => !one.users.determined)) return Math.min(target.users.count, sum)
  return target.users.sample.filter((name) => left.some((one) => one.users.sample.includes(name))).length
}

/** A finding about nobody: the target itself, or one that has moved elsewhere. */
const concernsNobodyElse = (before: Told, one: Finding, target: Finding, after: Told): boolean =>
  one.fingerprint === target.fingerprint || (one.users.count === 0 && isNews(before, one, after))

/** Introduced, and not there before, or about more users than all there was of it, or about another call. */
export function isCaused(before: Told, one: Finding, after: Told): boolean {
  if (one.origin !== 'introduced' || one.severity === 'info') return false
  const same = before.findings.filter((other) => other.fingerprint === one.fingerprint)
  return isNews(before, one, after) || one.users.count > same.reduce((total, other) => total + other.users.count, 0)
}

/** Whether nothing was known of it, or it refuses another call. */
export const isNews = (before: Told, { fingerprint }: Finding, after: Told): boolean =>
  !before.calls.has(fingerprint) || after.calls.get(fingerprint)!.some((step) => !before.calls.get(fingerprint)!.includes(step))
