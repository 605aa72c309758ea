import { shownFrom } from '../load/paths.js'
import { diskProblem, isOfTheDisk } from '../load/text/disk-fault.js'
import type { Problem } from '../model/problem.js'
import type { Checked } from './checked.js'
import { faultHint, faultWords, noMemory, ownFault } from './fault.js'
import type { ResultOf } from './done.js'
import type { ScenarioResult } from './scenarios.js'
import type { Ground, Task } from './tasks.js'

/** A task of which nobody knows what comes out: why that is. */
export function unread<T extends Task>(ground: Ground, task: T, cause: unknown): ResultOf<T>
export function unread(ground: Ground, task: Task, cause: unknown): ScenarioResult | Checked {
  const { root } = ground.request
  const problem: Problem = { severity: 'error', ...problemOf(ground, task, cause) }
  if (task.kind === 'scenario') return { file: shownFrom(root, task.path), title: shownFrom(root, task.path), outcome: 'unread', differences: [], problems: [problem] }
  const shown = (one: string | undefined): string | null => (one === undefined ? null : shownFrom(root, one))
  return { tenant: shown(task.tenant), plan: shown(task.plan), outcome: 'unread', problems: [problem], report: null, waivers: [] }
}

function problemOf({ request: { root, env = {} } }: Ground, task: Task, cause: unknown): Omit<Problem, 'severity'> {
  const own = shownFrom(root, ownFile(root, task))
  if (isOfTheDisk(cause)) return diskProblem(cause.path === undefined ? own : shownFrom(root, cause.path), cause)
  if (isOfMemory(cause)) return { file: own, code: noMemory, message: `\`${own}\` needs more memory than there is`, hint: 'NODE_OPTIONS=--max-old-space-size=8192 gives each thread up to 8 GB; `--jobs 1` has one thread alone' }
  return { file: own, code: ownFault, message: faultWords(cause), hint: faultHint(cause, env) }
}

/** Of a check the tenant: that is where there is much. */
function ownFile(root: string, task: Task): string {
  return task.kind === 'scenario' ? task.path : (task.tenant ?? task.plan ?? root)
}

/** The heap of a thread is full, or nothing is left outside of it. */
function isOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') || (error instanceof RangeError && /allocation failed|allocate memory/i.test(error.message))
}
