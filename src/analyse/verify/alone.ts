import { sampleOf, type Situation } from '../../explain/situation.js'
import type { TraceCohort } from '../../model/trace.js'
import type { ContradictedRule, FewUsers, UnexplainedError } from '../../model/verification.js'
import type { Prediction } from './predict.js'

/** Loaded rules that forbid what is `Active` in the tenant, by id. */
export function contradictedRules({ situation }: Prediction): readonly ContradictedRule[] {
  const cohorts = new Map<string, TraceCohort[]>()
  for (const cohort of situation.trace.cohorts)
    for (const id of new Set(cohort.standings.flatMap(({ contradicts, cause }) => (contradicts && cause.ruleId !== null ? [cause.ruleId] : []))))
      cohorts.set(id, [...(cohorts.get(id) ?? []), cohort])
  return [...cohorts].sort(byKey).map(([ruleId, some]) => ({ ruleId, users: fewOf(situation, some) }))
}

/** Errors in the tenant for which no loaded rule is the reason, by group, product and code. */
export function unexplainedErrors({ situation }: Prediction): readonly UnexplainedError[] {
  const { names, trace } = situation
  const cohorts = new Map<string, TraceCohort[]>()
  for (const cohort of trace.cohorts)
    for (const key of new Set(cohort.standings.filter(({ cause }) => cause.kind === 'recorded').map(({ cause }) => `${cause.source ?? ''}|${cause.skuId ?? ''}|${cause.error}`)))
      cohorts.set(key, [...(cohorts.get(key) ?? []), cohort])
  return [...cohorts].sort(byKey).map(([key, some]) => {
    const [group = '', skuId = '', error = ''] = key.split('|')
    return {
      error,
      group: group === '' ? null : { id: group, displayName: names.group(group) },
      sku: skuId === '' ? null : { skuId, skuPartNumber: names.product(skuId) },
      users: fewOf(situation, some),
    }
  })
}

function fewOf(situation: Situation, cohorts: readonly TraceCohort[]): FewUsers {
  return { count: cohorts.reduce((sum, { members }) => sum + members.length, 0), sample: sampleOf(situation, cohorts.map(({ members }) => members)) }
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0
}
