import { countryCodes } from '../../../load/catalog/countries.js'
import type { Names } from '../../../model/names.js'
import type { Item, MutuallyExclusiveRule, PrerequisiteRule, Rule, SeatsRule, Severity, UniqueProxyRule, UsageLocationRule, Within } from '../../../model/rule.js'
import { implies } from '../../rule-logic.js'
import { nameOf } from '../coverage.js'
import { turnedTrees } from './condition.js'
import type { Mutant, Operator } from './mutant.js'

/** A rule with every single change that means something else, in a stated order. */
export function mutantsOf(rule: Rule, names: Names): readonly Mutant[] {
  const all = [{ operator: 'drop-rule', says: 'the rule is gone', rule: undefined } as const, ...severities(rule), ...dates(rule), ...ofKind(rule, names)]
  return all.filter(({ rule: changed }) => changed === undefined || !(implies(rule, changed) && implies(changed, rule)))
}

function ofKind(rule: Rule, names: Names): readonly Mutant[] {
  switch (rule.kind) {
    case 'mutually-exclusive': return [...withins(rule), ...ofConflict(rule, names)]
    case 'prerequisite': return [...withins(rule), ...ofPrerequisite(rule, names)]
    case 'usage-location': return ofLocation(rule, names)
    case 'seats': return ofSeats(rule, names)
    case 'unique-proxy': return ofAddresses(rule, names)
    case 'condition': return turnedTrees(rule.when, (_, value) => valueName(value, names)).map(({ operator, says, when }) => ({ operator, says, rule: { ...rule, when } }))
    default: return rule satisfies never
  }
}

function valueName(value: unknown, names: Names): string {
  const id = String(value)
  return [names.plan(id), names.product(id)].find((name) => name !== id) ?? id
}

const neighbours: Readonly<Record<Severity, readonly Severity[]>> = { error: ['warning'], warning: ['error', 'info'], info: ['warning'], off: [] }

function severities(rule: Rule): readonly Mutant[] {
  return neighbours[rule.severity].map((severity) => ({ operator: 'change-severity', says: `\`${rule.severity}\` becomes \`${severity}\``, rule: { ...rule, severity } }))
}

function dates(rule: Rule): readonly Mutant[] {
  const given = (['validFrom', 'validTo'] as const).flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]] as const]))
  return given.flatMap(([key, day]) => [-1, 1].map((by) => shifted(day, by)).map((other) => ({ operator: 'shift-dates', says: `\`${key}\` ${day} becomes ${other}`, rule: { ...rule, [key]: other } }) as const))
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

function withins(rule: MutuallyExclusiveRule | PrerequisiteRule): readonly Mutant[] {
  const others = (['user', 'group', 'both'] as const satisfies readonly Within[]).filter((within) => within !== rule.within)
  return others.map((within) => ({ operator: 'flip-within', says: `\`within: ${rule.within}\` becomes \`${within}\``, rule: { ...rule, within } }))
}

/** A list with one of its members left out, in turn. */
function without<T, M>(list: readonly T[], make: (rest: readonly T[], left: T) => M): readonly M[] {
  return list.map((left, index) => make(list.filter((_, at) => at !== index), left))
}

function dropped(operator: Operator, what: string, rule: Rule): Mutant {
  return { operator, says: `without ${what}`, rule }
}

function ofConflict(rule: MutuallyExclusiveRule, names: Names): readonly Mutant[] {
  const { items, against } = rule
  const isSet = against.length === 0
  return [
    ...(items.length < (isSet ? 3 : 2) ? [] : without(items, (rest, left) => dropped('drop-item', isSet ? nameOf(left, names) : `${nameOf(left, names)} in \`each\``, { ...rule, items: rest }))),
    ...(against.length < 2 ? [] : without(against, (rest, left) => dropped('drop-item', `${nameOf(left, names)} in \`against\``, { ...rule, against: rest }))),
  ]
}

function ofPrerequisite(rule: PrerequisiteRule, names: Names): readonly Mutant[] {
  const { requiresAnyOf, requiresAllOf } = rule
  const wordsOf = (items: readonly Item[]): string => items.map((item) => nameOf(item, names)).join(' with ')
  const isOnly = requiresAnyOf.length + requiresAllOf.length < 2
  return [
    ...(isOnly ? [] : without(requiresAnyOf, (rest, left) => dropped('drop-alternative', wordsOf(left), { ...rule, requiresAnyOf: rest }))),
    ...requiresAnyOf.flatMap((all, index) => (all.length < 2 ? [] : without(all, (rest, left) => dropped('drop-part', `${nameOf(left, names)} beside ${wordsOf(rest)}`, { ...rule, requiresAnyOf: requiresAnyOf.map((one, at) => (at === index ? rest : one)) })))),
    ...(isOnly ? [] : without(requiresAllOf, (rest, left) => dropped('drop-requirement', nameOf(left, names), { ...rule, requiresAllOf: rest }))),
    ...(requiresAnyOf.length < 2 ? [] : [{ operator: 'need-all', says: 'all alternatives are needed', rule: { ...rule, requiresAnyOf: [], requiresAllOf: [...requiresAnyOf.flat(), ...requiresAllOf] } } as const]),
    ...(requiresAllOf.length === 0 || isOnly ? [] : [{ operator: 'need-any', says: 'one of all that is needed is enough', rule: { ...rule, requiresAnyOf: [...requiresAnyOf, ...requiresAllOf.map((item) => [item])], requiresAllOf: [] } } as const]),
  ]
}

function ofLocation(rule: UsageLocationRule, names: Names): readonly Mutant[] {
  const { items, condition } = rule
  const ofItems = items.length < 2 ? [] : without(items, (rest, left) => dropped('drop-item', nameOf(left, names), { ...rule, items: rest }))
  if ('requiredFor' in condition) {
    const requiredFor = condition.requiredFor === 'direct' ? 'any' : 'direct'
    return [...ofItems, { operator: 'flip-required-for', says: `\`requiredFor: ${condition.requiredFor}\` becomes \`${requiredFor}\``, rule: { ...rule, condition: { requiredFor } } }]
  }
  const [key, other] = 'prohibitedIn' in condition ? (['prohibitedIn', 'allowedIn'] as const) : (['allowedIn', 'prohibitedIn'] as const)
  const countries = 'prohibitedIn' in condition ? condition.prohibitedIn : condition.allowedIn
  const withList = (list: readonly string[], name: string = key): Rule => ({ ...rule, condition: { [name]: list } as unknown as UsageLocationRule['condition'] })
  const added = countryCodes.find((code) => !countries.includes(code))
  return [
    ...ofItems,
    ...(countries.length < 2 ? [] : without(countries, (rest, left) => dropped('drop-country', left, withList(rest)))),
    ...(added === undefined ? [] : [{ operator: 'add-country', says: `with ${added}`, rule: withList([...countries, added].sort()) } as const]),
    { operator: 'turn-countries', says: `\`${key}\` becomes \`${other}\``, rule: withList(countries, other) },
  ]
}

function ofSeats(rule: SeatsRule, names: Names): readonly Mutant[] {
  const { products, keepFree } = rule
  return [
    ...(products.length < 2 ? [] : without(products, (rest, left) => dropped('drop-item', names.product(left), { ...rule, products: rest }))),
    { operator: 'keep-one-more', says: `\`keepFree: ${keepFree}\` becomes \`${keepFree + 1}\``, rule: { ...rule, keepFree: keepFree + 1 } },
    ...(keepFree === 0 ? [] : [{ operator: 'keep-one-less', says: `\`keepFree: ${keepFree}\` becomes \`${keepFree - 1}\``, rule: { ...rule, keepFree: keepFree - 1 } } as const]),
  ]
}

function ofAddresses(rule: UniqueProxyRule, names: Names): readonly Mutant[] {
  const { whenAnyPlan } = rule
  return whenAnyPlan.length < 2 ? [] : without(whenAnyPlan, (rest, left) => dropped('drop-item', nameOf(left, names), { ...rule, whenAnyPlan: rest }))
}
