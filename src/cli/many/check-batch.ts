import { batchReport, shardReport, waiversOnce, type Read } from '../../batch/batch-report.js'
import type { Checked } from '../../batch/checked.js'
import type { Done } from '../../batch/done.js'
import { contentOf, inputsDigest, rulesDigest, shardOf, type Piece } from '../../batch/shards.js'
import type { Ground } from '../../batch/tasks.js'
import { loadBaseline } from '../../load/project/baseline.js'
import type { Config } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import { shownFrom } from '../../load/paths.js'
import { openWorkspace, type Workspace } from '../../load/project/workspace.js'
import type { BatchName, BatchPart } from '../../model/batch.js'
import type { Loaded } from '../../model/problem.js'
import type { Waiver } from '../../model/waiver.js'
import { batchReporters } from '../../report/batch/index.js'
import { extentOf, needsNames } from '../anonymous.js'
import { nameOf, problemsIn, requestAsked, tasksOf, type CheckTask } from './asked.js'
import { groundOf, interrupted } from './ground.js'
import { namesFor, type Names } from './names.js'
import { readBatchOptions, type Shard } from './options.js'
import { runWanted, type Wanted } from './run.js'
import { isGiven, type Given, type Invocation } from '../command.js'
import { noBaseline, optionProblem, readReportOptions } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from '../outputs.js'
import { refuse, warn } from '../say.js'
import { writeBatch } from './write-batch.js'

/** Many plans, many tenants: each plan in each tenant. */
export async function checkBatch(invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  const outputs = pairOutputs(given)
  const { shard, problems } = readBatchOptions(given)
  const wrong = [...wrongOutputs(outputs, batchReporters.map(reporter => reporter.name), io), ...problems, ...needsNames(given, ['update-baseline'])]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const request = await requestAsked(invocation)
  const workspace = await openWorkspace(files, request)
  const tasks = await tasksOf(invocation, workspace.value)
  if (workspace.value === undefined || tasks.value === undefined) return refuse([...workspace.problems, ...tasks.problems], given, io)
  const { root, file } = workspace.value.config
  const extent = extentOf(given)
  const ground = groundOf(request, root, io, readReportOptions(given), isGiven(given, 'verify'), extent)
  const names = namesFor(tasks.value.map(task => nameOf(task, root)), extent)
  const share = await shareOf(tasks.value.map(task => (extent === 'all' ? called(task, names.of(nameOf(task, root))) : task)), shard, files, ground, { workspace: workspace.value, names })
  const wanted: Wanted = { tasks: share.tasks, ground, project: file === undefined ? undefined : root, noun: 'check', perThread: 1 }
  const baseline = await baselineOf(workspace.value.config, given, files)
  if (baseline.value === undefined) return refuse(baseline.problems, given, io)
  const before = isGiven(given, 'update-baseline') ? await withBaseline(wanted, workspace.value.config, invocation) : undefined
  if (before !== undefined) return before
  const ran = await runWanted(wanted, invocation)
  if (ran === undefined) return interrupted
  const { done } = ran
  const onto = ontoInputs(outputs, new Set([...files.inputs, ...done.flatMap(({ inputs }) => inputs.map(([path]) => path))]), io)
  if (onto.length > 0) return refuse(onto, given, io)
  const exit = await answer(done.map(({ result }) => result as Checked), { workspace: workspace.value, names }, share.part && { ...share.part, files: extent === 'all' ? [] : filesOf(done, root) }, outputs, invocation)
  await ran.end()
  return exit
}

/** Each file once: two shards that read one of a tenant's must have read the same. */
function filesOf(done: readonly Done[], root: string): BatchPart['files'] {
  return [...new Map(done.flatMap(({ inputs }) => inputs))].map(([path, digest]) => [shownFrom(root, path), digest] as const).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What is wrong with the baseline is wrong with all checks: it is said once. */
async function baselineOf({ baseline }: Config, given: readonly Given[], files: Files): Promise<Loaded<readonly Waiver[]>> {
  return baseline === undefined ? { value: [], problems: [] } : loadBaseline(files, baseline, isGiven(given, 'update-baseline'))
}

/** Writes the baseline from what is found now; the checks are then made with it. Gives an exit code where that cannot be. */
async function withBaseline(wanted: Wanted, { baseline }: Config, invocation: Invocation): Promise<number | undefined> {
  const { given, io } = invocation
  if (baseline === undefined) return refuse([noBaseline()], given, io)
  if (isGiven(given, 'shard')) return refuse([optionProblem('baseline-of-part', '`--update-baseline` and `--shard` do not go together', 'a baseline is made from the whole: leave one of them out')], given, io)
  const { request, options, ...rest } = wanted.ground
  const ran = await runWanted({ ...wanted, ground: { ...rest, request: { ...request, writesBaseline: true }, options: { ...options, remedies: 'none', states: 'none', expand: false } } }, invocation)
  if (ran === undefined) return interrupted
  const problems = await (await import('./update-baseline.js')).updateBatchBaseline(ran.done.map(({ result }) => result as Checked), baseline, given, io)
  if (problems.length > 0) return refuse(problems, given, io)
  await ran.end()
  return undefined
}

/** A plan that is not to be named has another name in the report, too. */
function called(task: CheckTask, { plan }: BatchName): CheckTask {
  return plan === null ? task : { ...task, called: plan }
}

/** What a run stands on. */
interface Whole {
  readonly workspace: Workspace
  readonly names: Names
}

interface Share {
  readonly tasks: readonly CheckTask[]
  readonly part: Omit<BatchPart, 'waivers' | 'files'> | undefined
}

async function shareOf(tasks: readonly CheckTask[], shard: Shard | undefined, files: ReturnType<typeof remembering>, ground: Ground, { workspace, names }: Whole): Promise<Share> {
  if (shard === undefined) return { tasks, part: undefined }
  const { root, tenant: own } = workspace.config
  const contents = new Map<string, Promise<string>>()
  const content = (path: string | undefined): Promise<string> => {
    const known = contents.get(path ?? '') ?? (path === undefined ? Promise.resolve('') : contentOf(files, path))
    contents.set(path ?? '', known)
    return known
  }
  const pieces = await Promise.all(tasks.map(async (task): Promise<Piece> => {
    const { tenant, plan } = nameOf(task, root)
    return { name: JSON.stringify([tenant, plan]), content: JSON.stringify([await content(task.tenant ?? own?.path), await content(task.plan)]) }
  }))
  const part = { inputs: inputsDigest(ground, pieces), rules: rulesDigest(workspace), set: tasks.map(task => names.of(nameOf(task, root))) }
  return { tasks: shardOf(pieces, shard).map(index => tasks[index]!), part }
}

async function answer(checked: readonly Checked[], { workspace: { config }, names }: Whole, part: Omit<BatchPart, 'waivers'> | undefined, outputs: readonly Output[], invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  warn(problemsIn(checked), given, io)
  const baseline = isGiven(given, 'anonymise') ? undefined : (await baselineOf(config, given, io.files)).value
  const read = checked.map(({ waivers: own, report }): Read => ({ waivers: own, reports: report === null ? [] : [report] }))
  const waivers = waiversOnce([...read, ...(baseline === undefined ? [] : [{ waivers: baseline, reports: [] }])])
  const results = checked.map(({ outcome, problems, report, ...name }) => ({ ...names.of(name), outcome, problems: problems.map(names.problem), report }))
  const batch = part === undefined ? batchReport(results, config.now, waivers) : shardReport(results, config.now, { ...part, waivers })
  await writeBatch(batch, outputs, invocation)
  return batch.summary.exitCode
}
