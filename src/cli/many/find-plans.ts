import type { Files } from '../../load/files.js'
import { pathFrom, folderOf } from '../../load/paths.js'
import type { Loaded } from '../../model/problem.js'
import { filesOf, isPattern } from '../find-files.js'
import type { Io } from '../io.js'
import { openText } from '../../load/text/open.js'
import { noFile } from '../../load/text/problems.js'
import { optionProblem } from '../options.js'
import { absolute } from '../paths.js'

/** Absolute paths of the plans that words mean: files, folders, patterns; sorted, each once. Every word must mean something. */
export async function findPlans(words: readonly string[], lists: readonly string[], io: Io): Promise<Loaded<readonly string[]>> {
  const listed = await Promise.all(lists.map(list => linesOf(list, 'plans', io)))
  const places = [...words.map(word => ({ path: absolute(word, io), shown: word })), ...listed.flatMap(({ value }) => value ?? [])]
  const found = await Promise.all(places.map(place => plansAt(io.files, place)))
  const problems = [...listed, ...found].flatMap(one => one.problems)
  return problems.length > 0 ? { problems } : { value: [...new Set(found.flatMap(({ value }) => value ?? []))].sort(), problems }
}

export interface Place {
  readonly path: string
  readonly shown: string
}

async function plansAt(files: Files, { path, shown }: Place): Promise<Loaded<readonly string[]>> {
  const found = await files.stat(path)
  // What is named and not there is told of when it is read: the others are checked all the same.
  if (found?.kind === 'file' || (found === undefined && !isPattern(path))) return { value: [path], problems: [] }
  const all = (await filesOf(files, path)).filter(one => /\.(ya?ml|json)$/i.test(one))
  const plans = found === undefined ? all : await plansAmong(files, all)
  if (plans.length > 0) return { value: plans, problems: [] }
  return { problems: [optionProblem('no-plan', `no plan found at \`${shown}\``, 'a plan is a YAML or JSON file with `changes`')] }
}

/** Plans are written by hand. */
const largest = 1024 * 1024

/** Told by their text, so that a plan that cannot be parsed is not passed over; a scenario has changes, too. */
async function plansAmong(files: Files, paths: readonly string[]): Promise<readonly string[]> {
  const kept = await Promise.all(paths.map(async path => {
    if (((await files.stat(path))?.size ?? 0) > largest) return []
    const text = new TextDecoder().decode(await files.read(path))
    return /(?:^|[{,]\s*)["']?changes["']?\s*:/m.test(text) && !/(?:^|[{,]\s*)["']?(?:expect|tenant)["']?\s*:/m.test(text) ? [path] : []
  }))
  return kept.flat()
}

/** Places that the file of an option names, one a line, as seen from the file; `#` begins a comment. */
export async function linesOf(list: string, option: string, io: Io): Promise<Loaded<readonly Place[]>> {
  const path = absolute(list, io)
  const found = await io.files.stat(path)
  if (found?.kind !== 'file') return { problems: [optionProblem('no-file', noFile(list, found), 'a list is a file of text with one path a line', option)] }
  const text = await openText(io.files, path, list)
  if (text.value === undefined) return { problems: text.problems }
  const lines = text.value.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
  if (lines.length === 0) return { problems: [optionProblem('empty-list', `\`${list}\` names nothing`, 'write one path a line', option)] }
  return { value: lines.map(line => ({ path: pathFrom(folderOf(path), line.replace(/\/+$/, '')), shown: `${line} (in ${list})` })), problems: [] }
}
