import { itemKey } from '../../kinds/items.js'
import type { PrerequisiteRule } from '../../model/rule.js'
import { alwaysWith, needsOf } from '../needs.js'
import { called } from './shelf.js'
import type { House, Lint, Remark } from './lint.js'

/** Prerequisites that go round: neither can be there first. */
export const cycle: Lint = {
  id: 'cycle',
  about: 'What a plan or product needs needs it in turn, whichever alternative is taken: neither can be given before the other.',
  rules: (house) => {
    const with_ = alwaysWith(needsOf(house.rules.map(({ rule }) => rule)))
    return house.rules.flatMap(({ rule, body, at }): readonly Remark[] => {
      if (rule.kind !== 'prerequisite' || body === undefined || !goesRound(rule, with_)) return []
      return [{ place: at([rule.dependent.type]), message: `\`${rule.id}\` goes round: ${sentence(rule, house)}`, hint: 'one of the rules on the way is the wrong way about' }]
    })
  },
}

function goesRound(rule: PrerequisiteRule, with_: (key: string) => ReadonlySet<string>): boolean {
  const self = itemKey(rule.dependent)
  const isRound = (keys: readonly string[]): boolean => keys.some((key) => with_(key).has(self))
  const either = rule.requiresAnyOf.length > 0 && rule.requiresAnyOf.every((all) => isRound(all.map(itemKey)))
  return either || isRound(rule.requiresAllOf.map(itemKey))
}

function sentence(rule: PrerequisiteRule, { names }: House): string {
  const needed = [...rule.requiresAnyOf.flat(), ...rule.requiresAllOf]
  const what = called(rule.dependent, names)
  return needed.length === 1 ? `${what} needs ${called(needed[0]!, names)}, which needs ${what}` : `all that ${what} can be given with needs ${what}`
}
