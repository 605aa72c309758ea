import { validateBatch, validateTest } from '../load/generated/report-validator.js'
import type { Checked } from './checked.js'
import type { ScenarioResult } from './scenarios.js'
import type { ResultOf } from './done.js'
import type { Task } from './tasks.js'

/** Whether a value read from a cache is the result of this task: by the published schemas, as if somebody had handed it over. */
export function isResult<T extends Task>(task: T, data: unknown): data is ResultOf<T> {
  if (typeof data !== 'object' || data === null || !Array.isArray((data as { problems?: unknown }).problems)) return false
  return task.kind === 'scenario' ? isScenarioResult(data as ScenarioResult) : isChecked(data as Checked)
}

const tool = { name: 'seatplan', version: '' }

function isScenarioResult({ problems, ...scenario }: ScenarioResult): boolean {
  const none = { passed: 0, failed: 0, skipped: 0 }
  return isChecked({ tenant: null, plan: null, outcome: 'unread', problems, report: null, waivers: [] })
    && validateTest({ schemaVersion: 1, tool, summary: { passed: 0, failed: 0, unread: 0 }, cases: none, scenarios: [{ ...scenario, problems: [] }], ruleTests: [] })
}

function isChecked({ waivers, problems, ...result }: Checked): boolean {
  const summary = { results: 1, passed: 0, failed: 0, unread: 0, errors: 0, warnings: 0, existing: 0, resolved: 0, waived: 0, affectedUsers: 0, exitCode: 0 }
  const plain = problems.map(problem => (typeof problem === 'object' && problem !== null ? { ...problem, fix: undefined } : problem)).map(one => JSON.parse(JSON.stringify(one)) as unknown)
  return validateBatch({ schemaVersion: 1, tool, now: '2000-01-01', summary, results: [{ ...result, problems: plain }], notices: [], part: { inputs: '', rules: '', set: [], files: [], waivers } })
}
