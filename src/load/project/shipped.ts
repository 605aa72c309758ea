import type { Loaded } from '../../model/problem.js'
import { applyOverlays } from '../catalog/overlay.js'
import type { Overlay } from '../catalog/overlay.js'
import { loadCatalogLayers } from '../catalog/catalog.js'
import type { Files } from '../files.js'
import { lookupIn } from '../catalog/names.js'
import { packCatalog } from '../catalog/packed-catalog.js'
import type { PackedCatalog } from '../catalog/packed-catalog.js'
import { openPack } from './packs.js'
import { pathFrom } from '../paths.js'
import { unlessWrong } from '../text/problems.js'
import { readPack } from './rules.js'
import type { Pack } from './rules.js'

/** The catalog and the packs that come with seatplan, read and checked: plain data, made at build time. */
export interface Shipped {
  /** With the shipped overlays on top. */
  readonly catalog: PackedCatalog
  /** For a catalog of the user's own, which they correct as well. */
  readonly overlays: readonly Overlay[]
  /** `service` and those that a config can choose, by name. Their rules name plans and products by GUID already. */
  readonly packs: readonly Pack[]
}

/** Reads `catalogs/` and `rules/` below a folder. Places name files relative to it. */
export async function compileShipped(files: Files, root: string): Promise<Loaded<Shipped>> {
  const paths = ['catalogs/microsoft', 'catalogs/overlay'].map((shown) => ({ path: pathFrom(root, shown), shown }))
  const there = await Promise.all(paths.map(async (at) => ((await files.stat(at.path)) === undefined ? [] : [at])))
  const layers = await loadCatalogLayers(files, there.flat())
  if (layers.value?.catalog === undefined) return { problems: layers.problems }
  const { overlays } = layers.value
  const catalog = applyOverlays(layers.value.catalog, overlays)
  if (catalog.value === undefined) return { problems: catalog.problems }
  const lookup = lookupIn(catalog.value, { groups: new Map() })
  const names = await files.list(pathFrom(root, 'rules'))
  const packs = await Promise.all(names.map((name) => shippedPack(files, root, name, lookup)))
  const problems = [layers, catalog, ...packs].flatMap((one) => one.problems)
  return unlessWrong({ catalog: packCatalog(catalog.value), overlays, packs: packs.flatMap(({ value }) => value ?? []) }, problems)
}

async function shippedPack(files: Files, root: string, name: string, lookup: ReturnType<typeof lookupIn>): Promise<Loaded<Pack>> {
  const shown = `rules/${name}`
  const opened = await openPack(files, pathFrom(root, shown), shown)
  if (opened.value === undefined) return { problems: opened.problems }
  const pack = readPack(name, opened.value.documents, lookup)
  const { purpose } = opened.value
  return pack.value === undefined ? pack : { value: { ...pack.value, ...(purpose !== undefined && { purpose }) }, problems: [...opened.problems, ...pack.problems] }
}
