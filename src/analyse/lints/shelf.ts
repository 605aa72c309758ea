import type { Catalog, Guid, Product } from '../../model/catalog.js'
import type { Names } from '../../model/names.js'
import type { Item } from '../../model/rule.js'

/** What the products of a catalog bring. */
export interface Shelf {
  /** Products that give the plan to their users. `Company` plans are given to nobody. */
  giving(planId: Guid): readonly Product[]
  /** Products that carry the plan at all. */
  carrying(planId: Guid): readonly Product[]
  /** Whether a product carries the plan for the whole company, so that nobody can switch it off. */
  isFixedIn(planId: Guid, skuId: Guid): boolean
}

export function shelfOf(catalog: Catalog): Shelf {
  const giving = new Map<Guid, Product[]>()
  const carrying = new Map<Guid, Product[]>()
  for (const product of catalog.products.values()) {
    for (const { servicePlanId, appliesTo } of product.servicePlans) {
      add(carrying, servicePlanId, product)
      if (appliesTo === 'User') add(giving, servicePlanId, product)
    }
  }
  return {
    giving: (planId) => giving.get(planId) ?? [],
    carrying: (planId) => carrying.get(planId) ?? [],
    isFixedIn: (planId, skuId) => catalog.products.get(skuId)?.servicePlans.some((plan) => plan.servicePlanId === planId && plan.appliesTo === 'Company') ?? false,
  }
}

function add(map: Map<Guid, Product[]>, key: Guid, product: Product): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [product])
  else known.push(product)
}

/** Whether a user can hold the item at all. */
export function canBeHeld(item: Item, shelf: Shelf): boolean {
  return item.type === 'product' || shelf.giving(item.id).length > 0
}

/** Whether the item can be there for a user, be it through the company. */
export function canBeThere(item: Item, shelf: Shelf): boolean {
  return item.type === 'product' || shelf.carrying(item.id).length > 0
}

/** What an item is called, in backticks. */
export function called(item: Item, names: Names): string {
  return `\`${item.type === 'plan' ? names.plan(item.id) : names.product(item.id)}\``
}

/** `a`, `b` and `c`; of many the first few and how many more. */
export function few(words: readonly string[], most = 3): string {
  if (words.length <= most) return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  return `${words.slice(0, most).join(', ')} and ${words.length - most} more`
}
