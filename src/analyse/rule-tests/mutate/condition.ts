import type { ConditionTree } from '../../../model/rule.js'
import type { Operator } from './mutant.js'

type Leaf = Extract<ConditionTree, { readonly fact: string }>

/** A tree with a single change. */
export interface Turned {
  readonly operator: Operator
  readonly says: string
  readonly when: ConditionTree
}

/** Every single change of a condition, in the order of the tree. */
export function turnedTrees(when: ConditionTree, nameOf: (fact: string, value: unknown) => string): readonly Turned[] {
  return [{ operator: 'negate', says: 'the whole condition is negated', when: { not: when } }, ...turnedIn(when, (tree) => tree, nameOf)]
}

type Back = (tree: ConditionTree) => ConditionTree

function turnedIn(tree: ConditionTree, back: Back, nameOf: (fact: string, value: unknown) => string): readonly Turned[] {
  if ('fact' in tree) return turnedLeaf(tree, nameOf).map((one) => ({ ...one, when: back(one.when) }))
  if ('not' in tree) return turnedIn(tree.not, (not) => back({ not }), nameOf)
  const [key, other] = 'all' in tree ? (['all', 'any'] as const) : (['any', 'all'] as const)
  const parts = 'all' in tree ? tree.all : tree.any
  const withParts = (all: readonly ConditionTree[]): ConditionTree => back({ [key]: all } as unknown as ConditionTree)
  return [
    ...(parts.length < 2 ? [] : [{ operator: 'swap-all-any', says: `\`${key}\` becomes \`${other}\``, when: back({ [other]: parts } as unknown as ConditionTree) } as const]),
    ...(parts.length < 2 ? [] : parts.map((part, index): Turned => ({ operator: 'drop-branch', says: `without ${partWords(part)}`, when: withParts(parts.filter((_, at) => at !== index)) }))),
    ...parts.flatMap((part, index) => turnedIn(part, (changed) => withParts(parts.map((one, at) => (at === index ? changed : one))), nameOf)),
  ]
}

function partWords(tree: ConditionTree): string {
  if ('fact' in tree) return `\`${tree.fact} ${tree.operator}\``
  return `its part \`${'all' in tree ? 'all' : 'any' in tree ? 'any' : 'not'}\``
}

/** What is asked the other way round. */
const inverse: Readonly<Record<string, string>> = {
  equal: 'notEqual', notEqual: 'equal', in: 'notIn', notIn: 'in', includes: 'notIncludes', notIncludes: 'includes',
  includesAnyOf: 'includesNoneOf', includesNoneOf: 'includesAnyOf', includesAllOf: 'includesAnyOf',
  lessThan: 'greaterThanInclusive', greaterThanInclusive: 'lessThan', greaterThan: 'lessThanInclusive', lessThanInclusive: 'greaterThan',
}

const bounds: Readonly<Record<string, string>> = {
  lessThan: 'lessThanInclusive', lessThanInclusive: 'lessThan', greaterThan: 'greaterThanInclusive', greaterThanInclusive: 'greaterThan',
}

function turnedLeaf(leaf: Leaf, nameOf: (fact: string, value: unknown) => string): readonly Turned[] {
  const { fact, operator, value } = leaf
  const [opposite, bound] = [inverse[operator], bounds[operator]]
  return [
    ...(opposite === undefined ? [] : [{ operator: 'invert-operator', says: `\`${fact} ${operator}\` becomes \`${opposite}\``, when: { ...leaf, operator: opposite } } as const]),
    ...(operator === 'exists' ? [{ operator: 'invert-operator', says: `\`${fact} exists ${String(value)}\` becomes \`${String(value !== true)}\``, when: { ...leaf, value: value !== true } } as const] : []),
    ...(operator === 'startsWith' ? [{ operator: 'invert-operator', says: `\`${fact} startsWith\` is negated`, when: { not: leaf } } as const] : []),
    ...(bound === undefined ? [] : [{ operator: 'move-bound', says: `\`${fact} ${operator}\` becomes \`${bound}\``, when: { ...leaf, operator: bound } } as const]),
    ...(Array.isArray(value) && value.length > 1 ? value.map((one: unknown, index): Turned => ({ operator: 'drop-value', says: `\`${fact} ${operator}\` without ${nameOf(fact, one)}`, when: { ...leaf, value: value.filter((_, at) => at !== index) } })) : []),
  ]
}

