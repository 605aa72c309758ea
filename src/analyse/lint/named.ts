import { applyOverlays } from '../../load/catalog/overlay.js'
import { loadCatalogLayers } from '../../load/catalog/catalog.js'
import { loadConfig, type Config } from '../../load/project/config.js'
import type { Document } from '../../load/text/document.js'
import { fileTypeOf, unknownType } from '../../load/text/file-type.js'
import type { Files } from '../../load/files.js'
import { lookupIn, type Lookup } from '../../load/catalog/names.js'
import { openDocument } from '../../load/text/open.js'
import { folderOf, pathFrom, shownFrom } from '../../load/paths.js'
import { readPlan, type PlanContext } from '../../load/project/plan.js'
import { readPrices } from '../../load/project/prices.js'
import { hasErrors, problemIn } from '../../load/text/problems.js'
import { gatherRules, readPack } from '../../load/project/rules.js'
import { loadRuleTest } from '../../load/project/rule-test/load.js'
import { loadScenario } from '../../load/project/scenario.js'
import { checkShape } from '../../load/text/schema.js'
import { catalogOfTenant, openKeptTenant, readKeptTenant } from '../../load/tenant/kept-tenant.js'
import { readWaivers } from '../../load/project/waivers.js'
import { openCatalog, openWorkspace, type WorkspaceRequest } from '../../load/project/workspace.js'
import type { Catalog } from '../../model/catalog.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Tenant } from '../../model/tenant.js'
import { refusals } from '../../simulate/refusals.js'
import { textsBelow } from '../../load/files-below.js'
import { isImported } from './overlays.js'
import { onlyProblems, type Linted } from './linted.js'
import type { Around, LintedFile } from '../lints/lint.js'

interface Against {
  readonly config: Config
  readonly catalog: Catalog
  readonly tenant: Tenant | undefined
  readonly lookup: Lookup
  readonly request: WorkspaceRequest
}

/** Named files and folders, against the catalog; against a tenant only where it is asked for. */
export async function lintNamed(files: Files, paths: readonly string[], request: WorkspaceRequest): Promise<Linted> {
  if (paths.length === 0) return onlyProblems([])
  const { value: against, problems } = await whatToReadAgainst(files, request)
  if (against === undefined) return onlyProblems(problems)
  const found = await Promise.all(paths.map((path) => filesAt(files, pathFrom(request.cwd, path), against.config)))
  const named = [...new Set(found.flatMap((one) => one.value ?? []))]
  const read = await Promise.all(named.map((path) => readFile(files, path, against)))
  const packs = packsOf(await Promise.all(read.map(async (one) => ({ ...one, pack: await packOf(files, folderOf(one.path)) }))))
  const duplicates = packs.flatMap((pack) => gatherRules(pack.map(({ rules }) => ({ name: '', rules })), [], against.config.now).problems)
  return {
    problems: [...problems, ...found.flatMap((one) => one.problems), ...read.flatMap((one) => one.problems), ...duplicates],
    files: read.flatMap((one) => lintedFile(one, against)),
    houses: packs.map((pack) => ({ now: against.config.now, catalog: against.catalog, lookup: against.lookup, rules: pack.flatMap(({ rules }) => rules), documents: pack.flatMap(({ document }) => document ?? []) })),
    around: aroundOf(read, against),
  }
}

/** What `catalog import` writes is nobody's handwriting. */
function lintedFile({ document, type, catalog, problems }: ReadFile, { config: { now } }: Against): readonly LintedFile[] {
  const isSilent = document === undefined || type === undefined || hasErrors(problems) || isImported(document.data)
  return isSilent ? [] : [{ document, type, catalog, now }]
}

/** The catalog of the project; the tenant only where it is asked for. */
async function whatToReadAgainst(files: Files, request: WorkspaceRequest): Promise<Loaded<Against>> {
  const config = await loadConfig(files, request)
  if (config.value === undefined) return { problems: config.problems }
  const catalog = await openCatalog(files, config.value, request.shipped)
  if (catalog.value === undefined) return { problems: catalog.problems }
  const against = { config: config.value, catalog: catalog.value, tenant: undefined, lookup: lookupIn(catalog.value, undefined), request }
  return request.options?.tenant === undefined ? { value: against, problems: [] } : withTenant(files, against)
}

async function withTenant(files: Files, against: Against): Promise<Loaded<Against>> {
  const opened = await openKeptTenant(files, against.config.tenant!.path)
  if (opened.value === undefined) return { problems: opened.problems }
  const { groups } = opened.value
  const tenant = await readKeptTenant(opened.value, { attributes: [], groups: new Set(groups.keys()), assumeMembersInferred: true })
  if (tenant.value === undefined) return { problems: [...opened.problems, ...tenant.problems] }
  const catalog = catalogOfTenant(against.catalog, opened.value)
  const lookup = lookupIn(catalog, { groups: tenant.value.groups, users: tenant.value })
  return { value: { ...against, catalog, tenant: tenant.value, lookup }, problems: [...opened.problems, ...tenant.problems] }
}

/** A file, or the YAML and JSON files below a folder. */
async function filesAt(files: Files, path: string, { root }: Config): Promise<Loaded<readonly string[]>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [problemIn(shownFrom(root, path), 'no-file', `there is no file \`${shownFrom(root, path)}\``, 'check the path')] }
  return { value: found.kind === 'file' ? [path] : await textsBelow(files, path), problems: [] }
}

interface ReadFile {
  readonly path: string
  readonly document: Document | undefined
  readonly type: ReturnType<typeof fileTypeOf>
  readonly problems: readonly Problem[]
  /** To be compared with those of the other files. */
  readonly rules: readonly Rule[]
  /** With the overlay, where the file is one. */
  readonly catalog: Catalog
}

async function readFile(files: Files, path: string, against: Against): Promise<ReadFile> {
  const { value: document, problems } = await openDocument(files, path, shownFrom(against.config.root, path))
  const base = { path, document, type: document && fileTypeOf(document), rules: [], catalog: against.catalog }
  if (document === undefined) return { ...base, problems }
  const read = await readTyped(files, path, document, against)
  return { ...base, ...read, problems: [...problems, ...read.problems] }
}

type Read = Pick<ReadFile, 'problems'> & Partial<Pick<ReadFile, 'rules' | 'catalog'>>

async function readTyped(files: Files, path: string, document: Document, against: Against): Promise<Read> {
  const { request, config } = against
  const type = fileTypeOf(document)
  switch (type) {
    case 'rules':
      return readRules(document, against)
    case 'plan':
      return readPlan(document, planContext(files, path, against))
    case 'scenario':
      return loadScenario(files, { ...request, path, root: config.root })
    case 'ruletest':
      return loadRuleTest(files, { ...request, path, root: config.root })
    case 'waivers':
      return readWaivers(document)
    case 'baseline':
      return { problems: checkShape(document, 'baseline') }
    case 'prices':
      return readPrices(document, against.lookup)
    case 'overlay':
      return readCatalogFile(files, path, document, against)
    case 'config':
      return openWorkspace(files, { ...request, options: { ...request.options, config: path } })
    case 'pack':
      return { problems: checkShape(document, 'pack') }
    case undefined:
      return { problems: [unknownType(document)] }
    default:
      return type satisfies never
  }
}

function readRules(document: Document, against: Against): Read {
  const { value, problems } = readPack('', [document], against.lookup)
  return { problems, rules: value?.rules ?? [] }
}

function planContext(files: Files, path: string, { config, catalog, tenant }: Against): PlanContext {
  return { files, path, show: (at) => shownFrom(config.root, at), catalog, tenant, assumeMembersInferred: true }
}

/** An imported catalog is two files, which are read together; anything else is an overlay. */
async function readCatalogFile(files: Files, path: string, document: Document, { config, catalog }: Against): Promise<Read> {
  const at = isImported(document.data) ? folderOf(path) : path
  const layers = await loadCatalogLayers(files, [{ path: at, shown: shownFrom(config.root, at) }])
  if (layers.value === undefined || hasErrors(layers.problems)) return { problems: layers.problems }
  const applied = applyOverlays(catalog, layers.value.overlays)
  return { problems: applied.problems, ...(applied.value === undefined ? {} : { catalog: applied.value }) }
}

/** Files of one pack are loaded together. Two packs may be alternatives, and share ids. */
function packsOf<T extends { readonly pack: string; readonly rules: readonly Rule[] }>(read: readonly T[]): readonly (readonly T[])[] {
  const withRules = read.filter(({ rules }) => rules.length > 0)
  const names = [...new Set(withRules.map(({ pack }) => pack))]
  return names.map((name) => withRules.filter(({ pack }) => pack === name))
}

/** The nearest folder with a `pack.yaml`; none: files that are named together belong together. */
async function packOf(files: Files, folder: string): Promise<string> {
  if ((await files.stat(`${folder}/pack.yaml`)) !== undefined) return folder
  const above = folderOf(folder)
  return above === folder ? '' : packOf(files, above)
}

/** Beside the rules that are named, a waiver may mean those of any pack. */
function aroundOf(read: readonly ReadFile[], against: Against): Around {
  const { config: { now }, tenant, lookup, request } = against
  const rules = read.flatMap((one) => one.rules)
  return {
    now,
    rules,
    otherIds: [...Object.values(refusals), ...request.shipped.packs.flatMap((pack) => pack.rules.map(({ id }) => id))],
    overrides: [],
    waivers: read.flatMap(({ document, type, problems }) => (type === 'waivers' && document !== undefined && !hasErrors(problems) ? [document] : [])),
    lookup: tenant === undefined ? undefined : lookup,
    project: tenant === undefined ? undefined : projectOf(rules, tenant, against),
  }
}

/** The tenant as it is, under the named rules. */
function projectOf(rules: readonly Rule[], tenant: Tenant, { config: { now, settings }, catalog }: Against): Project | undefined {
  const gathered = gatherRules([{ name: '', rules }], [], now).value
  return gathered && { now, settings, catalog, rules: gathered, tenant, plan: undefined, notices: [] }
}
