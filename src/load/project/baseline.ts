import type { Loaded } from '../../model/problem.js'
import type { Finding } from '../../model/report.js'
import type { Waiver } from '../../model/waiver.js'
import type { Located } from './config.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { openDocument } from '../text/open.js'
import { sortedProblems, unlessWrong } from '../text/problems.js'
import { misfits } from '../text/schema.js'

/** One finding of a baseline: its fingerprint, and beside it what a reader of a diff wants to see. No line, no count, nothing that changes from day to day. */
export interface BaselineEntry {
  readonly fingerprint: string
  readonly rule?: string | null
  readonly error?: string | null
  readonly group?: string | null
  readonly products?: readonly string[]
}

/** Reads a baseline as waivers without end. A file that is not there yet is empty where it is about to be written. */
export async function loadBaseline(files: Files, { path, shown, blame }: Located, isWritten: boolean): Promise<Loaded<readonly Waiver[]>> {
  if ((await files.stat(path)) === undefined) {
    return isWritten ? { value: [], problems: [] } : { problems: [blame('no-file', `there is no baseline \`${shown}\``, '`--update-baseline` beside it writes one')] }
  }
  const document = await openDocument(files, path, shown)
  if (document.value === undefined) return { problems: document.problems }
  return readBaseline(document.value)
}

export function readBaseline(document: Document): Loaded<readonly Waiver[]> {
  const problems = sortedProblems(misfits(document, 'baseline').map(({ problem }) => problem))
  const entries = (document.data as { readonly baseline?: readonly BaselineEntry[] } | null)?.baseline
  const waivers = Array.isArray(entries) && problems.length === 0 ? entries.map((entry: BaselineEntry, index) => waiverOf(entry, index, document)) : []
  return unlessWrong(waivers, problems)
}

function waiverOf({ fingerprint }: BaselineEntry, index: number, document: Document): Waiver {
  const id = fingerprint.trim().toLowerCase()
  return { by: 'fingerprint', text: fingerprint, id, reason: 'in the baseline', expires: null, owner: null, ticket: null, place: document.place(['baseline', index]) }
}

/** What a baseline of these findings holds: what counts or could count. What a waiver covers stays with its waiver. */
export function baselineOf(findings: readonly Finding[]): readonly BaselineEntry[] {
  const kept = findings.filter(({ waived, severity, origin, kind }) => (waived === null || waived.expires === null) && severity !== 'info' && origin !== 'resolved' && kind !== 'waiver')
  const entries = new Map(kept.map(finding => [finding.fingerprint, entryOf(finding)]))
  return [...entries.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
}

function entryOf({ fingerprint, ruleId, error, group, skus }: Finding): BaselineEntry {
  return { fingerprint, rule: ruleId, error, group: group?.displayName ?? null, products: skus.map(({ skuPartNumber }) => skuPartNumber) }
}

/** One entry a line, so that a diff shows what came and went. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(entry => `    ${JSON.stringify(entry)}`)
  return `{\n  "schemaVersion": 1,\n  "baseline": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`
}
