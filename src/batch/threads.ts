import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { takeFrom, type Taken } from './queue.js'
import type { Answer, Handed, Order, Run, Told } from './handed.js'

/** Does tasks in threads. Whoever has nothing to do takes the next task, of the tenant it has if there is one. */
export async function runThreads(run: Run, tell: Told): Promise<boolean> {
  const queue = takeFrom(run.tasks)
  const threads = Array.from({ length: Math.min(run.jobs, run.tasks.length) }, () => startThread(run))
  try {
    const ends = await Promise.all(threads.map(thread => serve(thread, queue, run, tell)))
    return ends.every(Boolean)
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

/** Keeps one thread busy until nothing is left, or somebody has had enough. */
function serve(thread: Worker, queue: Taken, { tasks, signal }: Run, tell: Told): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let last: number | undefined
    const next = (): void => {
      if (signal?.aborted === true) return resolve(false)
      last = queue.next(last)
      if (last === undefined) return resolve(true)
      thread.postMessage({ index: last, task: tasks[last]! } satisfies Order, [])
    }
    thread.on('message', (answer: Answer) => {
      if ('bug' in answer) return reject(answer.bug)
      tell(answer.index, answer.done)
      next()
    })
    thread.on('error', reject)
    signal?.addEventListener('abort', () => resolve(false))
    next()
  })
}

function startThread({ ground, kept }: Run): Worker {
  const handed: Handed = { ground, kept }
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
