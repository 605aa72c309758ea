import { expect, test } from 'vitest'
import { catalogNotices, newPlanNotices, withTenantPlans } from '../../../src/load/catalog/catalog.js'
import type { ProductPlan } from '../../../src/model/catalog.js'
import type { Group, License, SubscribedSku } from '../../../src/model/tenant.js'
import { catalogWith, plans, product, products } from './catalogs.js'

const catalog = catalogWith({ products: [products.e3, products.e1] })
const unknown = '99999999-0000-4000-8000-000000000000'

const subscribed = (skuId: string, skuPartNumber: string, servicePlans: readonly ProductPlan[]): SubscribedSku => ({
  skuId, skuPartNumber, servicePlans, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 0,
  prepaidUnits: { enabled: 1, warning: 0, suspended: 0, lockedOut: 0 },
})
const skus = (...list: readonly SubscribedSku[]) => new Map(list.map(sku => [sku.skuId, sku]))
const user = (servicePlanId: string): ProductPlan => ({ servicePlanId, appliesTo: 'User' })
const company = (servicePlanId: string): ProductPlan => ({ servicePlanId, appliesTo: 'Company' })

test("the tenant's plans of a product replace the catalog's", () => {
  const servicePlans = [company(plans.teams.servicePlanId), user(plans.forms.servicePlanId)]
  const result = withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'ENTERPRISEPACK', servicePlans)), new Map([[plans.forms.servicePlanId, 'FORMS_PLAN_E3']]))
  expect(result.products.get(products.e3.skuId)).toEqual({ ...products.e3, servicePlans: [user(plans.forms.servicePlanId), company(plans.teams.servicePlanId)] })
  expect(result.products.get(products.e1.skuId)).toEqual(products.e1)
  expect(result.plans.get(plans.forms.servicePlanId)).toMatchObject({ servicePlanName: 'FORMS_PLAN_E3', displayName: 'FORMS_PLAN_E3' })
  expect(catalog.products.get(products.e3.skuId)).toEqual(products.e3)
})

test('a product that the export shows without plans keeps those of the catalog', () => {
  const result = withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'enterprisepack', [])), new Map())
  expect(result.products.get(products.e3.skuId)).toEqual(products.e3)
})

test('a tenant that has nothing of its own has the very same catalog', () => {
  expect(withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'ENTERPRISEPACK', [...products.e3.servicePlans].reverse())), new Map())).toBe(catalog)
  const companyWide = products.e3.servicePlans.map(({ servicePlanId }) => company(servicePlanId))
  expect(withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'ENTERPRISEPACK', companyWide)), new Map())).not.toBe(catalog)
})

test("products and plans that nobody knows come in under the tenant's names, sorted", () => {
  const result = withTenantPlans(catalog, skus(subscribed(unknown, 'NEW_SKU', [user(unknown)])), new Map())
  expect(result.products.get(unknown)).toEqual({ skuId: unknown, skuPartNumber: 'NEW_SKU', displayName: 'NEW_SKU', aliases: [], servicePlans: [user(unknown)] })
  expect(result.plans.get(unknown)).toMatchObject({ servicePlanName: unknown, retired: false })
  expect([...result.products.keys()]).toEqual([...result.products.keys()].toSorted())
})

test('where the tenant has another name for a known thing, it is found by both', () => {
  const result = withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'E3_PACK', products.e3.servicePlans)), new Map([[plans.yammer.servicePlanId, 'VIVA_ENGAGE'], [plans.teams.servicePlanId, 'teams1']]))
  expect(result.products.get(products.e3.skuId)).toMatchObject({ skuPartNumber: 'ENTERPRISEPACK', aliases: ['E3_PACK'] })
  expect(result.plans.get(plans.yammer.servicePlanId)).toMatchObject({ servicePlanName: 'YAMMER_ENTERPRISE', aliases: ['VIVA_ENGAGE'] })
  expect(result.plans.get(plans.teams.servicePlanId)).toMatchObject({ aliases: [] })
})

test('a retired plan that the tenant has is not retired', () => {
  const old = catalogWith({ products: [], plans: [{ ...plans.forms, retired: true }] })
  const result = withTenantPlans(old, skus(subscribed(unknown, 'OLD_SKU', [user(plans.forms.servicePlanId)])), new Map())
  expect(result.plans.get(plans.forms.servicePlanId)!.retired).toBe(false)
})

const dated = { ...catalog, source: { name: 'list', date: '2026-01-01', digest: 'sha256:0' } }

test.each([
  ['on its day', '2026-01-01', 0],
  ['180 days later', '2026-06-30', 0],
  ['181 days later', '2026-07-01', 1],
  ['before its day', '2025-01-01', 0],
])('a catalog %s', (_, now, count) => {
  expect(catalogNotices(dated, now)).toHaveLength(count)
})

test('an old catalog says how old, and what to do', () => {
  expect(catalogNotices(dated, '2026-11-24')).toEqual([{
    id: 'catalog-old', count: 1,
    text: 'the product catalog is of 2026-01-01, 327 days old: products and service plans may have changed; import a newer list with `seatplan catalog import`',
    unnamed: 'the product catalog is of 2026-01-01, 327 days old: products and service plans may have changed; import a newer list with `seatplan catalog import`',
  }])
  expect(catalogNotices(catalog, '2026-11-24')).toEqual([])
})

const group = (displayName: string, ...assignedLicenses: readonly License[]): Group => ({
  id: displayName, displayName, assignedLicenses, groupTypes: [], securityEnabled: true, mailEnabled: false,
  onPremisesSyncEnabled: false, isAssignableToRole: false, members: 'listed', otherMembers: 0, proxyAddresses: [],
})
const e3Without = (...off: readonly (keyof typeof plans)[]): License => ({ skuId: products.e3.skuId, disabledPlans: off.map(name => plans[name].servicePlanId).toSorted() })
const newer = catalogWith({ products: [product(products.e3.skuId, 'ENTERPRISEPACK', 'Office 365 E3', [plans.exchange, plans.sharepoint, plans.teams, plans.yammer, plans.forms])] })
const notices = (given: Group, published = catalog, tenant = newer) => newPlanNotices(new Map([[given.id, given]]), published, tenant)

test('a group that means to give Exchange only gives a newer plan too', () => {
  expect(notices(group('Mail', e3Without('sharepoint', 'teams', 'yammer')))).toEqual([{
    id: 'new-plans-on', count: 1,
    text: 'group `Mail` gives only EXCHANGE_S_ENTERPRISE of ENTERPRISEPACK; newer plans that it does not switch off are on: FORMS_PLAN_E3',
    unnamed: 'a group gives only EXCHANGE_S_ENTERPRISE of ENTERPRISEPACK; newer plans that it does not switch off are on: FORMS_PLAN_E3',
  }])
})

test('a plan that is published and has not reached the tenant will be on', () => {
  const [notice] = notices(group('Mail', e3Without('sharepoint', 'teams', 'yammer')), newer, catalog)
  expect(notice!.text).toContain('will be on when the tenant gets them: ')
})

test.each([
  ['switches the newer plan off too', e3Without('sharepoint', 'teams', 'yammer', 'forms')],
  ['gives the whole product', e3Without()],
  ['switches off less than half', e3Without('yammer')],
  ['gives nothing at all of it', e3Without('exchange', 'sharepoint', 'teams', 'yammer')],
  ['has a product that nobody knows', { skuId: unknown, disabledPlans: [] }],
])('a group that %s is not remarked', (_, license) => {
  expect(notices(group('Mail', license))).toEqual([])
})

test('two plans are a choice as well; a company plan is none', () => {
  expect(notices(group('Two', e3Without('teams', 'yammer')))).toHaveLength(1)
  const withCompany = withTenantPlans(catalog, skus(subscribed(products.e3.skuId, 'ENTERPRISEPACK', [...products.e3.servicePlans, company(plans.forms.servicePlanId)])), new Map())
  expect(notices(group('Two', e3Without('teams', 'yammer')), catalog, withCompany)).toEqual([])
})

test('a plan that the list gives to users and the tenant has for the company is no news', () => {
  const withCompany = withTenantPlans(newer, skus(subscribed(products.e3.skuId, 'ENTERPRISEPACK', [...products.e3.servicePlans, company(plans.forms.servicePlanId)])), new Map())
  expect(notices(group('Mail', e3Without('sharepoint', 'teams', 'yammer')), newer, withCompany)).toEqual([])
})

test('a group whose licences the export does not tell is passed over', () => {
  expect(notices({ ...group('Mail'), assignedLicenses: undefined })).toEqual([])
})
