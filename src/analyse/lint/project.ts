import type { Config, Located } from '../../load/project/config.js'
import type { Document } from '../../load/text/document.js'
import type { Files } from '../../load/files.js'
import { isRuleTest } from '../../load/text/file-type.js'
import { lookupIn, type Lookup, type Named } from '../../load/catalog/names.js'
import { hasErrors } from '../../load/text/problems.js'
import { loadProject, type LoadedProject } from '../../load/project/project.js'
import { readPack, type Pack } from '../../load/project/rules.js'
import type { OpenPack } from '../../load/project/packs.js'
import { waiverFiles } from '../../load/project/waivers.js'
import { absent, openWorkspace, readRuleSet, type Workspace, type WorkspaceRequest } from '../../load/project/workspace.js'
import type { Loaded, Problem } from '../../model/problem.js'
import { refusals } from '../../simulate/refusals.js'
import { textsBelow } from '../../load/files-below.js'
import { lintNamed } from './named.js'
import { onlyProblems, type Linted } from './linted.js'
import { overlaysOf } from './overlays.js'
import type { Around, LintedFile } from '../lints/lint.js'

/** Everything that the config loads. */
export async function lintProject(files: Files, request: WorkspaceRequest): Promise<Linted> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return onlyProblems(workspace.problems)
  const { config } = workspace.value
  const beside = await besideRules(files, config)
  const [missing, there] = await Promise.all([absent(files, beside), present(files, beside)])
  const [project, others, overlays] = await Promise.all([projectOf(files, request, config), lintNamed(files, [...there, ...(await ruleTestsIn(files, config))], request), overlaysOf(files, config, workspace.value.catalog)])
  const own = ownDocuments(workspace.value)
  const named = project?.value === undefined ? undefined : { groups: project.value.tenant.groups, users: project.value.tenant }
  const read = project ?? readRuleSet(workspace.value, lookupIn(workspace.value.catalog, undefined))
  return {
    problems: [...workspace.problems, ...missing.filter((one) => !read.problems.some((other) => isSamePlace(one, other))), ...read.problems, ...others.problems],
    files: [...rulesFiles(own, workspace.value, read.problems), ...others.files, ...overlays],
    houses: hasErrors(read.problems) ? [] : [houseOf(workspace.value, project?.value, named)],
    around: hasErrors(read.problems) ? undefined : aroundOf(workspace.value, others, project?.value, named),
  }
}

/** With its tenant, where the config names one. */
async function projectOf(files: Files, request: WorkspaceRequest, { tenant }: Config): Promise<Loaded<LoadedProject> | undefined> {
  return tenant === undefined ? undefined : loadProject(files, request)
}

/** What a project has beside its rules. */
async function besideRules(files: Files, config: Config): Promise<readonly Located[]> {
  const { scenarios, prices } = config
  return [...scenarios, ...(await waiverFiles(files, config)), ...(prices === undefined ? [] : [prices])]
}

function isSamePlace(one: Problem, other: Problem): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column
}

async function present(files: Files, named: readonly Located[]): Promise<readonly string[]> {
  const found = await Promise.all(named.map(({ path }) => files.stat(path)))
  return named.filter((_, index) => found[index] !== undefined).map(({ path }) => path)
}

/** What stands beside the project's own rules. */
async function ruleTestsIn(files: Files, { packs }: Config): Promise<readonly string[]> {
  const found = await Promise.all(packs.map(async (pack) => ('path' in pack && (await files.stat(pack.path))?.kind === 'folder' ? textsBelow(files, pack.path) : [])))
  return found.flat().filter(isRuleTest)
}

function ownDocuments({ packs }: Workspace): readonly Document[] {
  return packs.flatMap((pack) => ('documents' in pack ? pack.documents : []))
}

function rulesFiles(documents: readonly Document[], { catalog, config: { now } }: Workspace, problems: readonly Problem[]): readonly LintedFile[] {
  const wrong = new Set(problems.filter(({ severity }) => severity === 'error').map(({ file }) => file))
  return documents.filter(({ file }) => !wrong.has(file)).map((document) => ({ document, type: 'rules', catalog, now }))
}

function houseOf(workspace: Workspace, project: LoadedProject | undefined, named: Named | undefined): Linted['houses'][number] {
  const catalog = project?.catalog ?? workspace.catalog
  const lookup = lookupIn(catalog, named)
  return { now: workspace.config.now, catalog, lookup, rules: withOverrides(workspace, rulesOf(workspace, lookup)), documents: ownDocuments(workspace) }
}

function rulesOf({ packs }: Workspace, lookup: Lookup): Pack['rules'] {
  return packs.flatMap((pack: Pack | OpenPack) => ('rules' in pack ? pack.rules : (readPack(pack.name, pack.documents, lookup).value?.rules ?? [])))
}

function withOverrides({ config: { overrides } }: Workspace, rules: Pack['rules']): Pack['rules'] {
  const severities = new Map(overrides.map(({ id, severity }) => [id, severity]))
  return rules.map((rule) => ({ ...rule, severity: severities.get(rule.id) ?? rule.severity }))
}

function aroundOf(workspace: Workspace, others: Linted, project: LoadedProject | undefined, named: Named | undefined): Around {
  return {
    now: workspace.config.now,
    rules: rulesOf(workspace, lookupIn(project?.catalog ?? workspace.catalog, named)),
    otherIds: Object.values(refusals),
    overrides: workspace.config.overrides,
    waivers: others.around?.waivers ?? [],
    lookup: named === undefined ? undefined : lookupIn(workspace.catalog, named),
    project,
  }
}
