import type { Rule } from '../../../model/rule.js'

/** How a rule is changed. docs/rule-tests.md says what each does. */
export const operators = [
  'drop-rule', 'change-severity', 'shift-dates', 'flip-within', 'drop-item', 'drop-alternative', 'drop-part', 'drop-requirement', 'need-all', 'need-any',
  'drop-country', 'add-country', 'turn-countries', 'flip-required-for', 'keep-one-more', 'keep-one-less',
  'invert-operator', 'move-bound', 'drop-branch', 'swap-all-any', 'drop-value', 'negate',
] as const

export type Operator = (typeof operators)[number]

/** A rule with a single change. */
export interface Mutant {
  readonly operator: Operator
  /** What was changed, in a few words; names of plans and products. */
  readonly says: string
  /** Undefined: the rule is gone. */
  readonly rule: Rule | undefined
}
