import { canonical } from '../../load/text/canonical.js'
import type { Names } from '../../model/names.js'
import type { Item, Rule } from '../../model/rule.js'
import { nameOf } from '../rule-tests/coverage.js'
import { describeRule } from '../../explain/rule-words.js'
import { implies } from '../rule-logic.js'

/** Whether two rules decide alike, whatever they say of themselves. */
export function meanTheSame(one: Rule, other: Rule): boolean {
  return meaningOf(one) === meaningOf(other) || (implies(one, other) && implies(other, one))
}

/** What of a rule decides, as one text. */
function meaningOf(rule: Rule): string {
  const { reason: _, source: __, certainty: ___, pack: ____, place: _____, ...rest } = rule
  return canonical(rest)
}

/** Whether two rules that decide alike also say the same. */
export function sayTheSame(one: Rule, other: Rule): boolean {
  return one.reason === other.reason && one.source === other.source && one.certainty === other.certainty && meaningOf(one) === meaningOf(other)
}

/** What is written otherwise, key by key. */
export function changedKeys(one: Rule, other: Rule, names: Names): readonly string[] {
  const [before, after] = [keysOf(one, names), keysOf(other, names)]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => changedKey(key, before.get(key), after.get(key)))
}

function changedKey(key: string, before: readonly string[] = [], after: readonly string[] = []): readonly string[] {
  if (before.join('\n') === after.join('\n')) return []
  if (key === 'when') return [changedCondition(before, after)]
  if (before.length < 2 && after.length < 2) return [`${key}: ${before[0] ?? 'nothing'} becomes ${after[0] ?? 'nothing'}`]
  const [gone, come] = [before.filter((one) => !after.includes(one)), after.filter((one) => !before.includes(one))]
  if (gone.length + come.length === 0) return [`${key}: in another order`]
  return [`${key}: ${goneAndCome(gone, come)}`]
}

function goneAndCome(gone: readonly string[], come: readonly string[]): string {
  return [...(gone.length > 0 ? [`without ${gone.join(', ')}`] : []), ...(come.length > 0 ? [`with ${come.join(', ')}`] : [])].join('; ')
}

/** A condition, comparison by comparison. */
function changedCondition(before: readonly string[], after: readonly string[]): string {
  const [gone, come] = [without(before, after), without(after, before)]
  if (gone.length + come.length === 0) return 'when: put together otherwise'
  return `when: ${gone.length === 1 && come.length === 1 ? `${gone[0]} becomes ${come[0]}` : goneAndCome(gone, come)}`
}

/** Lines that stand more often here than there, in ticks. */
function without(here: readonly string[], there: readonly string[]): readonly string[] {
  const left = there.map((line) => line.trim())
  return here.map((line) => line.trim()).filter((line) => {
    const at = left.indexOf(line)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  }).map((line) => `\`${line}\``)
}

type Keys = ReadonlyMap<string, readonly string[]>

function keysOf(rule: Rule, names: Names): Keys {
  const head = ['kind', 'severity', 'validFrom', 'validTo'] as const
  const all = (items: readonly Item[]): readonly string[] => items.map((item) => nameOf(item, names))
  const own = ((): readonly (readonly [string, readonly string[]])[] => {
    switch (rule.kind) {
      case 'mutually-exclusive': return rule.against.length === 0 ? [['plans', all(rule.items)], ['within', [rule.within]]] : [['each', all(rule.items)], ['against', all(rule.against)], ['within', [rule.within]]]
      case 'prerequisite': return [['dependent', all([rule.dependent])], ['requiresAnyOf', rule.requiresAnyOf.map((items) => all(items).join(' with '))], ['requiresAllOf', all(rule.requiresAllOf)], ['within', [rule.within]]]
      case 'usage-location': return [['about', all(rule.items)], ...Object.entries(rule.condition).map(([key, value]) => [key, [value].flat() as readonly string[]] as const)]
      case 'seats': return [['products', rule.products.map((id) => names.product(id))], ['keepFree', [String(rule.keepFree)]]]
      case 'unique-proxy': return [['whenAnyPlan', all(rule.whenAnyPlan)]]
      case 'condition': return [['subject', [rule.subject]], ['when', describeRule(rule, names).slice(1).map((line) => line.replace(/:$/, ''))]]
      default: return rule satisfies never
    }
  })()
  return new Map([...head.map((key) => [key, rule[key] === undefined ? [] : [String(rule[key])]] as const), ...own])
}

