import { isFinding, lintFiles } from '../../analyse/lint/lint.js'
import { projectRoot } from '../../load/project/config.js'
import { keptFiles } from '../../load/project/kept.js'
import { shownFrom } from '../../load/paths.js'
import type { Loaded, Problem } from '../../model/problem.js'
import { counted } from '../../report/count.js'
import { isGiven, valueOf, type Invocation } from '../command.js'
import { exitOf, lintText, problemsJson } from '../lint-answer.js'
import { usesColor } from '../options.js'
import { ontoInputs, put, remembering, type Output } from '../outputs.js'
import { absolute } from '../paths.js'
import { requestOf } from '../project.js'
import { refuse } from '../say.js'
import { loadShipped } from '../shipped.js'
import { lastGood } from './last-good.js'
import { stay, type Look } from './stay.js'
import { sayChanged, sayHeld, sayWatching, signalsOf, unwatchable } from './watch-option.js'

/** `lint --watch`: everything that could be better once, then what a save made better or worse. */
export async function watchLint(invocation: Invocation, outputs: readonly Output[]): Promise<number> {
  const { words, given, io } = invocation
  const wrong = unwatchable(invocation, { fix: 'repair once, without `--watch`' })
  if (wrong.length > 0) return refuse(wrong, given, io)
  const inputs = remembering(io.files)
  const files = keptFiles(inputs)
  const request = requestOf(invocation, await loadShipped())
  const paths = words.map((word) => absolute(word, io))
  const attempt = lastGood(files, () => projectRoot(files, request), () => lintedOnce())
  let last: readonly Problem[] | undefined

  /** What cannot be read is wrong; what could be better is what was asked for. */
  async function lintedOnce(): Promise<Loaded<readonly Problem[]>> {
    const value = await lintFiles(files, paths, request)
    return { value, problems: value.filter((problem) => problem.severity === 'error' && !isFinding(problem)) }
  }

  async function look(changed: readonly string[]): Promise<Look> {
    sayChanged(changed, invocation, (path) => shownFrom(io.cwd, path))
    const { value = [], problems, broken, held } = await attempt(changed)
    // Of a broken file that stands aside, its mistakes; of the others, everything.
    const now = [...problems.filter((problem) => !value.includes(problem)), ...value.filter(({ file }) => !broken.includes(file) || last === undefined)]
    const aside = (last ?? []).filter((problem) => isFinding(problem) && broken.includes(problem.file))
    if (last !== undefined) sayHeld({ broken, held }, true, invocation)
    const onto = ontoInputs(outputs, inputs.inputs, io)
    if (onto.length > 0) refuse(onto, given, io)
    else for (const output of outputs) await put(output, inForm(output, last, now, aside, invocation), io)
    if (now.length === 0 && !isGiven(given, 'quiet')) io.err('nothing is wrong\n')
    last = [...now, ...aside]
    if (changed.length === 0) sayWatching(io, given)
    return { exitCode: exitOf(now, valueOf(given, 'fail-on')) }
  }

  return stay(files, signalsOf(invocation), look)
}

/** A file always has everything. */
function inForm({ format, file }: Output, last: readonly Problem[] | undefined, now: readonly Problem[], aside: readonly Problem[], invocation: Invocation): string {
  if (format === 'json') return problemsJson(now)
  return file === undefined ? asText(last, now, aside, invocation) : lintText(now, false)
}

/** Everything the first time, then what is new, and a line for each that is gone. What was to be said of a file that is broken now, `aside`, is not gone. */
function asText(last: readonly Problem[] | undefined, now: readonly Problem[], aside: readonly Problem[], { given, io }: Invocation): string {
  const color = usesColor(given, io, 'out')
  if (last === undefined) return lintText(now, color)
  const fresh = without(now, last)
  const gone = without(last, [...now, ...aside])
  const lines = gone.map(({ file, message }) => `gone    ${file}  ${message}\n`)
  return [...lines, lintText(fresh, color), `${fresh.length} new, ${gone.length} gone; ${counted(now.length, 'problem')} in all\n`].join('')
}

/** What was said of the same file before is not new because its line moved. */
function without(all: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const left = new Map<string, number>()
  for (const problem of others) left.set(keyOf(problem), (left.get(keyOf(problem)) ?? 0) + 1)
  return all.filter((problem) => {
    const count = left.get(keyOf(problem)) ?? 0
    left.set(keyOf(problem), count - 1)
    return count <= 0
  })
}

const keyOf = ({ file, code, message }: Problem): string => JSON.stringify([file, code, message])
