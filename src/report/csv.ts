import type { Finding, Report } from '../model/report.js'
import { visible } from './visible.js'

const rowsInAChunk = 1000
export const columns = ['finding', 'fingerprint', 'rule', 'severity', 'origin', 'error', 'step', 'waived', 'group', 'products', 'servicePlans', 'who', 'users', 'userPrincipalName'] as const

/**
 * One row for each user whom a finding concerns, for people with a spreadsheet. Where nobody can know who it will be, each
 * who may be is a `candidate`; users whom the report does not name are one row, `not named`, with their number.
 */
export function* renderCsv(report: Report): Iterable<string> {
  yield `${columns.join(',')}\r\n`
  for (const finding of report.findings) yield* rowsOf(finding)
}

function* rowsOf(finding: Finding): Iterable<string> {
  const { users } = finding
  const same = headOf(finding)
  const who = users.determined ? 'affected' : 'candidate'
  for (let from = 0; from < users.sample.length; from += rowsInAChunk)
    yield users.sample.slice(from, from + rowsInAChunk).map(name => `${same},${who},1,${field(name)}\r\n`).join('')
  const unnamed = unnamedOf(finding)
  if (unnamed > 0) yield `${same},not named,${unnamed},\r\n`
}

/** Users of whom the report gives only the number. Of candidates nobody counted how many there are. */
export function unnamedOf({ users }: Pick<Finding, 'users'>): number {
  return users.determined || users.sample.length === 0 ? Math.max(0, users.max - users.sample.length) : 0
}

function headOf(finding: Finding): string {
  const { id, fingerprint, ruleId, severity, origin, error, reason, step, waived, group, skus, servicePlans } = finding
  const cells = [
    id, fingerprint, ruleId ?? '', severity, origin, error ?? reason ?? '', String(step), waived === null ? '' : waived.reason, group?.displayName ?? '',
    skus.map(sku => sku.skuPartNumber).join(' '), servicePlans.map(plan => plan.servicePlanName).join(' '),
  ]
  return cells.map(field).join(',')
}

/** What a spreadsheet would take for a formula begins with an apostrophe: it is shown, not run. */
export function field(text: string): string {
  const shown = visible(text)
  const inert = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
