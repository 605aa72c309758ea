import { sha256 } from '../load/text/digest.js'
import type { Finding, Origin, Scope, SkuName, UsersConcerned } from '../model/report.js'
import type { Path } from '../model/tenant.js'
import type { Cause, Standing, Trace, TraceCohort } from '../model/trace.js'
import { becauseOf } from './because.js'
import { evidenceOf } from './evidence.js'
import { groupOf, plansOf, skusOf } from './named.js'
import { sampleOf, type Situation } from './situation.js'
import { onceFor } from '../once.js'
import { areFew } from '../simulate/memory.js'

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

/** One cohort's (or the tenant's own) part in a finding. */
export interface Part {
  readonly standing: Standing
  readonly cohort: TraceCohort | undefined
  readonly users: readonly number[]
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
    .sort(([a], [b]) => compare(a, b))
    .map(([, parts]) => (isShared(situation.trace) ? foundOnce(situation, parts) : foundFrom(situation, parts)))
    .filter(({ parts, count }) => count.max > 0 || parts.some(({ standing }) => standing.failed))
}

const groupKey = onceFor((standing: Standing): string => `${originOf(standing)} ${isTransient(standing)} ${standing.cause.key}`)

/** Findings with their words, sorted, with ids; without remedies. */
export function findingsOf(situation: Situation, found: readonly Found[]): readonly (readonly [Found, Finding])[] {
  return found
    .map((one) => [one, findingFrom(situation, one)] as const)
    .sort(([, a], [, b]) => inOrder(a, b))
    .map(([one, finding], index) => [one, { ...finding, id: `f${index + 1}` }] as const)
}

function partsOf({ trace }: Situation): readonly Part[] {
  const parts: Part[] = []
  for (const cohort of trace.cohorts) if (cohort.standings.length > 0) for (const part of isShared(trace) ? partsOnce(cohort) : partsOfCohort(cohort)) parts.push(part)
  for (const standing of trace.standings) parts.push({ standing, cohort: undefined, users: standing.users })
  return parts
}

const noUsers: readonly number[] = []

const partsOfCohort = (cohort: TraceCohort): readonly Part[] => cohort.standings.map((standing) => ({ standing, cohort, users: noUsers }))
const partsOnce = onceFor(partsOfCohort)

/** Whether plans that are alike for a cohort share what became of it: of many cohorts none is remembered. */
const isShared = ({ cohorts }: Trace): boolean => areFew(cohorts)

/** The same as long as the cause is the same. */
export const fingerprintOf = (origin: Origin, { key }: Pick<Cause, 'key'>): string => sha256(`${origin} ${key}`).slice(0, 32)

/** What a standing is in the report. */
export const originOf = ({ origin, open }: Standing): Origin => (origin === 'existing' && !open ? 'resolved' : origin)

/** Came and went within the plan. A refused call stays refused. */
const isTransient = ({ origin, open, cause }: Standing): boolean =>
  origin === 'introduced' && !open && cause.scope !== 'change'

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

/** Those who drew lots. */
const drawnIn = onceFor(({ cohorts }: Trace): readonly TraceCohort[] => cohorts.filter(({ lots }) => lots.length > 0))

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

function findingFrom(situation: Situation, found: Found): Finding {
  const { standing, cohort } = firstOf(situation, speaking(found.parts))
  const cause = { ...standing.cause, assumptions: assumptionsOf(situation, found.parts) }
  const rule = cause.ruleId === null ? undefined : situation.rules.get(cause.ruleId)
  const members = [...found.cohorts.map((one) => one.members), Uint32Array.from(found.users)]
  return {
    id: '',
    fingerprint: fingerprintOf(found.origin, cause),
    ruleId: cause.ruleId,
    kind: cause.kind,
    severity: found.severity,
    error: cause.error,
    reason: cause.reason,
    scope: cause.scope,
    origin: found.origin,
    step: found.step,
    transient: found.transient,
    lastStep: found.lastStep,
    users: { ...found.count, sample: sampleOf(situation, members) },
    group: groupOf(situation, cause),
    skus: skusOf(situation, cause),
    servicePlans: plansOf(situation, cause),
    because: becauseOf(situation, standing, cohort, found.count.count),
    evidence: evidenceOf(situation, cause, cohort),
    assumptions: cause.assumptions,
    waived: null,
    rule: rule ? { ...rule.place, source: rule.source ?? null, reason: rule.reason } : null,
    remedies: [],
    remediesComplete: false,
    remediesCut: null,
  }
}

/** Evidence may differ among the users of one finding: the smallest speaks for all, whoever comes first. */
function firstOf(situation: Situation, parts: readonly Part[]): Part {
  const texts = new Map<Standing, string>()
  const said = smallest(parts, ({ standing }) => {
    const known = texts.get(standing) ?? JSON.stringify([standing.cause.evidence, standing.reprocessClears ?? null])
    texts.set(standing, known)
    return known
  })
  return said.length === 1 ? said[0]! : smallest(said, ({ cohort }) => (cohort?.after === undefined ? 'null' : pathsText(firstPaths(situation, cohort, cohort.after.paths))))[0]!
}

/** Of users who differ in what no rule looks at, the paths of those whose text is the smallest. */
function firstPaths({ trace: { variantOf }, project: { tenant } }: Situation, { members }: TraceCohort, paths: readonly Path[]): readonly Path[] {
  if (variantOf === undefined || !tenant.variants!.differ) return paths
  const { compare, pathsOf } = tenant.variants!
  let first = variantOf(members[0]!)
  for (let i = 1; i < members.length; i++) {
    const variant = variantOf(members[i]!)
    if (variant !== first && compare(variant, first) < 0) first = variant
  }
  return pathsOf(paths, first)
}

/** Those with the smallest text. */
function smallest(parts: readonly Part[], textOf: (part: Part) => string): readonly Part[] {
  let [first, found] = ['', [] as Part[]]
  for (const part of parts) {
    const text = textOf(part)
    if (found.length === 0 || text < first) [first, found] = [text, [part]]
    else if (text === first) found.push(part)
  }
  return found
}

/** Cohorts have the same paths in many findings. */
const pathsText = onceFor((paths: readonly Path[]): string => JSON.stringify(paths))

function assumptionsOf(situation: Situation, parts: readonly Part[]): readonly string[] {
  const ids = new Set(parts.flatMap(({ standing }) => standing.cause.assumptions))
  if (!areLotsWhole(situation, speaking(parts))) ids.add('A-SEAT-ORDER')
  const { trace, project } = situation
  const source = parts[0]!.standing.cause.source
  const group = source ? (trace.groups.get(source) ?? project.tenant.groups.get(source)) : undefined
  if (group?.members === 'inferred' && project.settings.assumeMembersInferred) ids.add('A-MEMBERS-INFERRED')
  if (parts.some(({ standing }) => isInherited(standing))) ids.add('A-LOCATION')
  return [...ids].sort()
}

const isInherited = ({ cause: { evidence } }: Standing): boolean =>
  evidence.kind === 'usage-location' && evidence.inherited === true && evidence.usageLocation !== null

/** Those who fail; where in the simulated order nobody does, those who could. */
function speaking(parts: readonly Part[]): readonly Part[] {
  const failed = parts.filter(({ standing }) => standing.failed)
  return failed.length > 0 ? failed : parts
}

function countOf(situation: Situation, parts: readonly Part[]): Found['count'] {
  const failed = parts.filter(({ standing }) => standing.failed)
  const named = new Set(failed.flatMap(({ users }) => users))
  const simulated = named.size + failed.reduce((sum, { cohort }) => sum + (cohort?.members.length ?? 0), 0)
  const { below, above } = slackOf(situation, parts)
  const speakers = speaking(parts)
  const determined = speakers.every(({ standing }) => standing.determined) && areLotsWhole(situation, speakers)
  return { count: simulated + above, min: Math.max(0, simulated - below), max: simulated + above, determined }
}

/** Whether all candidates of every lot are concerned: then it does not matter who won. */
function areLotsWhole({ trace }: Situation, parts: readonly Part[]): boolean {
  const concerned = new Set(parts.flatMap(({ cohort }) => (cohort ? [cohort] : [])))
  const lots = new Set([...concerned].flatMap((cohort) => cohort.lots))
  if (lots.size === 0 || parts.every(({ standing }) => standing.origin === 'existing' && standing.open)) return true
  return drawnIn(trace).every((cohort) => concerned.has(cohort) || !cohort.lots.some((lot) => lots.has(lot)))
}

function slackOf({ trace }: Situation, parts: readonly Part[]): { below: number; above: number } {
  const [first] = parts
  if (parts.every(({ standing }) => standing.determined)) return { below: 0, above: 0 }
  return trace.slack.get(first!.standing.cause.key) ?? { below: 0, above: 0 }
}

/** Nobody is told from those who shared their lot and were as near to it: that would name who won. */
function candidatesOf({ trace }: Situation, parts: readonly Part[]): readonly TraceCohort[] {
  const concerned = new Set(cohortsOf(parts))
  const { key } = parts[0]!.standing.cause
  const lots = new Set([...concerned].flatMap((cohort) => cohort.lots))
  if (lots.size === 0) return [...concerned]
  const near = lotsByCause(trace).get(key)
  return trace.cohorts.filter((cohort) => concerned.has(cohort) || (near?.has(cohort) === true && cohort.lots.some((lot) => lots.has(lot))))
}

/** Of those who drew lots, whom a cause met after the snapshot. */
function lotsByCause(trace: Trace): ReadonlyMap<string, ReadonlySet<TraceCohort>> {
  const known = drawn.get(trace)
  if (known !== undefined) return known
  const made = new Map<string, Set<TraceCohort>>()
  for (const cohort of drawnIn(trace))
    for (const { cause, origin } of cohort.standings)
      if (origin !== 'existing') made.set(cause.key, (made.get(cause.key) ?? new Set()).add(cohort))
  drawn.set(trace, made)
  return made
}

const drawn = new WeakMap<Trace, ReadonlyMap<string, ReadonlySet<TraceCohort>>>()

const cohortsOf = (parts: readonly Part[]): readonly TraceCohort[] => [
  ...new Set(parts.flatMap(({ cohort }) => (cohort ? [cohort] : []))),
]

/** A rule that licences in the snapshot contradict drops to `info` there. */
function severityOf({ rules }: Situation, parts: readonly Part[]): Finding['severity'] {
  if (parts.every(({ standing }) => standing.contradicts)) return 'info'
  const { ruleId } = parts[0]!.standing.cause
  const severity = ruleId === null ? 'error' : rules.get(ruleId)?.severity
  return severity === undefined || severity === 'off' ? 'error' : severity
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info']
const scopes: readonly Scope[] = ['change', 'group', 'sku', 'user', 'waiver']

/** Severity, scope, step, rule, group, fingerprint. */
export const inOrder = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  scopes.indexOf(a.scope) - scopes.indexOf(b.scope) ||
  a.step - b.step ||
  compare(a.ruleId ?? '', b.ruleId ?? '') ||
  compare(a.group?.id ?? '', b.group?.id ?? '') ||
  compare(a.fingerprint, b.fingerprint) ||
  Number(a.transient) - Number(b.transient)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
