import type { Problem } from '../model/problem.js'
import type { ReportOptions } from '../model/settings.js'
import { isGiven, valueOf, type Given, type Option } from './command.js'
import type { Io } from './io.js'

/** Where the project comes from, and how a plan is played. Loading reads these, from the environment too, and checks them. */
export const projectOptions: readonly Option[] = [
  { flags: '--tenant <path>', about: 'snapshot: a folder of Graph responses (JSON or Parquet), or one JSON, YAML or DuckDB file', loaded: true },
  { flags: '--config <file>', about: 'project file (default: seatplan.yaml here or in a folder above)', loaded: true },
  { flags: '--rules <packs>', about: 'packs or folders of rules, with commas, instead of the project\'s: current, ./rules', loaded: true },
  { flags: '--channel <name>', about: 'how the changes are made: graph (default) or admin-center', values: ['graph', 'admin-center'], loaded: true },
  { flags: '--seats <mode>', about: 'units in their grace period count as seats: include-warning (default), or not: strict', values: ['include-warning', 'strict'], loaded: true },
  { flags: '--assume-reprocess', about: 'play a reprocess of everybody after each step', loaded: true },
  { flags: '--assume-members <how>', about: 'inferred: go on where the snapshot does not list the members of a group', values: ['inferred'], loaded: true },
  { flags: '--prices <file>', about: 'what a unit of each product costs', loaded: true },
  { flags: '--root <folder>', about: 'read nothing that lies outside of this folder, whatever a plan, a scenario, the project\'s file or a link names' },
  { flags: '--now <day>', about: 'the day on which rules are in force, YYYY-MM-DD (default: today, UTC)', loaded: true },
]

/** What is accepted. */
export const waiverOptions: readonly Option[] = [
  { flags: '--waivers <files>', about: 'files of findings that are accepted for a time, with commas (default: the project\'s)', loaded: true },
  { flags: '--baseline <file>', about: 'findings that were there when the project began: they are told, and do not count', loaded: true },
]

/** What makes the exit code 1. */
export const failOptions: readonly Option[] = [
  { flags: '--fail-on <severity>', about: 'what makes the exit code 1: error (default), warning or never', values: ['error', 'warning', 'never'] },
  { flags: '--fail-on-existing', about: 'errors that the snapshot already has count too' },
  { flags: '--fail-on-transient', about: 'errors that a later step of the plan ends count too' },
  { flags: '--max-warnings <number>', about: 'more warnings than this make the exit code 1', whole: true },
  { flags: '--require-findings <none>', about: 'none: whatever is found makes the exit code 1, even what is only worth knowing or was there before; not what is waived', values: ['none'] },
]

/** What counts, and how much the report says. */
export const reportOptions: readonly Option[] = [
  ...failOptions,
  { flags: '--states [which]', about: 'add the licence rows after the last step: of users whose rows changed, or of all', values: ['changed', 'all'], preset: 'changed' },
  { flags: '--expand', about: 'name every user instead of a few, and every way out instead of one for many of a form' },
  { flags: '--remedies <how-many>', about: 'ways out: all (default), some or none', values: ['none', 'some', 'all'] },
]

/** For answers that are shared. */
export const anonymiseOption: Option = { flags: '--anonymise [what]', about: 'ordinals instead of names: all (default) of users, groups, the tenant, addresses, paths, titles and house rules, or people', values: ['all', 'people'], preset: 'all' }

/** How the answer is written, and where. */
export const outputOptions: readonly Option[] = outputIn('text (default), json, ndjson, sarif, junit, markdown, github, azure, csv or html (not all of them everywhere)')

export function outputIn(formats: string): readonly Option[] {
  return [
    { flags: '--format <name>', about: `${formats}; may be repeated, each with its own --output` },
    { flags: '--output <file>', about: 'write this format to a file instead of standard output' },
  ]
}

export const quietOptions: readonly Option[] = [
  { flags: '--quiet', about: 'nothing on standard error but errors' },
  { flags: '--no-color', about: 'no colours (also: NO_COLOR)' },
]

/** A baseline is to be written, and nobody said where. */
export function noBaseline(): Problem {
  return optionProblem('no-baseline', '`--update-baseline` needs a baseline', 'say which file: `--baseline baseline.json`, or `baseline` in `seatplan.yaml`')
}

/** What a command line got wrong has no place in a file: it stands at the option that is wrong, if it is one. */
export function optionProblem(code: string, message: string, hint: string, option?: string): Problem {
  return { file: option === undefined ? 'seatplan' : `--${option}`, severity: 'error', code, message, hint }
}

/** The options of a report, with the defaults of the contract. Values are checked already. */
export function readReportOptions(given: readonly Given[]): ReportOptions {
  const maxWarnings = valueOf(given, 'max-warnings')
  return {
    ...(maxWarnings !== undefined && { maxWarnings: Number(maxWarnings) }),
    ...(isGiven(given, 'require-findings') && { requireFindings: 'none' }),
    failOn: (valueOf(given, 'fail-on') ?? 'error') as ReportOptions['failOn'],
    failOnExisting: isGiven(given, 'fail-on-existing'),
    failOnTransient: isGiven(given, 'fail-on-transient'),
    states: (valueOf(given, 'states') ?? 'none') as ReportOptions['states'],
    remedies: (valueOf(given, 'remedies') ?? 'all') as ReportOptions['remedies'],
    expand: isGiven(given, 'expand'),
  }
}

export function usesColor(given: readonly Given[], io: Io, stream: 'out' | 'err'): boolean {
  return io.isTerminal[stream] && !isGiven(given, 'no-color') && !io.env['NO_COLOR']
}
