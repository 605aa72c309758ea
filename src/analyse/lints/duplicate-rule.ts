import { implies } from '../rule-logic.js'
import type { Lint, Remark } from './lint.js'

/** Two rules that mean the same. */
export const duplicateRule: Lint = {
  id: 'duplicate-rule',
  about: 'Two rules of different ids, perhaps of different packs, mean the same.',
  rules: ({ rules }) => rules.flatMap((later, index): readonly Remark[] => {
    const others = later.body === undefined ? [] : rules.filter(({ body }, at) => at < index || (at > index && body === undefined))
    const first = others.find(({ rule }) => rule.id !== later.rule.id && implies(rule, later.rule) && implies(later.rule, rule))
    if (first === undefined) return []
    const { file, line } = first.rule.place
    return [{ place: later.rule.place, message: `the rule \`${later.rule.id}\` means the same as \`${first.rule.id}\``, hint: `see ${file}:${line}; keep one of the two` }]
  }),
}
