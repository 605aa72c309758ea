import { keepingIn, type Run, type Told } from './handed.js'
import { performer } from './perform.js'
import { turn } from './turn.js'

/** Does all tasks and tells of each. Gives whether it came to the end. */
export async function runTasks(run: Run, tell: Told): Promise<boolean> {
  if (run.tasks.length === 0) return true
  if (Math.min(run.jobs, run.tasks.length) <= 1) return runHere(run, tell)
  const { runThreads } = await import('./threads.js')
  return runThreads(run, tell)
}

async function runHere({ ground, tasks, files, kept, signal }: Run, tell: Told): Promise<boolean> {
  const perform = performer(files, ground, keepingIn(kept))
  for (const [index, task] of tasks.entries()) {
    if (signal?.aborted === true) return false
    tell(index, await perform(task))
    await turn()
  }
  return true
}
