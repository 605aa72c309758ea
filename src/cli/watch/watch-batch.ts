import type { Checked } from '../../batch/checked.js'
import { performOne } from '../../batch/perform.js'
import { reportOfMany } from '../../batch/report-of-many.js'
import type { Ground } from '../../batch/tasks.js'
import { remembered } from '../../load/files.js'
import { loadBaseline } from '../../load/project/baseline.js'
import type { KeptFiles } from '../../load/project/kept.js'
import { openWorkspace } from '../../load/project/workspace.js'
import { sha256 } from '../../load/text/digest.js'
import type { BatchReport } from '../../model/batch.js'
import type { Loaded } from '../../model/problem.js'
import type { ReportOptions } from '../../model/settings.js'
import { changedBatchText } from '../../report/batch/compare.js'
import { batchReporters } from '../../report/batch/index.js'
import { isGiven, type Invocation } from '../command.js'
import { problemsIn, requestAsked, tasksOf, type CheckTask } from '../many/asked.js'
import { groundOf } from '../many/ground.js'
import { writeBatch } from '../many/write-batch.js'
import { readReportOptions } from '../options.js'
import type { Output } from '../outputs.js'
import { watchAnswers } from './watch-answers.js'

const instead = {
  'update-baseline': 'write the baseline once, without `--watch`',
  anonymise: 'share the answer of a single run',
  shard: 'share out a single run',
  resume: 'go on with a single run',
}

/** `check --watch` over many: all checks once, then those that a save concerns; what became of them is said, and the table of all. */
export function watchBatch(invocation: Invocation): Promise<number> {
  return watchAnswers<BatchReport>(invocation, {
    formats: batchReporters.map(({ name }) => name),
    instead,
    request: () => requestAsked(invocation),
    make: (files, _, outputs) => checkAll(files, { ...invocation, io: { ...invocation.io, files } }, outputs),
    changedText: changedBatchText,
    write: (now, output) => writeBatch(now, [output], invocation),
    exitOf: ({ summary }) => summary.exitCode,
  })
}

/** Every check, those that nothing changed for as they were. What is wrong with one is wrong with the whole. */
async function checkAll(files: KeptFiles, invocation: Invocation, outputs: readonly Output[]): Promise<Loaded<BatchReport>> {
  const { given, io } = invocation
  const request = await requestAsked(invocation)
  const { value: workspace, problems } = await openWorkspace(files, request)
  const tasks = await tasksOf(invocation, workspace)
  if (workspace === undefined || tasks.value === undefined) return { problems: [...problems, ...tasks.problems] }
  const { root, now, baseline } = workspace.config
  const accepted = baseline === undefined ? { value: [], problems: [] } : await loadBaseline(files, baseline, false)
  if (accepted.value === undefined) return { problems: accepted.problems }
  const ground = groundOf(request, root, io, optionsFor(outputs, readReportOptions(given)), isGiven(given, 'verify'))
  const checked = await checkEach(files, ground, tasks.value)
  return { value: reportOfMany(checked, now, accepted.value), problems: problemsIn(checked) }
}

/** The text of many checks shows no ways out, so nobody waits for them. */
function optionsFor(outputs: readonly Output[], options: ReportOptions): ReportOptions {
  return outputs.every(({ format }) => format === 'text') ? { ...options, remedies: 'none' } : options
}

async function checkEach(files: KeptFiles, ground: Ground, tasks: readonly CheckTask[]): Promise<readonly Checked[]> {
  const room = roomFor(files)
  const checked: Checked[] = []
  for (const task of tasks) {
    const key = sha256(JSON.stringify([ground.request.root, ground.request.today, task]))
    const one = await remembered(files, `check ${key}`, (from) => performOne(from, ground, task))
    if (task.tenant !== undefined) room.take(task.tenant, one.report?.tenant.users ?? 0)
    checked.push(one)
  }
  return checked
}

/** So many users stay in memory; of more, the tenants that were read first are read again when one of their plans is saved. */
const mostUsers = 1_000_000

function roomFor(files: KeptFiles): { take(tenant: string, users: number): void } {
  const taken = new Map<string, number>()
  return {
    take(tenant, users) {
      taken.set(tenant, users)
      for (const first of taken.keys()) {
        if (first === tenant || sum(taken) <= mostUsers) return
        files.forget(first)
        taken.delete(first)
      }
    },
  }
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0)
