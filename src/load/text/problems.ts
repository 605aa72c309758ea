import type { Loaded, Place, Problem } from '../../model/problem.js'

/** An error at a place. */
export function problemAt(place: Place, code: string, message: string, hint?: string): Problem {
  return { ...place, severity: 'error', code, ...worded(message, hint) }
}

/** An error about a file as a whole, or about something that is no file (`--now`). */
export function problemIn(file: string, code: string, message: string, hint?: string): Problem {
  return { file, severity: 'error', code, ...worded(message, hint) }
}

function worded(message: string, hint: string | undefined): Pick<Problem, 'message' | 'hint'> {
  return { message: shortened(message), ...(hint === undefined ? {} : { hint: shortened(hint) }) }
}

/** What is quoted comes from a file, where it may be of any length. */
function shortened(text: string): string {
  return text.length <= 160 ? text : text.replaceAll(/`([^`]{157})[^`]{4,}`/gu, '`$1...`')
}

/** No file stands where one is asked for: nothing, or a folder. */
export function noFile(shown: string, found: { readonly kind: string } | undefined): string {
  return found === undefined ? `there is no file \`${shown}\`` : `\`${shown}\` is a folder, not a file`
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

/** The value, unless something is an error. */
export function unlessWrong<T>(value: T, problems: readonly Problem[]): Loaded<T> {
  return hasErrors(problems) ? { problems } : { value, problems }
}

/** By file, line, column, then sentence. */
export function comparePlaces(a: Problem, b: Problem): number {
  return compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(a.message, b.message)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** In the order of files and places, each once. */
export function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const once = new Map(problems.map((problem) => [JSON.stringify([problem.file, problem.line, problem.column, problem.message]), problem]))
  return [...once.values()].sort(comparePlaces)
}
