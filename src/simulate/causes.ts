import type { Guid } from '../model/catalog.js'
import type { Scope } from '../model/report.js'
import type { Rule } from '../model/rule.js'
import type { Holding } from '../model/subject.js'
import type { Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import type { Evidence, Violation } from '../model/violation.js'
import { entriesOf } from './entries.js'
import { bySource } from './paths.js'

/** Graph's code for what a rule of this kind refuses. */
const codes: Readonly<Record<Rule['kind'], string | null>> = {
  'usage-location': 'ProhibitedInUsageLocationViolation',
  'unique-proxy': 'UniquenessViolation',
  'mutually-exclusive': 'MutuallyExclusiveViolation',
  prerequisite: 'DependencyViolation',
  seats: 'CountViolation',
  condition: null,
}

/** The code that a row records when several rules fail on one product: the first of these. */
const precedence = Object.values(codes)

export const codeOf = (violation: Violation): string | null => codes[violation.evidence.kind]

export const firstCode = (a: string | undefined, b: string): string =>
  a !== undefined && precedence.indexOf(a) <= precedence.indexOf(b) ? a : b

export const holdingsOf = (evidence: Evidence): readonly Holding[] => ('holdings' in evidence ? evidence.holdings : [])

/** What failed: each violation with the products of the source that carry it. */
export interface Blame {
  readonly violation: Violation
  readonly skuIds: readonly Guid[]
}

interface Parts {
  readonly ruleId: string | null
  readonly kind: string
  readonly error: string | null
  readonly reason?: string
  readonly scope: Scope
  readonly source: Source | undefined
  readonly skuId: Guid | null
  readonly opposing: readonly Holding[]
  readonly evidence: Cause['evidence']
  readonly assumptions?: readonly string[]
}

/** A cause with its key: rule, code, failing source and product, and what it meets. */
export function cause(parts: Parts): Cause {
  const opposing = parts.opposing.map((h) => `${h.assignedByGroup ?? 'direct'}/${h.skuId}/${h.planId ?? '*'}`).sort()
  const key = [
    parts.ruleId ?? '-',
    parts.error ?? '-',
    parts.reason ?? '-',
    parts.scope,
    parts.source === null ? 'direct' : (parts.source ?? '-'),
    parts.skuId ?? '-',
    ...opposing,
  ].join(' ')
  return { ...parts, key, reason: parts.reason ?? null, assumptions: parts.assumptions ?? [] }
}

const causes = new WeakMap<Violation, Map<string, Cause>>()

/** What a violation is, for one failing product of one source. Remembered: the same violation is met by many plans that are tried. */
export function causeOf(violation: Violation, scope: Scope, source: Source, skuId: Guid): Cause {
  const known = entriesOf(causes, violation)
  const key = `${scope} ${source} ${skuId}`
  const made = known.get(key) ?? makeCause(violation, scope, source, skuId)
  known.set(key, made)
  return made
}

const assuming = new WeakMap<Cause, Map<string, Cause>>()

/** The cause with more assumptions, sorted; the same one for the same. */
export function causeAssuming(cause: Cause, ids: readonly string[]): Cause {
  if (ids.every((id) => cause.assumptions.includes(id))) return cause
  const known = entriesOf(assuming, cause)
  const made = known.get(ids.join()) ?? { ...cause, assumptions: [...new Set([...cause.assumptions, ...ids])].sort() }
  known.set(ids.join(), made)
  return made
}

const makeCause = (violation: Violation, scope: Scope, source: Source, skuId: Guid): Cause =>
  cause({
    ruleId: violation.ruleId,
    kind: violation.evidence.kind,
    error: codeOf(violation),
    scope,
    source,
    skuId,
    opposing: opposing(violation.evidence, source, skuId),
    evidence: violation.evidence,
    assumptions: violation.evidence.kind === 'unique-proxy' ? ['A-PROXY-OBJECT'] : [],
  })

/** The holdings that the failing product meets: those of other paths or products. */
const opposing = (evidence: Evidence, source: Source, skuId: Guid): readonly Holding[] =>
  evidence.kind === 'mutually-exclusive' || evidence.kind === 'prerequisite'
    ? evidence.holdings.filter((holding) => holding.assignedByGroup !== source || holding.skuId !== skuId)
    : []

/**
 * What a violation of standing licences is. Of holdings that exclude or need each other the first fails and the others
 * oppose it; a location or an address speaks of each product of each path by itself.
 */
export function standingCauses(violation: Violation, scope: Scope): readonly Cause[] {
  const known = entriesOf(standings, violation)
  const made = known.get(scope) ?? makeStandingCauses(violation, scope)
  known.set(scope, made)
  return made
}

const standings = new WeakMap<Violation, Map<Scope, readonly Cause[]>>()

function makeStandingCauses(violation: Violation, scope: Scope): readonly Cause[] {
  const { evidence } = violation
  if (evidence.kind !== 'usage-location' && evidence.kind !== 'unique-proxy') return [standingCause(violation, scope)]
  const paths = new Map<string, Holding[]>()
  for (const holding of [...evidence.holdings].sort(byPath)) {
    const key = `${holding.assignedByGroup} ${holding.skuId}`
    paths.set(key, [...(paths.get(key) ?? []), holding])
  }
  return [...paths.values()].map((holdings) => standingCause({ ...violation, evidence: narrowed(evidence, holdings) }, scope))
}

type PerPath = Extract<Evidence, { kind: 'usage-location' | 'unique-proxy' }>

/** The evidence about these holdings alone. */
const narrowed = (evidence: PerPath, holdings: readonly Holding[]): Evidence =>
  evidence.kind === 'unique-proxy' || evidence.planId === null
    ? { ...evidence, holdings }
    : { ...evidence, holdings, planId: holdings[0]!.planId ?? holdings[0]!.skuId }

function standingCause({ ruleId, evidence }: Violation, scope: Scope): Cause {
  const [first] = [...holdingsOf(evidence)].sort(byPath)
  return cause({
    ruleId,
    kind: evidence.kind,
    error: null,
    scope,
    source: first?.assignedByGroup,
    skuId: first?.skuId ?? (evidence.kind === 'seats' ? evidence.skuId : null),
    opposing: first ? opposing(evidence, first.assignedByGroup, first.skuId) : shownProducts(evidence),
    evidence,
  })
}

const shownProducts = (evidence: Evidence): readonly Holding[] =>
  evidence.kind === 'condition' ? evidence.skuIds.map((skuId) => ({ planId: null, skuId, assignedByGroup: null })) : []

export const byPath = (a: Holding, b: Holding): number =>
  bySource(a.assignedByGroup, b.assignedByGroup) || order(a.skuId, b.skuId) || order(a.planId ?? '', b.planId ?? '')

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Standings of a crowd after `found` are what now stands among those that `concerns` speaks of. */
export function restand(
  standings: readonly Standing[],
  concerns: (standing: Standing) => boolean,
  found: readonly Standing[],
  step: number,
): readonly Standing[] {
  if (standings.length === 0) return found
  const before = earlierOf(standings, concerns)
  const now = new Set(found.map(({ cause }) => cause.key))
  const kept = standings.flatMap((old) => {
    if (!old.open || !concerns(old)) return [old]
    if (now.has(old.cause.key)) return []
    if (old.cause.ruleId === null && found.some((one) => succeeds(one, old))) return []
    return old.firstStep >= step ? [] : [{ ...old, open: false, lastStep: step - 1 }]
  })
  return [...kept, ...found.map((one) => goingOn(one, before))]
}

/** What stood until now, by what it is looked for. */
interface Earlier {
  readonly byKey: ReadonlyMap<string, Standing>
  readonly recorded: readonly Standing[]
  readonly byRule: ReadonlyMap<string, readonly Standing[]>
}

function earlierOf(standings: readonly Standing[], concerns: (standing: Standing) => boolean): Earlier {
  const byKey = new Map<string, Standing>()
  const byRule = new Map<string, Standing[]>()
  const recorded: Standing[] = []
  for (const old of standings) {
    if (!old.open || !concerns(old)) continue
    const { key, ruleId, error, kind } = old.cause
    if (!byKey.has(key)) byKey.set(key, old)
    if (old.origin === 'existing' && error !== null) recorded.push(old)
    if (kind === 'condition') byRule.set(ruleId!, [...(byRule.get(ruleId!) ?? []), old])
  }
  return { byKey, recorded, byRule }
}

/** What stood before under another key goes on: it begins where that began. */
function goingOn(now: Standing, { byKey, recorded, byRule }: Earlier): Standing {
  const { key, kind, ruleId } = now.cause
  const continued = (): Standing | undefined => (kind === 'condition' ? byRule.get(ruleId!)?.find((old) => continues(now, old)) : undefined)
  const earlier = byKey.get(key) ?? recorded.find((old) => succeeds(now, old)) ?? continued()
  if (!earlier) return now
  const { origin, firstStep, contradicts } = earlier
  return { ...now, origin, firstStep, ...(contradicts && { contradicts }) }
}

/** A house rule that showed more products before goes on standing; it does not begin anew. */
const continues = (now: Standing, old: Standing): boolean =>
  now.cause.opposing.length > 0 &&
  now.cause.opposing.every((one) => old.cause.opposing.some((other) => other.skuId === one.skuId))

/** The same code on the same row, recorded in the snapshot and now met again: it exists, it is not introduced. */
const succeeds = (now: Standing, old: Standing): boolean =>
  old.origin === 'existing' &&
  old.cause.error !== null &&
  old.cause.error === now.cause.error &&
  old.cause.source === now.cause.source &&
  old.cause.skuId === now.cause.skuId
