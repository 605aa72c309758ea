import { findPlans, findProduct, type Fields, type Reading, type Where } from './reading.js'

export function licensesOf(list: unknown, where: Where, reading: Reading): readonly Fields[] {
  return ((list ?? []) as readonly unknown[]).map((item, at) => licenseOf(item, [...where, at], reading)).filter(license => license !== undefined)
}

export function licenseOf(item: unknown, where: Where, reading: Reading): Fields | undefined {
  if (typeof item === 'string') return licenseOf({ sku: item }, where, reading)
  const { sku, skuId, disabledPlans, enabledPlans } = item as Fields
  const product = findProduct(sku ?? skuId, [...where, sku === undefined ? 'skuId' : 'sku'], reading)
  if (product === undefined) return undefined
  if (enabledPlans === undefined) return { skuId: product, disabledPlans: findPlans(disabledPlans, [...where, 'disabledPlans'], reading) }
  const on = new Set(findPlans(enabledPlans, [...where, 'enabledPlans'], reading))
  return { skuId: product, disabledPlans: reading.plansOf(product).filter(plan => !on.has(plan)) }
}
