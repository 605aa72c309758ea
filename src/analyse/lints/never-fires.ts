import { clauses } from '../../kinds/prerequisite.js'
import { countryCodes } from '../../load/catalog/countries.js'
import type { ConditionRule, Item, MutuallyExclusiveRule, PrerequisiteRule, Rule, UsageLocationRule } from '../../model/rule.js'
import { canHold } from '../condition-logic.js'
import { canBeHeld, canBeThere, type Shelf } from './shelf.js'
import type { Known } from '../literals.js'
import type { House, Lint, Remark } from './lint.js'

/** A rule that no user of any product can break. */
export const neverFires: Lint = {
  id: 'never-fires',
  about: 'A rule can never fire, whatever products of the catalog somebody holds.',
  rules: (house) => house.rules.flatMap(({ rule, body }): readonly Remark[] => {
    const why = body === undefined ? undefined : whyNever(rule, house)
    return why === undefined ? [] : [{ place: rule.place, message: `the rule \`${rule.id}\` can never fire: ${why}`, hint: 'remove it, or check the names' }]
  }),
}

function whyNever(rule: Rule, house: House): string | undefined {
  const { shelf } = house
  switch (rule.kind) {
    case 'mutually-exclusive':
      return canBePair(rule, shelf) ? undefined : 'no products give two of its plans to a user'
    case 'prerequisite':
      return whyNeverUnmet(rule, shelf)
    case 'usage-location':
      return whyNowhere(rule, shelf)
    case 'unique-proxy':
      return rule.whenAnyPlan.some((item) => canBeThere(item, shelf)) ? undefined : 'no product carries one of its plans'
    case 'condition':
      return canHold(rule.when, rule.subject) && !canHold(rule.when, rule.subject, knownIn(house)) ? wordsOf(rule) : undefined
    case 'seats':
      return undefined
    default:
      return rule satisfies never
  }
}

/** Plans out of sale may still be with somebody. */
function knownIn({ shelf, catalog }: House): Known {
  return { isCarried: (id) => shelf.carrying(id).length > 0 || catalog.plans.get(id)?.retired === true, products: [...catalog.products.values()] }
}

function wordsOf({ subject }: ConditionRule): string {
  return subject === 'product' ? 'no product of the catalog is like that' : 'no product carries the plans that it asks for'
}

function canBePair({ items, against }: MutuallyExclusiveRule, shelf: Shelf): boolean {
  const left = items.filter((item) => canBeHeld(item, shelf))
  const right = (against.length === 0 ? items : against).filter((item) => canBeHeld(item, shelf))
  return left.some((one) => right.some((other) => one.id !== other.id))
}

function whyNeverUnmet(rule: PrerequisiteRule, shelf: Shelf): string | undefined {
  if (!canBeHeld(rule.dependent, shelf)) return 'no product gives its dependent plan to a user'
  const carriers = rule.dependent.type === 'product' ? [rule.dependent.id] : shelf.giving(rule.dependent.id).map(({ skuId }) => skuId)
  const isAlwaysMet = (alternatives: readonly Item[]): boolean => carriers.every((skuId) => alternatives.some((item) => isBrought(item, skuId, shelf)))
  return clauses(rule).every(isAlwaysMet) ? 'what brings the dependent brings what it needs, and nobody can switch that off' : undefined
}

function isBrought(item: Item, skuId: string, shelf: Shelf): boolean {
  return item.type === 'product' ? item.id === skuId : shelf.isFixedIn(item.id, skuId)
}

function whyNowhere({ items, condition }: UsageLocationRule, shelf: Shelf): string | undefined {
  if (items.length > 0 && !items.some((item) => canBeThere(item, shelf))) return 'no product carries one of its plans'
  return 'allowedIn' in condition && condition.allowedIn.length === countryCodes.length ? 'every country is allowed' : undefined
}
