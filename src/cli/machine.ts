import type { Files } from '../load/files.js'

/** What a run of many tasks needs of the machine. Absent in memory: then everything is done in one go, and nothing is kept. */
export interface Machine {
  /** The disk for many small files: whoever has nothing else to do waits for each, which costs a fifth of being told. */
  readonly smallFiles: Files
  /** How many threads can run at once. */
  readonly cores: number
  /** Milliseconds from some moment on. */
  now(): number
  /** Where the user's programs keep what they can make again; undefined: nowhere. */
  readonly cacheFolder: string | undefined
  /** Ctrl-C is told once instead of ending the program; the one after it ends it. Gives a way to hear no more of it. */
  onInterrupt(tell: () => void): () => void
}
