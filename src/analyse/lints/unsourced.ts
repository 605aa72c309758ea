import type { Lint } from './lint.js'

/** A rule of which nobody can check where it comes from. */
export const unsourced: Lint = {
  id: 'unsourced',
  about: 'A rule has no `source`.',
  rules: ({ rules }) => rules.filter(({ rule, body }) => body !== undefined && rule.source === undefined).map(({ rule }) => ({
    place: rule.place,
    message: `the rule \`${rule.id}\` has no \`source\``,
    hint: 'say where this is written, so that whoever meets the rule can check it',
  })),
}
