import { check } from '../check.js'
import type { RuleMemory } from '../engine/judge.js'
import { shippedAmong } from '../explain/anonymous/shipped.js'
import type { Files } from '../load/files.js'
import { shownFrom } from '../load/paths.js'
import { loadProject } from '../load/project/project.js'
import type { Problem } from '../model/problem.js'
import type { Project } from '../model/project.js'
import type { Report } from '../model/report.js'
import type { Waiver } from '../model/waiver.js'
import { requestWith, type Ground, type Task } from './tasks.js'

/** What became of one plan in one tenant. */
export interface Checked {
  /** As seen from the project's folder; null: the project's own. */
  readonly tenant: string | null
  /** Null: the tenant as it is. */
  readonly plan: string | null
  /** `unread`: it cannot be read, so nobody knows. */
  readonly outcome: 'passed' | 'failed' | 'unread'
  /** What is wrong or odd about its files. */
  readonly problems: readonly Problem[]
  readonly report: Report | null
  /** And entries of the baseline, as this tenant reads them: which of them are of use is decided over the whole run. */
  readonly waivers: readonly Waiver[]
}

/** Checks one plan in one tenant. Nothing that is wrong with its files stops the others. `memory`: what these learnt of rules. */
export async function checkOne(files: Files, ground: Ground, task: Task & { kind: 'check' }, memory?: RuleMemory): Promise<Checked> {
  const { request, options, verify } = ground
  const { tenant, plan } = task
  const shown = (path: string | undefined): string | null => (path === undefined ? null : shownFrom(request.root, path))
  const names = { tenant: shown(tenant), plan: shown(plan) }
  const { value: named, problems } = await loadProject(files, { ...requestWith(request, tenant), ...(plan !== undefined && { plan }) })
  if (named === undefined) return { ...names, outcome: 'unread', problems, report: null, waivers: [] }
  const project = await shownAs(named, ground, task)
  const report = await check(project, { ...options, verify, ...(memory && { memory }) })
  // Who has all names reads the baseline once, not once for each tenant.
  const waivers = (project.waivers ?? []).filter(({ expires }) => expires !== null || ground.anonymise !== undefined)
  return { ...names, outcome: report.summary.exitCode === 0 ? 'passed' : 'failed', problems, report, waivers }
}

/** Under other names where that is asked for, before anything is played. */
async function shownAs(project: Project, { request, anonymise }: Ground, { called }: Task & { kind: 'check' }): Promise<Project> {
  if (anonymise === undefined) return project
  const { anonymous } = await import('../explain/anonymous/anonymous.js')
  const renamed = await anonymous(project, shippedAmong(request.shipped.packs), { extent: anonymise, ...(called !== undefined && { planFile: called }) })
  return renamed.project
}
