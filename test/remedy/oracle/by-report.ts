import type { Finding, Report } from '../../../src/model/report.js'

/** What two reports say about a way out: whether the finding is gone, and what stands there that did not. Reads JSON, nothing else. */
export interface Effect {
  readonly leaves: number
  readonly isCured: boolean
  /** Fingerprints of what it causes, sorted. */
  readonly causes: readonly string[]
}

export function effectOf(before: Report, after: Report, target: Finding): Effect {
  const left = after.findings.filter((one) => isSame(one, target))
  const leaves = leftOver(target, left)
  const remaining = new Set(left.filter((one) => isLeft(before, one, target)))
  const still = target.users.count > 0 ? leaves > 0 : remaining.size > 0
  const causes = after.findings.filter((one) => isCaused(before, one) && !remaining.has(one)).map((one) => one.fingerprint)
  return { leaves, isCured: !still, causes: [...new Set(causes)].sort() }
}

/** Whether what stands now is the target, or the same about its users. */
export const isLeft = (before: Report, one: Finding, target: Finding): boolean =>
  isSame(one, target) && (target.users.count > 0 ? leftOver(target, [one]) > 0 : concernsNobodyElse(before, one, target))

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
const concernsNobodyElse = (before: Report, one: Finding, target: Finding): boolean =>
  one.fingerprint === target.fingerprint || (one.users.count === 0 && !before.findings.some((other) => other.fingerprint === one.fingerprint))

/** Introduced, and not there before, or about more users than all there was of it. */
export function isCaused(before: Report, one: Finding): boolean {
  if (one.origin !== 'introduced' || one.severity === 'info') return false
  const same = before.findings.filter((other) => other.fingerprint === one.fingerprint)
  return same.length === 0 || one.users.count > same.reduce((total, other) => total + other.users.count, 0)
}
