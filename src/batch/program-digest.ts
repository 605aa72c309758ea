import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { version } from '../model/version.js'

/** What results depend on beside their inputs: this program, its packs and its catalog. */
export function programDigest(): string {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const built = ['program.cjs', 'index.mjs', 'shipped.json'].map(name => join(here, name)).filter(path => existsSync(path))
  const files = built.length > 0 ? built : sourcesAt(join(here, '../..'))
  const hash = createHash('sha256').update(`${version} ${process.versions.node}`)
  for (const file of files) hash.update(`\n${file.slice(here.length)}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Where seatplan runs from its source. */
function sourcesAt(root: string): readonly string[] {
  return ['src', 'rules', 'catalogs'].flatMap(folder => filesBelow(join(root, folder)))
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap(entry => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}
