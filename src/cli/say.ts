import type { Problem } from '../model/problem.js'
import { renderProblems } from '../report/problems.js'
import { isGiven, type Given } from './command.js'
import type { Io } from './io.js'
import { usesColor } from './options.js'

/** Says what is wrong with the input; gives the exit code of wrong input. */
export function refuse(problems: readonly Problem[], given: readonly Given[], io: Io): number {
  io.err(renderProblems(problems, { color: usesColor(given, io, 'err') }))
  return 2
}

/** Says what is odd about the input, unless asked to be quiet. */
export function warn(problems: readonly Problem[], given: readonly Given[], io: Io): void {
  if (!isGiven(given, 'quiet')) io.err(renderProblems(problems, { color: usesColor(given, io, 'err') }))
}

/** One line that goes away: what is being done, on a terminal only. */
export function progress(given: readonly Given[], io: Io): { say(doing: string): void; done(): void } {
  if (!io.isTerminal.err || isGiven(given, 'quiet')) return { say: () => {}, done: () => {} }
  return { say: doing => io.err(`\r\u001b[K${doing} ...`), done: () => io.err('\r\u001b[K') }
}
