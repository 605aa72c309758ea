import type { Rule } from '../../model/rule.js'

/** Whether a rule is one of those that come with seatplan, word for word. */
export function shippedAmong(packs: readonly { readonly rules: readonly Rule[] }[]): (rule: Rule) => boolean {
  const key = ({ id, reason, place }: Rule): string => `${id} ${place.file} ${reason}`
  const shipped = new Set(packs.flatMap(({ rules }) => rules).map(key))
  return rule => shipped.has(key(rule))
}
