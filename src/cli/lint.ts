import type { Problem } from '../model/problem.js'
import { isGiven, valueOf, type Command, type Invocation } from './command.js'
import { projectOptions, quietOptions, usesColor } from './options.js'

const spoken = ['--tenant', '--config', '--rules', '--now']

/** What is wrong with files before anything is played. */
export const lint: Command = {
  name: 'lint',
  summary: 'say everything that is wrong with rules, plans, scenarios, catalogs and configs',
  about: 'Reads FILEs and names every mistake with its place and a hint. What a file is, it tells by its keys. Named files are read against the catalog alone; groups and users are looked up only with --tenant. Without FILE: everything that the project loads. Exit code 2: a file cannot be read or says something that cannot be; 1: something could be better, and --fail-on asks for it.',
  arguments: [{ name: '[file...]', about: 'files and folders' }],
  options: [
    ...projectOptions.filter(option => spoken.some(flag => option.flags.startsWith(flag))),
    { flags: '--fail-on <severity>', about: 'what makes the exit code 1: error (default), warning or never', values: ['error', 'warning', 'never'] },
    { flags: '--format <name>', about: 'text (default) or json', values: ['text', 'json'] },
    ...quietOptions,
  ],
  examples: [
    ['seatplan lint', 'the whole project'],
    ['seatplan lint rules plan.yaml', 'some of it'],
    ['seatplan lint plan.yaml --tenant export', 'with the groups and users of a tenant'],
  ],
  run: runLint,
}

async function runLint(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ lintFiles }, { requestOf }, { loadShipped }, { absolute }] = await Promise.all([import('../analyse/lint.js'), import('./project.js'), import('./shipped.js'), import('./paths.js')])
  const problems = await lintFiles(io.files, words.map(word => absolute(word, io)), requestOf(invocation, await loadShipped()))
  io.out(valueOf(given, 'format') === 'json' ? await asJson(problems) : await asText(problems, invocation))
  if (problems.length === 0 && !isGiven(given, 'quiet')) io.err('nothing is wrong\n')
  return exitOf(problems, valueOf(given, 'fail-on'))
}

async function asText(problems: readonly Problem[], { given, io }: Invocation): Promise<string> {
  const { renderProblems } = await import('../report/problems.js')
  return renderProblems(problems, { color: usesColor(given, io, 'out') })
}

async function asJson(problems: readonly Problem[]): Promise<string> {
  const [{ version }, { allVisible }] = await Promise.all([import('../model/version.js'), import('../report/visible.js')])
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, problems: allVisible(problems) }, undefined, 2)}\n`
}

function exitOf(problems: readonly Problem[], failOn: string | undefined): number {
  if (problems.some(problem => problem.severity === 'error')) return 2
  return failOn === 'warning' && problems.length > 0 ? 1 : 0
}
