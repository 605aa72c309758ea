import type { Problem } from '../../model/problem.js'
import { isGiven, valueOf, type Given, type Invocation, type Option } from '../command.js'
import type { Io } from '../io.js'
import { optionProblem } from '../options.js'
import type { Attempted } from './last-good.js'
import type { Signals, WatchMode } from './signals.js'

export const watchOption: Option = {
  flags: '--watch [how]',
  about: 'stay, and run again whenever a file that took part is saved, until Ctrl-C; poll: for disks that do not tell (network drives)',
  values: ['events', 'poll'],
  preset: 'events',
}

/** What `--watch` does not go with, each with what to do instead. */
export function unwatchable({ given, io }: Pick<Invocation, 'given' | 'io'>, instead: Readonly<Record<string, string>>): readonly Problem[] {
  const wrong = Object.keys(instead).filter((name) => isGiven(given, name))
  if (io.signals === undefined) return [optionProblem('not-watched', 'nothing can be watched here', 'leave out `--watch`')]
  return wrong.map((name) => optionProblem('not-watched', `\`--${name}\` does not go with \`--watch\``, instead[name]!))
}

export function signalsOf({ given, io }: Pick<Invocation, 'given' | 'io'>): Signals {
  return io.signals!((valueOf(given, 'watch') ?? 'events') as WatchMode)
}

/** What was saved and what goes on, on standard error. */
export function sayChanged(changed: readonly string[], { given, io }: Pick<Invocation, 'given' | 'io'>, shown: (path: string) => string): void {
  if (changed.length === 0 || isGiven(given, 'quiet')) return
  const few = changed.slice(0, mostNamed).map(shown)
  const more = changed.length - few.length
  io.err(`\n${few.join(', ')}${more > 0 ? ` and ${more} more` : ''} changed\n`)
}

const mostNamed = 3

export function sayWatching(io: Io, given: readonly Given[]): void {
  if (!isGiven(given, 'quiet')) io.err('watching; Ctrl-C ends\n')
}

/** Which files stood aside. */
export function sayHeld({ broken, held }: Pick<Attempted<unknown>, 'broken' | 'held'>, isGoingOn: boolean, { given, io }: Pick<Invocation, 'given' | 'io'>): void {
  if (broken.length === 0 || isGiven(given, 'quiet')) return
  io.err(isGoingOn ? `going on with the last good version of ${(held.length > 0 ? held : broken).join(', ')}\n` : 'what was said before still stands; waiting for the next save\n')
}
