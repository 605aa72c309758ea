import { mustHold } from '../condition-logic.js'
import type { Lint, Remark } from './lint.js'

/** A condition that holds of everybody. */
export const alwaysTrue: Lint = {
  id: 'always-true',
  about: 'A condition holds of every user, group or product, so the rule says nothing about any of them.',
  rules: ({ rules }) => rules.flatMap(({ rule, body, at }): readonly Remark[] => {
    if (rule.kind !== 'condition' || body === undefined || !mustHold(rule.when, rule.subject)) return []
    return [{ place: at(['when'], 'key'), message: `the condition of \`${rule.id}\` is always true`, hint: 'a condition describes what may not be: perhaps `all` is meant where `any` stands' }]
  }),
}
