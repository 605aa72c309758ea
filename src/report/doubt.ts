import type { Finding } from '../model/report.js'

/** How sure the rule is, where it is not what Microsoft documents without contradiction. */
export function doubtOf({ certainty }: NonNullable<Finding['rule']>): readonly string[] {
  return certainty === undefined || certainty === 'documented' ? [] : [certainty]
}
