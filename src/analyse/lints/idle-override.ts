import type { Lint, Remark } from './lint.js'

/** A severity that a config gives and that the rule has already. */
export const idleOverride: Lint = {
  id: 'idle-override',
  about: 'The config gives a rule the severity that it has anyway. (An override of a rule that is not loaded is an error.)',
  around: ({ rules, overrides }) => overrides.flatMap(({ id, severity, place }): readonly Remark[] => {
    const rule = rules.find((one) => one.id === id)
    return rule?.severity !== severity ? [] : [{ place, message: `the rule \`${id}\` has the severity \`${severity}\` anyway`, hint: 'remove this line' }]
  }),
}
