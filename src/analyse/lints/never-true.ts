import { impossibleParts } from '../condition-logic.js'
import type { Lint, Remark } from './lint.js'

/** A condition that contradicts itself. */
export const neverTrue: Lint = {
  id: 'never-true',
  about: 'A condition, or a part of one, can never be true: what it asks for excludes itself.',
  rules: ({ rules }) => rules.flatMap(({ rule, body, at }): readonly Remark[] => {
    if (rule.kind !== 'condition' || body === undefined) return []
    return impossibleParts(rule.when, rule.subject, ['when']).map((path) => ({
      place: at(path),
      message: path.length === 1 ? `the condition of \`${rule.id}\` can never be true` : `this part of \`${rule.id}\` can never be true${path.at(-2) === 'all' ? ' beside the parts before it' : ''}`,
      hint: 'its comparisons exclude each other: perhaps `any` is meant where `all` stands, or a bound is the wrong way about',
    }))
  }),
}
