import { findPlans, findProducts } from '../../load/catalog/lookup.js'
import { usualCatalogs } from '../../load/project/workspace.js'
import type { Config } from '../../load/project/config.js'
import type { Document } from '../../load/text/document.js'
import type { Files } from '../../load/files.js'
import { openText, readText } from '../../load/text/open.js'
import { pathFrom } from '../../load/paths.js'
import type { FileType } from '../../load/text/schema.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import type { Place } from '../../model/problem.js'
import { walk } from '../document-walk.js'
import { textsBelow } from '../../load/files-below.js'
import { isShipped, ruleKnown, type Knowledge } from './knowledge.js'
import { partsOf, wantedAt, type Part } from './wanted.js'
import type { Word } from './word.js'

/** Where to look: the project, and the folder in which seatplan's own rules and catalogs lie. */
export interface Shelves {
  readonly files: Files
  readonly config: Pick<Config, 'root' | 'file' | 'catalogs'>
  readonly packageFolder: string
}

/** Where the rule, product or service plan that a word names is written; files by their whole paths. */
export async function definitionsOf(document: Document, type: FileType, word: Word, knowledge: Knowledge, shelves: Shelves): Promise<readonly Place[]> {
  const { catalog } = knowledge.project
  switch (wantedAt(document, type, word).format) {
    case 'rule':
      return placeOfRule(word.text, knowledge, shelves)
    case 'service-plan':
      return placesOfParts(partsOf(document, type, word), catalog, shelves)
    case 'pack':
      return placeOfPack(word.text, knowledge, shelves)
    case 'product':
      return placesOfPart({ type: 'product', name: word.text }, catalog, shelves)
    default:
      return []
  }
}

function placeOfRule(id: string, knowledge: Knowledge, { config, packageFolder }: Shelves): readonly Place[] {
  const rule = ruleKnown(id, knowledge)
  if (rule === undefined) return []
  return [{ ...rule.place, file: pathFrom(isShipped(rule, knowledge) ? packageFolder : config.root, rule.place.file) }]
}

function placeOfPack(name: string, { shipped }: Knowledge, { packageFolder }: Shelves): readonly Place[] {
  const isThere = shipped.packs.some((pack) => pack.name === name)
  return isThere ? [{ file: pathFrom(packageFolder, `rules/${name}/pack.yaml`), line: 1, column: 1 }] : []
}

async function placesOfParts(parts: readonly Part[], catalog: Catalog, shelves: Shelves): Promise<readonly Place[]> {
  return (await Promise.all(parts.map((part) => placesOfPart(part, catalog, shelves)))).flat()
}

function placesOfPart({ type, name }: Part, catalog: Catalog, shelves: Shelves): Promise<readonly Place[]> {
  if (type === 'product') return placesOfAll(findProducts(catalog, name).map(({ skuId }) => skuId), 'skuId', shelves)
  return placesOfAll(findPlans(catalog, name).map(({ servicePlanId }) => servicePlanId), 'servicePlanId', shelves)
}

async function placesOfAll(ids: readonly Guid[], key: 'skuId' | 'servicePlanId', shelves: Shelves): Promise<readonly Place[]> {
  const catalogs = await catalogFiles(shelves)
  const found = await Promise.all(ids.map((id) => placeOfEntry(id, key, catalogs, shelves.files)))
  return found.flatMap((place) => place ?? [])
}

/** The project's catalogs before those that come with seatplan: the later an entry is laid on top, the earlier it is looked at. */
async function catalogFiles({ files, config, packageFolder }: Shelves): Promise<readonly string[]> {
  const named = config.catalogs.length > 0 ? config.catalogs : await usualCatalogs(files, config)
  const folders = [...named.map(({ path }) => path).reverse(), `${packageFolder}/catalogs/overlay`, `${packageFolder}/catalogs/microsoft`]
  const found = await Promise.all(folders.map(async (path) => {
    const there = await files.stat(path)
    return there === undefined ? [] : there.kind === 'file' ? [path] : textsBelow(files, path)
  }))
  return found.flat()
}

async function placeOfEntry(id: Guid, key: string, paths: readonly string[], files: Files): Promise<Place | undefined> {
  for (const path of paths) {
    const place = await entryIn(path, id, key, files)
    if (place !== undefined) return place
  }
  return undefined
}

/** Only a file that holds the id at all is read for its entries. */
async function entryIn(path: string, id: Guid, key: string, files: Files): Promise<Place | undefined> {
  const text = (await openText(files, path, path)).value
  if (text === undefined || !text.toLowerCase().includes(id)) return undefined
  const document = (await readText(path, text)).value
  const entry = document && [...walk(document)].find((visit) => visit.path.at(-1) === key && String(visit.value).toLowerCase() === id)
  return entry && document.place(entry.path.slice(0, -1))
}
