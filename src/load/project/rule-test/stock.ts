import type { Catalog, Guid } from '../../../model/catalog.js'
import type { License } from '../../../model/tenant.js'
import { derivedId } from '../../text/derived-id.js'
import { lookupIn, type Lookup } from '../../catalog/names.js'
import { didYouMean } from '../../text/schema-words.js'
import type { Fields, Report, Where } from './report.js'

/** More units than any test needs. */
const plenty = 1_000

/** The products of a file: those that it names, and one for every service plan that it uses as if sold alone. */
export interface Stock {
  /** What a name gives; a wrong one becomes a problem at its place. */
  license(name: string, where: Where, at?: 'key' | 'value'): License | undefined
  /** The product of this name, where the file names one. */
  product(name: string): Guid | undefined
  readonly names: readonly string[]
  /** All that was asked for, in the short form of a tenant. */
  subscribedSkus(): readonly Fields[]
}

interface Good {
  readonly license: License
  readonly sku: Fields
}

export function createStock(products: Readonly<Record<string, unknown>>, catalog: Catalog, report: Report): Stock {
  const lookup = lookupIn(catalog, undefined)
  const goods = new Map(Object.entries(products).flatMap(([name, body]) => {
    const good = readGood(name, typeof body === 'string' ? { sku: body } : (body as Fields), { catalog, lookup, report })
    return good === undefined ? [] : [[name, good] as const]
  }))
  const alone = new Map<string, Good>()
  const names = Object.keys(products)
  return {
    names,
    product: (name) => goods.get(name)?.license.skuId,
    license(name, where, at = 'value') {
      const known = goods.get(name)
      if (known !== undefined || names.includes(name)) return known?.license
      const found = lookup.plan(name)
      if ('problem' in found) return report(where, found.problem.code, found.problem.message, hintFor(name, names, lookup) ?? found.problem.hint, at)
      const good = alone.get(found.id) ?? soldAlone(found.id, catalog)
      alone.set(found.id, good)
      return good.license
    },
    subscribedSkus: () => distinct([...goods.values(), ...[...alone.values()].sort(bySku)]),
  }
}

function hintFor(name: string, names: readonly string[], lookup: Lookup): string | undefined {
  const near = didYouMean(name, names)
  if (near !== undefined) return near
  return 'id' in lookup.product(name) ? `\`${name}\` is a product: give it a name under \`products\`` : undefined
}

function bySku(one: Good, other: Good): number {
  return one.license.skuId < other.license.skuId ? -1 : 1
}

/** One product may go by several names, with other plans on; what its first name says of units holds. */
function distinct(goods: readonly Good[]): readonly Fields[] {
  const found = new Map<Guid, Fields>()
  for (const { license: { skuId }, sku } of goods) found.set(skuId, { ...sku, ...found.get(skuId) })
  return [...found.values()]
}

function soldAlone(planId: Guid, catalog: Catalog): Good {
  const name = catalog.plans.get(planId)?.servicePlanName ?? planId
  return made(name, [planId], catalog, {})
}

/** A product that nobody sells. */
function made(name: string, plans: readonly Guid[], catalog: Catalog, units: Fields): Good {
  const skuId = derivedId('product', name)
  const servicePlans = plans.map((servicePlanId) => ({ servicePlanId, servicePlanName: catalog.plans.get(servicePlanId)?.servicePlanName ?? servicePlanId, appliesTo: 'User' }))
  return { license: { skuId, disabledPlans: [] }, sku: { skuId, skuPartNumber: name, servicePlans, units: plenty, ...units } }
}

interface Reading {
  readonly catalog: Catalog
  readonly lookup: Lookup
  readonly report: Report
}

function readGood(name: string, body: Fields, reading: Reading): Good | undefined {
  const { sku, plans, disabledPlans, enabledPlans, ...units } = body
  const where = ['products', name]
  const good = readProduct(name, { sku, plans }, units, typeof sku === 'string' && Object.keys(body).length === 1 ? where : [...where, 'sku'], reading)
  const off = readPlans(disabledPlans, [...where, 'disabledPlans'], reading)
  const on = enabledPlans === undefined ? undefined : readPlans(enabledPlans, [...where, 'enabledPlans'], reading)
  if (disabledPlans !== undefined && enabledPlans !== undefined) return reading.report(where, 'too-many-keys', '`disabledPlans` and `enabledPlans` exclude each other', 'keep one of them')
  if (good === undefined || off === undefined || (enabledPlans !== undefined && on === undefined)) return undefined
  const key = on === undefined ? 'disabledPlans' : 'enabledPlans'
  const foreign = (on ?? off).findIndex((plan) => !plansOf(good, reading.catalog).includes(plan))
  if (foreign >= 0) return reading.report([...where, key, foreign], 'plan-not-in-sku', `\`${String((body[key] as readonly string[])[foreign])}\` is not a plan of the product that can be switched off`, `its plans: seatplan explain ${String(sku ?? name)}`)
  return { ...good, license: { skuId: good.license.skuId, disabledPlans: [...(on === undefined ? off : others(on, good, reading.catalog))].sort() } }
}

function readProduct(name: string, { sku, plans }: Fields, units: Fields, where: Where, reading: Reading): Good | undefined {
  const { report, lookup, catalog } = reading
  if ((sku === undefined) === (plans === undefined)) return report(['products', name], 'one-of', 'a product has either `sku` or `plans`', 'give exactly one of them')
  if (sku === undefined) {
    const ids = readPlans(plans, ['products', name, 'plans'], reading)
    return ids && made(name, ids, catalog, units)
  }
  const found = lookup.product(String(sku))
  if ('problem' in found) return report(where, found.problem.code, found.problem.message, found.problem.hint)
  return { license: { skuId: found.id, disabledPlans: [] }, sku: { sku: found.id, units: plenty, ...units } }
}

function readPlans(list: unknown, where: Where, { lookup, report }: Reading): readonly Guid[] | undefined {
  const handles = (list ?? []) as readonly string[]
  const ids = handles.flatMap((handle, index) => {
    const found = lookup.plan(handle)
    if ('id' in found) return [found.id]
    report([...where, index], found.problem.code, found.problem.message, found.problem.hint)
    return []
  })
  return ids.length < handles.length ? undefined : ids
}

/** Plans of the product that are not among these; those of the company are nobody's to switch. */
function others(on: readonly Guid[], good: Good, catalog: Catalog): readonly Guid[] {
  return plansOf(good, catalog).filter((plan) => !on.includes(plan))
}

/** What of a product can be switched off. */
function plansOf({ license, sku }: Good, catalog: Catalog): readonly Guid[] {
  const shipped = (sku['servicePlans'] ?? catalog.products.get(license.skuId)?.servicePlans ?? []) as readonly { readonly servicePlanId: Guid; readonly appliesTo: string }[]
  return shipped.filter(({ appliesTo }) => appliesTo === 'User').map(({ servicePlanId }) => servicePlanId)
}
