import type { Catalog } from '../../model/catalog.js'
import type { Loaded } from '../../model/problem.js'
import { catalogFromLayers, loadCatalogLayers } from '../../load/catalog/catalog.js'
import { diffCatalogs, isSame } from '../../load/catalog/diff.js'
import { shownFrom } from '../../load/paths.js'
import { importProductNames } from '../../load/catalog/product-names/read.js'
import { diffText } from '../texts/catalog.js'
import { valueOf, type Invocation } from '../command.js'
import type { Io } from '../io.js'
import { absolute } from '../paths.js'
import { refuse } from '../say.js'

/** `catalog diff OLD NEW`: 0 the same, 1 they differ. */
export async function compareCatalogs({ words, given, io }: Invocation): Promise<number> {
  const [from, to] = await Promise.all([readAny(words[0]!, io), readAny(words[1]!, io)])
  if (from.value === undefined || to.value === undefined) return refuse([...from.problems, ...to.problems], given, io)
  const diff = diffCatalogs(from.value, to.value)
  io.out(valueOf(given, 'format') === 'json' ? `${JSON.stringify({ schemaVersion: 1, ...sourced(diff) }, undefined, 2)}\n` : diffText(diff))
  return isSame(diff) ? 0 : 1
}

function sourced<T extends { readonly from: unknown; readonly to: unknown }>(diff: T): T {
  return { ...diff, from: diff.from ?? null, to: diff.to ?? null }
}

/** A catalog in whatever form: Microsoft's CSV, or a folder. */
export async function readAny(word: string, io: Io): Promise<Loaded<Catalog>> {
  const path = absolute(word, io)
  const shown = shownFrom(io.cwd, path)
  if (word.toLowerCase().endsWith('.csv') && (await io.files.stat(path))?.kind === 'file') return readCsv(path, shown, io)
  const { value, problems } = await loadCatalogLayers(io.files, [{ path, shown }])
  if (value === undefined) return { problems }
  if (value.catalog !== undefined) return catalogFromLayers({ catalog: undefined, overlays: [] }, value)
  return { problems: [{ file: shown, severity: 'error', code: 'no-catalog', message: `there is no catalog in \`${shown}\``, hint: 'name a folder with products.json, or a CSV file' }] }
}

async function readCsv(path: string, file: string, io: Io): Promise<Loaded<Catalog>> {
  const { value, problems } = importProductNames(await io.files.read(path), { file, name: file, date: io.today() })
  return value === undefined ? { problems } : { value: value.catalog, problems }
}
