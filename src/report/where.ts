import type { GroupName, SkuName } from '../model/report.js'

/** `ENTERPRISEPACK by group Sales, with STANDARDPACK`: the failing product and its path, then the products that it meets. */
export function pathWords(skus: readonly SkuName[], group: GroupName | null): string {
  const names = skus.map(sku => sku.skuPartNumber)
  if (group === null) return names.join(', ')
  const [failing, ...met] = names
  const path = failing === undefined ? `group ${group.displayName}` : `${failing} by group ${group.displayName}`
  return met.length === 0 ? path : `${path}, with ${met.join(', ')}`
}
