import type { Problem } from '../../model/problem.js'
import { isGiven, valueOf, type Given, type Option } from '../command.js'
import { optionProblem } from '../options.js'

/** Each thread has a program and a catalog of its own. */
const mostJobs = 256

/** For what is done many times over. */
export const batchOptions: readonly Option[] = [
  { flags: '--jobs <number>', about: 'threads to work in (default: as many as the machine can run at once, fewer for little work)', whole: true, least: 1, most: mostJobs },
  { flags: '--no-cache', about: 'take no result from an earlier run, and keep none (results are kept in the user\'s cache folder, by digests of all that they were made of)' },
  { flags: '--resume', about: 'go on with the run that was stopped: what it had done is not done again' },
  { flags: '--shard <n/of>', about: 'only this part of the work, 3/16; the JSON answers of all parts become one by `seatplan merge-reports`' },
  { flags: '--progress <how>', about: 'bar (on a terminal, the default there), lines, or none (the default elsewhere)', values: ['bar', 'lines', 'none'] },
]

/** What many checks are about. */
export const manyOptions: readonly Option[] = [
  { flags: '--tenants <where>', about: 'many tenants: a folder with a folder for each, a pattern of folders in quotes, or a file that lists them; --tenant may be repeated, too' },
  { flags: '--plans <file>', about: 'a file that lists plans, one path a line' },
]

export interface Shard {
  /** From 1. */
  readonly number: number
  readonly of: number
}

/** The shard that was asked for, and what is wrong with the options. */
export function readBatchOptions(given: readonly Given[]): { readonly shard: Shard | undefined; readonly problems: readonly Problem[] } {
  const text = valueOf(given, 'shard')
  const [, number, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text ?? '') ?? []
  const shard = number === undefined ? undefined : { number: Number(number), of: Number(of) }
  return { shard, problems: wrongShard(text, shard) }
}

function wrongShard(text: string | undefined, shard: Shard | undefined): readonly Problem[] {
  if (text === undefined || (shard !== undefined && shard.number >= 1 && shard.number <= shard.of)) return []
  return [optionProblem('no-shard', `\`--shard\` cannot be \`${text}\``, 'write which part of how many: `3/16`, from `1/16` to `16/16`', 'shard')]
}

export function isBar(given: readonly Given[], isTerminal: boolean): boolean {
  if (isGiven(given, 'quiet')) return false
  return valueOf(given, 'progress') === 'bar' || (valueOf(given, 'progress') === undefined && isTerminal)
}
