import type { ReadingProgress } from '../load/users-read.js'
import type { Problem } from '../model/problem.js'
import { counted, digits } from '../report/count.js'
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

export interface Bar {
  say(doing: string): void
  /** How far reading is; undefined where nobody looks. */
  readonly reading?: ReadingProgress
  done(): void
}

/** One line that goes away: what is being done, on a terminal only. */
export function progress(given: readonly Given[], io: Io): Bar {
  if (!io.isTerminal.err || isGiven(given, 'quiet')) return { say: () => {}, done: () => {} }
  const say = (doing: string) => io.err(`\r\u001b[K${`${doing} ...`.slice(0, Math.max(40, io.width))}`)
  return { say, reading: readingBar(io, say), done: () => io.err('\r\u001b[K') }
}

/** Milliseconds between two drawings. */
const pause = 100

function readingBar(io: Io, say: (doing: string) => void): ReadingProgress {
  const clock = io.machine?.now ?? (() => 0)
  const start = clock()
  let drawn = start
  return (bytes, users, all) => {
    if (clock() - drawn < pause) return
    drawn = clock()
    say(`reading the tenant: ${readingWords(bytes, users, all, clock() - start)}`)
  }
}

const megabytes = (bytes: number): string => digits(Math.round(bytes / 1e6))

function readingWords(bytes: number, users: number, all: number | undefined, elapsed: number): string {
  const known = all !== undefined && all >= bytes
  return [
    `${megabytes(bytes)}${known ? ` of ${megabytes(all)}` : ''} MB`,
    counted(users, 'user'),
    `${megabytes((bytes * 1000) / elapsed)} MB a second`,
    ...(known ? [`${digits(Math.ceil(((all - bytes) * elapsed) / bytes / 1000))} s left`] : []),
  ].join(', ')
}
