import type { KeptFiles } from '../../load/project/kept.js'
import { pathFrom, shownFrom } from '../../load/paths.js'
import { sortedProblems } from '../../load/text/problems.js'
import type { Loaded, Problem } from '../../model/problem.js'

/** What could be made, and whether it is of everything as it stands. */
export interface Attempted<T> {
  readonly value: T | undefined
  /** What is wrong with everything as it stands, and odd about what was taken. */
  readonly problems: readonly Problem[]
  /** Files that are broken. */
  readonly broken: readonly string[]
  /** Files of which the last good version was taken: the broken ones, or those that broke others (a group that a plan names has another name). */
  readonly held: readonly string[]
}

/** Attempts again and again, each time with what changed; where that is broken, with the last good version of the broken files beside the new ones of the others. */
export function lastGood<T>(files: KeptFiles, root: () => Promise<string>, attempt: () => Promise<Loaded<T>>): (changed: readonly string[]) => Promise<Attempted<T>> {
  const since = new Set<string>()
  let wasGood = false
  return async (changed) => {
    for (const path of changed) since.add(path)
    const now = await attempt()
    const errors = now.problems.filter(({ severity }) => severity === 'error')
    if (now.value !== undefined && errors.length === 0) {
      files.settle()
      since.clear()
      wasGood = true
      return { value: now.value, problems: now.problems, broken: [], held: [] }
    }
    const broken = [...new Set(errors.map(({ file }) => file))].sort()
    if (!wasGood) return { value: now.value, problems: now.problems, broken, held: [] }
    const at = await root()
    const guilty = broken.map((file) => pathFrom(at, file)).filter((path) => since.has(path))
    for (const held of [guilty, [...since]]) {
      files.hold(held)
      const { value, problems }: Loaded<T> = held.length === 0 ? { problems: [] } : await attempt()
      if (value !== undefined && !problems.some(({ severity }) => severity === 'error')) return { value, problems: sortedProblems([...errors, ...problems]), broken, held: held.map((path) => shownFrom(at, path)).sort() }
    }
    return { value: now.value, problems: now.problems, broken, held: [] }
  }
}
