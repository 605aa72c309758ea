import { attributesNamed, groupsNamed, readsAnyGroup } from '../../kinds/index.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Prices, Project } from '../../model/project.js'
import type { Rule, RuleSet } from '../../model/rule.js'
import type { Notice, Tenant } from '../../model/tenant.js'
import type { Waiver } from '../../model/waiver.js'
import { catalogNotices, newPlanNotices } from '../catalog/catalog.js'
import { loadBaseline } from './baseline.js'
import type { Config } from './config.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { catalogOfTenant, openKeptTenant, readKeptTenant } from '../tenant/kept-tenant.js'
import { lookupIn } from '../catalog/names.js'
import { openDocument } from '../text/open.js'
import { unseenBy } from '../tenant/unseen.js'
import { pathFrom, shownFrom } from '../paths.js'
import { namedGroups, readPlan } from './plan.js'
import { hasErrors, problemAt, problemIn, sortedProblems, unlessWrong } from '../text/problems.js'
import { readPrices } from './prices.js'
import type { OpenTenant } from '../tenant/tenant.js'
import { loadWaivers } from './waivers.js'
import { absent, openWorkspace, readRuleSet } from './workspace.js'
import type { ReadingProgress } from '../tenant/users-read.js'
import type { Workspace, WorkspaceRequest } from './workspace.js'

export interface ProjectRequest extends WorkspaceRequest {
  /** Path of the plan, from the working directory. Without it: the tenant as it is. */
  readonly plan?: string
  /** Keep the memberships of all groups, not only of those that matter to licences, rules or the plan. */
  readonly memberships?: 'all'
  /** The baseline is about to be written: it need not be there. */
  readonly writesBaseline?: true
  readonly progress?: ReadingProgress
}

/** A project, and what of it only surfaces need. */
export interface LoadedProject extends Project {
  readonly config: Config
}

/** Loads everything that a check needs: config, catalogs, rules, tenant, plan. All problems that can be found at once. */
export async function loadProject(files: Files, request: ProjectRequest): Promise<Loaded<LoadedProject>> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return { problems: workspace.problems }
  const opened = await openSnapshot(files, workspace.value.config)
  if (opened.value === undefined) return { problems: sortedProblems([...workspace.problems, ...opened.problems, ...rulesWithout(workspace.value)]) }
  const loaded = await loadRest(files, request, workspace.value, opened.value)
  return { ...loaded, problems: sortedProblems([...workspace.problems, ...opened.problems, ...loaded.problems]) }
}

/** Where the tenant cannot be read, the rules' problems are shown all the same. */
function rulesWithout(workspace: Workspace): readonly Problem[] {
  return readRuleSet(workspace, lookupIn(workspace.catalog, undefined)).problems
}

async function openSnapshot(files: Files, config: Config): Promise<Loaded<OpenTenant>> {
  const { tenant, file } = config
  if (tenant === undefined) return { problems: [problemIn(file ?? 'seatplan', 'no-tenant', 'no tenant is named', 'name a snapshot with `--tenant`, or with `tenant` in `seatplan.yaml`')] }
  if ((await files.stat(tenant.path)) === undefined) return { problems: [tenant.blame('no-snapshot', `there is no snapshot \`${tenant.shown}\``, 'docs/snapshot.md says how to export one; `seatplan init` writes the scripts')] }
  const opened = await openKeptTenant(files, tenant.path)
  return { ...opened, problems: shownProblems(opened.problems, config.root) }
}

function shownProblems(problems: readonly Problem[], root: string): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, file: shownFrom(root, problem.file) }))
}

async function loadRest(files: Files, request: ProjectRequest, workspace: Workspace, opened: OpenTenant): Promise<Loaded<LoadedProject>> {
  const { config } = workspace
  const catalog = catalogOfTenant(workspace.catalog, opened)
  const rules = readRuleSet(workspace, lookupIn(catalog, opened))
  const document = await openPlan(files, request, config)
  const hides = files.remember === undefined && rules.value !== undefined
  const tenant = await readUsers(opened, rules.value?.rules ?? [], document.value, catalog, config, { ...request, hides })
  const plan = await planOf(files, request, document, { catalog, tenant: tenant.value, config })
  const prices = await pricesOf(files, config, catalog)
  const waivers = tenant.value === undefined ? { problems: [] } : await waiversOf(files, request, config, tenant.value)
  const unknown = tenant.value === undefined ? [] : unknownMembers(rules.value?.rules ?? [], tenant.value.groups, config)
  const problems = [...rules.problems, ...tenant.problems, ...plan.problems, ...prices.problems, ...waivers.problems, ...unknown]
  if (rules.value === undefined || tenant.value === undefined || hasErrors(problems)) return { problems }
  const project = projectOf(workspace, catalog, rules.value, tenant.value, plan.value)
  const value = { ...project, ...(prices.value && { prices: prices.value }), ...(waivers.value && { waivers: waivers.value }) }
  return { value, problems }
}

function projectOf({ config, catalog: published }: Workspace, catalog: Catalog, rules: RuleSet, tenant: Tenant, plan: Plan | undefined): LoadedProject {
  const { now, settings } = config
  const notices: readonly Notice[] = [...catalogNotices(published, now), ...newPlanNotices(tenant.groups, published, catalog)]
  return { now, settings, catalog, rules, tenant, plan, notices, config }
}

/** Waivers first: what they cover needs no baseline. */
async function waiversOf(files: Files, { writesBaseline }: ProjectRequest, config: Config, tenant: Tenant): Promise<Loaded<readonly Waiver[]>> {
  const waivers = await loadWaivers(files, config, tenant)
  const baseline = config.baseline === undefined ? { value: [], problems: [] } : await loadBaseline(files, config.baseline, writesBaseline === true)
  const problems = [...waivers.problems, ...baseline.problems]
  return unlessWrong([...(waivers.value ?? []), ...(baseline.value ?? [])], problems)
}

async function pricesOf(files: Files, { prices }: Config, catalog: Catalog): Promise<Loaded<Prices>> {
  if (prices === undefined) return { problems: [] }
  const missing = await absent(files, [prices])
  if (missing.length > 0) return { problems: missing }
  const document = await openDocument(files, prices.path, prices.shown)
  return document.value === undefined ? { problems: document.problems } : readPrices(document.value, lookupIn(catalog, undefined))
}

async function openPlan(files: Files, { plan, cwd }: ProjectRequest, { root }: Config): Promise<Loaded<Document>> {
  if (plan === undefined) return { problems: [] }
  const path = pathFrom(cwd, plan)
  return openDocument(files, path, shownFrom(root, path))
}

/** Groups whose members nobody listed are no problem yet: who asks about them says so, with the place. */
async function readUsers(opened: OpenTenant, rules: readonly Rule[], plan: Document | undefined, catalog: Catalog, config: Config, { memberships, progress, hides }: ProjectRequest & { readonly hides: boolean }): Promise<Loaded<Tenant>> {
  const named = memberships === 'all' || readsAnyGroup(rules) ? [...opened.groups.keys()] : [...groupsNamed(rules), ...(plan === undefined ? [] : namedGroups(plan, opened.groups))]
  const partNumberOf = (skuId: Guid) => catalog.products.get(skuId)?.skuPartNumber
  const groups = new Set(named)
  const unseen = hides && { unseen: unseenBy(rules, catalog, opened.groups.values(), groups) }
  const needs = { attributes: attributesNamed(rules), groups, assumeMembersInferred: true, partNumberOf, ...(progress && { progress }), ...unseen }
  const tenant = await readKeptTenant(opened, needs)
  return { ...tenant, problems: shownProblems(tenant.problems, config.root) }
}

interface PlanAgainst {
  readonly catalog: Catalog
  readonly tenant: Tenant | undefined
  readonly config: Config
}

/** Without users nobody can say which of the plan's names are unknown: then only the rest of it is read. */
async function planOf(files: Files, request: ProjectRequest, document: Loaded<Document>, { catalog, tenant, config }: PlanAgainst): Promise<Loaded<Plan>> {
  if (document.value === undefined || request.plan === undefined) return { problems: document.problems }
  const { root, settings } = config
  const path = pathFrom(request.cwd, request.plan)
  const plan = await readPlan(document.value, { files, path, show: (at) => shownFrom(root, at), catalog, tenant, assumeMembersInferred: settings.assumeMembersInferred })
  return { ...plan, problems: [...document.problems, ...plan.problems] }
}

/** A condition that reads a membership which the snapshot does not list. */
function unknownMembers(rules: readonly Rule[], groups: Tenant['groups'], { settings }: Config): readonly Problem[] {
  if (settings.assumeMembersInferred) return []
  return rules.flatMap((rule) => groupsNamed([rule]).flatMap((id) => (groups.get(id)?.members === 'inferred' ? [membersUnknown(rule, id, groups.get(id)!.displayName)] : [])))
}

function membersUnknown(rule: Rule, id: Guid, name: string): Problem {
  return problemAt(rule.place, 'members-unknown', `the rule \`${rule.id}\` reads the members of the group \`${name}\`, which the snapshot does not list`, `export \`members/${id}\`, or take those who hold something by it: \`--assume-members inferred\``)
}
