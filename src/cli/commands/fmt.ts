import type { FormattedFile } from '../../analyse/format/files.js'
import { isGiven, type Command, type Invocation } from '../command.js'
import { projectOptions, quietOptions, usesColor } from '../options.js'

const spoken = ['--config']

/** Files as everybody writes them. */
export const fmt: Command = {
  name: 'fmt',
  summary: 'write YAML files in one canonical form; comments and meaning stay',
  about: 'Rewrites FILEs: keys in the usual order, two blanks a level, names of plans, products and countries sorted where their order means nothing. Changes, alternatives, cases and lists with comments keep their order. Comments and empty lines stay. JSON is left as it is. Without FILE: every YAML file that the project names. Exit code 1: --check or --diff found a file that would change; 2: a file cannot be read.',
  arguments: [{ name: '[file...]', about: 'files and folders' }],
  options: [
    ...projectOptions.filter(option => spoken.some(flag => option.flags.startsWith(flag))),
    { flags: '--check', about: 'name the files that would change, and write nothing' },
    { flags: '--diff', about: 'show what would change, and write nothing' },
    ...quietOptions,
  ],
  examples: [
    ['seatplan fmt', 'the whole project'],
    ['seatplan fmt --check rules', 'for a build'],
    ['seatplan fmt --diff plan.yaml', 'look first'],
  ],
  run: runFmt,
}

async function runFmt(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ formatFiles }, { requestOf }, { loadShipped }, { absolute }, { renderProblems }] = await Promise.all([import('../../analyse/format/files.js'), import('../project.js'), import('../shipped.js'), import('../paths.js'), import('../../report/problems.js')])
  const { value = [], problems } = await formatFiles(io.files, words.map(word => absolute(word, io)), requestOf(invocation, await loadShipped()))
  const wrong = problems.filter(({ severity }) => severity === 'error' || !isGiven(given, 'quiet'))
  io.err(renderProblems(wrong, { color: usesColor(given, io, 'err') }))
  const changed = value.filter(({ before, after }) => before !== after)
  const looked = await show(changed, invocation)
  if (problems.some(({ severity }) => severity === 'error')) return 2
  return looked && changed.length > 0 ? 1 : 0
}

/** Whether files were only looked at. */
async function show(changed: readonly FormattedFile[], { given, io }: Invocation): Promise<boolean> {
  if (isGiven(given, 'diff')) {
    const { lineDiff } = await import('../../analyse/line-diff.js')
    io.out(changed.map(({ shown, before, after }) => lineDiff(shown, before, after)).join(''))
  } else if (isGiven(given, 'check')) io.out(changed.map(({ shown }) => `${shown}\n`).join(''))
  if (isGiven(given, 'diff') || isGiven(given, 'check')) return true
  for (const { path, shown, after } of changed) {
    await io.write(path, [after])
    if (!isGiven(given, 'quiet')) io.err(`formatted ${shown}\n`)
  }
  return false
}
