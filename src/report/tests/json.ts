import type { TestReport } from '../../model/tests.js'
import { allVisible } from '../visible.js'

export function* renderTestJson(report: TestReport): Iterable<string> {
  yield `${JSON.stringify(allVisible(report), undefined, 2)}\n`
}

/** One JSON value a line: the head, then each file. */
export function* renderTestNdjson(report: TestReport): Iterable<string> {
  const { scenarios, ruleTests, coverage, part, ...head } = allVisible(report)
  yield line({ type: 'tests', ...head })
  for (const scenario of scenarios) yield line({ type: 'scenario', ...scenario })
  for (const ruleTest of ruleTests) yield line({ type: 'ruleTest', ...ruleTest })
  if (coverage !== undefined) yield line({ type: 'coverage', ...coverage })
  if (part !== undefined) yield line({ type: 'part', ...part })
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
