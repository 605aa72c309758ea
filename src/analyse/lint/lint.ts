import { loadConfig, projectRoot } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import { sortedProblems } from '../../load/text/problems.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { LintOverrides } from '../../model/lint.js'
import type { Problem } from '../../model/problem.js'
import { aroundFindings, fileFindings, isFinding, ruleFindings } from './findings.js'
import { lintNamed } from './named.js'
import { lintProject } from './project.js'
import { withRepairs } from './repairs.js'
import type { Linted } from './linted.js'

export { isFinding }

/**
 * What is wrong with files, and what could be better: everything that loading says, and what the lints find (`isFinding`).
 * Named files are read against the catalog alone, groups and users taken at their word unless a tenant is given as an option.
 * Without paths: everything that the config loads.
 */
export async function lintFiles(files: Files, paths: readonly string[], request: WorkspaceRequest): Promise<readonly Problem[]> {
  const [config, linted] = await Promise.all([loadConfig(files, request), paths.length === 0 ? lintProject(files, request) : lintNamed(files, paths, request)])
  const found = await findingsOf(linted, config.value?.lints ?? {})
  return sortedProblems([...(await withRepairs(files, await projectRoot(files, request), linted.problems)), ...found])
}

async function findingsOf({ files, houses, around }: Linted, severities: LintOverrides): Promise<readonly Problem[]> {
  const found = [...files.flatMap((file) => fileFindings(file, severities)), ...houses.flatMap((house) => ruleFindings(house, severities))]
  return [...found, ...(around === undefined ? [] : await aroundFindings(around, severities))]
}
