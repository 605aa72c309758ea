import type { Product } from '../../model/catalog.js'
import type { Item, MutuallyExclusiveRule } from '../../model/rule.js'
import { pairsOf } from '../rule-logic.js'
import { called, few, type Shelf } from './shelf.js'
import { placeOfItem, type WrittenRule } from './written-rules.js'
import type { House, Lint, Remark } from './lint.js'

/** A rule that condemns a product as it is sold. */
export const selfConflict: Lint = {
  id: 'self-conflict',
  about: 'A rule forbids two plans that one product brings together, so nobody could hold the product as it is sold.',
  rules: (house) => house.rules.flatMap((written) =>
    written.body === undefined || written.rule.kind !== 'mutually-exclusive' ? [] : condemned(written as WrittenRule<MutuallyExclusiveRule>, house)),
}

function condemned(written: WrittenRule<MutuallyExclusiveRule>, { shelf, names, lookup }: House): readonly Remark[] {
  return pairsOf(written.rule).flatMap(([one, other]): readonly Remark[] => {
    const products = withBoth(one, other, shelf)
    if (products.length === 0) return []
    return [{
      place: placeOfItem(written, other, lookup),
      message: `\`${written.rule.id}\` forbids ${called(one, names)} beside ${called(other, names)}, and ${few(products.map(({ skuPartNumber }) => `\`${skuPartNumber}\``))} ${products.length === 1 ? 'brings' : 'bring'} both`,
      hint: 'a product agrees with itself: take one of the two out of the rule',
    }]
  })
}

function withBoth(one: Item, other: Item, shelf: Shelf): readonly Product[] {
  if (one.type === 'product' || other.type === 'product') return []
  return shelf.giving(one.id).filter((product) => shelf.giving(other.id).includes(product)).sort((a, b) => (a.skuPartNumber < b.skuPartNumber ? -1 : 1))
}
