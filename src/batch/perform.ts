import { emptyRuleMemory, type RuleMemory } from '../engine/judge.js'
import type { Files } from '../load/files.js'
import { keptFiles } from '../load/project/kept.js'
import type { Confined } from '../load/project/confined.js'
import { cacheIn } from './cache.js'
import { checkOne, type Checked } from './checked.js'
import { runScenario, type ScenarioResult } from './scenarios.js'
import type { Store } from './store.js'
import type { Done, ResultOf } from './done.js'
import type { Ground, Task } from './tasks.js'
import { unread } from './unread.js'

export type Perform = (task: Task) => Promise<Done>

/** Where results are kept, and the digest of the program that makes them. */
export interface Keeping {
  readonly store: Store
  readonly program: string
}

/** Does tasks one after the other. What they share is read once; of tenants the last one is kept. */
export function performer(disk: Files & Partial<Pick<Confined, 'outside'>>, ground: Ground, keeping: Keeping | undefined): Perform {
  const files = keptFiles(disk)
  const cache = keeping && cacheIn(keeping.store, files, ground, keeping.program)
  const memory = emptyRuleMemory()
  const { outside = new Set<string>() } = disk
  let tenant: string | undefined
  return async task => {
    const before = outside.size
    const known = await cache?.find(task)
    if (known !== undefined) return { result: known.result, found: true, inputs: filesIn(known.words), outside: [...outside].slice(before) }
    if (task.kind === 'check' && task.tenant !== tenant) {
      if (tenant !== undefined) files.forget(tenant)
      tenant = task.tenant
    }
    const { value: result, words } = await files.traced(from => performOne(from, ground, task, memory))
    const own = task.kind === 'scenario' ? task.path : task.plan
    if (own !== undefined) files.forget(own)
    if (outside.size === 0) await cache?.keep(task, result, words)
    return { result, found: false, inputs: filesIn(words), outside: [...outside].slice(before) }
  }
}

function filesIn(words: Iterable<readonly [key: string, word: string]>): Done['inputs'] {
  return [...words].flatMap(([key, word]) => (key.startsWith('bytes ') ? [[key.slice('bytes '.length), word] as const] : [])).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** One task. What the disk does not give is part of the answer, and so is a fault of the program: others have nothing to do with it. */
export async function performOne<T extends Task>(files: Files, ground: Ground, task: T, memory?: RuleMemory): Promise<ResultOf<T>>
export async function performOne(files: Files, ground: Ground, task: Task, memory?: RuleMemory): Promise<ScenarioResult | Checked> {
  try {
    return task.kind === 'scenario' ? await runScenario(files, { ...ground.request, path: task.path }, memory) : await checkOne(files, ground, task, memory)
  } catch (error) {
    return unread(ground, task, error)
  }
}
