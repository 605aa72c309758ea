import { join } from 'node:path'
import { buildAll } from '../scripts/build.js'
import { isStale } from '../scripts/stale.js'

/** Tests of the program meet the program as it is shipped: dist/, made anew when a source is newer. */
export async function setup(): Promise<void> {
  if (isStale(join(import.meta.dirname, '..'))) await buildAll()
}
