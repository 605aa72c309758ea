import type { Task } from './tasks.js'

export interface Taken {
  /** The next task for who has done `last`; undefined: there is none. */
  next(last: number | undefined): number | undefined
}

/**
 * Hands out tasks by their numbers: to who has loaded a tenant the next plan for it, then tenants that nobody has, largest number
 * of plans first; in the end half-done tenants are shared.
 */
export function takeFrom(tasks: readonly Task[]): Taken {
  const lines = new Map<string, number[]>()
  tasks.forEach((task, index) => lines.set(lineOf(task), [...(lines.get(lineOf(task)) ?? []), index].sort((a, b) => b - a)))
  const untouched = new Set(lines.keys())
  const longest = (names: Iterable<string>): string | undefined => [...names].reduce<string | undefined>((best, name) => (best === undefined || lines.get(name)!.length > lines.get(best)!.length ? name : best), undefined)
  const take = (name: string): number | undefined => {
    untouched.delete(name)
    return lines.get(name)!.pop()
  }
  return {
    next(last) {
      const own = last === undefined ? undefined : take(lineOf(tasks[last]!))
      if (own !== undefined) return own
      const name = longest(untouched) ?? longest(lines.keys())
      return name === undefined ? undefined : take(name)
    },
  }
}

/** Scenarios share nothing that is worth waiting for. */
function lineOf(task: Task): string {
  return task.kind === 'scenario' ? '' : `tenant ${task.tenant ?? ''}`
}
