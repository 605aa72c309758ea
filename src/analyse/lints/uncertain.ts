import type { Lint } from './lint.js'

/** A rule that does not say how sure it is. */
export const uncertain: Lint = {
  id: 'uncertain',
  about: 'A rule has no `certainty`.',
  rules: ({ rules }) => rules.filter(({ rule, body }) => body !== undefined && rule.certainty === undefined).map(({ rule }) => ({
    place: rule.place,
    message: `the rule \`${rule.id}\` has no \`certainty\``,
    hint: 'say how sure this is, for example `documented` or `observed`',
  })),
}
