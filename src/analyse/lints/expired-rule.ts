import type { Lint } from './lint.js'

/** A rule whose time is over. */
export const expiredRule: Lint = {
  id: 'expired-rule',
  about: 'A rule is past its `validTo`, so nobody is judged by it any more.',
  rules: ({ rules, now }) => rules.filter(({ rule, body }) => body !== undefined && rule.validTo !== undefined && rule.validTo < now).map(({ rule, at }) => ({
    place: at(['validTo']),
    message: `the rule \`${rule.id}\` ended on ${rule.validTo}`,
    hint: 'remove it, or give it a later `validTo`',
  })),
}
