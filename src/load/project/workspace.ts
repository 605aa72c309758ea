import type { Catalog } from '../../model/catalog.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { RuleSet } from '../../model/rule.js'
import { applyOverlays } from '../catalog/overlay.js'
import { loadCatalogLayers } from '../catalog/catalog.js'
import { loadConfig } from './config.js'
import type { Config, ConfigRequest, PackRef } from './config.js'
import { remembered, type Files } from '../files.js'
import type { Lookup } from '../catalog/names.js'
import type { Document } from '../text/document.js'
import { unpackCatalog } from '../catalog/packed-catalog.js'
import { openPack } from './packs.js'
import type { OpenPack } from './packs.js'
import { pathFrom } from '../paths.js'
import { hasErrors, problemIn, sortedProblems, unlessWrong } from '../text/problems.js'
import { gatherRules, readPack } from './rules.js'
import type { Pack } from './rules.js'
import type { Shipped } from './shipped.js'
import { didYouMean } from '../text/schema-words.js'
import { onceFor, onceForAll } from '../../once.js'

/** A project without its tenant: what the config names, opened; rules still wait for the names of a tenant. */
export interface Workspace {
  readonly config: Config
  /** Without the plans of any tenant. */
  readonly catalog: Catalog
  /** `service` first. */
  readonly packs: readonly (Pack | OpenPack)[]
}

export interface WorkspaceRequest extends ConfigRequest {
  readonly shipped: Shipped
}

/** Reads the config and opens what it names. */
export async function openWorkspace(files: Files, request: WorkspaceRequest): Promise<Loaded<Workspace>> {
  const config = await loadConfig(files, request)
  if (config.value === undefined) return { problems: config.problems }
  const [catalog, packs] = await Promise.all([openCatalog(files, config.value, request.shipped), openPacks(files, config.value.packs, request.shipped)])
  const problems = sortedProblems([config, catalog, packs].flatMap((one) => one.problems))
  if (catalog.value === undefined || hasErrors(problems)) return { problems }
  return { value: { config: config.value, catalog: catalog.value, packs: packs.value! }, problems }
}

/** The shipped catalog, or the project's own under the shipped overlays; the project's overlays on top. */
export async function openCatalog(files: Files, config: Pick<Config, 'catalogs' | 'root' | 'file'>, shipped: Shipped): Promise<Loaded<Catalog>> {
  const catalogs = config.catalogs.length > 0 ? config.catalogs : await usualCatalogs(files, config)
  if (catalogs.length === 0) return { value: shippedCatalog(shipped), problems: [] }
  const missing = await absent(files, catalogs)
  if (missing.length > 0) return { problems: missing }
  return remembered(files, `catalog ${JSON.stringify(catalogs.map(({ path, shown }) => [path, shown]))}`, (from) => layered(from, catalogs, shipped))
}

/** Unpacked once: the same catalog for the same shipment. */
const shippedCatalog = onceFor(({ catalog }: Shipped): Catalog => unpackCatalog(catalog))

async function layered(files: Files, catalogs: Config['catalogs'], shipped: Shipped): Promise<Loaded<Catalog>> {
  const own = await loadCatalogLayers(files, catalogs)
  if (own.value === undefined) return { problems: own.problems }
  const { catalog, overlays } = own.value
  const applied = catalog === undefined ? applyOverlays(shippedCatalog(shipped), overlays) : applyOverlays(catalog, [...shipped.overlays, ...overlays])
  return { ...applied, problems: [...own.problems, ...applied.problems] }
}

/** Where a project keeps its catalogs if its file does not say: what `catalog import` writes, and overlays. */
export async function usualCatalogs(files: Files, { root, file }: Pick<Config, 'root' | 'file'>): Promise<Config['catalogs']> {
  if (file === undefined) return []
  const usual = ['catalogs/microsoft', 'catalogs/overlay'].map((shown) => ({ path: pathFrom(root, shown), shown, blame: (code: string, message: string, hint?: string) => problemIn(shown, code, message, hint) }))
  const found = await Promise.all(usual.map(({ path }) => files.stat(path)))
  return usual.filter((_, index) => found[index]?.kind === 'folder')
}

/** What a config names and is not there, at the place where it is named. */
export async function absent(files: Files, named: Config['catalogs']): Promise<readonly Problem[]> {
  const found = await Promise.all(named.map(({ path }) => files.stat(path)))
  return named.filter((_, index) => found[index] === undefined).map(({ shown, blame }) => blame('no-file', `there is nothing at \`${shown}\``, 'check the path; paths in a file are relative to that file'))
}

/** `service`, then the packs in the order named, each once. */
async function openPacks(files: Files, refs: readonly PackRef[], shipped: Shipped): Promise<Loaded<readonly (Pack | OpenPack)[]>> {
  const once = [...new Map(refs.map((ref) => ['name' in ref ? ref.name : ref.path, ref])).values()].filter((ref) => !('name' in ref) || ref.name !== 'service')
  const opened = await Promise.all(once.map((ref) => openRef(files, ref, shipped)))
  const service = shipped.packs.filter(({ name }) => name === 'service')
  return { value: [...service, ...opened.flatMap(({ value }) => value ?? [])], problems: opened.flatMap(({ problems }) => problems) }
}

async function openRef(files: Files, ref: PackRef, shipped: Shipped): Promise<Loaded<Pack | OpenPack>> {
  if (!('name' in ref)) return (await files.stat(ref.path)) === undefined ? { problems: await absent(files, [ref]) } : openPack(files, ref.path, ref.shown)
  const pack = shipped.packs.find(({ name }) => name === ref.name)
  if (pack !== undefined) return { value: pack, problems: [] }
  const names = shipped.packs.map(({ name }) => name)
  return { problems: [ref.blame('unknown-pack', `unknown pack \`${ref.name}\``, didYouMean(ref.name, names) ?? `shipped packs: ${names.join(', ')}; a folder is written \`./${ref.name}\``)] }
}

/** Reads what is not read yet and puts all rules together. */
export function readRuleSet({ packs, config }: Workspace, lookup: Lookup): Loaded<RuleSet> {
  const read = packs.map((pack): Loaded<Pack> => ('rules' in pack ? { value: pack, problems: [] } : readOpen(pack, lookup)))
  const problems = read.flatMap((one) => one.problems)
  const gathered = gatherRules(read.flatMap(({ value }) => value ?? []), hasErrors(problems) ? [] : config.overrides, config.now)
  const all = sortedProblems([...problems, ...gathered.problems])
  return gathered.value === undefined ? { problems: all } : unlessWrong(gathered.value, all)
}

/** Rules that name nobody in a tenant mean the same for all tenants that have one catalog: hundreds of scenarios read them once. */
function readOpen({ name, documents }: OpenPack, lookup: Lookup): Loaded<Pack> {
  const { catalog } = lookup
  if (catalog === undefined) return readPack(name, documents, lookup)
  const known = readIn(documents)(catalog)
  const earlier = known.get(name)
  if (earlier !== undefined) return earlier
  let namesSomebody = false
  const noting = <T>(find: (handle: string) => T) => (handle: string): T => {
    namesSomebody = true
    return find(handle)
  }
  const pack = readPack(name, documents, { ...lookup, group: noting(lookup.group), user: noting(lookup.user) })
  if (!namesSomebody) known.set(name, pack)
  return pack
}

const readIn = onceForAll((_: readonly Document[]) => onceFor((_: Catalog) => new Map<string, Loaded<Pack>>()))
