import { readdirSync, readFileSync } from 'node:fs'
import { catalogFromLayers, loadCatalogLayers } from '../../src/load/catalog/catalog.js'
import { disk } from '../../src/load/disk.js'
import { lookupIn } from '../../src/load/catalog/names.js'
import { openDocument } from '../../src/load/text/open.js'
import { readPack } from '../../src/load/project/rules.js'
import type { Catalog } from '../../src/model/catalog.js'
import type { Loaded } from '../../src/model/problem.js'
import type { Rule } from '../../src/model/rule.js'
import type { PlansOf } from '../../src/model/subject.js'

export const packNames = ['service', 'current', 'classic-2018', 'advisory', 'speculative'] as const
export type PackName = (typeof packNames)[number]

/** The shipped catalog with the shipped overlay. */
export const catalog: Catalog = await shippedCatalog()

export const plansOf: PlansOf = (skuId) => catalog.products.get(skuId)?.servicePlans ?? []

/** The rules of each shipped pack. */
export const packs: Readonly<Record<PackName, readonly Rule[]>> = Object.fromEntries(
  await Promise.all(packNames.map(async (name) => [name, await shippedRules(name)])),
) as Record<PackName, readonly Rule[]>

async function shippedCatalog(): Promise<Catalog> {
  const at = (path: string) => ({ path, shown: path })
  const layers = valueOf(await loadCatalogLayers(disk(), [at('catalogs/microsoft'), at('catalogs/overlay')]))
  return valueOf(catalogFromLayers(layers, { catalog: undefined, overlays: [] }))
}

async function shippedRules(name: PackName): Promise<readonly Rule[]> {
  const files = readdirSync(`rules/${name}`).filter((file) => file !== 'pack.yaml' && !file.includes('.test.'))
  const documents = files.map(async (file) => valueOf(await openDocument(disk(), `rules/${name}/${file}`, `rules/${name}/${file}`)))
  return valueOf(readPack(name, await Promise.all(documents), lookupIn(catalog, undefined))).rules
}

function valueOf<T>({ value, problems }: Loaded<T>): T {
  if (value === undefined) throw new Error(problems.map((one) => `${one.file}:${one.line} ${one.message}`).join('\n'))
  return value
}

/** The test facts of this name. */
export function factsNamed(name: string): unknown {
  return JSON.parse(readFileSync(`test/facts/${name}.json`, 'utf8'))
}

/** The id of a plan or product of the catalog, by its name. */
export function planNamed(name: string): string {
  const found = [...catalog.plans.values()].filter((plan) => plan.servicePlanName === name)
  if (found.length !== 1) throw new Error(`${found.length} plans ${name}`)
  return found[0]!.servicePlanId
}
export function productNamed(name: string): string {
  const found = [...catalog.products.values()].filter((product) => product.skuPartNumber === name)
  if (found.length !== 1) throw new Error(`${found.length} products ${name}`)
  return found[0]!.skuId
}
