import type { Task } from './tasks.js'

export interface Taken {
  /** The next task for who has done `last`; undefined: there is none. */
  next(last: number | undefined): number | undefined
}

/** How many tasks of each line are taken. Threads that are handed the same one share the tasks, and nobody waits for an answer. */
export function noneTaken(tasks: readonly Task[]): Int32Array {
  return new Int32Array(new SharedArrayBuffer(linesOf(tasks).length * Int32Array.BYTES_PER_ELEMENT))
}

/** What threads are doing, so many of them: nothing yet. */
export function nothingDone(threads: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(threads * Int32Array.BYTES_PER_ELEMENT)).fill(-1)
}

/**
 * Hands out tasks by their numbers: to who has loaded a tenant the next plan for it, then tenants that nobody has, largest number
 * of plans first; in the end half-done tenants are shared.
 */
export function takeFrom(tasks: readonly Task[], taken: Int32Array): Taken {
  const lines = linesOf(tasks)
  const lineOfTask = new Map(lines.flatMap((line, at) => line.map(index => [index, at] as const)))
  const untouched = lines.map((_, at) => at).sort((a, b) => lines[b]!.length - lines[a]!.length)
  const take = (line: number): number | undefined => lines[line]![Atomics.add(taken, line, 1)]
  const begin = (line: number): number | undefined => (Atomics.compareExchange(taken, line, 0, 1) === 0 ? lines[line]![0] : undefined)
  const share = (): number | undefined => {
    const line = longest(lines.map((tasks, at) => tasks.length - Atomics.load(taken, at)))
    return line === undefined ? undefined : (take(line) ?? share())
  }
  return {
    next(last) {
      const own = last === undefined ? undefined : take(lineOfTask.get(last)!)
      if (own !== undefined) return own
      while (untouched.length > 0) {
        const first = begin(untouched.shift()!)
        if (first !== undefined) return first
      }
      return share()
    },
  }
}

/** The numbers of tasks that share a tenant. Scenarios share nothing that is worth waiting for. */
function linesOf(tasks: readonly Task[]): readonly (readonly number[])[] {
  const lines = new Map<string, number[]>()
  for (const [index, task] of tasks.entries()) {
    const name = task.kind === 'scenario' ? '' : `tenant ${task.tenant ?? ''}`
    const line = lines.get(name)
    if (line === undefined) lines.set(name, [index])
    else line.push(index)
  }
  return [...lines.values()]
}

/** Which is the largest that is more than nothing. */
function longest(lengths: readonly number[]): number | undefined {
  const at = lengths.reduce((best, length, at) => (length > (lengths[best] ?? 0) ? at : best), -1)
  return at < 0 ? undefined : at
}
