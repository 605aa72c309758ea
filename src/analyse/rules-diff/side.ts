import type { Catalog } from '../../model/catalog.js'
import type { Rule, RuleSet } from '../../model/rule.js'

/** One of two sets that are compared: rules, and the catalog whose products they judge. */
export interface Side {
  readonly catalog: Catalog
  /** Those of the service first; whatever their dates. */
  readonly rules: readonly Rule[]
}

/** A rule that is off decides nothing. */
export function ruleOf({ rules }: Side, id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id && rule.severity !== 'off')
}

/** The rules that are in force on a day. */
export function inForce({ rules }: Side, day: string): RuleSet {
  const judged = rules.filter(({ severity, validFrom, validTo }) => severity !== 'off' && (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo))
  return { packs: [], rules: judged.toSorted((a, b) => (a.id < b.id ? -1 : 1)), notInForce: [], idle: rules.filter((rule) => !judged.includes(rule)), digest: '' }
}
