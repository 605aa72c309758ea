import { implies } from '../rule-logic.js'
import type { WrittenRule } from './written-rules.js'
import type { Lint, Remark } from './lint.js'

/** A rule that says nothing that another does not say. */
export const impliedRule: Lint = {
  id: 'implied-rule',
  about: 'A rule fires only where another one fires too, at least as loudly.',
  rules: ({ rules }) => rules.flatMap((weak): readonly Remark[] => {
    const strong = weak.body === undefined ? undefined : rules.find((one) => one.rule.id !== weak.rule.id && implies(one.rule, weak.rule) && !implies(weak.rule, one.rule))
    return strong === undefined ? [] : [{ place: weak.rule.place, ...sentenceOf(weak, strong) }]
  }),
}

function sentenceOf({ rule }: WrittenRule, strong: WrittenRule): Pick<Remark, 'message' | 'hint'> {
  const { file, line } = strong.rule.place
  return { message: `the rule \`${rule.id}\` says nothing that \`${strong.rule.id}\` does not say`, hint: `see ${file}:${line}; remove one of the two` }
}
