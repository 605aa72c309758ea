import type { BatchName, BatchReport, BatchResult } from '../../model/batch.js'
import type { Report } from '../../model/report.js'
import { counted, digits } from '../count.js'
import { isCounted } from '../finding-words.js'

/** `customers/contoso, plans/e3.yaml` */
export function labelOf(name: BatchName): string {
  return `${tenantOf(name)}, ${planOf(name)}`
}

export function tenantOf({ tenant }: BatchName): string {
  return tenant ?? 'the project\'s tenant'
}

export function planOf({ plan }: BatchName): string {
  return plan ?? 'as it is'
}

/** The answer in one line: `Not yet:` and what follows. */
export function batchVerdict({ summary }: Pick<BatchReport, 'summary'>): { readonly head: string; readonly rest: string } {
  const { results, failed, unread, errors, warnings, exitCode } = summary
  const head = unread > 0 ? 'Not known:' : failed > 0 ? 'Not yet:' : errors > 0 ? 'Passed, but:' : warnings > 0 ? 'Clear, but:' : 'Clear:'
  const parts = [
    failed > 0 && `${digits(failed)} of ${counted(results, 'check')} ${failed === 1 ? 'fails' : 'fail'}`,
    unread > 0 && `${digits(unread)} of ${counted(results, 'check')} could not be read`,
  ].filter(part => part !== false)
  const found = [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning')].filter(Boolean).join(' and ')
  const all = results === 0 ? 'nothing to check in this shard' : `${counted(results, 'check')}, ${exitCode === 0 ? 'none fails' : 'no findings that count'}`
  return { head, rest: `${[...(parts.length === 0 ? [all] : parts), ...(found === '' ? [] : [found])].join('; ')}.` }
}

/** What could not be read, then most errors, most warnings, most users; else by name. */
export function worstFirst(results: readonly BatchResult[]): readonly BatchResult[] {
  const rank = { unread: 0, failed: 1, passed: 2 } as const
  const count = ({ report }: BatchResult, key: 'errors' | 'warnings' | 'affectedUsers'): number => report?.summary[key] ?? 0
  return results.map((result, at) => ({ result, at })).sort(({ result: a, at }, { result: b, at: other }) =>
    rank[a.outcome] - rank[b.outcome] || count(b, 'errors') - count(a, 'errors') || count(b, 'warnings') - count(a, 'warnings') || count(b, 'affectedUsers') - count(a, 'affectedUsers') || at - other,
  ).map(({ result }) => result)
}

/** Cells of the line of a result: errors, warnings, existing, affected users. */
export function numbersOf({ report }: BatchResult): readonly string[] {
  if (report === null) return ['-', '-', '-', '-']
  const { errors, warnings, existing, affectedUsers } = report.summary
  return [errors, warnings, existing, affectedUsers].map(digits)
}

/** What is wrong with what could not be read. */
export function problemLines({ problems }: BatchResult): readonly string[] {
  return problems.filter(({ severity }) => severity === 'error').map(({ file, line, column, message }) => `${[file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':')}  ${message}`)
}

/** What is worth telling of one report among many. */
export function toldFindings(report: Report): Report['findings'] {
  const counted = report.findings.filter(finding => isCounted(finding, report))
  return counted.length > 0 ? counted : report.findings.filter(({ waived, origin }) => waived === null && origin !== 'resolved')
}
