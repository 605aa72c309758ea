import type { Shown } from '../../batch/merge.js'
import type { Many } from '../../load/project/batch-file.js'
import type { Loaded } from '../../model/problem.js'
import type { Command, Invocation } from '../command.js'
import { optionProblem, outputOptions, quietOptions } from '../options.js'
import { ontoInputs, pairOutputs, remembering } from '../outputs.js'

/** The parts of a run, put together. */
export const mergeReports: Command = {
  name: 'merge-reports',
  summary: 'put the JSON answers of shards together, in any format',
  about: 'Reads all JSON files in DIR, and in the folders below it: what `seatplan check --shard` or `seatplan test --shard` wrote with `--format json`. The answer is that of the run that was split, byte for byte, and so is the exit code. Each file is checked against the published schema first. A set that is not whole, or of which a part was made by another version, with other rules, other files or other options, is refused with exit code 2.',
  arguments: [{ name: '<dir>', about: 'folder with the JSON files' }],
  options: [{ flags: '--expand', about: 'name every user that the reports name, instead of a few' }, ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan merge-reports parts', 'as text'],
    ['seatplan merge-reports parts --format sarif --output all.sarif --format markdown', 'in two formats'],
  ],
  run: runMerge,
}

async function runMerge(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ refuse }, { mergeMany }, { writeMany, wrongFormats }] = await Promise.all([import('../say.js'), import('../../batch/merge.js'), import('../many/write-many.js')])
  const files = remembering(io.files)
  const parts = await partsIn(words[0]!, { ...invocation, io: { ...io, files } })
  const merged = parts.value === undefined ? { problems: parts.problems } : mergeMany(parts.value)
  if (merged.value === undefined) return refuse(merged.problems, given, io)
  const outputs = pairOutputs(given)
  const wrong = [...wrongFormats(merged.value, outputs, io), ...ontoInputs(outputs, files.inputs, io)]
  return wrong.length > 0 ? refuse(wrong, given, io) : writeMany(merged.value, outputs, invocation)
}

/** Every JSON file below a folder, in the order of their names. */
async function partsIn(word: string, { io }: Invocation): Promise<Loaded<readonly Shown<Many>[]>> {
  const [{ filesOf, isPattern }, { absolute }, { openMany }, { shownFrom }] = await Promise.all([import('../find-files.js'), import('../paths.js'), import('../../load/project/batch-file.js'), import('../../load/paths.js')])
  const path = absolute(word, io)
  if ((await io.files.stat(path)) === undefined && !isPattern(path)) return { problems: [optionProblem('no-folder', `there is no folder \`${word}\``, 'name the folder with what the shards wrote')] }
  const found = (await filesOf(io.files, path)).filter(file => file.toLowerCase().endsWith('.json'))
  if (found.length === 0) return { problems: [optionProblem('no-parts', `there is no JSON file in \`${word}\``, 'collect what the shards wrote with `--format json --output part-3.json`')] }
  const opened = await Promise.all(found.map(async file => ({ file: shownFrom(io.cwd, file), ...(await openMany(io.files, file, shownFrom(io.cwd, file))) })))
  const problems = opened.flatMap(one => one.problems)
  return problems.length > 0 ? { problems } : { value: opened.map(({ file, value }) => ({ file, report: value! })), problems }
}
