import type { BatchReport, BatchResult } from '../../model/batch.js'
import type { Finding, Report } from '../../model/report.js'
import { azureError, issue } from '../azure.js'
import { isCounted, levelOf, summaryLine } from '../finding-words.js'
import { annotation, githubError, githubNotice, mostOfALevel } from '../github.js'
import type { RenderOptions } from '../reporter.js'
import { allVisible } from '../visible.js'
import { batchVerdict, labelOf, problemLines, worstFirst } from './words.js'

/** Annotations for GitHub Actions, worst first: GitHub shows a few of each level for a whole job. */
export function* renderBatchGithub(hostile: BatchReport, options: RenderOptions): Iterable<string> {
  const batch = allVisible(hostile)
  const shown = { error: 0, warning: 0, info: 0 }
  for (const result of worstFirst(batch.results)) {
    if (result.report === null) yield (shown.error += 1) <= mostOfALevel ? githubError(titleOf(result), problemLines(result).join('\n')) : `error ${titleOf(result)}\n`
    else for (const finding of countedIn(result, result.report)) yield (shown[levelOf(finding)] += 1) <= mostOfALevel ? annotation(finding, result.report, options) : `${levelOf(finding)} ${finding.id} ${summaryLine(finding)}\n`
  }
  const { head, rest } = batchVerdict(batch)
  yield githubNotice(`${head} ${rest}`)
}

/** Issues for Azure Pipelines, worst first. */
export function* renderBatchAzure(hostile: BatchReport, options: RenderOptions): Iterable<string> {
  const batch = allVisible(hostile)
  for (const result of worstFirst(batch.results)) {
    if (result.report === null) yield azureError(`${titleOf(result)}\n${problemLines(result).join('\n')}`)
    else for (const finding of countedIn(result, result.report)) yield issue(finding, result.report, options)
  }
  const { head, rest } = batchVerdict(batch)
  yield `${head} ${rest}\n`
}

const titleOf = (result: BatchResult): string => `${labelOf(result)} could not be read`

/** Among many reports a finding is known by its tenant and plan, too. */
function countedIn(result: BatchResult, report: Report): readonly Finding[] {
  return report.findings.filter(one => isCounted(one, report)).map(finding => ({ ...finding, id: `${labelOf(result)}: ${finding.id}` }))
}
