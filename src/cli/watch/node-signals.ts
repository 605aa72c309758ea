import { statSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Machine } from '../machine.js'
import type { Signals, WatchMode } from './signals.js'

/** A save is often several writes; so long must it be quiet, in milliseconds. */
const quiet = 15
/** Who saves in place empties the file first: an empty one is waited for so long. */
const emptied = 150
/** Where the machine does not tell, it is asked so often. */
const pollEvery = 500

/**
 * Watches folders, not files: a file that an editor replaces is still the file of that name, and new ones are seen. Whether something
 * really changed, the reader of the files finds out (`load/project/kept.ts`), so that a false alarm costs a few looks. Ctrl-C is heard from the
 * first watch on: before it there is nothing to end well.
 */
export function nodeSignals(mode: WatchMode, onInterrupt: Machine['onInterrupt']): Signals {
  const folders = new Map<string, { names: ReadonlySet<string> | 'all'; readonly watcher: FSWatcher }>()
  const waiting: ('saved' | 'ended')[] = []
  let wake: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let poll: NodeJS.Timeout | undefined
  let deaf: (() => void) | undefined

  function tell(what: 'saved' | 'ended'): void {
    if (!waiting.includes(what)) waiting.push(what)
    wake?.()
  }

  function soon(path: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (statSync(path, { throwIfNoEntry: false })?.size !== 0) return tell('saved')
      timer = setTimeout(() => tell('saved'), emptied)
    }, quiet)
  }

  function startPolling(): void {
    poll ??= setInterval(() => tell('saved'), pollEvery)
  }

  function open(folder: string, names: ReadonlySet<string> | 'all'): void {
    const known = folders.get(folder)
    if (known !== undefined) return void (known.names = names)
    try {
      const watcher = watch(folder, (_, name) => {
        const now = folders.get(folder)?.names
        if (name === null || now === 'all' || now?.has(name)) soon(join(folder, name ?? ''))
      })
      folders.set(folder, { names, watcher })
      // No more watches to be had, or the folder is gone: from now on it is asked.
      watcher.on('error', () => (close(folder), startPolling()))
    } catch {
      startPolling()
    }
  }

  function close(folder: string): void {
    folders.get(folder)?.watcher.close()
    folders.delete(folder)
  }

  return {
    watch(paths) {
      deaf ??= onInterrupt(() => tell('ended'))
      if (mode === 'poll') return startPolling()
      const wanted = foldersOf(paths)
      for (const folder of folders.keys()) if (!wanted.has(folder)) close(folder)
      for (const [folder, names] of wanted) open(folder, names)
    },
    async next() {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return waiting.includes('ended') ? 'ended' : waiting.shift()!
    },
    close() {
      deaf?.()
      clearTimeout(timer)
      clearInterval(poll)
      folders.forEach((_, folder) => close(folder))
    },
  }
}

/** Folders, and which names in them matter: all where the folder itself is among the paths. What is not there shows in the nearest folder that is. */
function foldersOf(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string> | 'all'> {
  const folders = new Map<string, Set<string> | 'all'>()
  const note = (folder: string, name: string): void => {
    const names = folders.get(folder) ?? new Set()
    if (names !== 'all') folders.set(folder, names.add(name))
  }
  for (const path of paths) {
    if (isFolder(path)) folders.set(path, 'all')
    let at = path
    while (at !== dirname(at) && !isFolder(dirname(at))) at = dirname(at)
    note(dirname(at), basename(at))
  }
  return folders
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
