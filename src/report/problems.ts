import type { Problem } from '../model/problem.js'
import { counted } from './count.js'
import { colored, severityWord, uncolored, type Paint } from './paint.js'
import { visible } from './visible.js'

/**
 * What is wrong with the input, for people: sorted by file, place and message, with a count at the end.
 * ```
 * rules/current/exchange.yaml:4:13  error  unknown service plan `X`
 *       did you mean `Y`?
 * ```
 * Nothing wrong gives the empty text; else it ends with a line break. `idOf` gives what is shown of a problem for those who write it into a config.
 */
export function renderProblems(problems: readonly Problem[], { color, idOf }: { readonly color: boolean; readonly idOf?: (problem: Problem) => string | undefined }): string {
  if (problems.length === 0) return ''
  const paint = color ? colored : uncolored
  const lines = [...problems].sort(byPlace).flatMap(problem => problemLines(problem, paint, idOf?.(problem)))
  return [...lines, '', countLine(problems), ''].join('\n')
}

/** Order of problems: file, line, column, message. */
export function byPlace(one: Problem, other: Problem): number {
  return compare(one.file, other.file)
    || (one.line ?? 0) - (other.line ?? 0)
    || (one.column ?? 0) - (other.column ?? 0)
    || compare(one.message, other.message)
}

function problemLines(problem: Problem, paint: Paint, id: string | undefined): readonly string[] {
  const words = [paint.bold(visible(place(problem))), severityWord(paint, problem.severity), visible(problem.message), ...(id === undefined ? [] : [paint.dim(`[${id}]`)])]
  const head = words.join('  ')
  return problem.hint === undefined ? [head] : [head, `      ${visible(problem.hint)}`]
}

function place({ file, line, column }: Problem): string {
  return [file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':')
}

function countLine(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const remarks = problems.filter(({ severity }) => severity === 'info').length
  const warnings = problems.length - errors - remarks
  return [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning'), remarks && counted(remarks, 'remark')].filter(Boolean).join(', ')
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
