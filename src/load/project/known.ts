import type { Project } from '../../model/project.js'
import type { Loaded } from '../../model/problem.js'
import type { Files } from '../files.js'
import { lookupIn } from '../catalog/names.js'
import { hasErrors } from '../text/problems.js'
import { loadProject } from './project.js'
import type { ProjectRequest } from './project.js'
import { openWorkspace, readRuleSet } from './workspace.js'

/** What is known without a tenant: rules, products and service plans. */
export interface Library extends Pick<Project, 'catalog' | 'rules'> {
  readonly tenant: undefined
}

/** A project; or its catalog and rules alone, where no tenant is named. */
export async function loadKnown(files: Files, request: ProjectRequest): Promise<Loaded<Project | Library>> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return { problems: workspace.problems }
  if (workspace.value.config.tenant !== undefined) return loadProject(files, request)
  const { catalog } = workspace.value
  const rules = readRuleSet(workspace.value, lookupIn(catalog, undefined))
  const problems = [...workspace.problems, ...rules.problems]
  return rules.value === undefined || hasErrors(problems) ? { problems } : { value: { catalog, rules: rules.value, tenant: undefined }, problems }
}
