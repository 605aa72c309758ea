import type { ReadingProgress } from '../load/tenant/users-read.js'
import type { Problem } from '../model/problem.js'
import { counted, digits } from '../report/count.js'
import { renderProblems } from '../report/problems.js'
import { isBar } from './many/options.js'
import { isGiven, valueOf, type Given } from './command.js'
import type { Io } from './io.js'
import { usesColor } from './options.js'

/** Says what is wrong with the input; gives the exit code of wrong input. */
export function refuse(problems: readonly Problem[], given: readonly Given[], io: Io): number {
  io.err(renderProblems(problems, { color: usesColor(given, io, 'err') }))
  return 2
}

/** Says what is odd about the input; who asked to be quiet hears only of what is wrong. */
export function warn(problems: readonly Problem[], given: readonly Given[], io: Io): void {
  const told = isGiven(given, 'quiet') ? problems.filter(({ severity }) => severity === 'error') : problems
  io.err(renderProblems(told, { color: usesColor(given, io, 'err') }))
}

export interface Bar {
  say(doing: string): void
  /** How far reading is; undefined where nobody looks. */
  readonly reading?: ReadingProgress
  done(): void
}

/** What is being done: one line that goes away, on a terminal, or a line now and then for who asks for them. */
export function progress(given: readonly Given[], io: Io): Bar {
  const silent: Bar = { say: () => {}, done: () => {} }
  if (valueOf(given, 'progress') === 'lines' && !isGiven(given, 'quiet')) return { ...silent, reading: readingProgress(io, pauseOfLines, (doing) => io.err(`${doing}\n`)) }
  if (!isBar(given, io.isTerminal.err)) return silent
  const say = (doing: string) => io.err(`\r\u001b[K${`${doing} ...`.slice(0, Math.max(40, io.width))}`)
  return { say, reading: readingProgress(io, pause, say), done: () => io.err('\r\u001b[K') }
}

/** Milliseconds between two drawings, and between two lines. */
const pause = 100
const pauseOfLines = 5000

function readingProgress(io: Io, pause: number, say: (doing: string) => void): ReadingProgress {
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
