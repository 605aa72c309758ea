import type { Guid } from '../../model/catalog.js'
import type { Names } from '../../model/names.js'
import type { Group, License, Tenant } from '../../model/tenant.js'
import type { GroupDifference } from '../../model/verification.js'
import { matchOf } from './match.js'
import type { Prediction } from './predict.js'

/** Groups whose own licences came out otherwise, by id: a call that was refused, or never made. */
export function groupDifferences(prediction: Prediction, after: Tenant): readonly GroupDifference[] {
  const { trace, project, names } = prediction.situation
  const matching = matchOf(prediction, after)
  const later = new Map([...after.groups.values()].map(group => [matching.group(group.id), group]))
  const ids = [...new Set([...trace.groups.keys(), ...project.tenant.groups.keys()])].sort()
  return ids.flatMap(id => {
    const [predicted, actual] = [licensesOf(trace.groups.get(id), names), licensesOf(later.get(id), names)]
    if (predicted === undefined || actual === undefined || JSON.stringify(predicted) === JSON.stringify(actual)) return []
    return [{ group: { id, displayName: names.group(id) }, predicted, actual }]
  })
}

/** Null: no such group; undefined: the export does not say. */
function licensesOf(group: Group | undefined, names: Names): readonly string[] | null | undefined {
  if (group === undefined) return null
  return group.assignedLicenses?.map(license => words(license, names))
}

function words({ skuId, disabledPlans }: License, names: Names): string {
  const off = disabledPlans.map((id: Guid) => names.plan(id)).sort()
  return off.length === 0 ? names.product(skuId) : `${names.product(skuId)} without ${off.join(', ')}`
}
