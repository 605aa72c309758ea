import { sha256 } from '../load/text/digest.js'
import type { Finding, Waived } from '../model/report.js'
import type { Waiver } from '../model/waiver.js'
import { inOrder } from './findings.js'
import type { Found } from './found.js'
import { countOf, list, type Situation } from './situation.js'

type Pair = readonly [Found, Finding]

export interface Accepted {
  /** As they were, with the waiver that covers each, and with their ids in the report. */
  readonly findings: readonly Pair[]
  /** Waivers that have run out, as findings. */
  readonly expired: readonly Finding[]
}

/** Lays the project's waivers on its findings. A waiver that has run out covers nothing, and is a finding itself. */
export function waive(situation: Situation, pairs: readonly Pair[]): Accepted {
  const { waivers = [], now } = situation.project
  const isOver = ({ expires }: Waiver): boolean => expires !== null && expires < now
  const standing = waivers.filter(waiver => !isOver(waiver))
  const users = standing.filter(({ by }) => by === 'user')
  const waived = pairs.map(([found, finding]): Pair => [found, { ...finding, waived: waivedBy(situation, found, finding, standing, users) }])
  const expired = waivers.filter(isOver).map(waiver => expiredFinding(waiver, waived))
  return numbered(waived, expired)
}

/** What a plan ends needs no waiver. */
function waivedBy(situation: Situation, found: Found, finding: Finding, standing: readonly Waiver[], users: readonly Waiver[]): Waived | null {
  if (finding.origin === 'resolved') return null
  const one = standing.find(waiver => matches(waiver, finding))
  const [first, ...others] = one === undefined ? forAllUsers(situation, found, users) : [one]
  if (first === undefined) return null
  const { reason, expires, owner, ticket, place } = first
  return { reason, expires, owner, ticket, ...place, ...(others.length > 0 && { with: others.map(({ place: { file, line, column } }) => ({ file, line, column })) }) }
}

/** Whether the waiver is about the finding as a whole. */
export function matches({ by, id }: Waiver, { fingerprint, ruleId, group }: Pick<Finding, 'fingerprint' | 'ruleId' | 'group'>): boolean {
  switch (by) {
    case 'fingerprint': return fingerprint === id
    case 'rule': return id !== null && ruleId === id
    case 'group': return id !== null && group?.id === id
    case 'user': return false
  }
}

/** Waivers of users cover a finding together, if they cover everybody; what runs out first is first. Whom nobody can know, nobody can waive. */
function forAllUsers({ project }: Situation, found: Found, users: readonly Waiver[]): readonly Waiver[] {
  if (users.length === 0 || !found.count.determined || found.count.max === 0 || found.count.max > users.length) return []
  const concerned = new Set([...found.users, ...found.cohorts.flatMap(({ members }) => [...members])])
  const covering = users.filter(({ id }) => id !== null && concerned.has(project.tenant.find(id) ?? -1))
  const last = lastOfEach(covering)
  return last.length === concerned.size ? last : []
}

/** Of each user the waiver that lasts longest, in the order in which they run out. */
function lastOfEach(waivers: readonly Waiver[]): readonly Waiver[] {
  const longest = new Map<string | null, Waiver>()
  for (const waiver of waivers) if (!((longest.get(waiver.id)?.expires ?? '') >= (waiver.expires ?? ''))) longest.set(waiver.id, waiver)
  return [...longest.values()].sort((a, b) => compareDays(a.expires, b.expires))
}

const compareDays = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0)

function expiredFinding(waiver: Waiver, pairs: readonly Pair[]): Finding {
  const { by, text, id, expires, reason, place } = waiver
  const covered = pairs.map(([, finding]) => finding).filter(finding => matches(waiver, finding) && finding.origin !== 'resolved')
  return {
    id: '', fingerprint: sha256(`existing waiver/expired ${by} ${id ?? text} ${expires}`).slice(0, 32), ruleId: 'waiver/expired', kind: 'waiver', severity: 'warning',
    error: null, reason: null, scope: 'waiver', origin: 'existing', step: 0, transient: false, lastStep: null,
    users: { count: 0, min: 0, max: 0, determined: true, sample: [] }, group: null, skus: [], servicePlans: [],
    because: [`The waiver of ${aboutWords(waiver)} ran out on ${expires}. Its reason was: ${reason}`, coversWords(waiver, covered)],
    evidence: { by, text, expires, covers: covered.map(({ fingerprint }) => fingerprint) },
    assumptions: [], waived: null, rule: { ...place, source: null, reason }, remedies: [], remediesComplete: false, remediesCut: null,
  }
}

/** `the rule one-exchange-plan` */
export function aboutWords({ by, text }: Waiver): string {
  return by === 'fingerprint' ? `the finding with the fingerprint ${text}` : `the ${by} ${text}`
}

function coversWords({ by }: Waiver, covered: readonly Finding[]): string {
  if (by === 'user') return 'What it covered counts again.'
  if (covered.length === 0) return 'Nothing is found any more that it covered: remove it.'
  const rules = [...new Set(covered.map(({ ruleId }) => ruleId ?? 'a recorded error'))].sort()
  return `${countOf(covered.length, 'finding')} that it covered ${covered.length === 1 ? 'counts' : 'count'} again (${list(rules)}): cure ${covered.length === 1 ? 'it' : 'them'}, or decide anew.`
}

/** Ids count through everything that the report lists. */
function numbered(pairs: readonly Pair[], expired: readonly Finding[]): Accepted {
  if (expired.length === 0) return { findings: pairs, expired }
  const sorted = [...pairs.map(([, finding]) => finding), ...expired].sort(inOrder)
  const ids = new Map(sorted.map((finding, at) => [finding, `f${at + 1}`]))
  return {
    findings: pairs.map(([found, finding]): Pair => [found, { ...finding, id: ids.get(finding)! }]),
    expired: expired.map(finding => ({ ...finding, id: ids.get(finding)! })),
  }
}

/** All findings in the order of the report. */
export function together(findings: readonly Finding[], expired: readonly Finding[]): readonly Finding[] {
  return expired.length === 0 ? findings : [...findings, ...expired].sort(inOrder)
}
