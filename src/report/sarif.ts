import type { Finding, Remedy, Report } from '../model/report.js'
import { levelOf, ruleIdOf } from './finding-words.js'
import { issueLines, placeOf, type Place } from './issues.js'
import { insertionsOf } from './plan-fix.js'
import type { RenderOptions } from './reporter.js'
import { sarifRules } from './sarif-rules.js'
import { harmlessJson, visible } from './visible.js'

export const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
/** GitHub refuses a run of more. */
export const mostResults = 25_000
const mostFixes = 5

/** SARIF 2.1.0: one result for each finding that stands. What the plan resolves is no result: readers would take it for one that stands. */
export function* renderSarif(report: Report, options: RenderOptions): Iterable<string> {
  const standing = report.findings.filter(({ origin }) => origin !== 'resolved')
  const findings = standing.slice(0, mostResults)
  const rules = sarifRules(findings)
  const indexes = new Map(rules.map((rule, index) => [(rule as { id: string }).id, index]))
  const run = runOf(report, rules, standing.length - findings.length)
  yield harmlessJson(`{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[${JSON.stringify(run).slice(0, -1)},"results":[`)
  const seen = new Map<string, number>()
  for (const [at, finding] of findings.entries()) {
    const repeated = (seen.get(finding.fingerprint) ?? 0) + 1
    seen.set(finding.fingerprint, repeated)
    const result = resultOf(finding, report, options, indexes.get(visible(ruleIdOf(finding)))!, repeated)
    yield `${at === 0 ? '' : ','}\n${harmlessJson(JSON.stringify(result))}`
  }
  yield ']}]}\n'
}

function runOf({ tool, plan, summary, findings, now }: Report, rules: readonly object[], left: number): object {
  const notes = left === 0 ? [] : [{ level: 'warning', message: { text: `${left} more findings found no room here; the JSON report has all of them.` } }]
  return {
    tool: { driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules } },
    automationDetails: { id: `seatplan/${visible(plan?.file ?? 'tenant')}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, exitCode: summary.exitCode, ...(notes.length > 0 && { toolExecutionNotifications: notes }) }],
    properties: { now, resolved: findings.filter(({ origin }) => origin === 'resolved').map(({ fingerprint }) => fingerprint) },
  }
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

export function resultOf(finding: Finding, report: Report, options: RenderOptions, ruleIndex: number, repeated: number): object {
  const { fingerprint, origin, transient, step, users, assumptions, waived, rule, group } = finding
  const fixes = finding.remedies.flatMap(remedy => fixOf(remedy, report)).slice(0, mostFixes)
  return {
    ruleId: visible(ruleIdOf(finding)),
    ruleIndex,
    level: levels[levelOf(finding)],
    message: { text: messageOf(finding, options) },
    locations: [{ ...locationOf(placeOf(finding, report) ?? fallback(report)), ...(group !== null && { logicalLocations: [{ name: visible(group.displayName), fullyQualifiedName: `group/${group.id}`, kind: 'resource' }] }) }],
    ...(rule !== null && { relatedLocations: [{ ...locationOf(rule), message: { text: finding.kind === 'waiver' ? 'the waiver' : 'the rule' } }] }),
    partialFingerprints: { 'seatplan/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:${repeated}` },
    ...(report.plan !== null && { baselineState: origin === 'introduced' ? 'new' : 'unchanged' }),
    suppressions: waived === null ? [] : [{ kind: 'external', status: 'accepted', justification: visible(waived.reason), location: locationOf(waived) }],
    ...(fixes.length > 0 && { fixes }),
    properties: { finding: finding.id, origin, transient, step, users: { min: users.min, max: users.max, determined: users.determined }, assumptions: assumptions.map(visible) },
  }
}

/** Brackets that SARIF would read as a link are no link. */
function messageOf(finding: Finding, options: RenderOptions): string {
  const text = issueLines(finding, options).map(visible).join('\n')
  return text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text
}

/** What was there before has no place among the project's files, and GitHub shows nothing without a place. */
function fallback({ plan }: Report): Place {
  return { file: plan?.file ?? 'seatplan.yaml', line: 1, column: 1 }
}

function locationOf({ file, line, column }: Place): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) } } }
}

/** A path is a relative address whose parts are percent-encoded. */
function artifact(file: string): object {
  const uri = visible(file).split('/').map(part => encodeURIComponent(part)).join('/')
  return { uri, uriBaseId: '%SRCROOT%' }
}

function fixOf(remedy: Remedy, report: Report): readonly object[] {
  const insertions = insertionsOf(remedy, report)
  if (insertions === undefined) return []
  const replacements = insertions.map(({ line, column, text }) => ({
    deletedRegion: { startLine: line, startColumn: column, endLine: line, endColumn: column },
    insertedContent: { text },
  }))
  const words = `${remedy.title} (${remedy.id}, ${remedy.clean ? 'clean' : 'not clean'})`
  return [{ description: { text: visible(words) }, artifactChanges: [{ artifactLocation: artifact(report.plan!.file), replacements }] }]
}
