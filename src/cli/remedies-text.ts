import type { Finding, Report } from '../model/report.js'
import { version } from '../model/version.js'
import type { RenderOptions } from '../report/reporter.js'
import { counted } from '../report/count.js'
import { colored, severityWord, uncolored } from '../report/paint.js'
import { wayOutLines } from '../report/text-remedies.js'
import { allVisible, visible } from '../report/visible.js'

/** Every finding in one line, its ways out below it. */
export function remediesText(report: Report, findings: readonly Finding[], options: RenderOptions): string {
  const paint = options.color ? colored : uncolored
  if (findings.length === 0) return 'There is nothing to cure.\n'
  return findings.flatMap(finding => [`${finding.id}  ${severityWord(paint, finding.severity)}  ${headOf(finding)}`, ...wayOutLines(allVisible(finding), report, paint, options), '']).join('\n')
}

function headOf({ ruleId, error, reason, origin, users }: Finding): string {
  const parts = [ruleId ?? 'recorded by the service, no loaded rule explains it', error ?? reason ?? '', origin, users.max > 0 ? counted(users.max, 'user') : '']
  return parts.filter(part => part !== '').map(visible).join('  ')
}

export function remediesJson(findings: readonly Finding[]): string {
  const listed = findings.map(({ id, fingerprint, ruleId, error, reason, origin, users, remedies, remediesComplete }) => ({ id, fingerprint, ruleId, error, reason, origin, users, remedies, remediesComplete }))
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, findings: allVisible(listed) }, undefined, 2)}\n`
}
