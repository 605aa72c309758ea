import type { Files } from '../../src/load/files.js'
import { memory } from '../../src/load/memory.js'

/** Files in memory that change, and count how often each is read. */
export interface Shelf {
  readonly files: Files
  readonly entries: Map<string, string>
  /** Paths of which contents were read since the last time this was asked. */
  reads(): readonly string[]
}

export function shelf(start: Readonly<Record<string, string>>): Shelf {
  const entries = new Map(Object.entries(start))
  let reads: string[] = []
  const stamps = new Map<string, { readonly text: string; readonly stamp: number }>()
  const now = (): Files => memory(Object.fromEntries(entries))
  /** A new stamp for every content, as a disk has a new time. */
  const stampOf = (path: string): string => {
    const text = entries.get(path) ?? ''
    const known = stamps.get(path)
    if (known?.text !== text) stamps.set(path, { text, stamp: (known?.stamp ?? 0) + 1 })
    return String(stamps.get(path)!.stamp)
  }
  return {
    entries,
    files: {
      async stat(path) {
        const found = await now().stat(path)
        return found?.kind === 'file' ? { ...found, stamp: stampOf(path) } : found
      },
      list: (folder) => now().list(folder),
      read: (path) => (reads.push(path), now().read(path)),
      stream: (path, range) => (reads.push(path), now().stream(path, range)),
    },
    reads: () => {
      const all = [...new Set(reads)].sort()
      reads = []
      return all
    },
  }
}
