import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { noneTaken, nothingDone } from './queue.js'
import type { Answer, Handed, Run, Told } from './handed.js'
import { unread } from './unread.js'

/**
 * Does tasks in threads. They take them themselves: whoever asked here for the next one would wait until this thread gets its turn.
 * Where a thread ends early, what it was doing is nobody's to know, and another takes its seat.
 */
export async function runThreads({ ground, tasks, jobs, kept, signal }: Run, tell: Told): Promise<boolean> {
  const seats = Math.min(jobs, tasks.length)
  const handed = { ground, tasks, taken: noneTaken(tasks), doing: nothingDone(seats), kept }
  const threads = new Set<Worker>()
  try {
    const ends = await Promise.all(Array.from({ length: seats }, (_, seat) => sitAt({ ...handed, seat }, threads, tell, signal)))
    if (ends.includes('stopped')) return false
    if (!ends.includes('nothing left')) throw ends[0]
    return true
  } finally {
    await Promise.all([...threads].map(thread => thread.terminate()))
  }
}

/** Why a thread is no more: what it died of. */
type End = 'nothing left' | 'stopped' | Error

/** One thread after the other, until nothing is left, or one ends before it did anything: the next one would, too. */
async function sitAt(handed: Handed, threads: Set<Worker>, tell: Told, signal: AbortSignal | undefined): Promise<End> {
  const { ground, tasks, doing, seat } = handed
  for (;;) {
    const before = Atomics.load(doing, seat)
    const told = new Set<number>()
    const thread = startThread(handed)
    threads.add(thread)
    const end = await endOf(thread, (index, done) => (told.add(index), tell(index, done)), signal)
    const last = Atomics.load(doing, seat)
    if (!(end instanceof Error) || last === before) return end
    if (!told.has(last)) tell(last, { result: unread(ground, tasks[last]!, end), found: false, inputs: [], outside: [] })
  }
}

/** Hears what a thread does until nothing is left, or somebody has had enough. What it said before it died is heard first. */
function endOf(thread: Worker, tell: Told, signal: AbortSignal | undefined): Promise<End> {
  return new Promise(resolve => {
    if (signal?.aborted === true) return resolve('stopped')
    let cause: Error | undefined
    thread.on('message', (answer: Answer) => {
      if (answer === 'nothing left') resolve(answer)
      else if (signal?.aborted !== true) tell(answer.index, answer.done)
    })
    thread.on('error', error => (cause = error))
    thread.on('exit', code => resolve(cause ?? new Error(`a thread ended before its work was done (exit code ${code})`)))
    signal?.addEventListener('abort', () => resolve('stopped'))
  })
}

function startThread(handed: Handed): Worker {
  const { file, execArgv } = program()
  return new Worker(file, { workerData: handed, ...(execArgv && { execArgv }) })
}

/** Beside the program and the library lies a file for threads; from the source it is TypeScript, which a loader reads. */
function program(): { readonly file: URL; readonly execArgv?: string[] } {
  const built = new URL('start-thread.js', import.meta.url)
  if (existsSync(built)) return { file: built }
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return { file: new URL('start-thread.ts', import.meta.url), execArgv: ['--import', loader] }
}
