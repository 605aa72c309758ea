import { createJudge } from '../../src/engine/judge.js'
import type { Rule } from '../../src/model/rule.js'
import type { AttemptSubject, Grant, GroupSubject, PlansOf, Subject, UserSubject } from '../../src/model/subject.js'
import type { License, Source } from '../../src/model/tenant.js'
import type { Evidence } from '../../src/model/violation.js'

/**
 * A small world written down in words: the product `ab` ships the plans `a` and `b`, and so on; upper-case plans apply to the company.
 * A licence is its product, and after a dash the plans that are off: `abc-b`.
 */
export const plansOf: PlansOf = (skuId) => shipped.get(skuId) ?? remember(skuId)
const shipped = new Map<string, ReturnType<PlansOf>>()

function remember(skuId: string): ReturnType<PlansOf> {
  const plans = [...skuId].map((letter) => ({ servicePlanId: letter.toLowerCase(), appliesTo: letter === letter.toLowerCase() ? ('User' as const) : ('Company' as const) }))
  shipped.set(skuId, plans)
  return plans
}

export function license(text: string): License {
  const [skuId = '', off = ''] = text.split('-')
  return { skuId, disabledPlans: [...off].sort() }
}

/** `direct: ab-b cd` or `G1: ab`: a source and its licences. */
export function grant(text: string): Grant {
  const [source = '', licenses = ''] = text.split(':')
  return { source: source === 'direct' ? null : source, licenses: licenses.split(' ').filter(Boolean).map(license) }
}

export function attempt(source: Source, before: readonly string[], after: readonly string[], more: Partial<AttemptSubject> = {}): AttemptSubject {
  return { type: 'attempt', source, before: before.map(grant), after: after.map(grant), usageLocation: 'CH', effectiveLocation: 'CH', addressClash: false, ...more }
}

export function group(before: string, after: string): GroupSubject {
  return { type: 'group', groupId: 'G1', before: grant(`G1:${before}`).licenses, after: grant(`G1:${after}`).licenses }
}

export function user(after: readonly string[], more: Partial<UserSubject> = {}): UserSubject {
  const { usageLocation, effectiveLocation, addressClash } = attempt(null, [], [])
  return {
    type: 'user', before: after.map(grant), after: after.map(grant), usageLocation, effectiveLocation, addressClash,
    accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, memberOf: [], attributes: {}, tenantCountry: 'CH', initial: false, ...more,
  }
}

/** What one rule says of one subject, judged with and without triggers and memory; undefined: it does not fire. */
export async function say(rule: Rule, subject: Subject): Promise<Evidence | undefined> {
  const [violations] = await createJudge([rule], plansOf, { verify: true }).judge([subject])
  return violations![0]?.evidence
}

/** The holdings of an evidence in words: `direct/ab:a`, a product as such `direct/ab`. */
export function holdings(evidence: Evidence | undefined): readonly string[] | undefined {
  if (evidence === undefined || !('holdings' in evidence)) return undefined
  return evidence.holdings.map(({ planId, skuId, assignedByGroup }) => `${assignedByGroup ?? 'direct'}/${skuId}${planId === null ? '' : `:${planId}`}`)
}
