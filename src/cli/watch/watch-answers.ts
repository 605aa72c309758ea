import { projectRoot } from '../../load/project/config.js'
import { keptFiles, type KeptFiles } from '../../load/project/kept.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import { shownFrom } from '../../load/paths.js'
import type { Loaded } from '../../model/problem.js'
import type { Invocation } from '../command.js'
import { usesColor } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from '../outputs.js'
import { refuse, warn } from '../say.js'
import { lastGood } from './last-good.js'
import { stay, type Look } from './stay.js'
import { sayChanged, sayHeld, sayWatching, signalsOf, unwatchable } from './watch-option.js'

/** A run over much, made again after each save: its answer, and what the save made of it. */
export interface Answers<T> {
  readonly formats: readonly string[]
  /** Options that do not go with `--watch`, and what to do instead. */
  readonly instead: Readonly<Record<string, string>>
  request(): Promise<WorkspaceRequest>
  /** Everything; what nothing changed for, as it was. */
  make(files: KeptFiles, request: WorkspaceRequest, outputs: readonly Output[]): Promise<Loaded<T>>
  changedText(last: T, now: T, options: { readonly color: boolean }): string
  write(now: T, output: Output): Promise<void>
  exitOf(answer: T): number
}

/** The whole answer once; after a save what changed as text, and anew in every other format. Gives the exit code of the last look. */
export async function watchAnswers<T>(invocation: Invocation, { formats, instead, request: ask, make, changedText, write, exitOf }: Answers<T>): Promise<number> {
  const { given, io } = invocation
  const outputs = pairOutputs(given)
  const wrong = [...wrongOutputs(outputs, formats, io), ...unwatchable(invocation, instead)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const inputs = remembering(io.files)
  const files = keptFiles(inputs)
  const request = await ask()
  const attempt = lastGood(files, () => projectRoot(files, request), () => make(files, request, outputs))
  let last: T | undefined

  async function look(changed: readonly string[]): Promise<Look> {
    sayChanged(changed, invocation, (path) => shownFrom(io.cwd, path))
    const { value, problems, broken, held } = await attempt(changed)
    const onto = ontoInputs(outputs, inputs.inputs, io)
    if (value === undefined || onto.length > 0) refuse([...problems, ...onto], given, io)
    else warn(problems, given, io)
    if (last !== undefined) sayHeld({ broken, held }, value !== undefined, invocation)
    if (value !== undefined && onto.length === 0) await tell(value)
    last = value ?? last
    if (changed.length === 0) sayWatching(io, given)
    return { exitCode: value === undefined || onto.length + broken.length > 0 ? 2 : exitOf(value) }
  }

  async function tell(now: T): Promise<void> {
    for (const output of outputs) {
      if (last !== undefined && output.file === undefined && output.format === 'text') io.out(changedText(last, now, { color: usesColor(given, io, 'out') }))
      else await write(now, output)
    }
  }

  return stay(files, signalsOf(invocation), look)
}
