import { applyOverlays } from '../load/catalog-overlay.js'
import { loadCatalogLayers, withTenantPlans } from '../load/catalog.js'
import { loadConfig } from '../load/config.js'
import type { Config } from '../load/config.js'
import type { Document } from '../load/document.js'
import { fileTypeOf, unknownType } from '../load/file-type.js'
import type { Files } from '../load/files.js'
import { lookupIn } from '../load/names.js'
import { openDocument } from '../load/open.js'
import { folderOf, pathFrom, shownFrom } from '../load/paths.js'
import { readPlan } from '../load/plan.js'
import type { PlanContext } from '../load/plan.js'
import { readPrices } from '../load/prices.js'
import { hasErrors, problemAt, problemIn, sortedProblems } from '../load/problems.js'
import { loadProject } from '../load/project.js'
import { gatherRules, readPack } from '../load/rules.js'
import { loadScenario } from '../load/scenario.js'
import { checkShape } from '../load/schema.js'
import { openTenant, readTenant } from '../load/tenant.js'
import { readWaivers } from '../load/waivers.js'
import { openCatalog, openWorkspace, readRuleSet } from '../load/workspace.js'
import type { Workspace, WorkspaceRequest } from '../load/workspace.js'
import type { Catalog } from '../model/catalog.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { Rule } from '../model/rule.js'
import type { Tenant } from '../model/tenant.js'

/**
 * What is wrong with files, and what could be better: everything that loading says, and warnings of lint's own.
 * Named files are read against the catalog alone, groups and users taken at their word unless a tenant is given as an option.
 * Without paths: everything that the config loads.
 */
export async function lintFiles(files: Files, paths: readonly string[], request: WorkspaceRequest): Promise<readonly Problem[]> {
  return sortedProblems(paths.length === 0 ? await lintProject(files, request) : await lintNamed(files, paths, request))
}

// Everything that the config loads

async function lintProject(files: Files, request: WorkspaceRequest): Promise<readonly Problem[]> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return workspace.problems
  const { config } = workspace.value
  const [rules, others] = await Promise.all([lintRuleSet(files, workspace.value, request), lintNamed(files, [...config.scenarios, ...config.waivers].map(({ path }) => path), request)])
  return [...workspace.problems, ...rules, ...others]
}

/** Against the tenant, where the config names one. */
async function lintRuleSet(files: Files, workspace: Workspace, request: WorkspaceRequest): Promise<readonly Problem[]> {
  const ownPacks = workspace.packs.filter((pack) => 'documents' in pack)
  const lookup = lookupIn(workspace.catalog, undefined)
  const own = ownPacks.flatMap(({ name, documents }) => readPack(name, documents, lookup).value?.rules ?? [])
  const read = workspace.config.tenant === undefined ? readRuleSet(workspace, lookup) : await loadProject(files, request)
  return [...read.problems, ...withoutSource(own)]
}

/** What a rule of one's own should say, and need not. */
function withoutSource(rules: readonly Rule[]): readonly Problem[] {
  return rules.flatMap(({ id, place, source, certainty }) => [
    ...(source === undefined ? [warning(place, 'no-source', `the rule \`${id}\` has no \`source\``, 'say where this is written, so that whoever meets the rule can check it')] : []),
    ...(certainty === undefined ? [warning(place, 'no-certainty', `the rule \`${id}\` has no \`certainty\``, 'say how sure this is, for example `documented` or `observed`')] : []),
  ])
}

function warning(place: Rule['place'], code: string, message: string, hint: string): Problem {
  return { ...problemAt(place, code, message, hint), severity: 'warning' }
}

// Named files

interface Against {
  readonly config: Config
  readonly catalog: Catalog
  readonly tenant: Tenant | undefined
}

async function lintNamed(files: Files, paths: readonly string[], request: WorkspaceRequest): Promise<readonly Problem[]> {
  if (paths.length === 0) return []
  const against = await whatToReadAgainst(files, request)
  if (against.value === undefined) return against.problems
  const found = await Promise.all(paths.map((path) => filesAt(files, pathFrom(request.cwd, path), against.value!.config)))
  const named = [...new Set(found.flatMap((one) => one.value ?? []))]
  const linted = await Promise.all(named.map((path) => lintFile(files, path, against.value!, request)))
  const together = await duplicatesIn(files, named.map((path, index) => ({ path, rules: linted[index]!.rules })), against.value.config.now)
  return [...against.problems, ...found.flatMap(({ problems }) => problems), ...linted.flatMap(({ problems }) => problems), ...together]
}

/** Ids that stand twice in one pack. Two packs may be alternatives, and share ids. */
async function duplicatesIn(files: Files, linted: readonly { readonly path: string; readonly rules: readonly Rule[] }[], now: string): Promise<readonly Problem[]> {
  const packs = await Promise.all(linted.map(async ({ path, rules }) => ({ name: await packOf(files, folderOf(path)), rules })))
  const names = [...new Set(packs.map(({ name }) => name))]
  return names.flatMap((name) => gatherRules(packs.filter((pack) => pack.name === name), [], now).problems)
}

/** The nearest folder with a `pack.yaml`; none: files that are named together belong together. */
async function packOf(files: Files, folder: string): Promise<string> {
  if ((await files.stat(`${folder}/pack.yaml`)) !== undefined) return folder
  const above = folderOf(folder)
  return above === folder ? '' : packOf(files, above)
}

/** The catalog of the project; the tenant only where it is asked for. */
async function whatToReadAgainst(files: Files, request: WorkspaceRequest): Promise<Loaded<Against>> {
  const config = await loadConfig(files, request)
  if (config.value === undefined) return { problems: config.problems }
  const catalog = await openCatalog(files, config.value, request.shipped)
  if (catalog.value === undefined) return { problems: catalog.problems }
  const against = { config: config.value, catalog: catalog.value, tenant: undefined }
  return request.options?.tenant === undefined ? { value: against, problems: [] } : withTenant(files, against)
}

async function withTenant(files: Files, { config, catalog }: Against): Promise<Loaded<Against>> {
  const opened = await openTenant(files, config.tenant!.path)
  if (opened.value === undefined) return { problems: opened.problems }
  const { groups, subscribedSkus, planNames } = opened.value
  const tenant = await readTenant(opened.value, { attributes: [], groups: new Set(groups.keys()), assumeMembersInferred: true })
  if (tenant.value === undefined) return { problems: [...opened.problems, ...tenant.problems] }
  return { value: { config, catalog: withTenantPlans(catalog, subscribedSkus, planNames), tenant: tenant.value }, problems: [...opened.problems, ...tenant.problems] }
}

/** A file, or the YAML and JSON files below a folder. */
async function filesAt(files: Files, path: string, { root }: Config): Promise<Loaded<readonly string[]>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [problemIn(shownFrom(root, path), 'no-file', `there is no file \`${shownFrom(root, path)}\``, 'check the path')] }
  return { value: found.kind === 'file' ? [path] : await filesBelow(files, path), problems: [] }
}

async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.list(folder)
  const below = await Promise.all(names.map(async (name): Promise<readonly string[]> => {
    const path = `${folder}/${name}`
    const found = await files.stat(path)
    if (found?.kind === 'folder') return name.startsWith('.') ? [] : filesBelow(files, path)
    return /\.(ya?ml|json)$/i.test(name) ? [path] : []
  }))
  return below.flat()
}

interface Linted {
  readonly problems: readonly Problem[]
  /** To be compared with those of the other files. */
  readonly rules: readonly Rule[]
}

async function lintFile(files: Files, path: string, against: Against, request: WorkspaceRequest): Promise<Linted> {
  const { value: document, problems } = await openDocument(files, path, shownFrom(against.config.root, path))
  if (document === undefined) return { problems, rules: [] }
  const linted = await lintDocument(files, path, document, against, request)
  return { ...linted, problems: [...problems, ...linted.problems] }
}

async function lintDocument(files: Files, path: string, document: Document, against: Against, request: WorkspaceRequest): Promise<Linted> {
  const type = fileTypeOf(document)
  switch (type) {
    case 'rules':
      return lintRules(document, against)
    case 'plan':
      return only((await readPlan(document, planContext(files, path, against))).problems)
    case 'scenario':
      return only((await loadScenario(files, { ...request, path, root: against.config.root })).problems)
    case 'waivers':
      return only(readWaivers(document).problems)
    case 'prices':
      return only(readPrices(document, lookupIn(against.catalog, undefined)).problems)
    case 'overlay':
      return only(await lintCatalog(files, path, document, against))
    case 'config':
      return only((await openWorkspace(files, { ...request, options: { ...request.options, config: path } })).problems)
    case 'pack':
      return only(checkShape(document, 'pack'))
    case undefined:
      return only([unknownType(document)])
    default:
      return type satisfies never
  }
}

function only(problems: readonly Problem[]): Linted {
  return { problems, rules: [] }
}

function lintRules(document: Document, { catalog, tenant }: Against): Linted {
  const { value, problems } = readPack('', [document], lookupIn(catalog, tenant === undefined ? undefined : { groups: tenant.groups, users: tenant }))
  return { problems: [...problems, ...withoutSource(value?.rules ?? [])], rules: value?.rules ?? [] }
}

function planContext(files: Files, path: string, { config, catalog, tenant }: Against): PlanContext {
  return { files, path, show: (at) => shownFrom(config.root, at), catalog, tenant, assumeMembersInferred: true }
}

/** An imported catalog is two files, which are read together; anything else is an overlay. */
async function lintCatalog(files: Files, path: string, document: Document, { config, catalog }: Against): Promise<readonly Problem[]> {
  const isImported = Object.hasOwn(document.data as object, 'generated')
  const at = isImported ? folderOf(path) : path
  const layers = await loadCatalogLayers(files, [{ path: at, shown: shownFrom(config.root, at) }])
  return layers.value === undefined || hasErrors(layers.problems) ? layers.problems : applyOverlays(catalog, layers.value.overlays).problems
}
