import { sha256 } from '../load/text/digest.js'
import type { Finding, Origin, SkuName, UsersConcerned } from '../model/report.js'
import type { Cause, Standing, TraceCohort } from '../model/trace.js'
import { onceFor } from '../once.js'
import { candidatesOf, countOf, drawnIn } from './counted.js'
import { skusOf } from './named.js'
import { cohortsOf, isShared, isTransient, originOf, partsOf, speaking, type Part } from './parts.js'
import type { Situation } from './situation.js'

/** What a finding is, without its words: what remedies compare. */
export interface Found {
  readonly cause: Cause
  readonly severity: Finding['severity']
  readonly origin: Origin
  /** The first step at which it stood; 0: the snapshot. */
  readonly step: number
  readonly transient: boolean
  readonly lastStep: number | null
  readonly count: Omit<UsersConcerned, 'sample'>
  readonly skus: readonly SkuName[]
  /** Whom it concerns (where nobody can know: every candidate). */
  readonly cohorts: readonly TraceCohort[]
  /** Users whom a refused call names, by ordinal. */
  readonly users: readonly number[]
  /** What stands, cohort by cohort: the words are made from it. */
  readonly parts: readonly Part[]
}

/** One for each cause, in the order of their keys: cohorts stand in that of their users, which means nothing. */
export function foundIn(situation: Situation): readonly Found[] {
  const groups = new Map<string, Part[]>()
  for (const part of partsOf(situation)) {
    const key = groupKey(part.standing)
    const parts = groups.get(key)
    if (parts) parts.push(part)
    else groups.set(key, [part])
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, parts]) => (isShared(situation.trace) ? foundOnce(situation, parts) : foundFrom(situation, parts)))
    .filter(({ parts, count }) => count.max > 0 || parts.some(({ standing }) => standing.failed))
}

const groupKey = onceFor((standing: Standing): string => `${originOf(standing)} ${isTransient(standing)} ${standing.cause.key}`)

/** The same as long as the cause is the same. */
export const fingerprintOf = (origin: Origin, { key }: Pick<Cause, 'key'>): string => sha256(`${origin} ${key}`).slice(0, 32)

/** What a finding is made of beside the project: its parts and, where some of them drew lots, who else did, and how far off numbers may be. */
interface Before {
  readonly rules: Situation['rules']
  readonly drawn: readonly TraceCohort[]
  readonly slack: unknown
  readonly found: Found
}

const nobody: readonly TraceCohort[] = []
const foundBefore = new WeakMap<Part, Before[]>()
/** So many findings that begin with the same part are remembered. */
const mostBefore = 8

/** The same finding for the same parts: most plans that are tried differ in few of them. */
function foundOnce(situation: Situation, parts: readonly Part[]): Found {
  const { trace, rules } = situation
  const [first] = parts
  const known = foundBefore.get(first!) ?? []
  const isDrawn = parts.some(({ cohort }) => cohort !== undefined && cohort.lots.length > 0)
  const slack = isDrawn ? trace.slack.get(first!.standing.cause.key) : undefined
  const drawn = isDrawn ? drawnIn(trace) : nobody
  const same = known.find((one) => one.rules === rules && one.slack === slack && areSame(one.found.parts, parts) && areSame(one.drawn, drawn))
  if (same) return same.found
  const found = foundFrom(situation, parts)
  foundBefore.set(first!, [{ rules, drawn, slack, found }, ...known.slice(0, mostBefore - 1)])
  return found
}

const areSame = <T>(a: readonly T[], b: readonly T[]): boolean => a === b || (a.length === b.length && a.every((one, index) => one === b[index]))

function foundFrom(situation: Situation, parts: readonly Part[]): Found {
  const failed = speaking(parts)
  const { standing } = failed[0]!
  const origin = originOf(standing)
  const isOver = origin === 'resolved' || isTransient(standing)
  const count = countOf(situation, parts)
  return {
    cause: standing.cause,
    severity: severityOf(situation, failed),
    origin,
    step: origin === 'introduced' ? failed.reduce((first, part) => Math.min(first, part.standing.firstStep), Infinity) : 0,
    transient: isTransient(standing),
    lastStep: isOver ? failed.reduce((last, part) => Math.max(last, part.standing.lastStep), 0) : null,
    count,
    skus: skusOf(situation, standing.cause),
    cohorts: count.determined ? cohortsOf(failed) : candidatesOf(situation, parts),
    users: [...new Set(failed.flatMap(({ users }) => users))].sort((a, b) => a - b),
    parts,
  }
}

/** A rule that licences in the snapshot contradict drops to `info` there. */
function severityOf({ rules }: Situation, parts: readonly Part[]): Finding['severity'] {
  if (parts.every(({ standing }) => standing.contradicts)) return 'info'
  const { ruleId } = parts[0]!.standing.cause
  const severity = ruleId === null ? 'error' : rules.get(ruleId)?.severity
  return severity === undefined || severity === 'off' ? 'error' : severity
}
