import { isFinding } from '../analyse/lint/lint.js'
import type { Problem } from '../model/problem.js'
import { version } from '../model/version.js'
import { renderProblems } from '../report/problems.js'
import { allVisible } from '../report/visible.js'

export function problemsJson(problems: readonly Problem[]): string {
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, problems: allVisible(problems) }, undefined, 2)}\n`
}

/** A lint is named, so that a config can say something else of it. */
export function lintText(problems: readonly Problem[], color: boolean): string {
  return renderProblems(problems, { color, idOf: problem => isFinding(problem) ? problem.code : undefined })
}

/** What cannot be read is another matter than what could be better. */
export function exitOf(problems: readonly Problem[], failOn = 'error'): number {
  if (problems.some(problem => problem.severity === 'error' && !isFinding(problem))) return 2
  const counts = failOn === 'never' ? [] : failOn === 'warning' ? ['error', 'warning'] : ['error']
  return problems.some(problem => counts.includes(problem.severity)) ? 1 : 0
}
