import { itemKey } from '../../kinds/items.js'
import type { Item, MutuallyExclusiveRule, PrerequisiteRule } from '../../model/rule.js'
import { meetInTime, pairsOf } from '../rule-logic.js'
import { called } from './shelf.js'
import { placeOfItem, type WrittenRule } from './written-rules.js'
import type { House, Lint, Remark } from './lint.js'

/** Something is needed that may not be there. */
export const conflictingNeed: Lint = {
  id: 'conflicting-need',
  about: 'A rule asks for something that another rule forbids beside the dependent, or beside something else that is asked for.',
  rules: (house) => house.rules.flatMap((written): readonly Remark[] => {
    if (written.body === undefined) return []
    if (written.rule.kind === 'prerequisite') return conflicts(written as WrittenRule<PrerequisiteRule>, house)
    return written.rule.kind === 'mutually-exclusive' ? hindered(written as WrittenRule<MutuallyExclusiveRule>, house) : []
  }),
}

/** Rules that came with seatplan and that this one makes impossible: only this one can be changed. */
function hindered(written: WrittenRule<MutuallyExclusiveRule>, { rules, lookup, names }: House): readonly Remark[] {
  const pairs = new Set(pairsOf(written.rule).map(keyOfPair))
  return rules.flatMap(({ rule, body }): readonly Remark[] => {
    const pair = body !== undefined || rule.kind !== 'prerequisite' || !meetInTime(rule, written.rule) ? undefined : togetherIn(rule).find((one) => pairs.has(keyOfPair(one)))
    if (pair === undefined) return []
    const [one, other] = pair
    return [{
      place: placeOfItem(written, other, lookup),
      message: `\`${written.rule.id}\` forbids ${called(other, names)} beside ${called(one, names)}, and \`${rule.id}\` asks for that`,
      hint: `see ${rule.place.file}:${rule.place.line}; take one of the two out of the rule`,
    }]
  })
}

function keyOfPair(pair: readonly [Item, Item]): string {
  return pair.map(itemKey).sort().join('|')
}

function conflicts(written: WrittenRule<PrerequisiteRule>, house: House): readonly Remark[] {
  return togetherIn(written.rule).flatMap(([one, other]): readonly Remark[] => {
    const rule = forbidding(one, other, written.rule, house)
    if (rule === undefined) return []
    return [{
      place: placeOfItem(written, other, house.lookup),
      message: `\`${written.rule.id}\` asks for ${called(other, house.names)} beside ${called(one, house.names)}, and \`${rule.id}\` forbids that`,
      hint: `see ${rule.place.file}:${rule.place.line}; one of the two rules is wrong`,
    }]
  })
}

/** What would have to be there together: the dependent with each alternative, and what stands in one alternative. */
function togetherIn({ dependent, requiresAnyOf, requiresAllOf }: PrerequisiteRule): readonly (readonly [Item, Item])[] {
  const sets = [[dependent, ...requiresAllOf], ...requiresAnyOf.map((all) => [dependent, ...all]), ...requiresAnyOf.flatMap((all) => requiresAllOf.map((item) => [item, ...all]))]
  return [...new Map(sets.flatMap((items) => pairsOf({ items, against: [] })).map((pair) => [pair.map(itemKey).join('|'), pair])).values()]
}

function forbidding(one: Item, other: Item, rule: PrerequisiteRule, { rules }: House): MutuallyExclusiveRule | undefined {
  const wanted = [itemKey(one), itemKey(other)]
  return rules.map((written) => written.rule).filter((found) => found.kind === 'mutually-exclusive')
    .find((found) => meetInTime(found, rule) && pairsOf(found).some((pair) => pair.every((item) => wanted.includes(itemKey(item)))))
}
