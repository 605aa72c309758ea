/**
 * The library's door: the same pipeline as the program, over values and `Files`. Nothing here touches a disk, a clock or
 * an environment, except `disk`, which is handed in where a disk is wanted, and threads (`checkMany` with `jobs`), which read it.
 *
 * ```ts
 * import { check, disk, loadProject } from 'seatplan'
 * import shipped from 'seatplan/shipped.json' with { type: 'json' }
 *
 * const project = await loadProject(disk(), { shipped, cwd: '/where/the/project/is', plan: 'plan.yaml', env: {}, options: {}, today: '2026-11-24' })
 * if (project.value) console.log(await check(project.value, usualOptions))
 * else console.error(renderProblems(project.problems, { color: false }))
 * ```
 */
export { checkMany, type ManyRequest } from './batch/check-many.js'
export { check, type CheckOptions } from './check.js'
export { waiverNotices, withNotices } from './explain/waiver-notices.js'
export { disk } from './load/disk.js'
export type { KeptFiles } from './load/project/kept.js'
export type { Files } from './load/files.js'
export { memory } from './load/memory.js'
export { readReport } from './load/project/report-file.js'
export { loadProject, type LoadedProject, type ProjectRequest } from './load/project/project.js'
export { compileShipped, type Shipped } from './load/project/shipped.js'
export { writeChange } from './load/project/write-change.js'
export type * from './model/batch.js'
export type { Catalog, Guid, Product, ServicePlan } from './model/catalog.js'
export type { Change, Plan, Step } from './model/change.js'
export type { Loaded, Place, Problem } from './model/problem.js'
export type { Project } from './model/project.js'
export type * from './model/report.js'
export type { Rule, RuleSet } from './model/rule.js'
export type { ReportOptions, Settings } from './model/settings.js'
export type { Cohort, Group, SubscribedSku, Tenant, UserState } from './model/tenant.js'
export { version } from './model/version.js'
export type { Waiver } from './model/waiver.js'
export { compareReports, type Comparison } from './report/compare.js'
export { batchReporters, type BatchReporter } from './report/batch/index.js'
export { reporters, type Reporter } from './report/index.js'
export { renderProblems } from './report/problems.js'
export { openSession, type Session } from './session.js'

import type { ReportOptions } from './model/settings.js'

/** The program's defaults. */
export const usualOptions: ReportOptions = {
  failOn: 'error',
  failOnExisting: false,
  failOnTransient: false,
  states: 'none',
  remedies: 'all',
  expand: false,
}
