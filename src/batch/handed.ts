import type { Files } from '../load/files.js'
import type { Keeping } from './perform.js'
import { journalStore } from './journal.js'
import { folderStore } from './store.js'
import type { Done } from './done.js'
import type { Ground, Task } from './tasks.js'

export interface Run {
  readonly ground: Ground
  readonly tasks: readonly Task[]
  /** Threads; one: everything is done where it is asked for. */
  readonly jobs: number
  /** Of the thread that asks. */
  readonly files: Files
  /** Where results are kept between runs; undefined: nowhere. */
  readonly kept: KeptWhere | undefined
  /** Told: nothing is begun any more. What is done is kept. */
  readonly signal?: AbortSignal
}

/** `store`: between runs; `journal`: until this one comes to its end. */
export interface KeptWhere {
  readonly kind: 'store' | 'journal'
  readonly folder: string
  readonly program: string
}

/** A task that is done, in the order in which they get done. */
export type Told = (index: number, done: Done) => void

const stores = { store: folderStore, journal: journalStore }

export function keepingIn(kept: KeptWhere | undefined): Keeping | undefined {
  return kept && { store: stores[kept.kind](kept.folder), program: kept.program }
}

/** What a thread is handed. */
export interface Handed {
  readonly ground: Ground
  readonly tasks: readonly Task[]
  /** Shared by all threads (queue.ts). */
  readonly taken: Int32Array
  /** The same: what each is doing, or did last. */
  readonly doing: Int32Array
  /** Whose place among them is one's own. */
  readonly seat: number
  readonly kept: KeptWhere | undefined
}

/** From a thread: the task with this number is done. */
export type Answer = { readonly index: number; readonly done: Done } | 'nothing left'
