import { attributesNamed } from '../../kinds/index.js'
import type { Catalog } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Project } from '../../model/project.js'
import type { RuleSet } from '../../model/rule.js'
import type { ReportOptions } from '../../model/settings.js'
import type { Tenant } from '../../model/tenant.js'
import { catalogNotices, newPlanNotices, withTenantPlans } from '../catalog/catalog.js'
import type { ConfigOptions } from './config.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { readExpectation, type Expectation } from './expect.js'
import { expectNames } from './expect-names.js'
import { lookupIn } from '../catalog/names.js'
import { openDocument } from '../text/open.js'
import { folderOf, pathFrom, shownFrom } from '../paths.js'
import { readChanges, readPlan } from './plan.js'
import { hasErrors, sortedProblems, unlessWrong } from '../text/problems.js'
import { checkShape } from '../text/schema.js'
import { openShortTenant } from '../tenant/shorthand/short-tenant.js'
import { openTenant, readTenant, type OpenTenant } from '../tenant/tenant.js'
import { packsNamed, withWrittenOutRules } from './written-out-rules.js'
import { openWorkspace, readRuleSet, type Workspace, type WorkspaceRequest } from './workspace.js'

/** A small tenant, a plan, and what must come out of it. */
export interface Scenario {
  readonly title: string
  readonly project: Project
  /** How its report is made: everything is named, so that everything can be compared. */
  readonly options: ReportOptions
  readonly expect: Expectation
}

export interface ScenarioRequest extends WorkspaceRequest {
  /** Absolute. */
  readonly path: string
  /** Problems call files as they are seen from this folder. */
  readonly root: string
}

type Fields = Readonly<Record<string, unknown>>

/** Reads a scenario with every name resolved. All problems at once; the value only where there is none. */
export async function loadScenario(files: Files, request: ScenarioRequest): Promise<Loaded<Scenario>> {
  const document = await openDocument(files, request.path, shownFrom(request.root, request.path))
  if (document.value === undefined) return { problems: document.problems }
  const wrong = [...document.problems, ...checkShape(document.value, 'scenario')]
  return hasErrors(wrong) ? { problems: wrong } : readScenario(files, request, document.value)
}

async function readScenario(files: Files, request: ScenarioRequest, document: Document): Promise<Loaded<Scenario>> {
  const found: Problem[] = []
  const plain = await openWorkspace(files, { ...request, options: { ...ownOptions(document, request.path), ...request.options } })
  const workspace = unlessWrong(plain.value && withWrittenOutRules(plain.value, document, found), [...placed(plain.problems, document), ...found])
  if (workspace.value === undefined) return { problems: workspace.problems }
  const opened = await openScenarioTenant(files, request, document, workspace.value)
  if (opened.value === undefined) return { problems: sortedProblems(opened.problems) }
  const parts = await readParts(files, request, document, workspace.value, opened.value)
  const problems = sortedProblems([...workspace.problems, ...opened.problems, ...parts.problems])
  return parts.value === undefined || hasErrors(problems) ? { problems } : { value: parts.value, problems }
}

/** What a scenario says of itself where a project's file would say it. */
function ownOptions({ data }: Document, path: string): ConfigOptions {
  const fields = data as Fields
  const keys = ['now', 'channel', 'seats', 'assumptions', 'assumeReprocess', 'assumeMembers'].filter(key => fields[key] !== undefined)
  const rules = packsNamed(fields['rules'] as readonly unknown[] | undefined)?.map(rule => (isPath(rule) ? pathFrom(folderOf(path), rule) : rule))
  return { ...Object.fromEntries(keys.map(key => [key, fields[key]])), ...(rules === undefined ? {} : { rules }) }
}

function isPath(rule: string): boolean {
  return rule.startsWith('.') || /[/\\]/.test(rule)
}

/** What is wrong with an option that the scenario gave is wrong in the scenario. */
function placed(problems: readonly Problem[], document: Document): readonly Problem[] {
  return problems.map(problem => {
    const key = /^--([a-z-]+)$/.exec(problem.file)?.[1]?.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    return key === undefined || (document.data as Fields)[key] === undefined ? problem : { ...problem, ...document.place([key]) }
  })
}

async function openScenarioTenant(files: Files, { path, root }: ScenarioRequest, document: Document, { catalog }: Workspace): Promise<Loaded<OpenTenant>> {
  const tenant = (document.data as Fields)['tenant']
  if (typeof tenant !== 'string') return openShortTenant(tenant as Fields, document, catalog)
  const at = pathFrom(folderOf(path), tenant)
  if ((await files.stat(at)) === undefined) {
    return { problems: [{ ...document.place(['tenant']), severity: 'error', code: 'no-snapshot', message: `there is no snapshot \`${tenant}\``, hint: 'paths in a file are relative to that file' }] }
  }
  const opened = await openTenant(files, at)
  return { ...opened, problems: opened.problems.map(problem => ({ ...problem, file: shownFrom(root, problem.file) })) }
}

async function readParts(files: Files, request: ScenarioRequest, document: Document, workspace: Workspace, opened: OpenTenant): Promise<Loaded<Scenario>> {
  const catalog = withTenantPlans(workspace.catalog, opened.subscribedSkus, opened.planNames)
  const rules = readRuleSet(workspace, lookupIn(catalog, opened))
  const needs = { attributes: attributesNamed(rules.value?.rules ?? []), groups: new Set(opened.groups.keys()), assumeMembersInferred: true, partNumberOf: (skuId: string) => catalog.products.get(skuId)?.skuPartNumber }
  const tenant = await readTenant(opened, needs)
  if (tenant.value === undefined || rules.value === undefined) return { problems: [...rules.problems, ...tenant.problems] }
  const plan = await readScenarioPlan(files, request, document, { catalog, tenant: tenant.value, workspace })
  const found: Problem[] = [...rules.problems, ...tenant.problems, ...plan.problems]
  const names = expectNames({ document, catalog, tenant: tenant.value, plan: plan.value, rules: rules.value }, found)
  const expect = readExpectation((document.data as Fields)['expect'], names, ['expect'])
  const project = projectOf(workspace, catalog, rules.value, tenant.value, plan.value)
  return { value: { title: titleOf(document), project, options: optionsOf(document), expect }, problems: found }
}

interface PlanAgainst {
  readonly catalog: Catalog
  readonly tenant: Tenant
  readonly workspace: Workspace
}

/** The scenario's own changes, or those of a plan that it names; neither: the tenant as it is. */
async function readScenarioPlan(files: Files, { path, root }: ScenarioRequest, document: Document, { catalog, tenant, workspace }: PlanAgainst): Promise<Loaded<Plan>> {
  const { changes, plan } = document.data as { readonly changes?: unknown; readonly plan?: string }
  const context = { files, show: (at: string) => shownFrom(root, at), catalog, tenant, assumeMembersInferred: workspace.config.settings.assumeMembersInferred }
  if (changes !== undefined) return readChanges(document, { ...context, path }, 'scenario')
  if (plan === undefined) return { problems: [] }
  const at = pathFrom(folderOf(path), plan)
  const opened = await openDocument(files, at, shownFrom(root, at))
  if (opened.value === undefined) return { problems: opened.problems }
  const read = await readPlan(opened.value, { ...context, path: at })
  return { ...read, problems: [...opened.problems, ...read.problems] }
}

function projectOf({ config, catalog: published }: Workspace, catalog: Catalog, rules: RuleSet, tenant: Tenant, plan: Plan | undefined): Project {
  const notices = [...catalogNotices(published, config.now), ...newPlanNotices(tenant.groups, published, catalog)]
  return { now: config.now, settings: config.settings, catalog, rules, tenant, plan, notices }
}

function titleOf({ data, file }: Document): string {
  const title = (data as Fields)['title']
  return typeof title === 'string' ? title : file
}

/** Ways out take time, so they are only looked for where the scenario speaks of them. */
function optionsOf({ data }: Document): ReportOptions {
  const { failOn, failOnExisting, failOnTransient, expect } = data as Fields
  const { findings = [], findingsInclude = [], remedies = [] } = expect as Readonly<Record<string, readonly Fields[]>>
  const speaksOfWaysOut = remedies.length > 0 || [...findings, ...findingsInclude].some(finding => finding['remediesInclude'] !== undefined)
  return {
    failOn: (failOn as ReportOptions['failOn'] | undefined) ?? 'error',
    failOnExisting: failOnExisting === true,
    failOnTransient: failOnTransient === true,
    states: 'all',
    remedies: speaksOfWaysOut ? 'all' : 'none',
    expand: true,
  }
}
