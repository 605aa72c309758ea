import type { Rule } from '../model/rule.js'
import { kindOf } from './index.js'
import { asksForAnyPlan } from './vocabulary.js'

/** What rules look at of users, as words: facts by name, products, plans and groups by id. Perhaps more; never less. */
export interface LookedAt {
  readonly words: ReadonlySet<string>
  /** A condition asks whether any plan is on: then all of them count. */
  readonly everyPlan: boolean
}

export function lookedAt(rules: readonly Rule[]): LookedAt {
  const words = new Set<string>()
  let everyPlan = false

  function visit(value: unknown): void {
    if (typeof value === 'string') words.add(value)
    if (typeof value !== 'object' || value === null) return
    if ('fact' in value && asksForAnyPlan(value as { readonly fact: string; readonly operator: string })) everyPlan = true
    for (const inner of Object.values(value)) visit(inner)
  }

  for (const rule of rules) {
    const kind = kindOf(rule)
    const types = kind.judges(rule)
    if (rule.severity === 'off' || !(types.includes('user') || types.includes('attempt'))) continue
    visit(kind.trigger(rule))
    for (const type of ['user', 'attempt'] as const) visit(kind.conditions(rule, type))
  }
  return { words, everyPlan }
}
