import { waiverNotices } from '../explain/waiver-notices.js'
import type { BatchName, BatchPart, BatchReport, BatchResult, BatchSummary } from '../model/batch.js'
import type { NoticeLine } from '../model/report.js'
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
    exitCode: of('unread') > 0 ? 2 : of('failed') > 0 ? 1 : 0,
  }
}

/** Nobody knows what is of no use while something could not be read. */
function noticesOf(results: readonly BatchResult[], waivers: readonly Waiver[]): readonly NoticeLine[] {
  const reports = results.flatMap(({ report }) => report ?? [])
  return reports.length === 0 || reports.length < results.length ? [] : waiverNotices(waivers, reports)
}

/** Each waiver once, by its place: as a tenant reads it that has what it names, if there is one. */
export function waiversOnce(waivers: readonly Waiver[]): readonly Waiver[] {
  const once = new Map<string, Waiver>()
  for (const waiver of waivers) {
    const key = `${waiver.place.file}\n${String(waiver.place.line).padStart(9, '0')}\n${String(waiver.place.column).padStart(9, '0')}`
    if ((once.get(key)?.id ?? null) === null) once.set(key, waiver)
  }
  return [...once].sort(([a], [b]) => compare(a, b)).map(([, waiver]) => waiver)
}
