import type { Project } from '../model/project.js'
import { valueOf, type Invocation } from './command.js'
import type { Answer, AnswerOptions } from './explain-answer.js'
import { usesColor } from './options.js'
import { requestOf } from './project.js'
import { refuse, warn } from './say.js'
import { loadShipped } from './shipped.js'

/** Loads the project, asks it, and says the answer: the whole of a command that only looks things up. */
export async function answer(invocation: Invocation, ask: (project: Project, options: AnswerOptions) => Answer): Promise<number> {
  const { given, io } = invocation
  const [{ loadProject }, shipped] = await Promise.all([import('../load/project.js'), loadShipped()])
  const { value: project, problems } = await loadProject(io.files, { ...requestOf(invocation, shipped), memberships: 'all' })
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) return refuse(problems, given, io)
  warn(problems, given, io)
  const said = ask(project, { format: valueOf(given, 'format') === 'json' ? 'json' : 'text', color: usesColor(given, io, 'out') })
  if (said.problems.length > 0) return refuse(said.problems, given, io)
  io.out(said.text)
  return said.exitCode
}
