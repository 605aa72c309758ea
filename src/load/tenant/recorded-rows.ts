import type { Loaded } from '../../model/problem.js'
import type { Files } from '../files.js'
import type { Row } from './graph/users.js'
import { hasErrors, problemIn } from '../text/problems.js'
import { collectRemarks } from '../text/remarks.js'
import { openTenant } from './tenant.js'
import { readUsers } from './user-table.js'

/** The rows of a user as they were exported, by ordinal; undefined: the export does not have them. */
export type RecordedRows = (ordinal: number) => readonly Row[] | undefined

/**
 * Rows as Graph wrote them. A tenant's cohorts hold what the rows mean, which is less: whether a product beside a failing
 * one was `Active` or `Other` is no longer in them.
 */
export async function openRecordedRows(files: Files, path: string, shown: string): Promise<Loaded<RecordedRows>> {
  const opened = await openTenant(files, path)
  if (opened.value === undefined) return { problems: opened.problems }
  const { sources, locate } = opened.value.snapshot
  const remarks = collectRemarks()
  const { table, reading } = await readUsers(sources.users!, [], remarks, () => undefined)
  const problems = [...reading.problems, ...(await remarks.problems(locate))]
  if (hasErrors(problems)) return { problems }
  const value: RecordedRows = (ordinal) => table.shapes.all[table.shapeOf(ordinal)]!.rows
  return table.count > 0 && table.shapes.all.every(({ rows }) => rows === undefined) ? { problems: [withoutRows(shown)] } : { value, problems: [] }
}

const withoutRows = (shown: string) =>
  problemIn(shown, 'no-rows', 'the users of this export have no `licenseAssignmentStates`', 'export them: docs/snapshot.md says how; without them nobody can say what came of a plan')
