import { clauses } from '../../kinds/prerequisite.js'
import type { PrerequisiteRule } from '../../model/rule.js'
import { called, canBeHeld, canBeThere, few } from './shelf.js'
import { placeOfItem } from './written-rules.js'
import type { House, Lint, Remark } from './lint.js'

/** Something is needed that nobody sells. */
export const unmetNeed: Lint = {
  id: 'unmet-need',
  about: 'A plan or product needs what no product supplies, so nobody may hold it.',
  rules: (house) => house.rules.flatMap((written): readonly Remark[] => {
    const { rule, body } = written
    if (rule.kind !== 'prerequisite' || body === undefined || !canBeHeld(rule.dependent, house.shelf)) return []
    const unmet = clauses(rule).find((clause) => !clause.some((item) => canBeThere(item, house.shelf)))
    return unmet === undefined ? [] : [{ place: placeOfItem(written, unmet[0]!, house.lookup), message: sentence(rule, unmet, house), hint: 'name a plan that some product carries' }]
  }),
}

function sentence({ dependent }: PrerequisiteRule, unmet: PrerequisiteRule['requiresAllOf'], { names, shelf }: House): string {
  const who = dependent.type === 'product' ? '' : `, which ${few(shelf.giving(dependent.id).map(({ skuPartNumber }) => `\`${skuPartNumber}\``).sort())} ${shelf.giving(dependent.id).length === 1 ? 'brings' : 'bring'},`
  return `${called(dependent, names)}${who} needs ${few(unmet.map((item) => called(item, names)))}, and no product carries ${unmet.length === 1 ? 'it' : 'one of them'}`
}
