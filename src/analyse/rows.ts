import type { Guid } from '../model/catalog.js'
import type { License, Path, Source, UserState } from '../model/tenant.js'

/** One row of `licenseAssignmentStates`, as the state says it. */
export interface Row {
  readonly skuId: Guid
  readonly assignedByGroup: Source
  readonly disabledPlans: readonly Guid[]
  readonly state: 'Active' | 'ActiveWithError' | 'Error' | 'Disabled' | 'Pending'
  readonly error: string | null
}

/**
 * The rows of a user: direct first, then by group, each by skuId.
 * `Pending` is not Graph's word: the licence is meant, has no row yet, and no error is recorded.
 */
export function rowsOf(state: UserState): readonly Row[] {
  return state.paths.flatMap(pathRows)
}

function pathRows(path: Path): readonly Row[] {
  const disabled = path.disabled.map(license => rowOf(path, license, 'Disabled', null))
  const rows = Object.keys(path.errors).length > 0 ? failedRows(path) : quietRows(path)
  return [...rows, ...disabled].sort((one, other) => (one.skuId < other.skuId ? -1 : one.skuId > other.skuId ? 1 : 0))
}

function failedRows(path: Path): readonly Row[] {
  const error = ({ skuId }: License): string => path.errors[skuId] ?? 'Other'
  return [
    ...path.effective.map(license => rowOf(path, license, 'ActiveWithError', error(license))),
    ...waiting(path).map(license => rowOf(path, license, 'Error', error(license))),
  ]
}

function quietRows(path: Path): readonly Row[] {
  return [
    ...path.effective.map(license => rowOf(path, license, 'Active', null)),
    ...waiting(path).map(license => rowOf(path, license, 'Pending', null)),
  ]
}

function waiting({ effective, intended }: Path): readonly License[] {
  return intended.filter(({ skuId }) => !effective.some(license => license.skuId === skuId))
}

function rowOf({ source }: Path, { skuId, disabledPlans }: License, state: Row['state'], error: string | null): Row {
  return { skuId, assignedByGroup: source, disabledPlans, state, error }
}
