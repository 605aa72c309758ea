import { expect, test } from 'vitest'
import { diffCatalogs, isSame } from '../../../src/load/catalog/diff.js'
import { showInCatalog } from '../../../src/load/catalog/show.js'
import { catalogWith, plans, product, products } from './catalogs.js'

const before = catalogWith({ products: [products.e3, products.e1] })
const e3 = (...carried: Parameters<typeof product>[3]) => product(products.e3.skuId, 'ENTERPRISEPACK', 'Office 365 E3', carried)
const named = ({ servicePlanId: id, servicePlanName: name, displayName }: typeof plans.teams) => ({ id, name, displayName })

test('a catalog is the same as itself, whatever it comes from', () => {
  const diff = diffCatalogs(before, { ...before, source: { name: 'other', date: '2026-01-01', digest: 'sha256:0' } })
  expect(isSame(diff)).toBe(true)
  expect(diff).toMatchObject({ from: undefined, to: { date: '2026-01-01' } })
})

test('new plans in a known product, and plans that are gone from it', () => {
  const after = catalogWith({ products: [e3(plans.exchange, plans.sharepoint, plans.teams, plans.forms), products.e1], plans: [plans.yammer] })
  const { products: found, plans: foundPlans } = diffCatalogs(before, after)
  expect(found.changedPlans).toEqual([{ skuId: products.e3.skuId, skuPartNumber: 'ENTERPRISEPACK', addedPlans: [named(plans.forms)], removedPlans: [named(plans.yammer)], appliesTo: [] }])
  expect(foundPlans.added).toEqual([named(plans.forms)])
  expect(foundPlans.removed).toEqual([])
})

test('products and plans that come, go, and change their names', () => {
  const after = catalogWith({ products: [{ ...products.e3, skuPartNumber: 'O365_E3', aliases: ['ENTERPRISEPACK'] }], plans: [{ ...plans.teams, displayName: 'Microsoft Teams' }] })
  const there = diffCatalogs(before, after)
  expect(there.products.removed).toEqual([{ id: products.e1.skuId, name: 'STANDARDPACK', displayName: 'Office 365 E1' }])
  expect(there.products.renamed).toEqual([
    { id: products.e3.skuId, name: 'O365_E3', what: 'name', from: 'ENTERPRISEPACK', to: 'O365_E3' },
    { id: products.e3.skuId, name: 'O365_E3', what: 'aliases', from: '', to: 'ENTERPRISEPACK' },
  ])
  expect(there.plans.renamed).toEqual([{ id: plans.teams.servicePlanId, name: 'TEAMS1', what: 'displayName', from: 'Teams', to: 'Microsoft Teams' }])
  expect(there.plans.removed).toEqual([named(plans.exchange1)])
  const back = diffCatalogs(after, before)
  expect(back.products.added).toEqual(there.products.removed)
  expect(isSame(back)).toBe(false)
})

test('a plan that is retired, or that applies to the company now, is a difference', () => {
  const retired = diffCatalogs(before, catalogWith({ products: [products.e3, products.e1], plans: [{ ...plans.teams, retired: true }] }))
  expect(retired.plans.retired).toEqual([named(plans.teams)])
  expect(isSame(retired)).toBe(false)
  const company = diffCatalogs(before, catalogWith({ products: [products.e1, { ...products.e3, servicePlans: products.e3.servicePlans.map(plan => ({ ...plan, appliesTo: 'Company' as const })) }] }))
  expect(company.products.changedPlans[0]!.appliesTo).toHaveLength(4)
  expect(isSame(company)).toBe(false)
})

test.each([
  ['part number in another case', 'enterprisepack', ['ENTERPRISEPACK'], []],
  ['display name', 'Office 365 E1', ['STANDARDPACK'], []],
  ['GUID in capitals', products.e1.skuId.toUpperCase(), ['STANDARDPACK'], []],
  ['plan name', 'TEAMS1', [], ['TEAMS1']],
  ['alias', 'spo', [], ['SHAREPOINTENTERPRISE']],
  ['name of a product and a plan', 'BOTH', ['BOTH'], ['BOTH']],
  ['name of two products', 'TWICE', ['TWICE', 'TWICE'], []],
])('show by %s', (_, handle, productNames, planNames) => {
  const catalog = catalogWith({
    products: [products.e3, products.e1, product('00000000-0000-4000-8000-000000000001', 'BOTH', 'b', []), product('00000000-0000-4000-8000-000000000002', 'TWICE', 't', []), product('00000000-0000-4000-8000-000000000003', 'TWICE', 'u', [])],
    plans: [{ ...plans.sharepoint, aliases: ['SPO'] }, { ...plans.forms, servicePlanName: 'BOTH' }],
  })
  const answer = showInCatalog(catalog, handle)
  expect(answer.products.map(one => one.skuPartNumber)).toEqual(productNames)
  expect(answer.plans.map(one => one.servicePlanName)).toEqual(planNames)
  expect(answer.nearest).toBeNull()
})

test('a plan shows the products that carry it, a product its plans', () => {
  expect(showInCatalog(before, 'TEAMS1').plans[0]!.products.map(one => one.skuPartNumber)).toEqual(['ENTERPRISEPACK', 'STANDARDPACK'])
  expect(showInCatalog(before, 'STANDARDPACK').products[0]!.servicePlans.map(one => one.servicePlanName)).toEqual(['EXCHANGE_S_STANDARD', 'TEAMS1'])
})

test('what nobody knows is guessed at', () => {
  expect(showInCatalog(before, 'ENTERPRISEPAK')).toMatchObject({ products: [], plans: [], nearest: 'ENTERPRISEPACK' })
  expect(showInCatalog(before, 'TEAMS2').nearest).toBe('TEAMS1')
  expect(showInCatalog(before, 'qqqqqqqqqq').nearest).toBeNull()
})
