import type { Catalog, CatalogSource, Guid, Product, ServicePlan } from '../../model/catalog.js'
import { compareText, fold, sortedSet } from '../text/tidy.js'

/** A product or service plan by id and name. */
export interface Named {
  readonly id: Guid
  readonly name: string
  readonly displayName: string
}

/** One name that is another now. */
export interface Renaming {
  readonly id: Guid
  readonly name: string
  readonly what: 'name' | 'displayName' | 'aliases'
  readonly from: string
  readonly to: string
}

/** What became of the plans of a product that both catalogs have. */
export interface PlanChange {
  readonly skuId: Guid
  readonly skuPartNumber: string
  /** They arrive switched on in every group that has the product. */
  readonly addedPlans: readonly Named[]
  readonly removedPlans: readonly Named[]
  /** Plans that apply to others now: `User` -> `Company` or back. */
  readonly appliesTo: readonly Named[]
}

interface Changes {
  readonly added: readonly Named[]
  readonly removed: readonly Named[]
  readonly renamed: readonly Renaming[]
}

/** What a newer catalog says otherwise. Every list is sorted by name, then id. */
export interface CatalogDiff {
  readonly from: CatalogSource | undefined
  readonly to: CatalogSource | undefined
  readonly products: Changes & { readonly changedPlans: readonly PlanChange[] }
  readonly plans: Changes & { readonly retired: readonly Named[]; readonly revived: readonly Named[] }
}

/** Compares two catalogs by id. */
export function diffCatalogs(from: Catalog, to: Catalog): CatalogDiff {
  const products = changes(mapValues(from.products, namedProduct), mapValues(to.products, namedProduct))
  const plans = changes(mapValues(from.plans, namedPlan), mapValues(to.plans, namedPlan))
  return {
    from: from.source,
    to: to.source,
    products: { ...products, changedPlans: changedPlans(from, to) },
    plans: { ...plans, retired: turned(from, to), revived: turned(to, from) },
  }
}

/** Whether the catalogs say the same, whatever their sources. */
export function isSame({ products, plans }: CatalogDiff): boolean {
  const lists = [products.added, products.removed, products.renamed, products.changedPlans, plans.added, plans.removed, plans.renamed, plans.retired, plans.revived]
  return lists.every(list => list.length === 0)
}

interface Entry extends Named {
  readonly aliases: readonly string[]
}

function namedProduct({ skuId, skuPartNumber, displayName, aliases }: Product): Entry {
  return { id: skuId, name: skuPartNumber, displayName, aliases }
}

function namedPlan({ servicePlanId, servicePlanName, displayName, aliases }: ServicePlan): Entry {
  return { id: servicePlanId, name: servicePlanName, displayName, aliases }
}

function mapValues<T, U>(map: ReadonlyMap<Guid, T>, make: (value: T) => U): Map<Guid, U> {
  return new Map([...map].map(([id, value]) => [id, make(value)]))
}

function changes(from: ReadonlyMap<Guid, Entry>, to: ReadonlyMap<Guid, Entry>): Changes {
  const missing = (a: ReadonlyMap<Guid, Entry>, b: ReadonlyMap<Guid, Entry>) => sortedNames([...a.values()].filter(({ id }) => !b.has(id)))
  const renamed = [...from.values()].flatMap(entry => renamings(entry, to.get(entry.id)))
  return { added: missing(to, from), removed: missing(from, to), renamed: renamed.sort(byName) }
}

function renamings(from: Entry, to: Entry | undefined): Renaming[] {
  if (to === undefined) return []
  const texts = (entry: Entry) => ({ name: entry.name, displayName: entry.displayName, aliases: entry.aliases.join(', ') })
  const [before, after] = [texts(from), texts(to)]
  return (['name', 'displayName', 'aliases'] as const)
    .filter(what => before[what] !== after[what])
    .map(what => ({ id: from.id, name: to.name, what, from: before[what], to: after[what] }))
}

function byName(a: { readonly name: string; readonly id: Guid }, b: { readonly name: string; readonly id: Guid }): number {
  return compareText(fold(a.name), fold(b.name)) || compareText(a.id, b.id)
}

function sortedNames(entries: readonly Named[]): Named[] {
  return entries.map(({ id, name, displayName }) => ({ id, name, displayName })).sort(byName)
}

function changedPlans(from: Catalog, to: Catalog): PlanChange[] {
  const changed = [...from.products.values()].map(product => planChange(product, to.products.get(product.skuId), from, to))
  const some = changed.filter(change => change !== undefined).filter(({ addedPlans, removedPlans, appliesTo }) => addedPlans.length + removedPlans.length + appliesTo.length > 0)
  return some.sort((a, b) => compareText(fold(a.skuPartNumber), fold(b.skuPartNumber)) || compareText(a.skuId, b.skuId))
}

function planChange(before: Product, after: Product | undefined, from: Catalog, to: Catalog): PlanChange | undefined {
  if (after === undefined) return undefined
  const old = new Map(before.servicePlans.map(plan => [plan.servicePlanId, plan.appliesTo]))
  const now = new Map(after.servicePlans.map(plan => [plan.servicePlanId, plan.appliesTo]))
  const names = (ids: Iterable<Guid>, catalog: Catalog) => sortedNames(sortedSet(ids).map(id => namedPlan(catalog.plans.get(id)!)))
  return {
    skuId: after.skuId,
    skuPartNumber: after.skuPartNumber,
    addedPlans: names([...now.keys()].filter(id => !old.has(id)), to),
    removedPlans: names([...old.keys()].filter(id => !now.has(id)), from),
    appliesTo: names([...now].filter(([id, applies]) => old.has(id) && old.get(id) !== applies).map(([id]) => id), to),
  }
}

/** Plans that are retired in the second catalog only. */
function turned(from: Catalog, to: Catalog): Named[] {
  const plans = [...to.plans.values()].filter(plan => plan.retired && from.plans.get(plan.servicePlanId)?.retired === false)
  return sortedNames(plans.map(namedPlan))
}
