import { loadBaseline } from '../load/project/baseline.js'
import type { Files } from '../load/files.js'
import { pathFrom } from '../load/paths.js'
import { openWorkspace, type WorkspaceRequest } from '../load/project/workspace.js'
import type { BatchReport } from '../model/batch.js'
import type { Loaded } from '../model/problem.js'
import type { ReportOptions } from '../model/settings.js'
import { reportOfMany } from './report-of-many.js'
import type { Checked } from './checked.js'
import { runTasks } from './run.js'
import type { Ground, Task } from './tasks.js'

/** What many checks are asked: a project, as for one check, with plans and tenants as seen from `cwd`. */
export interface ManyRequest extends WorkspaceRequest {
  /** None: the tenants as they are. */
  readonly plans: readonly string[]
  /** None: the project's own. */
  readonly tenants: readonly string[]
  readonly report: ReportOptions
  /** Judge everything with the engine alone as well. */
  readonly verify?: boolean
  /** Threads; left out: one, which reads the `Files` that it is given. More read the disk. */
  readonly jobs?: number
  readonly signal?: AbortSignal
  /** Told after each check, in the order in which they get done. */
  readonly tell?: (done: number, of: number) => void
}

/**
 * Each plan in each tenant, as `seatplan check` answers many. What cannot be read is `unread` in the answer and stops no other;
 * problems without a value: nothing could be begun. Undefined without problems: the signal came first.
 */
export async function checkMany(files: Files, request: ManyRequest): Promise<Loaded<BatchReport>> {
  const { plans, tenants, report, verify = false, jobs = 1, signal, tell, ...asked } = request
  const { value: workspace, problems } = await openWorkspace(files, asked)
  if (workspace === undefined) return { problems }
  const { root, now, baseline } = workspace.config
  const accepted = baseline === undefined ? { value: [], problems: [] } : await loadBaseline(files, baseline, false)
  if (accepted.value === undefined) return { problems: accepted.problems }
  const ground: Ground = { request: { ...asked, root }, options: report, verify }
  const tasks = tasksOf(plans, tenants, asked.cwd)
  const checked: Checked[] = []
  const isWhole = await runTasks({ ground, tasks, files, jobs, kept: undefined, ...(signal && { signal }) }, (_, { result }) => {
    checked.push(result as Checked)
    tell?.(checked.length, tasks.length)
  })
  if (!isWhole) return { problems: [] }
  return { value: reportOfMany(checked, now, accepted.value), problems }
}

function tasksOf(plans: readonly string[], tenants: readonly string[], cwd: string): readonly Task[] {
  const among = (paths: readonly string[]): readonly (string | undefined)[] => (paths.length === 0 ? [undefined] : paths.map(path => pathFrom(cwd, path)))
  return among(tenants).flatMap(tenant => among(plans).map((plan): Task => ({ kind: 'check', tenant, plan })))
}
