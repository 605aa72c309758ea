import type { Finding, Report } from '../model/report.js'
import { counted, range } from './count.js'
import { nameOf, placesIn } from './finding-words.js'
import type { Paint } from './paint.js'
import { visible } from './visible.js'

/** A finding in one of two reports, or in both. */
export interface Compared {
  readonly fingerprint: string
  readonly ruleId: string | null
  readonly error: string | null
  readonly severity: Finding['severity']
  readonly origin: Finding['origin']
  readonly transient: boolean
  readonly waived: boolean
  /** Ids in the reports; null: it is not there. */
  readonly before: { readonly id: string; readonly users: Range } | null
  readonly after: { readonly id: string; readonly users: Range } | null
  readonly where: string
}

interface Range {
  readonly min: number
  readonly max: number
}

export interface Comparison {
  readonly new: readonly Compared[]
  readonly gone: readonly Compared[]
  readonly grown: readonly Compared[]
  readonly shrunk: readonly Compared[]
  /** Findings that are in both and concern as many users. */
  readonly unchanged: number
}

/** What stands in two reports, by cause. What a plan resolves stands in neither. */
export function compareReports(before: Report, after: Report): Comparison {
  const [old, now] = [standingIn(before), standingIn(after)]
  const both = [...now].flatMap(([key, finding]) => (old.has(key) ? [compared(old.get(key), finding)] : []))
  const grown = both.filter(one => isMore(one.after!.users, one.before!.users))
  const shrunk = both.filter(one => isMore(one.before!.users, one.after!.users))
  return {
    new: [...now].filter(([key]) => !old.has(key)).map(([, finding]) => compared(undefined, finding)),
    gone: [...old].filter(([key]) => !now.has(key)).map(([, finding]) => compared(finding, undefined)),
    grown,
    shrunk,
    unchanged: both.length - grown.length - shrunk.length,
  }
}

export function isSame(comparison: Comparison): boolean {
  return [comparison.new, comparison.gone, comparison.grown, comparison.shrunk].every(list => list.length === 0)
}

/** Why two reports may differ although nothing got better or worse. */
export function differentGround(before: Report, after: Report): readonly string[] {
  return [
    before.rules.digest !== after.rules.digest && 'the rules differ',
    before.tool.version !== after.tool.version && `seatplan ${before.tool.version} wrote one, ${after.tool.version} the other`,
    (before.plan === null) !== (after.plan === null) && 'only one of them has a plan',
  ].filter(one => one !== false)
}

function standingIn({ findings }: Report): ReadonlyMap<string, Finding> {
  return new Map(findings.filter(({ origin }) => origin !== 'resolved').map(finding => [`${finding.fingerprint} ${finding.transient}`, finding]))
}

/** By the most that it can be, then by the least. */
function isMore(one: Range, other: Range): boolean {
  return one.max > other.max || (one.max === other.max && one.min > other.min)
}

function compared(before: Finding | undefined, after: Finding | undefined): Compared {
  const { fingerprint, ruleId, error, severity, origin, transient, waived } = after ?? before!
  return { fingerprint, ruleId, error, severity, origin, transient, waived: waived !== null, before: sideOf(before), after: sideOf(after), where: placesIn(after ?? before!).join('; ') }
}

function sideOf(finding: Finding | undefined): Compared['before'] {
  return finding === undefined ? null : { id: finding.id, users: { min: finding.users.min, max: finding.users.max } }
}

const sections = [['new', 'New', '+'], ['grown', 'Grown', '>'], ['shrunk', 'Shrunk', '<'], ['gone', 'Gone', '-']] as const

/** What changed between two reports, for people; worst first. */
export function comparisonText(comparison: Comparison, paint: Paint): string {
  const head = sections.map(([key]) => `${comparison[key].length} ${key}`).join(', ')
  const parts = sections.flatMap(([key, title, sign]) => (comparison[key].length === 0 ? [] : ['', paint.bold(title), ...comparison[key].map(one => line(one, sign, paint))]))
  return [`${isSame(comparison) ? 'No difference' : head}; ${counted(comparison.unchanged, 'finding')} unchanged`, ...parts, ''].join('\n')
}

const usersIn = (users: Range): string => (users.min === users.max ? counted(users.max, 'user') : `${range(users)} users`)

function line({ before, after, severity, waived, where, ...finding }: Compared, sign: string, paint: Paint): string {
  const ids = before === null ? after!.id : after === null ? before.id : before.id === after.id ? before.id : `${before.id} -> ${after.id}`
  const users = before === null || after === null ? usersIn((after ?? before)!.users) : `${range(before.users)} -> ${usersIn(after.users)}`
  const colour = sign === '+' || sign === '>' ? (severity === 'error' ? paint.red : paint.yellow) : paint.green
  const words = [ids, severity, nameOf(finding), users, where, waived ? 'waived' : ''].filter(word => word !== '')
  return `  ${colour(sign)} ${visible(words.join('  '))}`
}
