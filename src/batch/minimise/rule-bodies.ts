import type { Guid } from '../../model/catalog.js'
import type { ConditionTree, Item, Rule } from '../../model/rule.js'
import type { Fields } from './data.js'

/** A rule as a file would write it; reading it gives the same rule. */
export function ruleBody(rule: Rule, nameOf: (id: Guid) => string): Fields {
  const { id, kind, severity, reason, validFrom, validTo } = rule
  return { id, kind, severity, reason, ...(validFrom && { validFrom }), ...(validTo && { validTo }), ...ownKeys(rule, nameOf) }
}

function ownKeys(rule: Rule, nameOf: (id: Guid) => string): Fields {
  const item = ({ type, id }: Item): Fields => ({ [type]: nameOf(id) })
  switch (rule.kind) {
    case 'mutually-exclusive':
      return { ...within(rule), ...(rule.against.length === 0 ? { plans: rule.items.map(item) } : { each: rule.items.map(item), against: rule.against.map(item) }) }
    case 'prerequisite':
      return {
        ...within(rule),
        [rule.dependent.type]: nameOf(rule.dependent.id),
        ...(rule.requiresAnyOf.length > 0 && { requiresAnyOf: rule.requiresAnyOf.map(all => (all.length === 1 ? item(all[0]!) : all.map(item))) }),
        ...(rule.requiresAllOf.length > 0 && { requiresAllOf: rule.requiresAllOf.map(item) }),
      }
    case 'usage-location':
      return { ...(rule.items.length > 0 && { plans: rule.items.map(item) }), ...rule.condition }
    case 'seats':
      return { ...(rule.products.length > 0 && { products: rule.products.map(nameOf) }), ...(rule.keepFree > 0 && { keepFree: rule.keepFree }) }
    case 'unique-proxy':
      return { whenAnyPlan: rule.whenAnyPlan.map(item) }
    case 'condition':
      return { subject: rule.subject, when: named(rule.when, nameOf) }
    default:
      return rule satisfies never
  }
}

const within = ({ within: where }: { readonly within: string }): Fields => (where === 'both' ? {} : { within: where })

function named(tree: ConditionTree, nameOf: (id: Guid) => string): unknown {
  if ('all' in tree) return { all: tree.all.map(one => named(one, nameOf)) }
  if ('any' in tree) return { any: tree.any.map(one => named(one, nameOf)) }
  if ('not' in tree) return { not: named(tree.not, nameOf) }
  const { value } = tree
  return { ...tree, value: Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? nameOf(one) : one)) : typeof value === 'string' ? nameOf(value) : value }
}
