import { itemKey } from '../kinds/items.js'
import { clauses } from '../kinds/prerequisite.js'
import { countryCodes } from '../load/catalog/countries.js'
import type { Item, MutuallyExclusiveRule, PrerequisiteRule, Rule, SeatsRule, UsageLocationRule } from '../model/rule.js'
import { impliesTree } from './condition-logic.js'

/** What a rule of this kind keeps apart, two by two: in each pair what its author wrote first comes first. */
export function pairsOf({ items, against }: Pick<MutuallyExclusiveRule, 'items' | 'against'>): readonly (readonly [Item, Item])[] {
  const all = against.length === 0
    ? items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))
    : items.flatMap((one) => against.map((other) => [one, other] as const))
  return [...new Map(all.filter(([one, other]) => itemKey(one) !== itemKey(other)).map((pair) => [pairKey(pair), pair])).values()]
}

function pairKey([one, other]: readonly [Item, Item]): string {
  return [itemKey(one), itemKey(other)].sort().join('|')
}

/** Whether two rules are in force on a common day. */
export function meetInTime(one: Rule, other: Rule): boolean {
  return !((one.validTo !== undefined && other.validFrom !== undefined && one.validTo < other.validFrom) ||
    (other.validTo !== undefined && one.validFrom !== undefined && other.validTo < one.validFrom))
}

const ranks = { error: 3, warning: 2, info: 1, off: 0 } as const

/** Whether `strong` fires, at least as loudly, wherever and whenever `weak` does. */
export function implies(strong: Rule, weak: Rule): boolean {
  return ranks[strong.severity] >= ranks[weak.severity] && coversTime(strong, weak) && says(strong, weak)
}

function coversTime(strong: Rule, weak: Rule): boolean {
  const startsInTime = strong.validFrom === undefined || (weak.validFrom !== undefined && strong.validFrom <= weak.validFrom)
  return startsInTime && (strong.validTo === undefined || (weak.validTo !== undefined && weak.validTo <= strong.validTo))
}

function says(strong: Rule, weak: Rule): boolean {
  if (strong.kind === 'mutually-exclusive' && weak.kind === 'mutually-exclusive') return looksWhere(strong, weak) && isSubset(pairsOf(weak).map(pairKey), pairsOf(strong).map(pairKey))
  if (strong.kind === 'prerequisite' && weak.kind === 'prerequisite') return looksWhere(strong, weak) && needsAll(strong, weak)
  if (strong.kind === 'usage-location' && weak.kind === 'usage-location') return coversPlaces(strong, weak)
  if (strong.kind === 'seats' && weak.kind === 'seats') return coversSeats(strong, weak)
  if (strong.kind === 'unique-proxy' && weak.kind === 'unique-proxy') return isSubset(weak.whenAnyPlan.map(itemKey), strong.whenAnyPlan.map(itemKey))
  return strong.kind === 'condition' && weak.kind === 'condition' && strong.subject === weak.subject && impliesTree(weak.when, strong.when, weak.subject)
}

type Within = Pick<MutuallyExclusiveRule, 'within'>

function looksWhere(strong: Within, weak: Within): boolean {
  return strong.within === 'both' || strong.within === weak.within
}

function isSubset<T>(some: readonly T[], all: readonly T[]): boolean {
  const known = new Set(all)
  return some.every((one) => known.has(one))
}

/** Each of the weak rule's clauses is unmet only where one of the strong rule's is. */
function needsAll(strong: PrerequisiteRule, weak: PrerequisiteRule): boolean {
  if (itemKey(strong.dependent) !== itemKey(weak.dependent)) return false
  const known = clauses(strong).map((clause) => clause.map(itemKey))
  return clauses(weak).every((clause) => known.some((other) => isSubset(other, clause.map(itemKey))))
}

function coversPlaces(strong: UsageLocationRule, weak: UsageLocationRule): boolean {
  const ofAny = strong.items.length === 0
  if (!ofAny && (weak.items.length === 0 || !isSubset(weak.items.map(itemKey), strong.items.map(itemKey)))) return false
  if ('requiredFor' in strong.condition || 'requiredFor' in weak.condition) {
    return 'requiredFor' in strong.condition && 'requiredFor' in weak.condition && (strong.condition.requiredFor === 'any' || weak.condition.requiredFor === 'direct')
  }
  return isSubset(forbidden(weak), forbidden(strong))
}

/** The countries in which a location rule fires. */
export function forbidden({ condition }: UsageLocationRule): readonly string[] {
  if ('prohibitedIn' in condition) return condition.prohibitedIn
  return 'allowedIn' in condition ? countryCodes.filter((code) => !condition.allowedIn.includes(code)) : []
}

function coversSeats(strong: SeatsRule, weak: SeatsRule): boolean {
  const coversProducts = strong.products.length === 0 || (weak.products.length > 0 && isSubset(weak.products, strong.products))
  return coversProducts && strong.keepFree >= weak.keepFree
}
