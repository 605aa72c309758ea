import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Problem } from '../../model/problem.js'
import { isGiven, valueOf, type Command, type Invocation } from '../command.js'
import { projectOptions, quietOptions, usesColor } from '../options.js'
import { watchOption } from '../watch/watch-option.js'

const spoken = ['--tenant', '--config', '--rules', '--root', '--now']

/** What is wrong with files before anything is played. */
export const lint: Command = {
  name: 'lint',
  summary: 'say everything that is wrong with rules, plans, scenarios, catalogs and configs',
  about: 'Reads FILEs and names every mistake with its place and a hint, and what could be better: a lint stands at the end of its line, as [unsourced]: docs/lints/ explains each, `lints` in seatplan.yaml changes its severity. What a file is, it tells by its keys. Named files are read against the catalog alone; groups and users are looked up only with --tenant. Without FILE: everything that the project loads. Exit code 2: a file cannot be read or says something that cannot be; 1: something could be better, and --fail-on asks for it.',
  arguments: [{ name: '[file...]', about: 'files and folders' }],
  options: [
    ...projectOptions.filter(option => spoken.some(flag => option.flags.startsWith(flag))),
    { flags: '--fix', about: 'repair what is safe to repair: typos that can mean one word only, the case of names, the order of keys' },
    { flags: '--fail-on <severity>', about: 'what makes the exit code 1: error (default), warning or never', values: ['error', 'warning', 'never'] },
    { flags: '--format <name>', about: 'text (default) or json', values: ['text', 'json'] },
    watchOption,
    ...quietOptions,
  ],
  examples: [
    ['seatplan lint', 'the whole project'],
    ['seatplan lint rules plan.yaml --fix', 'some of it, and repair what is safe'],
    ['seatplan lint plan.yaml --tenant export', 'with the groups and users of a tenant'],
  ],
  run: runLint,
}

async function runLint(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  if (isGiven(given, 'watch')) return (await import('../watch/watch-lint.js')).watchLint(invocation)
  const [{ lintFiles }, { exitOf, problemsJson }, { requestOf }, { loadShipped }, { absolute }] = await Promise.all([import('../../analyse/lint/lint.js'), import('../lint-answer.js'), import('../project.js'), import('../shipped.js'), import('../paths.js')])
  const request = requestOf(invocation, await loadShipped())
  const look = (): Promise<readonly Problem[]> => lintFiles(io.files, words.map(word => absolute(word, io)), request)
  const problems = isGiven(given, 'fix') ? await withRepairs(look, request, invocation) : await look()
  io.out(valueOf(given, 'format') === 'json' ? problemsJson(problems) : await asText(problems, invocation))
  if (problems.length === 0 && !isGiven(given, 'quiet')) io.err('nothing is wrong\n')
  return exitOf(problems, valueOf(given, 'fail-on'))
}

/** A repair may uncover another problem, and of two that touch each other one is left for the next look. */
const mostLooks = 20

/** Looks and repairs until nothing is left to repair; gives what is still wrong. */
async function withRepairs(look: () => Promise<readonly Problem[]>, request: WorkspaceRequest, { given, io }: Invocation): Promise<readonly Problem[]> {
  const [{ repaired }, { projectRoot }] = await Promise.all([import('../../analyse/lint/repairs.js'), import('../../load/project/config.js')])
  const root = await projectRoot(io.files, request)
  const changed = new Set<string>()
  let problems = await look()
  for (let looks = 1; looks < mostLooks; looks++) {
    const files = await repaired(io.files, root, problems)
    if (files.length === 0) break
    for (const { path, text, shown } of files) {
      await io.write(path, [text])
      changed.add(shown)
    }
    problems = await look()
  }
  if (!isGiven(given, 'quiet')) for (const file of [...changed].sort()) io.err(`repaired ${file}\n`)
  return problems
}

async function asText(problems: readonly Problem[], { given, io }: Invocation): Promise<string> {
  return (await import('../lint-answer.js')).lintText(problems, usesColor(given, io, 'out'))
}
