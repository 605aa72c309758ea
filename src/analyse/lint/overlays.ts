import type { Config } from '../../load/project/config.js'
import { fileTypeOf } from '../../load/text/file-type.js'
import type { Files } from '../../load/files.js'
import { openDocument } from '../../load/text/open.js'
import { shownFrom } from '../../load/paths.js'
import type { Catalog } from '../../model/catalog.js'
import { textsBelow } from '../../load/files-below.js'
import type { LintedFile } from '../lints/lint.js'

/** The overlays that a config names. Imported catalogs are nobody's handwriting. */
export async function overlaysOf(files: Files, { catalogs, root, now }: Config, catalog: Catalog): Promise<readonly LintedFile[]> {
  const paths = await Promise.all(catalogs.map(async ({ path }) => ((await files.stat(path))?.kind === 'folder' ? textsBelow(files, path) : [path])))
  const opened = await Promise.all(paths.flat().map((path) => openDocument(files, path, shownFrom(root, path))))
  return opened.flatMap(({ value: document }) => (document === undefined || fileTypeOf(document) !== 'overlay' || isImported(document.data) ? [] : [{ document, type: 'overlay' as const, catalog, now }]))
}

/** What `catalog import` writes says so. */
export function isImported(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, 'generated')
}
