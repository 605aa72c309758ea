import type { Guid } from '../model/catalog.js'
import type { GroupName, PlanName, SkuName } from '../model/report.js'
import type { Holding } from '../model/subject.js'
import type { Cause } from '../model/trace.js'
import type { Situation } from './situation.js'

/** The group whose assignment fails. */
export const groupOf = ({ names }: Situation, { source }: Cause): GroupName | null =>
  source ? { id: source, displayName: names.group(source) } : null

/** The failing product first, then those that it meets. */
export function skusOf({ names }: Situation, cause: Cause): readonly SkuName[] {
  const { evidence } = cause
  const shown = evidence.kind === 'condition' ? evidence.skuIds : cause.opposing.map((holding) => holding.skuId)
  const ids = [...(cause.skuId === null ? [] : [cause.skuId]), ...[...shown].sort()]
  return [...new Set(ids)].map((skuId) => ({ skuId, skuPartNumber: names.product(skuId) }))
}

/** What the sentence is about: the dependent first, then what lacks; the failing side of a conflict, then the other. */
export function plansOf({ names, project }: Situation, cause: Cause): readonly PlanName[] {
  const plans = planIds(cause).filter((id): id is Guid => id !== null && project.catalog.plans.has(id))
  return [...new Set(plans)].map((id) => ({ servicePlanId: id, servicePlanName: names.plan(id) }))
}

function planIds(cause: Cause): readonly (Guid | null)[] {
  const { evidence } = cause
  switch (evidence.kind) {
    case 'mutually-exclusive':
      return [...own(cause, evidence.holdings), ...evidence.holdings].map((holding) => holding.planId)
    case 'prerequisite':
      return [evidence.dependent, ...evidence.unmet.flat()]
    case 'usage-location':
      return evidence.planId === null ? [] : evidence.holdings.map((holding) => holding.planId)
    case 'unique-proxy':
      return evidence.holdings.map((holding) => holding.planId)
    case 'service':
      return Array.isArray(evidence['planIds']) ? evidence['planIds'] : []
    case 'seats':
    case 'condition':
      return []
    default:
      return evidence satisfies never
  }
}

const own = ({ source, skuId }: Cause, holdings: readonly Holding[]): readonly Holding[] =>
  holdings.filter((holding) => holding.assignedByGroup === source && holding.skuId === skuId)
