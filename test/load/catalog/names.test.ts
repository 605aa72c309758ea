import { describe, expect, test } from 'vitest'
import { derivedId } from '../../../src/load/text/derived-id.js'
import { lookupIn } from '../../../src/load/catalog/names.js'
import type { Found, Lookup } from '../../../src/load/catalog/names.js'
import { unpackCatalog } from '../../../src/load/catalog/packed-catalog.js'
import type { Catalog, Product, ServicePlan } from '../../../src/model/catalog.js'
import { shipped } from '../shipped.js'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const plan = (n: number, servicePlanName: string, displayName: string, ...aliases: string[]): ServicePlan => ({ servicePlanId: id(n), servicePlanName, displayName, aliases, retired: false })
const product = (n: number, skuPartNumber: string, displayName: string): Product => ({ skuId: id(n), skuPartNumber, displayName, aliases: [], servicePlans: [] })

const catalog: Catalog = {
  plans: new Map([plan(1, 'MAIL', 'Mail', 'POST'), plan(2, 'CHAT', 'Talk'), plan(3, 'TALK', 'Phone'), plan(4, 'mail', 'Post'), plan(5, 'BOTH', 'Both')].map((one) => [one.servicePlanId, one])),
  products: new Map([product(11, 'E3', 'Enterprise 3'), product(12, 'TWICE', 'First'), product(13, 'TWICE', 'Second'), product(14, 'BOTH', 'Both')].map((one) => [one.skuId, one])),
}
const lookup = lookupIn(catalog, { groups: new Map([[id(21), { displayName: 'Sales' }]]) })

describe('plans and products', () => {
  test.each<[string, Exclude<keyof Lookup, 'catalog'>, string, string]>([
    ['a GUID in any case and in braces', 'plan', `{${id(2).toUpperCase()}}`, id(2)],
    ['the very spelling before another case', 'plan', 'MAIL', id(1)],
    ['the other spelling', 'plan', 'mail', id(4)],
    ['another case where only one answers', 'plan', 'chat', id(2)],
    ['a name before a display name', 'plan', 'TALK', id(3)],
    ['a display name before an alias', 'plan', 'post', id(4)],
    ['blanks of every kind', 'product', ' Enterprise\u00A03 ', id(11)],
    ['one name for a plan', 'plan', 'BOTH', id(5)],
    ['and for a product', 'product', 'BOTH', id(14)],
    ['a group by name', 'group', 'sales', id(21)],
  ])('%s', (_, namespace, handle, expected) => {
    expect(lookup[namespace](handle)).toEqual({ id: expected })
  })

  test.each<[string, Exclude<keyof Lookup, 'catalog'>, string, string, string | undefined]>([
    ['a typing mistake', 'plan', 'CHTA', 'unknown service plan `CHTA`', 'did you mean `CHAT`?'],
    ['nothing near', 'plan', 'SOMETHING_ELSE', 'unknown service plan `SOMETHING_ELSE`', 'the catalog has none of this name or id; a newer service plan can be added to it (docs/catalogs.md)'],
    ['a product instead of a plan', 'plan', 'E3', 'unknown service plan `E3`', '`E3` is a product'],
    ['a product id instead of a plan id', 'plan', id(11), `unknown service plan \`${id(11)}\``, `\`${id(11)}\` is a product`],
    ['a name that several have', 'product', 'TWICE', '`TWICE` is the name of 2 products', `write the GUID of one of them: ${id(12)} (First), ${id(13)} (Second)`],
    ['a case that decides nothing', 'plan', 'Mail2', 'unknown service plan `Mail2`', 'did you mean `MAIL` or `mail`?'],
    ['a group', 'group', 'Slaes', 'unknown group `Slaes`', 'did you mean `Sales`?'],
    ['no group', 'group', id(22), `unknown group \`${id(22)}\``, 'the snapshot has no group with this id or displayName'],
  ])('%s is a problem', (_, namespace, handle, message, hint) => {
    expect(problemOf(lookup[namespace](handle))).toEqual({ message, hint })
  })

  test('without a tenant every group and user may exist', () => {
    const alone = lookupIn(catalog, undefined)
    expect(alone.group(' Anything')).toEqual({ id: 'Anything' })
    expect(alone.user('ADA@contoso.com')).toEqual({ id: 'ada@contoso.com' })
    expect(alone.user(id(9).toUpperCase())).toEqual({ id: id(9) })
  })
})

describe('a mistyped user', () => {
  const users = (count: number) => ({ users: count, find: () => undefined, findByName: () => [], nameOf: (ordinal: number) => ({ id: id(ordinal), userPrincipalName: ordinal === 3 ? 'ada@contoso.com' : `user${ordinal}@contoso.com` }) })
  const hintIn = (count: number) => problemOf(lookupIn(catalog, { groups: new Map(), users: users(count) }).user('adda@contoso.com')).hint

  test('is told whom one may have meant', () => expect(hintIn(50_000)).toBe('did you mean `ada@contoso.com`?'))

  test('is not looked for among more users than can be compared at once', () => {
    expect(hintIn(50_001)).toBe('the snapshot has no user with this id, userPrincipalName or displayName')
  })

  test('is not looked for again and again where a whole list is of another tenant', () => {
    const { user } = lookupIn(catalog, { groups: new Map(), users: users(10) })
    const hints = Array.from({ length: 30 }, () => problemOf(user('adda@contoso.com')).hint)
    expect(hints.filter((hint) => hint?.startsWith('did you mean'))).toHaveLength(20)
  })
})

test('every shipped plan and product is found by its id and by its name, or the name is said to be ambiguous', async () => {
  const real = unpackCatalog((await shipped()).catalog)
  const names = lookupIn(real, undefined)
  const ambiguous = new Set<string>()
  for (const { servicePlanId, servicePlanName } of real.plans.values()) {
    expect(names.plan(servicePlanId)).toEqual({ id: servicePlanId })
    const found = names.plan(servicePlanName)
    if ('problem' in found) ambiguous.add(servicePlanName)
    else expect(found.id).toBe(servicePlanId)
  }
  for (const { skuId, skuPartNumber } of real.products.values()) {
    const found = names.product(skuPartNumber)
    if ('problem' in found) ambiguous.add(skuPartNumber)
    else expect(found.id).toBe(skuId)
  }
  expect([...ambiguous].sort()).toEqual(['MCOPSTN5', 'PROJECT_ESSENTIALS'])
})

test('derived ids look like GUIDs, follow from the name alone, and users do not care for case', () => {
  expect(derivedId('group', 'Sales')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(derivedId('user', 'Ada@Contoso.com')).toBe(derivedId('user', 'ada@contoso.com'))
  expect(derivedId('group', 'sales')).not.toBe(derivedId('group', 'Sales'))
  expect(derivedId('group', 'x')).not.toBe(derivedId('user', 'x'))
})

function problemOf(found: Found): { message: string; hint: string | undefined } {
  if ('id' in found) throw new Error(`found ${found.id}`)
  return { message: found.problem.message, hint: found.problem.hint }
}
