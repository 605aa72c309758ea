import { itemKey } from '../kinds/items.js'
import { clauses } from '../kinds/prerequisite.js'
import type { Item, PrerequisiteRule, Rule } from '../model/rule.js'

/** Alternatives of which one must be there, and the rule that asks for it. */
export interface Need {
  readonly rule: PrerequisiteRule
  readonly alternatives: readonly Item[]
}

/** What each item needs directly, by its key. */
export function needsOf(rules: readonly Rule[]): ReadonlyMap<string, readonly Need[]> {
  const needs = new Map<string, Need[]>()
  for (const rule of rules) {
    if (rule.kind !== 'prerequisite') continue
    const own = clauses(rule).map((alternatives) => ({ rule, alternatives }))
    needs.set(itemKey(rule.dependent), [...(needs.get(itemKey(rule.dependent)) ?? []), ...own])
  }
  return needs
}

/**
 * What is there whenever an item is, itself among it: all that every alternative of a need brings, until nothing is added.
 * By the keys of items.
 */
export function alwaysWith(needs: ReadonlyMap<string, readonly Need[]>): (key: string) => ReadonlySet<string> {
  const with_ = new Map([...needs.keys()].map((key) => [key, new Set([key])]))
  const of = (key: string): ReadonlySet<string> => with_.get(key) ?? new Set([key])
  for (let grows = true; grows;) {
    grows = false
    for (const [key, own] of needs) {
      const before = with_.get(key)!.size
      for (const { alternatives } of own) for (const added of common(alternatives.map((item) => of(itemKey(item))))) with_.get(key)!.add(added)
      grows ||= with_.get(key)!.size > before
    }
  }
  return of
}

function common([first, ...others]: readonly ReadonlySet<string>[]): readonly string[] {
  return [...(first ?? [])].filter((key) => others.every((other) => other.has(key)))
}
