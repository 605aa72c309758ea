import type { Files } from '../load/files.js'
import type { ProjectRequest } from '../load/project.js'
import type { Loaded } from '../model/problem.js'
import type { Invocation } from './command.js'
import type { Answer, AnswerOptions } from './explain-answer.js'
import { usesColor } from './options.js'
import { ontoInputs, pairOutputs, put, remembering, wrongOutputs } from './outputs.js'
import { requestOf } from './project.js'
import { refuse, warn } from './say.js'
import { loadShipped } from './shipped.js'

/** Loads what is asked, asks it, and says the answer: the whole of a command that only looks things up. */
export async function answer<T>(invocation: Invocation, load: (files: Files, request: ProjectRequest) => Promise<Loaded<T>>, ask: (project: T, options: AnswerOptions) => Answer): Promise<number> {
  const { given, io } = invocation
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, ['text', 'json'], io)
  if (wrong.length > 0) return refuse(wrong, given, io)
  const shipped = await loadShipped()
  const files = remembering(io.files)
  const loaded = await load(files, { ...requestOf(invocation, shipped), memberships: 'all' })
  const problems = [...loaded.problems, ...ontoInputs(outputs, files.inputs, io)]
  const project = loaded.value
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) return refuse(problems, given, io)
  warn(problems, given, io)
  const answers = outputs.map(output => {
    const color = output.file === undefined && usesColor(given, io, 'out')
    return { output, said: ask(project, { format: output.format === 'json' ? 'json' : 'text', color }) }
  })
  const { problems: unanswered, exitCode } = answers[0]!.said
  if (unanswered.length > 0) return refuse(unanswered, given, io)
  for (const { output, said } of answers) await put(output, said.text, io)
  return exitCode
}
