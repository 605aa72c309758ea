import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applyOverlay, applyOverlays, catalogFromLayers, loadCatalogLayers, readOverlay, type Overlay } from '../../../src/load/catalog/catalog.js'
import { serialiseCatalog } from '../../../src/load/catalog/catalog-files.js'
import { readDocument } from '../../../src/load/text/document.js'
import { memory } from '../../../src/load/memory.js'
import { catalogWith, plans, products } from './catalogs.js'

const catalog = catalogWith({ products: [products.e3, products.e1] })
const retired = '119cf168-b6cf-41fb-b82e-7fee7bae5814'

const overlay = (yaml: string): Overlay => {
  const { value, problems } = readOverlay(readDocument('fix.yaml', yaml).value!)
  expect(problems).toEqual([])
  return value!
}
const applied = (yaml: string) => {
  const { value, problems } = applyOverlay(catalog, overlay(yaml))
  expect(problems).toEqual([])
  return value!
}
const namesOf = (result: typeof catalog, skuId: string) => result.products.get(skuId)!.servicePlans.map(({ servicePlanId }) => result.plans.get(servicePlanId)!.servicePlanName).toSorted()

test('a retired plan exists and ships in nothing', () => {
  const result = applied(`plans: [{ servicePlanId: ${retired}, servicePlanName: CRMPLAN1, retired: true }]`)
  expect(result.plans.get(retired)).toEqual({ servicePlanId: retired, servicePlanName: 'CRMPLAN1', displayName: 'CRMPLAN1', aliases: [], retired: true })
  expect(result.products).toEqual(catalog.products)
  expect([...result.plans.keys()]).toEqual([...result.plans.keys()].toSorted())
})

test('a name that is replaced stays an alias, unless the overlay says the aliases', () => {
  const { servicePlanId } = plans.yammer
  expect(applied(`plans: [{ servicePlanId: ${servicePlanId.toUpperCase()}, servicePlanName: VIVA_ENGAGE }]`).plans.get(servicePlanId)).toMatchObject({ servicePlanName: 'VIVA_ENGAGE', displayName: 'Yammer', aliases: ['YAMMER_ENTERPRISE'] })
  expect(applied(`plans: [{ servicePlanId: ${servicePlanId}, servicePlanName: VIVA_ENGAGE, aliases: [b, a] }]`).plans.get(servicePlanId)!.aliases).toEqual(['a', 'b'])
})

test('plans of a product are added, removed or said anew, by name or id', () => {
  const { skuId } = products.e1
  expect(namesOf(applied(`products: [{ skuId: ${skuId}, addServicePlans: [yammer_enterprise], removeServicePlans: [${plans.teams.servicePlanId}] }]`), skuId)).toEqual(['EXCHANGE_S_STANDARD', 'YAMMER_ENTERPRISE'])
  expect(namesOf(applied(`products: [{ skuId: ${skuId}, servicePlans: [TEAMS1] }]`), skuId)).toEqual(['TEAMS1'])
})

test('an added product may carry a plan that the same file adds', () => {
  const yaml = `
plans: [{ servicePlanId: ${retired}, servicePlanName: CRMPLAN1, appliesTo: Company }]
products: [{ skuId: ${retired}, skuPartNumber: CRM, servicePlans: [CRMPLAN1, { plan: TEAMS1, appliesTo: Company }, YAMMER_ENTERPRISE] }]`
  expect(applied(yaml).products.get(retired)).toEqual({
    skuId: retired, skuPartNumber: 'CRM', displayName: 'CRM', aliases: [],
    servicePlans: [{ servicePlanId: retired, appliesTo: 'Company' }, { servicePlanId: plans.teams.servicePlanId, appliesTo: 'Company' }, { servicePlanId: plans.yammer.servicePlanId, appliesTo: 'User' }],
  })
})

test('what a plan applies to is said once for all its products', () => {
  const result = applied(`plans: [{ servicePlanId: ${plans.teams.servicePlanId}, appliesTo: Company }]`)
  for (const product of result.products.values()) {
    expect(product.servicePlans.filter(plan => plan.appliesTo === 'Company')).toEqual([{ servicePlanId: plans.teams.servicePlanId, appliesTo: 'Company' }])
  }
})

test('the later overlay wins', () => {
  const named = (name: string) => overlay(`plans: [{ servicePlanId: ${plans.teams.servicePlanId}, displayName: ${name} }]`)
  expect(applyOverlays(catalog, [named('A'), named('B')]).value!.plans.get(plans.teams.servicePlanId)!.displayName).toBe('B')
})

test.each([
  ['a plan without a name that nobody knows', `plans:\n  - servicePlanId: ${retired}\n`, ['2:20', `the catalog has no service plan \`${retired}\``, 'check the id, or give `servicePlanName` to add it']],
  ['a product without a part number', `products:\n  - skuId: ${retired}\n`, ['2:12', `the catalog has no product \`${retired}\``, 'check the id, or give `skuPartNumber` to add it']],
  ['a plan name with a slip', `products:\n  - skuId: ${products.e1.skuId}\n    addServicePlans:\n      - YAMER_ENTERPRISE\n`, ['4:9', 'unknown service plan `YAMER_ENTERPRISE`', 'did you mean `YAMMER_ENTERPRISE`?']],
  ['removing what is not there', `products:\n  - skuId: ${products.e1.skuId}\n    removeServicePlans: [YAMMER_ENTERPRISE]\n`, ['3:26', 'the product does not have the service plan `YAMMER_ENTERPRISE`', 'take the line out']],
])('%s: a problem at its place', (_, yaml, expected) => {
  const { value, problems } = applyOverlay(catalog, overlay(yaml))
  expect(value).toBeUndefined()
  expect(problems.map(({ line, column, message, hint }) => [`${line}:${column}`, message, hint])).toEqual([expected])
})

const folder = (name: string, of = catalog) => Object.fromEntries(serialiseCatalog(of).map(({ file, text }) => [`${name}/${file}`, text]))
const load = (files: Record<string, string>, path = 'catalogs') => loadCatalogLayers(memory(files), [{ path, shown: path }])
const fix = (name: string) => `plans: [{ servicePlanId: ${plans.teams.servicePlanId}, displayName: ${name} }]\n`

test('a folder of catalogs: the import, and overlays in the order of their names', async () => {
  const { value, problems } = await load({ ...folder('catalogs/microsoft'), 'catalogs/overlay/b.yaml': fix('B'), 'catalogs/overlay/a.yml': fix('A'), 'catalogs/README.md': 'x' })
  expect(problems).toEqual([])
  expect(value!.catalog).toEqual(catalog)
  expect(value!.overlays.map(({ file }) => file)).toEqual(['catalogs/overlay/a.yml', 'catalogs/overlay/b.yaml'])
})

test('an own catalog replaces the shipped one under the shipped overlays; own overlays come last', () => {
  const own = catalogWith({ products: [products.e1] })
  const shipped = { catalog, overlays: [overlay(fix('shipped')), overlay(`plans: [{ servicePlanId: ${retired}, servicePlanName: CRMPLAN1, retired: true }]`)] }
  const result = catalogFromLayers(shipped, { catalog: own, overlays: [overlay(fix('own'))] }).value!
  expect([...result.products.keys()]).toEqual([products.e1.skuId])
  expect(result.plans.get(plans.teams.servicePlanId)!.displayName).toBe('own')
  expect(result.plans.has(retired)).toBe(true)
  expect([...catalogFromLayers(shipped, { catalog: undefined, overlays: [] }).value!.products.keys()]).toHaveLength(2)
})

test.each([
  ['nothing there', {}, [['catalogs', undefined, 'there is nothing at `catalogs`']]],
  ['half a catalog', { 'catalogs/plans.json': folder('x')['x/plans.json']! }, [['catalogs/products.json', undefined, 'the catalog has no products.json']]],
  ['two catalogs', { ...folder('catalogs/a'), ...folder('catalogs/b') }, [['catalogs/b', undefined, '`catalogs/b` is a second catalog beside `catalogs/a`']]],
  ['an unknown key', { 'catalogs/o.yaml': `plans:\n  - servicePlanId: ${retired}\n    servicePlanNam: X\n` }, [['catalogs/o.yaml', 3, 'unknown key `servicePlanNam`']]],
  ['no id', { 'catalogs/o.yaml': 'plans:\n  - servicePlanName: X\n' }, [['catalogs/o.yaml', 2, expect.stringContaining('servicePlanId')]]],
  ['an id that stands twice', { 'catalogs/o.yaml': `plans:\n  - servicePlanId: ${retired}\n  - servicePlanId: ${retired.toUpperCase()}\n` }, [['catalogs/o.yaml', 3, `\`${retired}\` stands in this file already`]]],
  ['a key of no overlay', { 'catalogs/o.yaml': 'rules: []\n' }, [['catalogs/o.yaml', 1, '`plans` or `products` is missing'], ['catalogs/o.yaml', 1, 'unknown key `rules`']]],
])('%s is a problem', async (_, files, expected) => {
  const { value, problems } = await load(files)
  expect(value).toBeUndefined()
  expect(problems.map(({ file, line, message }) => [file, line, message])).toEqual(expected)
})

test('the shipped catalogs: the import, and five retired plans that it lacks', async () => {
  const { value, problems } = await loadCatalogLayers(shippedFiles(), [{ path: 'catalogs', shown: 'catalogs' }])
  expect(problems).toEqual([])
  const merged = catalogFromLayers(value!, { catalog: undefined, overlays: [] }).value!
  const names = [...merged.plans.values()].filter(plan => plan.retired).map(plan => plan.servicePlanName)
  expect(names.toSorted()).toEqual(['CRMIUR', 'CRMPLAN1', 'EMPLOYEE_SELF_SERVICE', 'INTUNE_B', 'SHAREPOINTSTANDARD_YAMMERSHADOW'])
  for (const plan of merged.plans.values()) expect(plan.retired && value!.catalog!.plans.has(plan.servicePlanId), plan.servicePlanName).toBe(false)
})

function shippedFiles() {
  const names = ['microsoft/products.json', 'microsoft/plans.json', 'overlay/retired.yaml']
  return memory(Object.fromEntries(names.map(name => [`catalogs/${name}`, readFileSync(join(import.meta.dirname, '../../../catalogs', name))])))
}
