import { isLost } from '../../batch/fault.js'
import type { Done } from '../../batch/done.js'
import type { Ground, Task } from '../../batch/tasks.js'
import { OutsideRoot } from '../../load/project/confined.js'
import { counted, digits } from '../../report/count.js'
import { batchProgress } from './progress.js'
import { isGiven, valueOf, type Invocation } from '../command.js'
import type { Io } from '../io.js'

/** What is asked of a run. */
export interface Wanted {
  readonly tasks: readonly Task[]
  readonly ground: Ground
  /** The project's folder, if there is a project: nothing is kept in it. */
  readonly project: string | undefined
  /** What a task is about: `scenario`. */
  readonly noun: string
  /** So many tasks are worth a thread of their own. */
  readonly perThread: number
}

export interface Ran {
  readonly done: readonly Done[]
  /** The answer is where it is wanted: what stands there for `--resume` alone may go. */
  end(): Promise<void>
}

/** Does all tasks, shows how far it is, and keeps what is done. Undefined: it was stopped, and has said so. */
export async function runWanted(wanted: Wanted, invocation: Invocation): Promise<Ran | undefined> {
  const { given, io } = invocation
  const [{ runTasks }, { keptFor }] = await Promise.all([import('../../batch/run.js'), import('./kept.js')])
  const { tasks, ground, noun } = wanted
  const kept = await keptFor(wanted, invocation)
  const bar = batchProgress(tasks.length, noun, given, io)
  const done: Done[] = []
  const stop = new AbortController()
  const deaf = io.machine?.onInterrupt(() => stop.abort())
  try {
    const isWhole = await runTasks({ tasks, ground, files: io.machine?.smallFiles ?? io.files, jobs: jobsOf(wanted, invocation), kept: kept?.place, signal: stop.signal }, (index, one) => {
      done[index] = one
      for (const path of one.outside) io.confined?.outside.add(path)
      bar.add(one.result.outcome, one.found)
    })
    bar.end()
    for (const path of io.confined?.outside ?? []) throw new OutsideRoot(path)
    if (!isWhole) return stopped(done, wanted, kept !== undefined, io)
    if (isGiven(given, 'resume') && !isGiven(given, 'quiet')) io.err(resumedWords(done, noun))
    const lost = done.filter(({ result }) => isLost(result)).length
    if (lost > 0 && kept !== undefined && !isGiven(given, 'quiet')) io.err(`${counted(lost, noun)} came to no end; the others are kept\n      the same command with \`--resume\` does what is left\n`)
    return { done, end: async () => void (lost === 0 && (await kept?.end())) }
  } finally {
    bar.end()
    deaf?.()
  }
}

/** Threads only where the disk is real and the work is worth it. */
function jobsOf({ tasks, perThread }: Wanted, { given, io: { machine } }: Invocation): number {
  if (machine === undefined) return 1
  const asked = valueOf(given, 'jobs')
  return asked === undefined ? Math.min(machine.cores, Math.ceil(tasks.length / perThread)) : Number(asked)
}

function resumedWords(done: readonly Done[], noun: string): string {
  const found = done.filter(one => one.found).length
  return found === 0 ? `there was nothing to go on with: everything was done anew\n` : `${digits(found)} of ${digits(done.length)} ${noun}s were done before\n`
}

function stopped(done: readonly Done[], { tasks, noun }: Wanted, isKept: boolean, io: Io): undefined {
  const all = done.filter(one => one !== undefined)
  const of = (outcome: string): number => all.filter(({ result }) => result.outcome === outcome).length
  const parts = (['passed', 'failed', 'unread'] as const).filter(outcome => of(outcome) > 0).map(outcome => `${digits(of(outcome))} ${outcome}`)
  io.err(`stopped: ${digits(all.length)} of ${digits(tasks.length)} ${noun}s done${parts.length === 0 ? '' : ` (${parts.join(', ')})`}; nothing was written\n`)
  if (isKept) io.err('      the same command with `--resume` goes on from here\n')
  return undefined
}
