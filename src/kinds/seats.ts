import type { Guid } from '../model/catalog.js'
import type { SeatsRule } from '../model/rule.js'
import { itemsSchema, readItems, type Names, type Path } from './items.js'
import type { Conditions, Kind, Resolve } from './kind.js'
import { seatsOf } from './witnesses.js'

/** A product is given to no more users than it has units for. */
export const seats: Kind<SeatsRule> = {
  kind: 'seats',
  error: 'CountViolation',

  judges: ({ severity }) => [severity === 'error' ? 'seats' : 'product'],

  schema: {
    properties: {
      products: itemsSchema('product', 'Products', 'The products that the rule is about; without it, every product.', ['SPE_E5']),
      keepFree: {
        type: 'integer',
        minimum: 0,
        default: 0,
        title: 'Keep free',
        description: 'Units that nobody may be given.',
        examples: [10],
      },
    },
    required: [],
  },

  read(body, head, resolve) {
    const products = readProducts(body['products'], resolve)
    return products && { ...head, kind: 'seats', products, keepFree: (body['keepFree'] as number | undefined) ?? 0 }
  },

  conditions({ products, keepFree }) {
    const isNamed: Conditions[] = products.length === 0 ? [] : [{ fact: 'skuId', operator: 'in', value: products }]
    return { all: [...isNamed, { fact: 'missingSeats', params: { keepFree }, operator: 'greaterThan', value: 0 }] }
  },

  trigger({ products }) {
    if (products.length === 0) return { type: 'always' }
    return { type: 'present', items: products.map((id) => ({ type: 'product', id })) }
  },

  evidence: ({ keepFree }, _witnesses, subject) => ({ kind: 'seats', ...seatsOf(subject, keepFree) }),
}

function readProducts(value: unknown, resolve: Resolve): readonly Guid[] | undefined {
  const names: Names = {
    plan: (_handle, path) => refuse(path, resolve),
    product: (handle, path) => resolve.product(handle, path),
  }
  return readItems(value ?? [], 'product', ['products'], names)?.map((item) => item.id)
}

function refuse(path: Path, resolve: Resolve): undefined {
  resolve.problem('not-a-product', 'seats are counted by product, not by plan', path, 'name the product')
  return undefined
}
