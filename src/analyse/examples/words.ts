import { lookupIn, type Lookup } from '../../load/catalog/names.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import { namesFrom, type Names } from '../../model/names.js'
import type { Item } from '../../model/rule.js'
import type { Sketch } from './probe.js'
import { onceFor } from '../../once.js'

/** How a sketch names plans and products: by their names, where those tell them from all others. */
export interface Vocabulary {
  readonly catalog: Catalog
  readonly names: Names
  plan(id: Guid): string
  product(id: Guid): string
}

/** Made once for a catalog. */
export const vocabularyOf = onceFor(makeVocabulary)

function makeVocabulary(catalog: Catalog): Vocabulary {
  const names = namesFrom(catalog, new Map())
  const lookup = lookupIn(catalog, undefined)
  const telling = (name: string, id: Guid, find: keyof Pick<Lookup, 'plan' | 'product'>): string => {
    const found = lookup[find](name)
    return 'id' in found && found.id === id ? name : id
  }
  return { catalog, names, plan: (id) => telling(names.plan(id), id, 'plan'), product: (id) => telling(names.product(id), id, 'product') }
}

/** What a product that nobody sells is called. */
export const somewhat = 'a product'

type Products = NonNullable<Sketch['products']>

/** Names for the columns and licences of a sketch, and the products that it must name for them. */
export interface Shelf {
  readonly words: readonly string[]
  readonly products: Products
}

/** Plans as if sold alone; products under their part numbers, with some plans switched off. */
export function shelve(items: readonly Item[], vocabulary: Vocabulary, off: readonly Guid[] = []): Shelf {
  const products: Record<string, Products[string]> = {}
  const words = items.map((item) => {
    if (item.type === 'plan') return vocabulary.plan(item.id)
    const sku = vocabulary.product(item.id)
    const switched = (vocabulary.catalog.products.get(item.id)?.servicePlans ?? []).filter(({ servicePlanId, appliesTo }) => appliesTo === 'User' && off.includes(servicePlanId))
    products[sku] = switched.length === 0 ? sku : { sku, disabledPlans: switched.map(({ servicePlanId }) => vocabulary.plan(servicePlanId)).sort() }
    return sku
  })
  return { words: [...new Set(words)], products }
}

/** One that everybody knows, where the catalog has it. */
export function somePlan({ catalog, names }: Vocabulary): Item {
  const plans = [...catalog.plans.keys()]
  return { type: 'plan', id: plans.find((id) => names.plan(id) === 'EXCHANGE_S_STANDARD') ?? plans[0] ?? '' }
}
