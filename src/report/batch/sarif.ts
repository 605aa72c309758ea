import type { BatchReport, BatchResult } from '../../model/batch.js'
import type { Finding, Report } from '../../model/report.js'
import { ruleIdOf } from '../finding-words.js'
import type { RenderOptions } from '../reporter.js'
import { mostResults, resultOf, schema } from '../sarif.js'
import { sarifRules } from '../sarif-rules.js'
import { harmlessJson, visible } from '../visible.js'
import { labelOf, problemLines } from './words.js'

interface Standing {
  readonly of: BatchResult
  readonly report: Report
  readonly finding: Finding
}

/** One run of SARIF with the findings of all reports: GitHub takes no more than twenty runs, and tells findings apart by what is in them. */
export function* renderBatchSarif(batch: BatchReport, options: RenderOptions): Iterable<string> {
  const all = batch.results.flatMap(standingIn)
  const shown = all.slice(0, mostResults)
  const rules = sarifRules(shown.map(({ finding }) => finding))
  const indexes = new Map(rules.map((rule, index) => [(rule as { id: string }).id, index]))
  yield harmlessJson(`{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[${JSON.stringify(runOf(batch, rules, all.length - shown.length)).slice(0, -1)},"results":[`)
  const seen = new Map<string, number>()
  for (const [at, one] of shown.entries()) {
    const key = `${one.finding.fingerprint} ${labelOf(one.of)}`
    const repeated = (seen.get(key) ?? 0) + 1
    seen.set(key, repeated)
    yield `${at === 0 ? '' : ','}\n${harmlessJson(JSON.stringify(resultIn(one, options, indexes, repeated)))}`
  }
  yield ']}]}\n'
}

function standingIn(of: BatchResult): readonly Standing[] {
  const { report } = of
  return report === null ? [] : report.findings.filter(({ origin }) => origin !== 'resolved').map(finding => ({ of, report, finding }))
}

function runOf({ tool, now, summary, results }: BatchReport, rules: readonly object[], left: number): object {
  const unread = results.filter(({ outcome }) => outcome === 'unread').map(result => ({ level: 'error', message: { text: visible(`${labelOf(result)} could not be read: ${problemLines(result)[0] ?? ''}`) } }))
  const notes = [...unread, ...(left === 0 ? [] : [{ level: 'warning', message: { text: `${left} more findings found no room here; the JSON report has all of them.` } }])]
  return {
    tool: { driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules } },
    automationDetails: { id: 'seatplan/batch/' },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: unread.length === 0, exitCode: summary.exitCode, ...(notes.length > 0 && { toolExecutionNotifications: notes }) }],
    properties: { now },
  }
}

/** The same cause in two tenants is two results. */
function resultIn({ of, report, finding }: Standing, options: RenderOptions, indexes: ReadonlyMap<string, number>, repeated: number): object {
  const result = resultOf(finding, report, options, indexes.get(visible(ruleIdOf(finding)))!, repeated) as { readonly message: { readonly text: string }; readonly properties: object }
  const own = `${finding.fingerprint}/${visible(labelOf(of))}`
  return {
    ...result,
    message: { text: `${visible(labelOf(of)).replaceAll('](', '] (')}: ${result.message.text}` },
    partialFingerprints: { 'seatplan/v1': own, primaryLocationLineHash: `${own}:${repeated}` },
    properties: { ...result.properties, tenant: of.tenant === null ? null : visible(of.tenant), plan: of.plan === null ? null : visible(of.plan) },
  }
}
