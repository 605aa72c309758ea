import type { Catalog } from '../../model/catalog.js'
import type { Loaded, Problem } from '../../model/problem.js'
import { catalogFileNames, readCatalog, type CatalogFile } from './catalog-files.js'
import { applyOverlays, readOverlay, type Overlay } from './overlay.js'
import type { Files } from '../files.js'
import { openDocument } from '../text/open.js'
import { checkShape } from '../text/schema.js'

export { catalogNotices, newPlanNotices } from './notices.js'
export { applyOverlay, applyOverlays, readOverlay, type Overlay } from './overlay.js'
export { readCatalog, serialiseCatalog } from './catalog-files.js'
export { withTenantPlans } from './catalog-tenant.js'

/** A catalog and what corrects it, still apart: another catalog can be put under the same overlays. Plain data, but for the maps. */
export interface CatalogLayers {
  readonly catalog: Catalog | undefined
  /** In the order in which they are laid on top. */
  readonly overlays: readonly Overlay[]
}

/** A path to look at, and how problems call it. */
export interface CatalogPath {
  readonly path: string
  readonly shown: string
}

/**
 * Reads what the paths hold. A folder with `products.json` is a catalog, another folder is looked through, itself and the folders in it;
 * other YAML and JSON files are overlays. Overlays lie in the order of the paths, then of their names.
 */
export async function loadCatalogLayers(files: Files, paths: readonly CatalogPath[]): Promise<Loaded<CatalogLayers>> {
  const parts = await Promise.all(paths.map(path => loadPath(files, path)))
  return joined(parts.flat())
}

/** The project's layers on the shipped ones: an own catalog replaces the shipped one, overlays are laid on top of the shipped overlays. */
export function catalogFromLayers(shipped: CatalogLayers, own: CatalogLayers): Loaded<Catalog> {
  const base = own.catalog ?? shipped.catalog ?? { products: new Map(), plans: new Map() }
  return applyOverlays(base, [...shipped.overlays, ...own.overlays])
}

type Part = Loaded<{ readonly shown: string } & ({ readonly catalog: Catalog } | { readonly overlay: Overlay })>

async function loadPath(files: Files, at: CatalogPath): Promise<Part[]> {
  const found = await files.stat(at.path)
  if (found === undefined) return [{ problems: [nothingThere(at)] }]
  return found.kind === 'file' ? [await loadOverlay(files, at)] : loadFolder(files, at, true)
}

function nothingThere({ shown }: CatalogPath): Problem {
  return { file: shown, severity: 'error', code: 'no-file', message: `there is nothing at \`${shown}\``, hint: 'check the path; paths in a file are relative to that file' }
}

async function loadFolder(files: Files, at: CatalogPath, deeper: boolean): Promise<Part[]> {
  const names = await files.list(at.path)
  if (catalogFileNames.some(name => names.includes(name))) return [await loadCatalogFolder(files, at)]
  const parts = await Promise.all(names.map(name => loadEntry(files, { path: `${at.path}/${name}`, shown: `${at.shown}/${name}` }, deeper)))
  return parts.flat()
}

async function loadEntry(files: Files, at: CatalogPath, deeper: boolean): Promise<Part[]> {
  const found = await files.stat(at.path)
  if (found?.kind === 'folder') return deeper ? loadFolder(files, at, false) : []
  return /\.(ya?ml|json)$/i.test(at.shown) ? [await loadOverlay(files, at)] : []
}

async function loadCatalogFolder(files: Files, at: CatalogPath): Promise<Part> {
  const found = await Promise.all(catalogFileNames.map(name => readIfThere(files, at, name)))
  const { value, problems } = readCatalog(found.filter(file => file !== undefined))
  return value === undefined ? { problems: problems.map(problem => inFolder(problem, at)) } : { value: { shown: at.shown, catalog: value }, problems }
}

async function readIfThere(files: Files, at: CatalogPath, name: string): Promise<CatalogFile | undefined> {
  const path = `${at.path}/${name}`
  if ((await files.stat(path))?.kind !== 'file') return undefined
  return { file: `${at.shown}/${name}`, text: new TextDecoder().decode(await files.read(path)) }
}

/** A file that is not there is called by its bare name until now. */
function inFolder(problem: Problem, at: CatalogPath): Problem {
  return problem.file.includes('/') ? problem : { ...problem, file: `${at.shown}/${problem.file}` }
}

async function loadOverlay(files: Files, { path, shown }: CatalogPath): Promise<Part> {
  const document = await openDocument(files, path, shown)
  if (document.value === undefined) return { problems: document.problems }
  const wrong = [...document.problems, ...checkShape(document.value, 'overlay')]
  if (wrong.length > 0) return { problems: wrong }
  const { value, problems } = readOverlay(document.value)
  return value === undefined || problems.length > 0 ? { problems } : { value: { shown, overlay: value }, problems }
}

function joined(parts: readonly Part[]): Loaded<CatalogLayers> {
  const values = parts.flatMap(({ value }) => value ?? [])
  const catalogs = values.flatMap(value => ('catalog' in value ? [value] : []))
  const problems = [...parts.flatMap(part => part.problems), ...catalogs.slice(1).map(({ shown }) => secondCatalog(shown, catalogs[0]!.shown))]
  if (problems.length > 0) return { problems }
  return { value: { catalog: catalogs[0]?.catalog, overlays: values.flatMap(value => ('overlay' in value ? [value.overlay] : [])) }, problems }
}

function secondCatalog(shown: string, first: string): Problem {
  return { file: shown, severity: 'error', code: 'two-catalogs', message: `\`${shown}\` is a second catalog beside \`${first}\``, hint: 'name one catalog; corrections go into an overlay' }
}
