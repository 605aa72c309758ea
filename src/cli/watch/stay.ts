import type { KeptFiles } from '../../load/project/kept.js'
import type { Signals } from './signals.js'

/** What a look at everything gave, and what is still to be said; that may be broken off by the next save. */
export interface Look {
  readonly exitCode: number
  finish?(signal: AbortSignal): Promise<void>
}

/** Looks once, and again whenever something that took part was saved, until the reader has had enough. Gives the exit code of the last look. */
export async function stay(files: KeptFiles, signals: Signals, look: (changed: readonly string[]) => Promise<Look>): Promise<number> {
  let next: Promise<'saved' | 'ended'> | undefined
  let changed: readonly string[] = []
  try {
    for (;;) {
      const { exitCode, finish } = await look(changed)
      signals.watch(files.looked())
      const work = new AbortController()
      const finished = finish?.(work.signal).catch(unlessAborted(work.signal))
      // Saved while it was being looked at, before anybody watched.
      changed = await files.changed()
      while (changed.length === 0) {
        next ??= signals.next()
        if (finished !== undefined) await Promise.race([finished, next])
        const event = await next
        next = undefined
        if (event === 'ended') {
          work.abort()
          await finished
          return exitCode
        }
        changed = await files.changed()
      }
      work.abort()
      await finished
    }
  } finally {
    signals.close()
  }
}

function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error
  }
}
