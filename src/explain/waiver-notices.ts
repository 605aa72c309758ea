import type { Finding, NoticeLine, Report } from '../model/report.js'
import type { Waiver } from '../model/waiver.js'
import { countOf } from './situation.js'
import { aboutWords, matches } from './waive.js'

/**
 * What of the waivers is of no use, judged over all reports of a run: a waiver of which one plan or tenant has no need may be
 * needed by the next. Waivers that have run out are findings and not told again.
 */
export function waiverNotices(waivers: readonly Waiver[], reports: readonly Report[]): readonly NoticeLine[] {
  const findings = reports.flatMap(report => report.findings)
  const named = new Set(findings.flatMap(({ waived }) => (waived === null ? [] : [waived, ...(waived.with ?? [])])).map(placeKey))
  const inForce = waivers.filter(({ expires }) => expires !== null && reports.some(({ now }) => expires >= now))
  const users = new Set(inForce.filter(({ by, place }) => by === 'user' && named.has(placeKey(place))).map(({ id }) => id))
  const notices = inForce.filter(({ place }) => !named.has(placeKey(place))).map(waiver => useless(waiver, findings, users))
  return [...notices, ...goneFromBaseline(waivers, findings)].sort((a, b) => compare(a.id, b.id) || compare(a.text, b.text))
}

/** The report with notices that a whole run decides. */
export function withNotices(report: Report, notices: readonly NoticeLine[]): Report {
  if (notices.length === 0) return report
  return { ...report, notices: [...report.notices, ...notices].sort((a, b) => compare(a.id, b.id) || compare(a.text, b.text)) }
}

const placeKey = ({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }): string => `${file}:${line}:${column}`

/** `users`: those of whom another waiver is of use. */
function useless(waiver: Waiver, findings: readonly Finding[], users: ReadonlySet<string | null>): NoticeLine {
  const where = `${waiver.place.file}:${waiver.place.line} waives ${aboutWords(waiver)}`
  const covered = findings.filter(finding => matches(waiver, finding))
  if (waiver.by === 'user' && users.has(waiver.id)) return { id: 'waiver-unnecessary', text: `${where}, and another waiver of the same user lasts as long: it is not needed`, count: 1 }
  if (covered.length === 0) return { id: 'waiver-unused', text: `${where}, and ${whyNothing(waiver)}`, count: 1 }
  const isResolved = covered.every(({ origin }) => origin === 'resolved')
  return { id: 'waiver-unnecessary', text: `${where}, and ${isResolved ? 'the plan resolves what it covers' : 'another waiver covers all of it'}: it is not needed`, count: 1 }
}

function whyNothing({ by, id }: Waiver): string {
  if (id === null) return `this tenant has no such ${by}`
  if (by === 'user') return 'no finding concerns only users who are waived'
  return 'nothing is found that it covers: remove it'
}

function goneFromBaseline(waivers: readonly Waiver[], findings: readonly Finding[]): readonly NoticeLine[] {
  const present = new Set(findings.filter(({ origin }) => origin !== 'resolved').map(({ fingerprint }) => fingerprint))
  const gone = waivers.filter(({ expires, id }) => expires === null && !present.has(id ?? ''))
  if (gone.length === 0) return []
  return [{ id: 'baseline-gone', text: `${countOf(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone: \`--update-baseline\` takes ${gone.length === 1 ? 'it' : 'them'} out of ${gone[0]!.place.file}`, count: gone.length }]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
