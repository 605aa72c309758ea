import type { Files } from '../load/files.js'
import type { ProjectRequest } from '../load/project/project.js'
import type { Loaded } from '../model/problem.js'
import type { Project } from '../model/project.js'
import { isGiven, type Given, type Invocation } from './command.js'
import type { Answer, AnswerOptions } from './explain-answer.js'
import { optionProblem, usesColor } from './options.js'
import { ontoInputs, pairOutputs, put, remembering, wrongOutputs } from './outputs.js'
import { requestOf } from './project.js'
import { refuse, warn } from './say.js'
import { loadShipped } from './shipped.js'

type Asked = Project | { readonly tenant: undefined }

/** What a name that the reader gave is called in the answer. */
export type AsNamed = (handle: string) => string

/** Loads what is asked, asks it, and says the answer: the whole of a command that only looks things up. */
export async function answer<T extends Asked>(invocation: Invocation, load: (files: Files, request: ProjectRequest) => Promise<Loaded<T>>, ask: (project: T | Project, options: AnswerOptions, as: AsNamed) => Answer | Promise<Answer>): Promise<number> {
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
  if (isGiven(given, 'anonymise') && project.tenant === undefined) return refuse([optionProblem('no-tenant', '`--anonymise` needs a tenant', 'name a snapshot with `--tenant`')], given, io)
  const { asked, as }: { readonly asked: T | Project; readonly as: AsNamed } = isGiven(given, 'anonymise') ? await underOtherNames(project as Project, given) : { asked: project, as: handle => handle }
  const answers = await Promise.all(outputs.map(async output => {
    const color = output.file === undefined && usesColor(given, io, 'out')
    return { output, said: await ask(asked, { format: output.format === 'json' ? 'json' : 'text', color }, as) }
  }))
  const { problems: unanswered, exitCode } = answers[0]!.said
  if (unanswered.length > 0) return refuse(unanswered, given, io)
  for (const { output, said } of answers) await put(output, said.text, io)
  return exitCode
}

/** Users, groups and rules of the house go by their other ids; products and service plans by the name they were given. */
async function underOtherNames(project: Project, given: readonly Given[]): Promise<{ readonly asked: Project; readonly as: AsNamed }> {
  const [{ withoutNames }, { lookupIn }] = await Promise.all([import('./anonymous.js'), import('../load/catalog/names.js')])
  const { project: asked, renaming: { groupId, userId, ruleId } } = await withoutNames(project, given)
  const { plan, product, group, user } = lookupIn(project.catalog, { groups: project.tenant.groups, users: project.tenant })
  const isRule = (id: string): boolean => [...project.rules.rules, ...(project.rules.idle ?? [])].some(rule => rule.id === id)
  return {
    asked,
    as: handle => {
      if (isRule(handle.trim())) return ruleId(handle.trim())
      if ('id' in plan(handle) || 'id' in product(handle)) return handle
      const [aGroup, aUser] = [group(handle), user(handle)]
      return 'id' in aGroup ? groupId(aGroup.id) : 'id' in aUser ? userId(aUser.id) : handle
    },
  }
}
