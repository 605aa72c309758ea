import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { noneTaken } from './queue.js'
import type { Answer, Handed, Run, Told } from './handed.js'

/** Does tasks in threads. They take them themselves: whoever asked here for the next one would wait until this thread gets its turn. */
export async function runThreads({ ground, tasks, jobs, kept, signal }: Run, tell: Told): Promise<boolean> {
  const handed: Handed = { ground, tasks, taken: noneTaken(tasks), kept }
  const threads = Array.from({ length: Math.min(jobs, tasks.length) }, () => startThread(handed))
  try {
    const ends = await Promise.all(threads.map(thread => endOf(thread, tell, signal)))
    return ends.every(Boolean)
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

/** Hears what a thread does until nothing is left, or somebody has had enough. */
function endOf(thread: Worker, tell: Told, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return resolve(false)
    thread.on('message', (answer: Answer) => {
      if (answer === 'nothing left') resolve(true)
      else if (signal?.aborted !== true) tell(answer.index, answer.done)
    })
    thread.on('error', reject)
    thread.on('exit', () => reject(new Error('a thread ended before its work was done')))
    signal?.addEventListener('abort', () => resolve(false))
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
