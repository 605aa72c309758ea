import { after, held, on } from '../../kinds/holdings.js'
import { kindOf } from '../../kinds/index.js'
import { itemKey } from '../../kinds/items.js'
import { factValue, operators } from '../../kinds/vocabulary.js'
import type { ConditionTree, Item, PrerequisiteRule, Rule } from '../../model/rule.js'
import type { Grant, PlansOf, Subject } from '../../model/subject.js'

/** Whether a rule is asked about a subject at all. */
export function isAsked(rule: Rule, subject: Subject): boolean {
  const types = kindOf(rule).judges(rule)
  return types.includes(subject.type) || (subject.type === 'user' && subject.initial && types.includes('attempt'))
}

/** Whether a subject about which the rule was asked, and kept silent, is one step away from one that breaks it. */
export function isNearMiss(rule: Rule, subject: Subject, plansOf: PlansOf): boolean {
  switch (rule.kind) {
    case 'mutually-exclusive': return has([...rule.items, ...rule.against], subject, plansOf, held)
    case 'prerequisite': return has([rule.dependent], subject, plansOf, held)
    case 'usage-location': return rule.items.length === 0 ? grantsOf(subject).some(({ licenses }) => licenses.length > 0) : has(rule.items, subject, plansOf, on)
    case 'seats': return (subject.type === 'seats' || subject.type === 'product') && (rule.products.length === 0 || rule.products.includes(subject.skuId))
    case 'unique-proxy': return has(rule.whenAnyPlan, subject, plansOf, on) || ('addressClash' in subject && subject.addressClash)
    case 'condition': return turnsWithOne(rule.when, (leaf) => holds(leaf, subject, plansOf))
    default: return rule satisfies never
  }
}

/** Alternatives of a prerequisite, each as the only one that is there: the numbers of those by which the subject is well. */
export function alternativesUsed(rule: PrerequisiteRule, subject: Subject, plansOf: PlansOf): readonly number[] {
  if (!has([rule.dependent], subject, plansOf, held)) return []
  const whole = rule.requiresAnyOf.flatMap((all, index) => (all.every((item) => has([item], subject, plansOf, on)) ? [index] : []))
  return whole.filter((index) => whole.every((other) => other === index || isPart(rule.requiresAnyOf[other]!, rule.requiresAnyOf[index]!)))
}

function isPart(some: readonly Item[], all: readonly Item[]): boolean {
  const keys = new Set(all.map(itemKey))
  return some.every((item) => keys.has(itemKey(item)))
}

function grantsOf(subject: Subject): readonly Grant[] {
  return subject.type === 'seats' || subject.type === 'product' ? [] : after(subject)
}

function has(items: readonly Item[], subject: Subject, plansOf: PlansOf, find: typeof held): boolean {
  return find(items, grantsOf(subject), plansOf).length > 0
}

type Leaf = Extract<ConditionTree, { readonly fact: string }>

function holds({ fact, operator, value }: Leaf, subject: Subject, plansOf: PlansOf): boolean {
  return operators[operator]!(factValue(fact, {}, subject, plansOf) as never, value as never)
}

/** Whether a tree that is false is true once a single comparison comes out otherwise. */
function turnsWithOne(tree: ConditionTree, isTrue: (leaf: Leaf) => boolean): boolean {
  const leaves = leavesOf(tree)
  return leaves.some((turned) => value(tree, (leaf) => isTrue(leaf) !== (leaf === turned)))
}

function leavesOf(tree: ConditionTree): readonly Leaf[] {
  if ('fact' in tree) return [tree]
  return ('all' in tree ? tree.all : 'any' in tree ? tree.any : [tree.not]).flatMap(leavesOf)
}

function value(tree: ConditionTree, isTrue: (leaf: Leaf) => boolean): boolean {
  if ('fact' in tree) return isTrue(tree)
  if ('not' in tree) return !value(tree.not, isTrue)
  return 'all' in tree ? tree.all.every((one) => value(one, isTrue)) : tree.any.some((one) => value(one, isTrue))
}
