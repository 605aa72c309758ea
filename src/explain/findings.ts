import type { Finding, Scope } from '../model/report.js'
import type { Path } from '../model/tenant.js'
import type { Standing, TraceCohort } from '../model/trace.js'
import { becauseOf } from './because.js'
import { areLotsWhole } from './counted.js'
import { evidenceOf } from './evidence.js'
import { fingerprintOf, type Found } from './found.js'
import { groupOf, plansOf, skusOf } from './named.js'
import { speaking, type Part } from './parts.js'
import { sampleOf, type Situation } from './situation.js'
import { onceFor } from '../once.js'

/** Findings with their words, sorted, with ids; without remedies. */
export function findingsOf(situation: Situation, found: readonly Found[]): readonly (readonly [Found, Finding])[] {
  return found
    .map((one) => [one, findingFrom(situation, one)] as const)
    .sort(([, a], [, b]) => inOrder(a, b))
    .map(([one, finding], index) => [one, { ...finding, id: `f${index + 1}` }] as const)
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
    rule: rule ? { ...rule.place, source: rule.source ?? null, reason: rule.reason, ...(rule.certainty !== undefined && { certainty: rule.certainty }) } : null,
    remedies: [],
    remediesComplete: false,
    remediesCut: null,
  }
}

/** Evidence may differ among the users of one finding: the smallest speaks for all; of those who are alike, the first user. */
function firstOf(situation: Situation, parts: readonly Part[]): Part {
  const texts = new Map<Standing, string>()
  const said = smallest(parts, ({ standing }) => {
    const known = texts.get(standing) ?? JSON.stringify([standing.cause.evidence, standing.reprocessClears ?? null])
    texts.set(standing, known)
    return known
  })
  return said.length === 1 ? said[0]! : withFirstPaths(situation, said)
}

/** Who has no paths any more comes last; of those with equal ones the first user speaks. */
function withFirstPaths(situation: Situation, [part, ...others]: readonly Part[]): Part {
  const pathsOf = ({ cohort }: Part) => (cohort?.after === undefined ? undefined : firstPaths(situation, cohort, cohort.after.paths))
  let [first, found] = [pathsOf(part!), part!]
  for (const other of others) {
    const paths = pathsOf(other)
    if ((comparePaths(paths, first) || firstUser(other) - firstUser(found)) < 0) [first, found] = [paths, other]
  }
  return found
}

const firstUser = ({ cohort }: Part): number => cohort?.members[0] ?? -1

/** As their texts compare, which would be as long as there are paths: most of the paths are those of others, too. */
function comparePaths(some: readonly Path[] | undefined, others: readonly Path[] | undefined): number {
  if (some === others) return 0
  if (some === undefined || others === undefined) return some === undefined ? 1 : -1
  if (some.length === 0 || others.length === 0) return some.length - others.length
  for (let at = 0; at < some.length && at < others.length; at++) {
    if (some[at] === others[at]) continue
    const order = compare(pathText(some[at]!), pathText(others[at]!))
    if (order !== 0) return order
  }
  return others.length - some.length
}

const pathText = onceFor((path: Path): string => JSON.stringify(path))

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
