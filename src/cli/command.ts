import type { Io } from './io.js'

/** A word that stands after the command: `[plan]`, `<id>`, `[file...]`. */
export interface Argument {
  readonly name: string
  readonly about: string
}

export interface Option {
  /** As help shows it: `--tenant <path>`, `--expand`, `--states [which]`. */
  readonly flags: string
  readonly about: string
  /** The only values allowed. */
  readonly values?: readonly string[]
  /** A whole number, from 0 where `least` says nothing else. */
  readonly whole?: true
  /** No smaller one. */
  readonly least?: number
  /** No larger one. */
  readonly most?: number
  /** The value of a `[which]` that was left out. */
  readonly preset?: string
  /** Loading looks into the environment for it, beside the project's file. */
  readonly loaded?: true
}

/** An option as the reader gave it: name without dashes; `true` where it takes no value. */
export interface Given {
  readonly name: string
  readonly value: string | true
  /** The variable of the environment that says it, where the command line does not. */
  readonly variable?: string
}

export interface Invocation {
  readonly words: readonly string[]
  /** In the order of the command line; those from the environment last, and only where the command line is silent. */
  readonly given: readonly Given[]
  readonly io: Io
}

/** A command: what help says of it, and what it does. `run` loads what it needs when it is called; its answer is the exit code. */
export interface Command {
  readonly name: string
  /** One line in the list of commands. */
  readonly summary: string
  /** Paragraphs of the command's own help. */
  readonly about: string
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  readonly commands?: readonly Command[]
  run?(invocation: Invocation): Promise<number>
}

/** The last value given for an option. */
export function valueOf(given: readonly Given[], name: string): string | undefined {
  const value = given.findLast(one => one.name === name)?.value
  return value === true ? undefined : value
}

/** All values of an option that may be repeated or written with commas. */
export function valuesOf(given: readonly Given[], name: string): readonly string[] | undefined {
  const values = given.filter(one => one.name === name).flatMap(one => (one.value === true ? [] : one.value.split(',')))
  return values.length === 0 ? undefined : values.map(value => value.trim()).filter(value => value !== '')
}

export function isGiven(given: readonly Given[], name: string): boolean {
  return given.some(one => one.name === name)
}
