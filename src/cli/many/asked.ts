import { byName } from '../../batch/batch-report.js'
import type { Checked } from '../../batch/checked.js'
import type { Task } from '../../batch/tasks.js'
import { shownFrom } from '../../load/paths.js'
import type { Workspace, WorkspaceRequest } from '../../load/project/workspace.js'
import type { BatchName } from '../../model/batch.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Invocation } from '../command.js'
import { requestOf } from '../project.js'
import { loadShipped } from '../shipped.js'
import { findPlans } from './find-plans.js'
import { findTenants } from './find-tenants.js'

export type CheckTask = Task & { readonly kind: 'check' }

/** The options about tenants are read here; what is left is the project's. */
export async function requestAsked({ given, io }: Invocation): Promise<WorkspaceRequest> {
  return requestOf({ given: given.filter(({ name }) => name !== 'tenant'), io }, await loadShipped())
}

/** Each plan in each tenant; without plans the tenants as they are, without tenants the project's own. */
export async function tasksOf({ words, given, io }: Invocation, workspace: Workspace | undefined): Promise<Loaded<readonly CheckTask[]>> {
  const all = (name: string): readonly string[] => given.flatMap(one => (one.name === name && one.value !== true ? [one.value] : []))
  const [plans, tenants] = await Promise.all([findPlans(words, all('plans'), io), findTenants(all('tenant'), all('tenants'), io)])
  const problems = [...plans.problems, ...tenants.problems]
  if (plans.value === undefined || tenants.value === undefined || workspace === undefined) return { problems }
  const among = <T>(list: readonly T[]): readonly (T | undefined)[] => (list.length === 0 ? [undefined] : list)
  const tasks = among(tenants.value).flatMap(tenant => among(plans.value!).map((plan): CheckTask => ({ kind: 'check', tenant, plan })))
  return { value: sortedBy(tasks, workspace.config.root), problems }
}

function sortedBy(tasks: readonly CheckTask[], root: string): readonly CheckTask[] {
  return [...tasks].sort((a, b) => byName(nameOf(a, root), nameOf(b, root)))
}

export function nameOf({ tenant, plan }: CheckTask, root: string): BatchName {
  const shown = (path: string | undefined): string | null => (path === undefined ? null : shownFrom(root, path))
  return { tenant: shown(tenant), plan: shown(plan) }
}

/** What is wrong with a tenant is said once, however many plans are played in it. */
export function problemsIn(checked: readonly Checked[]): readonly Problem[] {
  return [...new Map(checked.flatMap(({ problems }) => problems).map(problem => [JSON.stringify(problem), problem])).values()]
}
