import type { Finding } from '../../model/report.js'
import type { Fields } from './data.js'

/** What makes a finding this one, in names that a smaller tenant has too. Not whom it concerns, nor at which step. */
export interface Meant {
  readonly rule: string | null
  readonly error: string | null
  readonly reason: string | null
  readonly kind: string
  readonly severity: string
  readonly scope: string
  readonly origin: string
  readonly transient: boolean
  readonly group: string | null
  readonly skus: readonly string[]
  readonly plans: readonly string[]
}

export function meantBy({ ruleId, error, reason, kind, severity, scope, origin, transient, group, skus, servicePlans }: Finding): Meant {
  const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort()
  return { rule: ruleId, error, reason, kind, severity, scope, origin, transient, group: group?.displayName ?? null, skus: sorted(skus.map(({ skuId }) => skuId)), plans: sorted(servicePlans.map(({ servicePlanId }) => servicePlanId)) }
}

export function isMeant(finding: Finding, meant: Meant): boolean {
  return JSON.stringify(meantBy(finding)) === JSON.stringify(meant)
}

/** The finding in the words of `expect`. */
export function expectedFinding({ ruleId, error, reason, severity, scope, origin, step, transient, group, skus, servicePlans, users }: Finding, nameOf: (group: NonNullable<Finding['group']>) => string | undefined): Fields {
  const where = group === null ? undefined : nameOf(group)
  const { count, min, max, determined, sample } = users
  return {
    rule: ruleId,
    error,
    ...(reason !== null && { reason }),
    severity,
    scope,
    origin,
    ...(step > 0 && { step }),
    ...(transient && { transient }),
    ...(where !== undefined && { group: where }),
    ...(skus.length > 0 && { skus: skus.map(({ skuId, skuPartNumber }) => (skuPartNumber === '' ? skuId : skuPartNumber)) }),
    ...(servicePlans.length > 0 && { plans: servicePlans.map(({ servicePlanName }) => servicePlanName) }),
    users: determined && sample.length === count ? sample : { count, min, max, determined },
  }
}
