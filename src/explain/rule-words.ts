import { publishedFacts, type FactType } from '../kinds/vocabulary.js'
import type { Names } from '../model/names.js'
import type {
  ConditionRule, ConditionTree, Item, MutuallyExclusiveRule, PrerequisiteRule, Rule, SeatsRule, UniqueProxyRule, UsageLocationRule, Within,
} from '../model/rule.js'

/** What a rule says, in sentences; what belongs under a sentence is indented by two spaces. */
export function describeRule(rule: Rule, names: Names): readonly string[] {
  switch (rule.kind) {
    case 'mutually-exclusive': return conflictWords(rule, names)
    case 'prerequisite': return prerequisiteWords(rule, names)
    case 'usage-location': return locationWords(rule, names)
    case 'seats': return seatWords(rule, names)
    case 'unique-proxy': return addressWords(rule, names)
    case 'condition': return conditionWords(rule, names)
    default: return rule satisfies never
  }
}

function conflictWords({ items, against, within }: MutuallyExclusiveRule, names: Names): readonly string[] {
  if (against.length === 0) return ['At most one of these may be held:', ...listed(items, names), where(within)]
  return ['None of these may be held', ...listed(items, names), 'together with any of these:', ...listed(against, names), where(within)]
}

function prerequisiteWords({ dependent, requiresAnyOf, requiresAllOf, within }: PrerequisiteRule, names: Names): readonly string[] {
  const either = requiresAnyOf.map(alternative => `  ${alternative.map(item => itemName(item, names)).join(' together with ')}`)
  const needs = `${itemName(dependent, names)} needs`
  return [
    ...(either.length === 0 ? [] : [`${needs} ${either.length === 1 ? 'this' : 'one of these'}:`, ...either]),
    ...(requiresAllOf.length === 0 ? [] : [`${either.length === 0 ? needs : 'and also'} ${requiresAllOf.length === 1 ? 'this' : 'all of these'}:`, ...listed(requiresAllOf, names)]),
    where(within),
  ]
}

function locationWords({ items, condition }: UsageLocationRule, names: Names): readonly string[] {
  if ('requiredFor' in condition) {
    const how = condition.requiredFor === 'direct' ? 'Given directly, ' : ''
    const what = items.length === 0 ? 'a licence' : 'each of these'
    return [capital(`${how}${what} needs a user with a usage location${items.length === 0 ? '.' : ':'}`), ...listed(items, names)]
  }
  const countries = 'prohibitedIn' in condition ? condition.prohibitedIn : condition.allowedIn
  const users = 'prohibitedIn' in condition ? 'Users in these countries cannot have it:' : 'Only users in these countries can have it:'
  return ['About:', ...listed(items, names), users, `  ${countries.join(', ')}`]
}

function seatWords({ products, keepFree }: SeatsRule, names: Names): readonly string[] {
  const limit = keepFree === 0 ? 'Given only while a unit is free' : `Given only as long as ${keepFree === 1 ? '1 unit stays' : `${keepFree} units stay`} free`
  if (products.length === 0) return [`${limit}, for every product.`]
  return [`${limit}:`, ...listed(products.map(id => ({ type: 'product', id })), names)]
}

function addressWords({ whenAnyPlan }: UniqueProxyRule, names: Names): readonly string[] {
  return ['No other object may have a proxy address of a user who gets one of these:', ...listed(whenAnyPlan, names)]
}

function conditionWords({ subject, when }: ConditionRule, names: Names): readonly string[] {
  return [`Reports every ${subject} of which this is true:`, ...treeWords(when, subject, names).map(line => `  ${line}`)]
}

function treeWords(tree: ConditionTree, subject: ConditionRule['subject'], names: Names): readonly string[] {
  if ('fact' in tree) return [leafWords(tree, subject, names)]
  const [head, children] = 'all' in tree ? ['all of:', tree.all] : 'any' in tree ? ['any of:', tree.any] : ['not:', [tree.not]]
  return [head, ...children.flatMap(child => treeWords(child, subject, names)).map(line => `  ${line}`)]
}

type Leaf = Extract<ConditionTree, { readonly fact: string }>

function leafWords({ fact, operator, value }: Leaf, subject: ConditionRule['subject'], names: Names): string {
  const type = publishedFacts[subject][fact]?.is
  const values = [value].flat().map(one => (typeof one === 'string' ? valueName(one, type, names) : String(one)))
  return `${fact} ${operatorWords[operator] ?? operator} ${values.join(', ')}`
}

const operatorWords: Readonly<Record<string, string>> = {
  equal: 'is',
  notEqual: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  startsWith: 'starts with',
  lessThan: 'is less than',
  lessThanInclusive: 'is at most',
  greaterThan: 'is more than',
  greaterThanInclusive: 'is at least',
  includes: 'include',
  notIncludes: 'do not include',
  includesAnyOf: 'include any of',
  includesAllOf: 'include all of',
  includesNoneOf: 'include none of',
  exists: 'is given:',
}

function valueName(value: string, type: FactType | undefined, names: Names): string {
  const words = type !== undefined && 'words' in type ? type.words : 'text'
  if (words === 'plan' || words === 'product') return itemName({ type: words, id: value }, names)
  return words === 'group' ? names.group(value) : value
}

function listed(items: readonly Item[], names: Names): readonly string[] {
  return items.map(item => `  ${itemName(item, names)}`)
}

/** `EXCHANGE_S_STANDARD (Exchange Online (Plan 1))` */
export function itemName({ type, id }: Item, names: Names): string {
  const [name, display] = type === 'plan' ? [names.plan(id), names.planDisplay(id)] : [names.product(id), names.productDisplay(id)]
  return display === name || display === '' || display === id ? name : `${name} (${display})`
}

function where(within: Within): string {
  switch (within) {
    case 'user': return 'It looks at everything that one user holds.'
    case 'group': return 'It looks at the licences of one group, when they are changed.'
    case 'both': return 'It looks at everything that one user holds, and at the licences of one group when they are changed.'
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Every plan and product that a rule names, each once. */
export function itemsOf(rule: Rule): readonly Item[] {
  switch (rule.kind) {
    case 'mutually-exclusive': return [...rule.items, ...rule.against]
    case 'prerequisite': return [rule.dependent, ...rule.requiresAnyOf.flat(), ...rule.requiresAllOf]
    case 'usage-location': return rule.items
    case 'seats': return rule.products.map(id => ({ type: 'product', id }))
    case 'unique-proxy': return rule.whenAnyPlan
    case 'condition': return itemsIn(rule.when, rule.subject)
    default: return rule satisfies never
  }
}

function itemsIn(tree: ConditionTree, subject: ConditionRule['subject']): readonly Item[] {
  if (!('fact' in tree)) return ('all' in tree ? tree.all : 'any' in tree ? tree.any : [tree.not]).flatMap(child => itemsIn(child, subject))
  const type = publishedFacts[subject][tree.fact]?.is
  const words = type !== undefined && 'words' in type ? type.words : 'text'
  if (words !== 'plan' && words !== 'product') return []
  return [tree.value].flat().flatMap(id => (typeof id === 'string' ? [{ type: words, id }] : []))
}
