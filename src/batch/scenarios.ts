import { check } from '../check.js'
import type { RuleMemory } from '../engine/judge.js'
import type { Files } from '../load/files.js'
import { loadScenario, type Scenario, type ScenarioRequest } from '../load/project/scenario.js'
import { shownFrom } from '../load/paths.js'
import type { Problem } from '../model/problem.js'
import type { Difference } from './compare.js'
import { named } from './named.js'
import { unexpected } from './observe.js'

export interface ScenarioResult {
  readonly file: string
  readonly title: string
  /** `unread`: it cannot be read, so nobody knows. */
  readonly outcome: 'passed' | 'failed' | 'unread'
  readonly differences: readonly Difference[]
  /** What is wrong or odd about its files. */
  readonly problems: readonly Problem[]
}

/** Plays one scenario and compares what comes out with what it expects. `memory`: what others before it learnt of rules. */
export async function runScenario(files: Files, request: ScenarioRequest, memory?: RuleMemory): Promise<ScenarioResult> {
  const file = shownFrom(request.root, request.path)
  const { value, problems } = await loadScenario(files, request)
  if (value === undefined) return { file, title: file, outcome: 'unread', differences: [], problems }
  const differences = await play(value, memory)
  return { file, title: value.title, outcome: differences.length === 0 ? 'passed' : 'failed', differences, problems }
}

async function play({ project, options, expect }: Scenario, memory: RuleMemory | undefined): Promise<readonly Difference[]> {
  const report = await check(project, { ...options, ...(memory && { memory }) })
  return unexpected(report, expect).map(difference => named(difference, project, report))
}
