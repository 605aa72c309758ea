import { diffRules } from '../../analyse/rules-diff/diff.js'
import { isConcerned, type PairedScenario } from '../../analyse/rules-diff/scenarios.js'
import type { Side } from '../../analyse/rules-diff/side.js'
import { scenariosAmong } from '../../batch/find-scenarios.js'
import type { Config } from '../../load/project/config.js'
import { disk } from '../../load/disk.js'
import type { Files } from '../../load/files.js'
import { fileTypeOf } from '../../load/text/file-type.js'
import { lookupIn } from '../../load/catalog/names.js'
import { openDocument } from '../../load/text/open.js'
import { packCatalog } from '../../load/catalog/packed-catalog.js'
import { shownFrom } from '../../load/paths.js'
import { loadScenario } from '../../load/project/scenario.js'
import type { Shipped } from '../../load/project/shipped.js'
import { openWorkspace, readRuleSet, type WorkspaceRequest } from '../../load/project/workspace.js'
import type { Catalog } from '../../model/catalog.js'
import type { Loaded, Problem } from '../../model/problem.js'
import { readAny } from './catalog-compare.js'
import { valueOf, type Invocation } from '../command.js'
import { filesOf } from '../find-files.js'
import type { Io } from '../io.js'
import { optionProblem } from '../options.js'
import { absolute } from '../paths.js'
import { requestOf } from '../project.js'
import { diffJson, diffLines } from '../texts/rules-diff.js'
import { progress, refuse } from '../say.js'
import { loadShipped, packageFolder } from '../shipped.js'
import { usesColor } from '../options.js'
import { onceFor } from '../../once.js'

/** `rules diff OLD NEW`: 0 no difference in meaning, 1 they differ. */
export async function runRulesDiff({ words, given, io }: Invocation): Promise<number> {
  const shipped = await loadShipped()
  const request = requestOf({ given, io }, shipped)
  const sides = await sidesOf(words as [string, string], request, io)
  if (sides.value === undefined) return refuse(sides.problems, given, io)
  const { old, now, config } = sides.value
  const bar = progress(given, io)
  bar.say('playing scenarios under both')
  const diff = await diffRules(old, now, await scenariosFor(old, now, config, request, io), config.now)
  bar.done()
  io.out(valueOf(given, 'format') === 'json' ? diffJson(diff) : diffLines(diff, usesColor(given, io, 'out')))
  return diff.rules.length === 0 ? 0 : 1
}

interface Sides {
  readonly old: Side
  readonly now: Side
  readonly config: Config
}

async function sidesOf([from, to]: readonly [string, string], request: WorkspaceRequest, io: Io): Promise<Loaded<Sides>> {
  const [isOld, isNew] = [await isCatalog(from, io), await isCatalog(to, io)]
  if (isOld !== isNew) return { problems: [optionProblem('not-alike', `\`${isOld ? from : to}\` is a catalog, \`${isOld ? to : from}\` is not`, 'compare packs with packs, or catalogs with catalogs')] }
  return isOld ? catalogSides(from, to, request, io) : packSides(from, to, request, io)
}

/** Told by what is in it; a bare word is a pack. */
async function isCatalog(word: string, io: Io): Promise<boolean> {
  const path = absolute(word, io)
  const found = await io.files.stat(path)
  if (found === undefined || word.includes(',')) return false
  if (found.kind === 'folder') return (await io.files.stat(`${path}/products.json`)) !== undefined || (await io.files.stat(`${path}/microsoft`)) !== undefined || (await io.files.stat(`${path}/microsoft/products.json`)) !== undefined
  if (/\.csv$/i.test(word)) return true
  const document = await openDocument(io.files, path, word)
  return document.value !== undefined && fileTypeOf(document.value) === 'overlay'
}

async function packSides(from: string, to: string, request: WorkspaceRequest, io: Io): Promise<Loaded<Sides>> {
  const [old, now] = [await packSide('OLD', from, request, io), await packSide('NEW', to, request, io)]
  const problems = [...old.problems, ...now.problems]
  return old.value === undefined || now.value === undefined ? { problems } : { value: { old: { ...old.value.side, catalog: now.value.side.catalog }, now: now.value.side, config: now.value.config }, problems }
}

interface LoadedSide {
  readonly side: Side
  readonly config: Config
}

async function packSide(name: string, word: string, request: WorkspaceRequest, io: Io): Promise<Loaded<LoadedSide>> {
  const packs = word.split(',').map(one => one.trim()).filter(one => one !== '')
  const workspace = await openWorkspace(io.files, { ...request, options: { ...request.options, rules: packs } })
  if (workspace.value === undefined) return { problems: renamed(workspace.problems, name) }
  const { catalog, config } = workspace.value
  const rules = readRuleSet({ ...workspace.value, config: { ...config, overrides: [] } }, lookupIn(catalog, undefined))
  return rules.value === undefined ? { problems: renamed(rules.problems, name) } : { value: { side: { catalog, rules: [...rules.value.rules, ...(rules.value.idle ?? [])] }, config }, problems: [] }
}

function renamed(problems: readonly Problem[], name: string): readonly Problem[] {
  return problems.map(problem => (problem.file === '--rules' ? { ...problem, file: name } : problem))
}

/** The rules of the project, read against each catalog. */
async function catalogSides(from: string, to: string, request: WorkspaceRequest, io: Io): Promise<Loaded<Sides>> {
  const workspace = await openWorkspace(io.files, request)
  if (workspace.value === undefined) return { problems: workspace.problems }
  const { config } = workspace.value
  const sides = await Promise.all([from, to].map(async (word): Promise<Loaded<Side>> => {
    const catalog = await readAny(word, io)
    if (catalog.value === undefined) return { problems: catalog.problems }
    const rules = readRuleSet({ ...workspace.value!, config: { ...config, overrides: [] } }, lookupIn(catalog.value, undefined))
    return rules.value === undefined ? { problems: rules.problems } : { value: { catalog: catalog.value, rules: [...rules.value.rules, ...(rules.value.idle ?? [])] }, problems: [] }
  }))
  const [old, now] = sides.map(({ value }) => value)
  return old === undefined || now === undefined ? { problems: sides.flatMap(({ problems }) => problems) } : { value: { old, now, config }, problems: [] }
}

/** Scenarios that come with seatplan, and those of the project; each as both sides read it. What cannot be read is left to `test`. */
async function scenariosFor(old: Side, now: Side, { scenarios, root }: Config, request: WorkspaceRequest, io: Io): Promise<readonly PairedScenario[]> {
  const ours = await allPaired(withoutProject(disk()), [`${packageFolder()}/scenarios`], packageFolder(), { old, now }, { ...request, cwd: packageFolder(), options: {}, env: {} }, 'seatplan/')
  const theirs = packageFolder() === root ? [] : await allPaired(io.files, scenarios.map(({ path }) => path), root, { old, now }, { ...request, options: { ...request.options } }, '')
  return [...theirs, ...ours]
}

/** What is shipped is played as it is, whatever project it is installed in. */
function withoutProject(files: Files): Files {
  return { ...files, stat: async path => (path.endsWith('/seatplan.yaml') ? undefined : files.stat(path)), list: folder => files.list(folder), read: path => files.read(path), stream: (path, range) => files.stream(path, range) }
}

async function allPaired(files: Files, places: readonly string[], root: string, sides: Pick<Sides, 'old' | 'now'>, request: WorkspaceRequest, prefix: string): Promise<readonly PairedScenario[]> {
  const paths = (await Promise.all(places.map(async path => scenariosAmong(files, await filesOf(files, path))))).flat()
  const paired: PairedScenario[] = []
  for (const path of [...new Set(paths)].sort()) {
    const before = await loadScenario(files, { ...request, shipped: under(sides.old.catalog, request.shipped), path, root })
    const isOne = before.value === undefined || !isConcerned(before.value.project, sides.old.catalog, sides.now.catalog)
    const after = isOne ? before : await loadScenario(files, { ...request, shipped: under(sides.now.catalog, request.shipped), path, root })
    if (before.value !== undefined && after.value !== undefined) paired.push({ file: prefix + shownFrom(root, path), old: before.value.project, new: after.value.project })
  }
  return paired
}

const under = (catalog: Catalog, shipped: Shipped): Shipped => packed(shipped)(catalog)

const packed = onceFor((shipped: Shipped) => onceFor((catalog: Catalog): Shipped => ({ ...shipped, catalog: packCatalog(catalog) })))
