import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Problem } from '../../model/problem.js'
import { isGiven, valueOf, type Command, type Invocation } from '../command.js'
import { outputIn, projectOptions, quietOptions } from '../options.js'
import { ontoInputs, pairOutputs, putEach, remembering, wrongOutputs } from '../outputs.js'
import { refuse } from '../say.js'
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
    ...outputIn('text (default) or json'),
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
  const { words, given } = invocation
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, ['text', 'json'], invocation.io)
  if (wrong.length > 0) return refuse(wrong, given, invocation.io)
  if (isGiven(given, 'watch')) return (await import('../watch/watch-lint.js')).watchLint(invocation, outputs)
  const files = remembering(invocation.io.files)
  const io = { ...invocation.io, files }
  const [{ lintFiles }, { exitOf, lintText, problemsJson }, { requestOf }, { loadShipped }, { absolute }] = await Promise.all([import('../../analyse/lint/lint.js'), import('../lint-answer.js'), import('../project.js'), import('../shipped.js'), import('../paths.js')])
  const request = requestOf(invocation, await loadShipped())
  const look = (): Promise<readonly Problem[]> => lintFiles(io.files, words.map(word => absolute(word, io)), request)
  const problems = isGiven(given, 'fix') ? await withRepairs(look, request, { ...invocation, io }) : await look()
  const onto = ontoInputs(outputs, files.inputs, io)
  if (onto.length > 0) return refuse(onto, given, io)
  await putEach(outputs, { given, io }, { text: ({ color }) => lintText(problems, color), json: () => problemsJson(problems) })
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
