import { main } from '../../src/cli/main.js'
import type { Signals } from '../../src/cli/watch/signals.js'
import { memoryIo } from '../cli/memory-io.js'
import { shelf, type Shelf } from '../session/files.js'

/** What a watching command said, save by save; the first part is its first run. */
export interface WatchedRun {
  readonly exit: number
  readonly out: readonly string[]
  readonly err: readonly string[]
  readonly written: ReadonlyMap<string, string>
  /** Paths that were watched last. */
  readonly paths: readonly string[]
}

export type Save = (entries: Shelf['entries']) => void

/** Runs a command line with `--watch` on files in memory; after each run the next save happens, in the end Ctrl-C. `patient`: each run is heard to its end. */
export async function watched(argv: readonly string[], files: Readonly<Record<string, string>>, saves: readonly Save[]): Promise<WatchedRun> {
  const one = shelf(files)
  const io = memoryIo()
  const [out, err]: [string[], string[]] = [[''], ['']]
  const left = [...saves]
  let paths: readonly string[] = []
  const signals: Signals = {
    watch: (now) => void (paths = now),
    async next() {
      await idle()
      const save = left.shift()
      if (save === undefined) return 'ended'
      save(one.entries)
      out.push('')
      err.push('')
      return 'saved'
    },
    close: () => {},
  }
  const exit = await main(argv, {
    ...io,
    files: one.files,
    cwd: '/p',
    out: (text) => void (out[out.length - 1] += text),
    err: (text) => void (err[err.length - 1] += text),
    signals: () => signals,
  })
  return { exit, out, err, written: io.written, paths }
}

/** So many turns, and everything that was to be said has been said. */
async function idle(): Promise<void> {
  for (let turns = 0; turns < 200; turns += 1) await new Promise((resolve) => setImmediate(resolve))
}
