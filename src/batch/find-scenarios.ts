import type { Files } from '../load/files.js'

/** Snapshots and lists are larger; scenarios are written by hand. */
const largest = 1024 * 1024

/** Of the files below a folder those that are scenarios: they expect something. Plans, rules and snapshots lie beside them. */
export async function scenariosAmong(files: Files, paths: readonly string[]): Promise<readonly string[]> {
  const candidates = paths.filter(path => /\.(ya?ml|json)$/i.test(path) && !/\.test\.(ya?ml|json)$/i.test(path) && !/\/(seatplan|pack)\.ya?ml$/i.test(path))
  const kept = await Promise.all(candidates.map(async path => ((await looksLikeScenario(files, path)) ? [path] : [])))
  return kept.flat()
}

/** Told by its text, so that a scenario that cannot be parsed is not passed over. */
async function looksLikeScenario(files: Files, path: string): Promise<boolean> {
  const size = (await files.stat(path))?.size ?? 0
  if (size > largest) return false
  const text = new TextDecoder().decode(await files.read(path))
  return /(?:^|[{,]\s*)["']?expect["']?\s*:/m.test(text) || /^["']?tenant["']?\s*:/m.test(text)
}
