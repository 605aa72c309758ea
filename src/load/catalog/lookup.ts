import type { Catalog, Product, ServicePlan } from '../../model/catalog.js'
import { nearest } from '../text/nearest.js'
import { compareText, fold, tidyGuid } from '../text/tidy.js'

/** What answers to a handle: its GUID, else its name, else its display name, else an alias. Several: ambiguous. Sorted by id. */
export function findPlans(catalog: Catalog, handle: string): readonly ServicePlan[] {
  const plan = catalog.plans.get(tidyGuid(handle))
  if (plan !== undefined) return [plan]
  const found = answering([...catalog.plans.values()], handle, plan => plan.servicePlanName)
  return found.sort((a, b) => compareText(a.servicePlanId, b.servicePlanId))
}

/** As `findPlans`, for products; the name is the part number. */
export function findProducts(catalog: Catalog, handle: string): readonly Product[] {
  const product = catalog.products.get(tidyGuid(handle))
  if (product !== undefined) return [product]
  const found = answering([...catalog.products.values()], handle, product => product.skuPartNumber)
  return found.sort((a, b) => compareText(a.skuId, b.skuId))
}

interface Named {
  readonly displayName: string
  readonly aliases: readonly string[]
}

function answering<T extends Named>(all: readonly T[], handle: string, name: (one: T) => string): T[] {
  const wanted = fold(handle)
  const byName = all.filter(one => fold(name(one)) === wanted)
  if (byName.length > 0) return byName
  const byDisplayName = all.filter(one => fold(one.displayName) === wanted)
  if (byDisplayName.length > 0) return byDisplayName
  return all.filter(one => one.aliases.some(alias => fold(alias) === wanted))
}

/** The plan name that a mistyped one most likely meant: names first, then display names and aliases. */
export function nearestPlanName(catalog: Catalog, handle: string): string | undefined {
  const plans = [...catalog.plans.values()]
  return nearest(handle, plans.map(plan => plan.servicePlanName)) ?? nearest(handle, plans.flatMap(plan => [plan.displayName, ...plan.aliases]))
}

/** As `nearestPlanName`, for part numbers of products. */
export function nearestPartNumber(catalog: Catalog, handle: string): string | undefined {
  const products = [...catalog.products.values()]
  return nearest(handle, products.map(product => product.skuPartNumber)) ?? nearest(handle, products.flatMap(product => [product.displayName, ...product.aliases]))
}

/** The products that carry a plan, sorted by part number, then id. */
export function productsWith(catalog: Catalog, servicePlanId: string): readonly Product[] {
  const carries = (product: Product) => product.servicePlans.some(plan => plan.servicePlanId === servicePlanId)
  return [...catalog.products.values()].filter(carries).sort((a, b) => compareText(a.skuPartNumber, b.skuPartNumber) || compareText(a.skuId, b.skuId))
}
