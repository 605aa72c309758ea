import { rowsOf as recordedRows, type Row as RecordedRow } from '../../explain/states.js'
import type { Project } from '../../model/project.js'
import type { Path, UserState } from '../../model/tenant.js'

/** One row of `licenseAssignmentStates`; or one that waits: the state `Pending` is not Graph's word. */
export type Row = Omit<RecordedRow, 'oneOf'>

/** The rows of a user, and the licences that wait for one without a recorded error: direct first, then by group, each by skuId. */
export function rowsOf(state: UserState, project: Project): readonly Row[] {
  return [...recordedRows({ project }, state), ...state.paths.flatMap(pending)].sort(bySourceAndSku)
}

function pending({ source, effective, intended, errors }: Path): readonly Row[] {
  if (Object.keys(errors).length > 0) return []
  return intended
    .filter(({ skuId }) => !effective.some(license => license.skuId === skuId))
    .map(({ skuId, disabledPlans }) => ({ skuId, assignedByGroup: source, disabledPlans, state: 'Pending', error: null }))
}

function bySourceAndSku(one: Row, other: Row): number {
  return compare(one.assignedByGroup ?? '', other.assignedByGroup ?? '') || compare(one.skuId, other.skuId)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
