import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Limits {
  /** Milliseconds after which a file that nobody has used goes. */
  readonly age: number
  /** All files together; the ones that were used longest ago go first. */
  readonly bytes: number
}

const day = 24 * 60 * 60 * 1000

/** Of what is kept between runs. */
export const usualLimits: Limits = { age: 30 * day, bytes: 1024 ** 3 }

/**
 * Takes out of a folder of results what is too old or too much, once a day at most. Whoever misses a result makes it again, so
 * nothing is locked, and what cannot be removed stays.
 */
export async function pruneDaily(folder: string, now: number, limits: Limits = usualLimits): Promise<void> {
  const mark = join(folder, 'pruned')
  const last = await stat(mark).catch(() => undefined)
  if (last !== undefined && now - last.mtimeMs < day) return
  await writeFile(mark, '', { mode: 0o600 }).then(() => utimes(mark, now / 1000, now / 1000)).catch(() => undefined)
  await prune(folder, now, limits)
}

interface Kept {
  readonly path: string
  readonly bytes: number
  readonly used: number
}

export async function prune(folder: string, now: number, { age, bytes }: Limits): Promise<void> {
  const all = [...(await filesIn(folder))].sort((a, b) => b.used - a.used)
  let room = bytes
  for (const { path, bytes: size, used } of all) {
    room -= size
    if (room < 0 || now - used > age) await rm(path, { force: true }).catch(() => undefined)
  }
}

async function filesIn(folder: string): Promise<readonly Kept[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files: Kept[] = []
  for (const entry of names) {
    const path = join(entry.parentPath, entry.name)
    const found = entry.isFile() && /\.(json|journal|tmp)$/.test(entry.name) ? await stat(path).catch(() => undefined) : undefined
    if (found !== undefined) files.push({ path, bytes: found.size, used: Math.max(found.atimeMs, found.mtimeMs) })
  }
  return files
}
