import { mutate, type MutationScore } from '../../analyse/rule-tests/mutate/mutate.js'
import { exercisesOf } from '../../batch/exercises.js'
import { runRuleTest } from '../../batch/rule-tests.js'
import { loadConfig } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import { lookupIn } from '../../load/catalog/names.js'
import { openWorkspace, readRuleSet, type WorkspaceRequest } from '../../load/project/workspace.js'
import type { Catalog } from '../../model/catalog.js'
import type { Loaded } from '../../model/problem.js'
import type { Rule } from '../../model/rule.js'
import { valueOf, valuesOf, type Invocation } from '../command.js'
import { findTests, type Tests } from '../find-tests.js'
import { mutationJson, mutationText } from '../texts/mutation.js'
import { usesColor } from '../options.js'
import { ontoInputs, put, remembering, type Output } from '../outputs.js'
import { progress, refuse } from '../say.js'

/** `test --mutate RULES`: exit code 1 where fewer changes are noticed than `--min-score` asks for. */
export async function runMutations(invocation: Invocation, request: WorkspaceRequest, outputs: readonly Output[]): Promise<number> {
  const { given, io } = invocation
  const files = remembering(io.files)
  const packs = valuesOf(given, 'mutate') ?? []
  const rules = await rulesOf(files, { ...request, options: { ...request.options, rules: packs } })
  if (rules.value === undefined) return refuse(rules.problems.map(problem => (problem.file === '--rules' ? { ...problem, file: '--mutate' } : problem)), given, io)
  const tests = await testsOf(files, invocation, request, packs)
  if (tests.value === undefined) return refuse(tests.problems, given, io)
  const bar = progress(given, io)
  const score = await scoreOf(files, { ...request, root: tests.value.root }, tests.value, rules.value, (done, all) => bar.say(`${done} of ${all} changed rules`))
  bar.done()
  const onto = ontoInputs(outputs, files.inputs, io)
  if (onto.length > 0) return refuse(onto, given, io)
  for (const output of outputs) await put(output, output.format === 'json' ? mutationJson(score) : mutationText(score, output.file === undefined && usesColor(given, io, 'out')), io)
  return score.percent < Number(valueOf(given, 'min-score') ?? 0) ? 1 : 0
}

interface Mutable {
  readonly rules: readonly Rule[]
  readonly catalog: Catalog
}

/** The rules of the packs that are asked for; what the service itself enforces only where it is. */
async function rulesOf(files: Files, request: WorkspaceRequest): Promise<Loaded<Mutable>> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return { problems: workspace.problems }
  const { catalog } = workspace.value
  const { value, problems } = readRuleSet({ ...workspace.value, config: { ...workspace.value.config, overrides: [] } }, lookupIn(catalog, undefined))
  const isAsked = request.options?.rules?.includes('service') === true
  return value === undefined ? { problems } : { value: { rules: [...value.rules, ...(value.idle ?? [])].filter(({ pack }) => isAsked || pack !== 'service').sort(byPlace), catalog }, problems: [] }
}

function byPlace({ place: one }: Rule, { place: other }: Rule): number {
  return one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line || one.column - other.column
}

/** What is asked for, and always what stands beside the rules. */
async function testsOf(files: Files, { words, io }: Invocation, request: WorkspaceRequest, packs: readonly string[]): Promise<Loaded<Tests & { readonly root: string }>> {
  const config = await loadConfig(files, { ...request, options: { ...request.options, ...(words.length === 0 ? { rules: packs } : {}) } })
  if (config.value === undefined) return { problems: config.problems }
  const found = await findTests(words, io, config.value)
  return found.value === undefined ? { problems: found.problems } : { value: { ...found.value, root: config.value.root }, problems: [] }
}

async function scoreOf(files: Files, request: WorkspaceRequest & { readonly root: string }, { scenarios, ruleTests }: Tests, { rules, catalog }: Mutable, say: (done: number, all: number) => void): Promise<MutationScore> {
  const read = await Promise.all(ruleTests.map(path => runRuleTest(files, { ...request, path })))
  const exercises = await exercisesOf(files, request, scenarios, read.flatMap(({ test }) => test ?? []))
  return mutate(rules, exercises, catalog, say)
}
