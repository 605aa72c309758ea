import type { StateRow } from '../model/report.js'
import type { AssumptionId } from '../model/settings.js'
import type { License, Path, UserState } from '../model/tenant.js'
import type { TraceCohort } from '../model/trace.js'
import type { Situation } from './situation.js'

/** A row of one source, as `licenseAssignmentStates` would show it. */
export interface Row extends Pick<StateRow, 'skuId' | 'assignedByGroup' | 'disabledPlans' | 'state' | 'error' | 'oneOf'> {}

/** Rows that stand after the last step, of the users with a row that changed, or of all; sorted by userPrincipalName, skuId, group. */
export function statesOf(situation: Situation, which: 'changed' | 'all'): readonly StateRow[] {
  const rows = situation.trace.cohorts.flatMap((cohort) => cohortRows(situation, cohort, which))
  return rows.sort(inOrder)
}

function cohortRows(situation: Situation, cohort: TraceCohort, which: 'changed' | 'all'): StateRow[] {
  const rows = rowsAfter(situation, cohort)
  if (which === 'changed' && !isChanged(situation, cohort, rows)) return []
  return [...cohort.members].flatMap((ordinal) => {
    const { id, userPrincipalName } = situation.person(ordinal)
    return rows.map((row) => ({
      userPrincipalName,
      userId: id,
      skuId: row.skuId,
      skuPartNumber: situation.names.product(row.skuId),
      assignedByGroup: row.assignedByGroup,
      disabledPlans: row.disabledPlans,
      state: row.state,
      error: row.error,
      ...(row.oneOf && { oneOf: row.oneOf }),
    }))
  })
}

/** Rows after the last step; where several candidates share a fate, what each may have. */
export function rowsAfter(situation: Situation, cohort: TraceCohort): readonly Row[] {
  const rows = rowsOf(situation, cohort.after)
  if (cohort.undetermined.size === 0) return rows
  return rows.map((row) => {
    const oneOf = cohort.undetermined.get(`${row.assignedByGroup ?? ''}|${row.skuId}`)
    return oneOf ? { ...row, state: 'NotDetermined', error: null, oneOf } : row
  })
}

const isChanged = (situation: Situation, cohort: TraceCohort, rows: readonly Row[]): boolean =>
  JSON.stringify(rowsOf(situation, cohort.before)) !== JSON.stringify(rows)

/** The rows of a user's state, sorted by skuId, then direct before groups. */
export function rowsOf(situation: Pick<Situation, 'project'>, state: UserState | undefined): readonly Row[] {
  const rows = (state?.paths ?? []).flatMap((path) => pathRows(situation, path))
  return rows.sort((a, b) => compare(a.skuId, b.skuId) || bySource(a, b))
}

function pathRows({ project }: Pick<Situation, 'project'>, path: Path): Row[] {
  const isOn = (id: AssumptionId): boolean => project.settings.assumptions[id]
  const isFailed = Object.keys(path.errors).length > 0
  const row = (license: License, state: string, error: string | null): Row => ({
    skuId: license.skuId,
    assignedByGroup: path.source,
    disabledPlans: license.disabledPlans,
    state,
    error,
  })
  const waiting = path.intended.filter((license) => !path.effective.some((other) => other.skuId === license.skuId))
  const stays = (license: License): string | null =>
    path.errors[license.skuId] ?? (isFailed && (isOn('A-SIBLINGS-OTHER') || !isWanted(path, license)) ? 'Other' : null)
  return [
    ...path.effective.map((license) => row(license, stays(license) ? 'ActiveWithError' : 'Active', stays(license))),
    ...(isFailed ? waiting.map((license) => row(license, 'Error', path.errors[license.skuId] ?? 'Other')) : []),
    ...path.disabled.map((license) => row(license, 'Disabled', null)),
  ]
}

/** Stays on unchanged. */
const isWanted = ({ intended }: Path, license: License): boolean =>
  intended.some((other) => other.skuId === license.skuId && other.disabledPlans.join() === license.disabledPlans.join())

const bySource = (a: Row, b: Row): number =>
  a.assignedByGroup === b.assignedByGroup ? 0 : a.assignedByGroup === null ? -1 : b.assignedByGroup === null ? 1 : compare(a.assignedByGroup, b.assignedByGroup)

const inOrder = (a: StateRow, b: StateRow): number =>
  compare(a.userPrincipalName, b.userPrincipalName) || compare(a.userId, b.userId) || compare(a.skuId, b.skuId) || bySource(a, b)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
