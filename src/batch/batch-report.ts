import { isOurFault } from './fault.js'
import { matches } from '../explain/waive.js'
import { waiverNotices } from '../explain/waiver-notices.js'
import type { BatchName, BatchPart, BatchReport, BatchResult, BatchSummary } from '../model/batch.js'
import type { Finding, NoticeLine, Report } from '../model/report.js'
import type { Waiver } from '../model/waiver.js'
import { version } from '../model/version.js'

/** The answer to a run, or to a shard of one. */
export function batchReport(results: readonly BatchResult[], now: string, waivers: readonly Waiver[]): BatchReport {
  const sorted = [...results].sort(byName)
  return { schemaVersion: 1, tool: { name: 'seatplan', version }, now, summary: summaryOf(sorted), results: sorted, notices: noticesOf(sorted, waivers) }
}

/** The same as a shard: what only the whole run shows is left to who puts the shards together. */
export function shardReport(results: readonly BatchResult[], now: string, part: BatchPart): BatchReport {
  return { ...batchReport(results, now, []), notices: [], part }
}

/** By tenant, then plan; the project's own tenant, and the tenant as it is, first. */
export function byName(a: BatchName, b: BatchName): number {
  return compare(a.tenant ?? '', b.tenant ?? '') || compare(a.plan ?? '', b.plan ?? '')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function summaryOf(results: readonly BatchResult[]): BatchSummary {
  const of = (outcome: BatchResult['outcome']): number => results.filter(one => one.outcome === outcome).length
  const sum = (key: 'errors' | 'warnings' | 'existing' | 'resolved' | 'waived' | 'affectedUsers'): number => results.reduce((total, { report }) => total + (report?.summary[key] ?? 0), 0)
  return {
    results: results.length, passed: of('passed'), failed: of('failed'), unread: of('unread'),
    errors: sum('errors'), warnings: sum('warnings'), existing: sum('existing'), resolved: sum('resolved'), waived: sum('waived'), affectedUsers: sum('affectedUsers'),
    exitCode: results.some(isOurFault) ? 3 : of('unread') > 0 ? 2 : of('failed') > 0 ? 1 : 0,
  }
}

/** Nobody knows what is of no use while something could not be read. */
function noticesOf(results: readonly BatchResult[], waivers: readonly Waiver[]): readonly NoticeLine[] {
  const reports = results.flatMap(({ report }) => report ?? [])
  return reports.length === 0 || reports.length < results.length ? [] : waiverNotices(waivers, reports)
}

/** Waivers as some tenants read them, and what came of these. */
export interface Read {
  readonly waivers: readonly Waiver[]
  readonly reports: readonly Report[]
}

/** Each waiver once, by its place: as a tenant reads it that has a finding for it, else one that has what it names, if there is one. */
export function waiversOnce(all: readonly Read[]): readonly Waiver[] {
  const once = new Map<string, { readonly waiver: Waiver; readonly rank: string }>()
  for (const { waivers, reports } of all) {
    const findings = reports.flatMap(report => report.findings)
    for (const waiver of waivers) {
      const rank = rankOf(waiver, findings)
      const known = once.get(keyOf(waiver))
      if (known === undefined || rank < known.rank) once.set(keyOf(waiver), { waiver, rank })
    }
  }
  return [...once].sort(([a], [b]) => compare(a, b)).map(([, { waiver }]) => waiver)
}

function keyOf({ place: { file, line, column } }: Waiver): string {
  return `${file}\n${String(line).padStart(9, '0')}\n${String(column).padStart(9, '0')}`
}

/** Ids break ties, so that it does not matter who is asked first. */
function rankOf(waiver: Waiver, findings: readonly Finding[]): string {
  if (waiver.id === null) return '2'
  return `${findings.some(finding => matches(waiver, finding)) ? 0 : 1} ${waiver.id}`
}
