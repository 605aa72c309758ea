import { describe, expect, test } from 'vitest'
import { read } from './reading.js'

const wrong: readonly (readonly [what: string, kind: string, body: Record<string, unknown>, problems: readonly string[]])[] = [
  ['one plan', 'mutually-exclusive', { plans: ['a'] }, ['plans: `plans` names fewer than two different plans']],
  ['one plan by two names', 'mutually-exclusive', { plans: ['same-a', 'same-b'] }, ['plans: `plans` names fewer than two different plans']],
  ['one product', 'mutually-exclusive', { products: ['a', 'a'] }, ['products: `products` names fewer than two different products']],
  ['the same on both sides', 'mutually-exclusive', { each: ['a'], against: ['a'] }, ['each: `each` and `against` name the same single plan']],
  ['unknown names', 'mutually-exclusive', { plans: ['no-a', { product: 'no-b' }] }, ['plans.0: unknown plan `no-a`', 'plans.1.product: unknown product `no-b`']],
  ['no set', 'mutually-exclusive', {}, [': none of `plans`, `products` and `each` is given']],
  ['two sets', 'mutually-exclusive', { plans: ['a', 'b'], products: ['c', 'd'] }, ['products: `plans` and `products` exclude each other']],

  ['no requirement', 'prerequisite', { plan: 'a' }, [': the rule requires nothing']],
  ['no dependent', 'prerequisite', { requiresAnyOf: ['a'] }, [': none of `plan` and `product` is given']],
  ['itself', 'prerequisite', { plan: 'a', requiresAnyOf: ['b', ['c', 'a']], requiresAllOf: ['d', 'a'] }, ['requiresAnyOf.1.1: `a` cannot require itself', 'requiresAllOf.1: `a` cannot require itself']],
  ['itself by another name', 'prerequisite', { plan: 'same-a', requiresAnyOf: ['same-b'] }, ['requiresAnyOf.0: `same-b` cannot require itself']],
  ['the product of this name is another thing', 'prerequisite', { plan: 'a', requiresAnyOf: [{ product: 'a' }] }, []],
  ['too many combinations', 'prerequisite', { plan: 'a', requiresAnyOf: Array.from({ length: 7 }, (_, i) => [`b${i}`, `c${i}`]) }, ['requiresAnyOf: `requiresAnyOf` has more than 64 combinations']],

  ['no condition', 'usage-location', { plan: 'a' }, [': none of `prohibitedIn`, `allowedIn` and `requiredFor` is given']],
  ['two conditions', 'usage-location', { plan: 'a', prohibitedIn: ['BH'], allowedIn: ['CH'] }, ['allowedIn: `prohibitedIn` and `allowedIn` exclude each other']],
  ['no plan', 'usage-location', { prohibitedIn: ['BH'] }, [': none of `plan`, `plans`, `product` and `products` is given']],
  ['no plan where none is needed', 'usage-location', { requiredFor: 'direct' }, []],
  ['no country', 'usage-location', { plan: 'a', prohibitedIn: ['no', 'BH', 'BHR'] }, ['prohibitedIn.0: `no` is not a country', 'prohibitedIn.2: `BHR` is not a country']],

  ['a plan that has seats', 'seats', { products: ['a', { plan: 'b' }] }, ['products.1.plan: seats are counted by product, not by plan']],
  ['an unknown plan', 'unique-proxy', { whenAnyPlan: ['no-a'] }, ['whenAnyPlan.0: unknown plan `no-a`']],

  ['an unknown fact', 'condition', when({ fact: 'userTyp', operator: 'equal', value: 'Guest' }), ['when.fact: unknown fact `userTyp`']],
  ['a fact of another subject', 'condition', when({ fact: 'memberCount', operator: 'equal', value: 1 }), ['when.fact: a user has no fact `memberCount`']],
  ['a fact that every object has', 'condition', when({ fact: 'constructor', operator: 'equal', value: 1 }), ['when.fact: unknown fact `constructor`']],
  ['an unknown operator', 'condition', when({ fact: 'userType', operator: 'equals', value: 'Guest' }), ['when.operator: unknown operator `equals`']],
  ['an operator of the engine', 'condition', when({ fact: 'products', operator: 'contains', value: 'a' }), ['when.operator: unknown operator `contains`']],
  ['an operator of the kinds', 'condition', when({ fact: 'products', operator: 'holdsAtLeast', value: 1 }), ['when.operator: unknown operator `holdsAtLeast`']],
  ['an operator that does not fit', 'condition', when({ fact: 'products', operator: 'equal', value: 'a' }), ['when.operator: `equal` does not fit the fact `products`']],
  ['a number for a truth value', 'condition', when({ fact: 'accountEnabled', operator: 'equal', value: 0 }), ['when.value: `0` is not true or false']],
  ['a truth value for a text', 'condition', when({ fact: 'userType', operator: 'equal', value: true }), ['when.value: `true` is not a text']],
  ['a list for one value', 'condition', when({ fact: 'userType', operator: 'equal', value: ['Guest'] }), ['when.value: `["Guest"]` is not a text']],
  ['one value for a list', 'condition', when({ fact: 'products', operator: 'includesAnyOf', value: 'a' }), ['when.value: `includesAnyOf` takes a list']],
  ['an empty list', 'condition', when({ fact: 'products', operator: 'includesAnyOf', value: [] }), ['when.value: `includesAnyOf` takes a list']],
  ['a word that is none of the words', 'condition', when({ fact: 'userType', operator: 'equal', value: 'guest' }), ['when.value: `value` cannot be `guest`']],
  ['unknown products and plans', 'condition', when({ all: [{ fact: 'products', operator: 'includes', value: 'no-a' }, { not: { fact: 'plans', operator: 'includesAnyOf', value: ['b', 'no-c'] } }] }), ['when.all.0.value: unknown product `no-a`', 'when.all.1.not.value.1: unknown plan `no-c`']],
  ['no country', 'condition', when({ fact: 'usageLocation', operator: 'in', value: ['CH', 'Norway'] }), ['when.value.1: `Norway` is not a country']],
  ['an empty any', 'condition', when({ any: [] }), ['when.any: `any` is empty']],
  ['nothing', 'condition', when({}), ['when: a condition says exactly one thing']],
  ['two things', 'condition', when({ all: [{ fact: 'userType', operator: 'exists', value: true }], not: {} }), ['when: a condition says exactly one thing']],
  ['all with a value', 'condition', when({ all: [{ fact: 'userType', operator: 'exists', value: true }], value: 1 }), ['when: a condition says exactly one thing']],
  ['no operator', 'condition', when({ fact: 'userType', value: 'Guest' }), ['when: the condition has no `operator`']],
  ['no value', 'condition', when({ fact: 'userType', operator: 'equal' }), ['when: the condition has no `value`']],
  ['too deep', 'condition', when(nested(11)), ['when: the condition is nested more than 10 deep']],
  ['too many parts', 'condition', when({ any: Array.from({ length: 201 }, () => ({ fact: 'userType', operator: 'exists', value: true })) }), ['when: the condition has more than 200 parts']],
]

function when(tree: object): Record<string, unknown> {
  return { subject: 'user', when: tree }
}

function nested(depth: number): object {
  return depth === 0 ? { fact: 'userType', operator: 'exists', value: true } : { not: nested(depth - 1) }
}

describe('what an author may not write', () => {
  test.each(wrong)('%s (%s)', (_what, kind, body, problems) => {
    const found = read(kind, body)
    expect(found.problems).toEqual(problems)
    expect(found.rule === undefined).toBe(problems.length > 0)
  })
})

describe('what an author may write', () => {
  test('names under a product are products, unless they say otherwise', () => {
    expect(read('prerequisite', { product: 'a', requiresAnyOf: ['b', { plan: 'c' }, ['d', { plan: 'e' }]] }).rule).toMatchObject({
      dependent: { type: 'product', id: 'a' },
      requiresAnyOf: [
        [{ type: 'product', id: 'b' }],
        [{ type: 'plan', id: 'c' }],
        [{ type: 'product', id: 'd' }, { type: 'plan', id: 'e' }],
      ],
      requiresAllOf: [],
      within: 'both',
    })
  })

  test('products that exclude each other', () => {
    expect(read('mutually-exclusive', { products: ['a', 'b', 'a'], within: 'user' }).rule).toMatchObject({
      items: [{ type: 'product', id: 'a' }, { type: 'product', id: 'b' }],
      against: [],
      within: 'user',
    })
  })

  test('a location rule about everything', () => {
    expect(read('usage-location', { requiredFor: 'any' }).rule).toMatchObject({ items: [], condition: { requiredFor: 'any' } })
  })

  test('seats of all products, none kept free', () => {
    expect(read('seats', {}).rule).toMatchObject({ products: [], keepFree: 0 })
  })

  test('a text that is missing', () => {
    const tree = { fact: 'department', operator: 'equal', value: null }
    expect(read('condition', when(tree)).rule).toMatchObject({ subject: 'user', when: tree })
  })
})
