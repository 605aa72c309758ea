import { Command as Program, CommanderError, Help } from 'commander'
import { nearest } from '../load/text/nearest.js'
import type { Problem } from '../model/problem.js'
import { version } from '../model/version.js'
import { valueOf, type Command, type Given, type Invocation, type Option } from './command.js'
import type { Io } from './io.js'
import { optionProblem } from './options.js'

/** Reads a command line with commander and runs the command that it names. */
export async function runLine(argv: readonly string[], io: Io, commands: readonly Command[]): Promise<number> {
  const stranger = strangerIn(argv, commands)
  if (stranger !== undefined) return refuseCommand(stranger, commands, io)
  const result = { exit: 0 }
  const program = rootProgram(io)
  for (const command of commands) program.addCommand(programOf(command, io, result))
  try {
    await program.parseAsync(withValues(argv, commands), { from: 'user' })
    return result.exit
  } catch (error) {
    if (error instanceof CommanderError) return exitOf(error, argv, commands, io)
    throw error
  }
}

/** `help chek`: commander would show the help of everything. */
function strangerIn([first, second]: readonly string[], commands: readonly Command[]): string | undefined {
  if (first !== 'help' || second === undefined || second.startsWith('-')) return undefined
  return commands.some(command => command.name === second) ? undefined : second
}

function refuseCommand(name: string, commands: readonly Command[], io: Io): number {
  const meant = nearest(name, commands.map(command => command.name))
  complain(`unknown command \`${name}\``, meant === undefined ? 'see `seatplan help`' : `did you mean \`${meant}\`?`, io)
  return 2
}

function rootProgram(io: Io): Program {
  const program = new Program('seatplan')
  program
    .description('Plays a planned Microsoft 365 licence change against a snapshot of a tenant, and says what Microsoft Entra ID would refuse, why, and what the ways out are. It never writes to a tenant.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', `
Start with:
  seatplan init my-tenant            a project, and the scripts that export a snapshot
  seatplan check plan.yaml           what would go wrong

Exit codes: 0 clean, 1 findings that count, 2 the input is wrong, 3 seatplan itself failed.
Every option can also be set as SEATPLAN_<OPTION>, for example SEATPLAN_TENANT=export.`)
  return quiet(program, io)
}

/** Commander writes through `io` and throws instead of ending the process. */
function quiet(program: Program, io: Io): Program {
  return program
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(io.width, 100), formatHelp: (command, help) => Help.prototype.formatHelp.call(help, command, help) })
    .configureOutput({ writeOut: text => io.out(text), writeErr: text => io.err(text), outputError: () => {} })
}

function programOf(command: Command, io: Io, result: { exit: number }): Program {
  const program = quiet(new Program(command.name), io)
  program.summary(command.summary).description(command.about).helpOption('-h, --help', 'print this help')
  for (const argument of command.arguments) program.argument(argument.name, argument.about)
  const given: Given[] = []
  for (const option of command.options) addOption(program, option, given)
  if (command.examples.length > 0) program.addHelpText('after', examplesOf(command))
  for (const part of command.commands ?? []) program.addCommand(programOf(part, io, result))
  if (command.run !== undefined) program.action(async () => void (result.exit = await runCommand(command, program.args, given, io)))
  return program
}

function addOption(program: Program, option: Option, given: Given[]): void {
  program.option(option.flags, option.about)
  const name = nameOf(option)
  program.on(`option:${name}`, (value: string | null | undefined) => void given.push({ name, value: value ?? option.preset ?? true }))
}

async function runCommand(command: Command, words: readonly string[], typed: readonly Given[], io: Io): Promise<number> {
  const given = [...typed, ...fromEnvironment(command.options, typed, io)]
  const wrong = [...emptyWords(words), ...wrongValues(command.options, given)]
  if (wrong.length === 0) return runWithin(valueOf(given, 'root'), command, { words, given, io })
  const { refuse } = await import('./say.js')
  return refuse(wrong, given, io)
}

async function runWithin(root: string | undefined, command: Command, { words, given, io }: Invocation): Promise<number> {
  if (root === undefined) return command.run!({ words, given, io })
  const { within } = await import('./within.js')
  return within(root, given, io, inner => command.run!({ words, given, io: inner }))
}

/** `SEATPLAN_FAIL_ON=warning` stands for `--fail-on warning` where the command line does not say. */
function fromEnvironment(options: readonly Option[], typed: readonly Given[], io: Io): Given[] {
  return options.flatMap((option): Given[] => {
    const name = nameOf(option)
    const variable = `SEATPLAN_${name.replaceAll('-', '_').toUpperCase()}`
    const value = io.env[variable]
    if (option.loaded === true || value === undefined || value === '' || typed.some(one => one.name === name)) return []
    if (takesValue(option)) return [{ name, value, variable }]
    return ['0', 'false', 'no', 'off'].includes(value.toLowerCase()) ? [] : [{ name, value: true, variable }]
  })
}

function wrongValues(options: readonly Option[], given: readonly Given[]): readonly Problem[] {
  return options.flatMap(option => given.filter(({ name, value }) => name === nameOf(option) && value !== true && !isAllowed(value, option)).map(one => wrongValue(one, option)))
}

function isAllowed(value: string, { values, whole, least = 0, most = Infinity }: Option): boolean {
  return value !== '' && (values === undefined || values.includes(value)) && (whole !== true || (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most))
}

/** `check "$PLAN"` of a script that has no such variable: not the folder that an empty path would be. */
function emptyWords(words: readonly string[]): readonly Problem[] {
  return words.includes('') ? [optionProblem('empty-word', 'a word of the command is empty', 'write it, or leave it out with its quotation marks')] : []
}

/** It stands at the option, or at the variable of the environment. */
function wrongValue({ name, value, variable }: Given, { values, least, most }: Option): Problem {
  const file = variable ?? `--${name}`
  if (value === '') return optionProblem('empty-value', `\`${file}\` is empty`, 'give it a value, or leave it out', name)
  const number = ['it is a whole number', ...(least === undefined ? [] : [`from ${least}`]), ...(most === undefined ? [] : [`${least === undefined ? 'up ' : ''}to ${most}`])].join(' ')
  return { file, severity: 'error', code: 'wrong-value', message: `\`${file}\` cannot be \`${value}\``, hint: values === undefined ? number : hintFor(String(value), values) }
}

function hintFor(value: string, allowed: readonly string[]): string {
  const meant = nearest(value, allowed)
  return meant === undefined ? `it is one of ${allowed.map(one => `\`${one}\``).join(', ')}` : `did you mean \`${meant}\`?`
}

/** `--states plan.yaml` is `--states` and a plan: an optional value counts only if it is one of the option's values. */
function withValues(argv: readonly string[], commands: readonly Command[]): string[] {
  const optional = commands.flatMap(command => command.options).filter(option => option.flags.includes('[') && option.values !== undefined)
  return argv.map((word, at) => {
    const option = optional.find(one => word === `--${nameOf(one)}`)
    const next = argv[at + 1]
    if (option === undefined || next === undefined || next.startsWith('-') || option.values!.includes(next)) return word
    return `${word}=${option.preset}`
  })
}

function nameOf(option: Option): string {
  return /--([a-z-]+)/.exec(option.flags)![1]!
}

function takesValue(option: Option): boolean {
  return /[<[]/.test(option.flags)
}

/** What an example does stands beside it, or below it where it is long. */
function examplesOf(command: Command): string {
  const long = 48
  const wide = Math.max(...command.examples.map(([line]) => line.length).filter(length => length <= long))
  const lines = command.examples.map(([line, does]) => (line.length > long ? `  ${line}\n      ${does}` : `  ${line.padEnd(wide)}   ${does}`))
  return ['', 'Examples:', ...lines].join('\n')
}

/** Help and version end a run well; everything else that commander throws is a command line that cannot be read. */
function exitOf(error: CommanderError, argv: readonly string[], commands: readonly Command[], io: Io): number {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return 0
  if (error.code === 'commander.help') return argv.includes('help') ? 0 : 2
  const [message = '', meant] = error.message.replace(/^error: /, '').replaceAll(/'([^']*)'/g, '`$1`').split('\n')
  const suggestion = /Did you mean (?:one of )?(.*)\?/.exec(meant ?? '')?.[1]
  complain(message.replace(/\.$/, ''), suggestion === undefined ? hintOn(error, argv, commands) : `did you mean \`${suggestion}\`?`, io)
  return 2
}

function hintOn({ code }: CommanderError, argv: readonly string[], commands: readonly Command[]): string {
  const command = commands.find(({ name }) => name === argv[0])
  const finding = argv.find(word => /^f\d+$/.test(word))
  const asksForOne = code === 'commander.excessArguments' && command?.options.some(option => nameOf(option) === 'finding') === true
  if (asksForOne && finding !== undefined) return `one finding is asked for with \`--finding ${finding}\``
  return `see \`seatplan help${command === undefined ? '' : ` ${command.name}`}\``
}

/** One sentence about the command line, and the advice on a line of its own. */
export function complain(message: string, hint: string | undefined, io: Io): void {
  io.err(`error  ${message}\n`)
  if (hint !== undefined) io.err(`      ${hint}\n`)
}
