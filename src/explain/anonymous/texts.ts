import type { ConditionTree, ConditionValue, Rule } from '../../model/rule.js'
import { ordinal } from './ordinals.js'

/** Texts that conditions compare, with new names that compare alike: equal where they were equal, beginning with what they began with. */
export interface ComparedTexts {
  /** A text as such. */
  text(value: string): string
  /** What a text is asked to begin with. */
  beginning(value: string): string
}

/** Beginnings are parts of a name: a text that begins with what a condition asks for keeps doing so. */
export function comparedTexts(what: string, beginnings: readonly string[]): ComparedTexts {
  const parts = [...new Set(beginnings)]
  const known = new Map<string, string>()
  const beginning = (value: string): string =>
    parts.filter(part => value.startsWith(part)).sort((a, b) => a.length - b.length).map(part => `${ordinal('part', parts.indexOf(part))}/`).join('')
  return {
    beginning,
    text(value) {
      const name = known.get(value) ?? beginning(value) + ordinal(what, known.size)
      known.set(value, name)
      return name
    },
  }
}

type Leaf = Extract<ConditionTree, { readonly fact: string }>

/** The same tree with other leaves. */
export function withLeaves(tree: ConditionTree, change: (leaf: Leaf) => Leaf): ConditionTree {
  if ('fact' in tree) return change(tree)
  if ('all' in tree) return { all: tree.all.map(one => withLeaves(one, change)) }
  if ('any' in tree) return { any: tree.any.map(one => withLeaves(one, change)) }
  return { not: withLeaves(tree.not, change) }
}

/** What the conditions ask texts of this fact to begin with, as they stand. */
export function beginningsOf(rules: readonly Rule[], isMeant: (fact: string) => boolean): readonly string[] {
  const found: string[] = []
  for (const rule of rules) {
    if (rule.kind !== 'condition') continue
    withLeaves(rule.when, leaf => {
      if (leaf.operator === 'startsWith' && isMeant(leaf.fact)) found.push(String(leaf.value))
      return leaf
    })
  }
  return found
}

/** A value, or each of its list. */
export function eachText(value: ConditionValue, change: (text: string) => string): ConditionValue {
  if (Array.isArray(value)) return value.map((one: string | number | boolean | null) => (typeof one === 'string' ? change(one) : one))
  return typeof value === 'string' ? change(value) : value
}
