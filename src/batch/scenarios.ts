import { check } from '../check.js'
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

/** Plays one scenario and compares what comes out with what it expects. */
export async function runScenario(files: Files, request: ScenarioRequest): Promise<ScenarioResult> {
  const file = shownFrom(request.root, request.path)
  const { value, problems } = await loadScenario(files, request)
  if (value === undefined) return { file, title: file, outcome: 'unread', differences: [], problems }
  const differences = await play(value)
  return { file, title: value.title, outcome: differences.length === 0 ? 'passed' : 'failed', differences, problems }
}

async function play({ project, options, expect }: Scenario): Promise<readonly Difference[]> {
  const report = await check(project, options)
  return unexpected(report, expect).map(difference => named(difference, project, report))
}

/** Plays scenarios one after the other, in the order given. */
export async function* runScenarios(files: Files, request: Omit<ScenarioRequest, 'path'>, paths: readonly string[]): AsyncGenerator<ScenarioResult> {
  for (const path of paths) yield await runScenario(files, { ...request, path })
}
