import { unpackCatalog } from '../load/catalog/packed-catalog.js'
import type { Shipped } from '../load/project/shipped.js'
import { reportSchema } from '../report/schema.js'
import type { Schema } from '../report/schema-words.js'

/** Whether a word is seatplan's or Microsoft's: a key or a code of the published report, a product, a service plan, a shipped rule. */
export function ownWords({ catalog, packs }: Shipped): (word: string) => boolean {
  const { products, plans } = unpackCatalog(catalog)
  const words = new Set([
    ...wordsIn(reportSchema),
    ...[...products.values()].flatMap(({ skuId, skuPartNumber }) => [skuId, skuPartNumber]),
    ...[...plans.values()].flatMap(({ servicePlanId, servicePlanName }) => [servicePlanId, servicePlanName]),
    ...packs.flatMap(({ name, rules }) => [name, ...rules.map(({ id }) => id)]),
    ...keysOfScenarios,
  ])
  return word => words.has(word) || /^[\d-]+$/.test(word)
}

/** Of what a scenario expects, beside keys of the report. */
const keysOfScenarios = ['rule', 'by', 'sku', 'plans', 'complete', 'findingsInclude', 'noticesInclude', 'impactInclude', 'gainsInclude', 'losesInclude', 'remediesInclude', 'atLeast', 'direct', 'findings (resolved)']

/** Names of keys, and values that are one of a few. */
function wordsIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn)
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, enum: few = [], const: one, description: _, title: __, ...rest } = schema as Schema & { readonly properties?: object; readonly enum?: readonly unknown[] }
  return [...Object.keys(properties), ...[...few, one].filter(word => typeof word === 'string'), ...[...Object.values(properties), ...Object.values(rest)].flatMap(wordsIn)]
}
