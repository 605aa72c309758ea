import { loadConfig, projectRoot, type Config } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import { pathFrom, shownFrom } from '../../load/paths.js'
import { waiverFiles } from '../../load/project/waivers.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Problem } from '../../model/problem.js'
import { isFinding, lintFiles } from '../lint/lint.js'

/** What is wrong in a project and in the files that are open beside it. */
export interface Diagnosis {
  readonly config: Config | undefined
  /** By whole paths; what has no file of its own stands at the project's. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

/** Lints the project, and the open files that are none of it: plans, above all. A tenant is asked only if it can be read. */
export async function diagnose(files: Files, request: WorkspaceRequest, open: readonly string[], asksTenant: boolean): Promise<Diagnosis> {
  const [root, config, ofProject] = await Promise.all([projectRoot(files, request), loadConfig(files, request), lintFiles(files, [], request)])
  const ofProjects = config.value === undefined ? [] : await partsOf(files, config.value)
  const beside = open.filter((path) => !ofProjects.some((part) => path === part || path.startsWith(`${part}/`)))
  const shown = new Set(beside.map((path) => shownFrom(root, path)))
  const ofOthers = beside.length === 0 ? [] : await lintFiles(files, beside, asksTenant ? withTenant(request, config.value) : request)
  const problems = [...ofProject, ...ofOthers.filter(({ file }) => shown.has(file))].filter(isOurs)
  return { config: config.value, problems: byFile(problems, root, config.value?.file ?? 'seatplan.yaml') }
}

/** The files that cannot be read as they are, or say what cannot be. */
export function brokenFiles({ problems }: Diagnosis): readonly string[] {
  return [...problems].filter(([, found]) => found.some((problem) => problem.severity === 'error' && !isFinding(problem))).map(([file]) => file).sort()
}

/** Files and folders that make up a project. */
async function partsOf(files: Files, config: Config): Promise<readonly string[]> {
  const { root, file, packs, scenarios, catalogs, prices, baseline, tenant } = config
  const named = [...packs.flatMap((pack) => ('path' in pack ? [pack] : [])), ...scenarios, ...(await waiverFiles(files, config)), ...catalogs, ...[prices, baseline, tenant].flatMap((one) => one ?? [])]
  return [...named.map(({ path }) => path), ...(file === undefined ? [] : [pathFrom(root, file)])]
}

function withTenant(request: WorkspaceRequest, config: Config | undefined): WorkspaceRequest {
  return config?.tenant === undefined ? request : { ...request, options: { ...request.options, tenant: config.tenant.path } }
}

/** A file that is no file of seatplan is none of our business, unless it seems to want to be one. */
function isOurs({ code, hint }: Problem): boolean {
  return code !== 'unknown-type' || (hint ?? '').startsWith('did you mean')
}

function byFile(problems: readonly Problem[], root: string, home: string): Diagnosis['problems'] {
  const found = new Map<string, Problem[]>()
  for (const problem of new Map(problems.map((one) => [JSON.stringify(one), one])).values()) {
    const path = pathFrom(root, problem.file === 'seatplan' ? home : problem.file)
    found.set(path, [...(found.get(path) ?? []), problem])
  }
  return found
}
