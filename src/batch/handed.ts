import type { Files } from '../load/files.js'
import type { Keeping } from './perform.js'
import { folderStore } from './store.js'
import type { Done } from './done.js'
import type { Ground, Task } from './tasks.js'

export interface Run {
  readonly ground: Ground
  readonly tasks: readonly Task[]
  /** Threads; one: everything is done where it is asked for. */
  readonly jobs: number
  readonly files: Files
  /** Where results are kept between runs; undefined: nowhere. */
  readonly kept: { readonly folder: string; readonly program: string } | undefined
  /** Told: nothing is begun any more. What is done is kept. */
  readonly signal?: AbortSignal
}

/** A task that is done, in the order in which they get done. */
export type Told = (index: number, done: Done) => void

export function keepingIn(kept: Run['kept']): Keeping | undefined {
  return kept && { store: folderStore(kept.folder), program: kept.program }
}

/** What a thread is handed. */
export interface Handed {
  readonly ground: Ground
  readonly kept: Run['kept']
}

/** To a thread: the task with this number. */
export interface Order {
  readonly index: number
  readonly task: Task
}

/** From a thread: it is done, or seatplan itself failed at it. */
export type Answer = { readonly index: number; readonly done: Done } | { readonly index: number; readonly bug: unknown }
