import type { Guid } from '../model/catalog.js'
import type { Names } from '../model/names.js'
import type { Holding } from '../model/subject.js'
import type { Path } from '../model/tenant.js'
import type { Cause, Standing, TraceCohort } from '../model/trace.js'
import type { Evidence } from '../model/violation.js'
import { refusalWords } from './refusal-words.js'
import { addressOf } from './evidence.js'
import { countOf, list, sourceWords, type Situation } from './situation.js'

/** The chain of reasons, one sentence each: who holds what, what comes or goes, why that cannot be, what follows. */
export function becauseOf(situation: Situation, standing: Standing, cohort: TraceCohort | undefined, users: number): readonly string[] {
  const { cause } = standing
  const rule = cause.ruleId === null ? undefined : situation.rules.get(cause.ruleId)
  return [
    ...whatMet(situation, cause, users, cohort),
    ...(rule ? [rule.reason] : []),
    ...whatFollows(situation, standing, cohort),
    ...whatHelps(standing),
  ]
}

function whatMet(situation: Situation, cause: Cause, users: number, cohort: TraceCohort | undefined): readonly string[] {
  const { names } = situation
  const { evidence } = cause
  switch (evidence.kind) {
    case 'mutually-exclusive':
      return conflictWords(names, cause, evidence.holdings, users)
    case 'prerequisite':
      return prerequisiteWords(names, cause, evidence)
    case 'usage-location':
      return locationWords(names, cause, evidence, users)
    case 'seats':
      return seatsWords(names, evidence)
    case 'unique-proxy':
      return [`${holdingWords(names, evidence.holdings)} needs addresses that nobody else has.`, ...holderWords(situation, cohort)]
    case 'condition':
      return Object.entries(evidence.facts).map(([fact, value]) => `${fact} is ${valueWords(names, value)}.`)
    case 'service':
      return refusalWords(names, cause)
    default:
      return evidence satisfies never
  }
}

function holderWords(situation: Situation, cohort: TraceCohort | undefined): readonly string[] {
  const { address, otherHolder } = addressOf(situation, cohort)
  return otherHolder === null ? [] : [`${otherHolder} has ${address} too.`]
}

function conflictWords(names: Names, cause: Cause, holdings: readonly Holding[], users: number): readonly string[] {
  const own = holdings.filter((one) => one.assignedByGroup === cause.source && one.skuId === cause.skuId)
  const others = holdings.filter((one) => !own.includes(one))
  if (own.length === 0 || others.length === 0) return [`${holdingWords(names, holdings)} are held together.`]
  const verb = cause.error === null ? 'gives' : 'would give'
  return [
    `${capital(sourceWords(names, cause.source ?? null))} ${verb} ${itemsOfOne(names, own)}.`,
    `${cause.scope === 'group' ? 'The same group has' : theyHold(users)} ${holdingWords(names, others)}.`,
  ]
}

type Prerequisite = Extract<Evidence, { kind: 'prerequisite' }>

function prerequisiteWords(names: Names, cause: Cause, evidence: Prerequisite): readonly string[] {
  const dependent = itemName(names, evidence.dependent)
  const lacks = evidence.unmet.map((alternatives) => list(alternatives.map((id) => itemName(names, id)), 'or'))
  const holders = evidence.holdings.filter((one) => one.planId === evidence.dependent || one.planId === null)
  const suppliers = evidence.holdings.filter((one) => !holders.includes(one))
  const where = cause.scope === 'group' ? 'in the same group' : 'by any path'
  if (evidence.direction === 'add')
    return [`${holdingWords(names, holders)} needs ${list(lacks)}, which is not on ${where}.`]
  return [
    `${dependent} is on (${holdingWords(names, holders)}) and needs ${list(lacks)}.`,
    `Only ${holdingWords(names, suppliers)} ${suppliers.length === 1 ? 'supplies' : 'supply'} it, and that would go.`,
  ]
}

type UsageLocation = Extract<Evidence, { kind: 'usage-location' }>

function locationWords(names: Names, cause: Cause, evidence: UsageLocation, users: number): readonly string[] {
  const what = evidence.planId === null ? product(names, cause.skuId) : itemName(names, evidence.planId)
  const one = users === 1
  if (evidence.usageLocation === null) return [`${one ? 'This user has' : 'These users have'} no usage location, and ${what} asks for one.`]
  const whose = evidence.inherited
    ? `the tenant's usage location, which ${one ? 'this user inherits' : 'these users inherit'},`
    : `the usage location of ${one ? 'this user' : 'these users'}`
  return [`${capital(whose)} is ${evidence.usageLocation}, where ${what} may not be used.`]
}

function seatsWords(names: Names, evidence: Extract<Evidence, { kind: 'seats' }>): readonly string[] {
  const units = evidence.enabled + evidence.warning
  const grace = evidence.warning > 0 ? ` (${evidence.warning} of them in their grace period)` : ''
  return [
    `${product(names, evidence.skuId)} has ${countOf(units, 'unit')}${grace}, of which ${evidence.consumed} ${evidence.consumed === 1 ? 'is' : 'are'} in use.`,
    evidence.wanted > 0
      ? `${evidence.wanted} more ${evidence.wanted === 1 ? 'is' : 'are'} wanted: ${evidence.short} too many.`
      : `${evidence.short} too few stay free.`,
  ]
}

/** What the failure leaves behind: the source's other products, and what stays on. */
function whatFollows({ names }: Situation, { cause, open, determined }: Standing, cohort: TraceCohort | undefined): readonly string[] {
  const { source, skuId, error, scope } = cause
  if (scope === 'change' || scope === 'group') return error === null ? [] : ['The call is refused: nothing of it happens.']
  if (error === null || source === undefined || !open) return []
  const path = cohort?.after?.paths.find((one) => one.source === source)
  if (!path || skuId === null) return []
  return [...rivalWords(names, cause, determined), ...siblingWords(names, path, skuId), ...stayWords(names, path, cause)]
}

/** Both are attempted in the same step. */
function rivalWords(names: Names, { evidence, source }: Cause, determined: boolean): readonly string[] {
  if (determined || evidence.kind !== 'mutually-exclusive') return []
  const rivals = [...new Set(evidence.holdings.flatMap((one) => (one.assignedByGroup === source ? [] : [sourceWords(names, one.assignedByGroup)])))]
  return [`Both are attempted in this step, and nobody can know which comes first: it may be ${list(rivals, 'or')} that fails instead.`]
}

function siblingWords(names: Names, path: Path, skuId: Guid): readonly string[] {
  const waiting = path.intended.filter(
    (license) =>
      license.skuId !== skuId &&
      path.errors[license.skuId] === undefined &&
      !path.effective.some((other) => other.skuId === license.skuId),
  )
  if (waiting.length === 0) return []
  const products = list(waiting.map((license) => names.product(license.skuId)))
  return [`One failing product blocks the others: ${products} of ${sourceWords(names, path.source)} ${waiting.length === 1 ? 'is' : 'are'} not applied either.`]
}

function stayWords(names: Names, path: Path, cause: Cause): readonly string[] {
  if (path.effective.length === 0) return []
  const products = list(path.effective.map((license) => names.product(license.skuId)))
  const [stay, them, seats] = path.effective.length === 1 ? ['stays', 'it', 'the seat stays'] : ['stay', 'them', 'the seats stay']
  const left = path.intended.length === 0 && path.source !== null ? `, although the group no longer asks for ${them}` : ''
  const inUse = cause.evidence.kind === 'prerequisite' && cause.evidence.direction === 'remove' ? `, and ${seats} in use` : ''
  return [`${products} from ${sourceWords(names, path.source)} ${stay} on${left}${inUse}.`]
}

function whatHelps({ reprocessClears, contradicts, origin }: Standing): readonly string[] {
  if (contradicts) return ['These licences are Active in the snapshot: evidence that the service does not enforce this rule here.']
  if (origin !== 'existing' || reprocessClears === undefined) return []
  return [reprocessClears ? 'A reprocess would clear it: nothing that is loaded forbids it now.' : 'A reprocess alone would not clear it.']
}

const theyHold = (users: number): string => (users === 1 ? 'This user holds' : 'These users hold')

/** `SHAREPOINTSTANDARD of STANDARDPACK (a direct licence)`, joined. */
export function holdingWords(names: Names, holdings: readonly Holding[]): string {
  const byPath = new Map<string, Holding[]>()
  for (const one of holdings) {
    const key = `${one.assignedByGroup} ${one.skuId}`
    byPath.set(key, [...(byPath.get(key) ?? []), one])
  }
  return list([...byPath.values()].map((some) => `${itemsOfOne(names, some)} (${sourceWords(names, some[0]!.assignedByGroup)})`))
}

/** Plans of one product: `A and B of X`. */
function itemsOfOne(names: Names, holdings: readonly Holding[]): string {
  const name = names.product(holdings[0]!.skuId)
  const plans = holdings.flatMap((one) => (one.planId === null ? [] : [names.plan(one.planId)]))
  return plans.length === 0 ? name : `${list(plans)} of ${name}`
}

const itemName = (names: Names, id: Guid): string => (names.plan(id) === id ? names.product(id) : names.plan(id))

const product = (names: Names, skuId: Guid | null): string => (skuId === null ? 'the product' : names.product(skuId))

function valueWords(names: Names, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : list(value.map((one) => valueWords(names, one)))
  if (value === null || value === undefined) return 'not set'
  return typeof value === 'string' ? anyName(names, value) : String(value)
}

const anyName = (names: Names, text: string): string =>
  [names.plan(text), names.product(text), names.group(text)].find((name) => name !== text) ?? text

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
