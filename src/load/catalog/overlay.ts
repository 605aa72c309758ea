import type { AppliesTo, Catalog, Guid, Product, ProductPlan, ServicePlan } from '../../model/catalog.js'
import type { Loaded, Place, Problem } from '../../model/problem.js'
import { sortedPlans } from './catalog-files.js'
import { sortedById } from './catalog-tenant.js'
import type { Document } from '../text/document.js'
import { lookupIn, type Lookup } from './names.js'
import { fold, sortedSet, tidy, tidyGuid } from '../text/tidy.js'

/** A plan as an overlay names it, by id or name. */
export interface PlanReference {
  readonly handle: string
  readonly appliesTo: AppliesTo | undefined
  readonly place: Place
}

/** What an overlay says of one plan. Absent: as the catalog has it. */
export interface PlanPatch {
  readonly place: Place
  readonly servicePlanId: Guid
  readonly servicePlanName: string | undefined
  readonly displayName: string | undefined
  readonly aliases: readonly string[] | undefined
  readonly retired: boolean | undefined
  readonly appliesTo: AppliesTo | undefined
}

/** What an overlay says of one product. */
export interface ProductPatch {
  readonly place: Place
  readonly skuId: Guid
  readonly skuPartNumber: string | undefined
  readonly displayName: string | undefined
  readonly aliases: readonly string[] | undefined
  readonly servicePlans: readonly PlanReference[] | undefined
  readonly addServicePlans: readonly PlanReference[]
  readonly removeServicePlans: readonly PlanReference[]
}

/** Corrections and additions to a catalog, from one file. */
export interface Overlay {
  readonly file: string
  readonly plans: readonly PlanPatch[]
  readonly products: readonly ProductPatch[]
}

type Body = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/** An overlay from a document that is valid against `overlaySchema`. An id that stands twice is a problem. */
export function readOverlay(document: Document): Loaded<Overlay> {
  const data = document.data as { readonly plans?: readonly Body[]; readonly products?: readonly Body[] }
  const plans = (data.plans ?? []).map((body, i) => planPatch(document, body, ['plans', i]))
  const products = (data.products ?? []).map((body, i) => productPatch(document, body, ['products', i]))
  const problems = [...repeated(plans.map(({ servicePlanId, place }) => [servicePlanId, place])), ...repeated(products.map(({ skuId, place }) => [skuId, place]))]
  return { value: { file: document.file, plans, products }, problems }
}

function planPatch(document: Document, body: Body, path: Path): PlanPatch {
  return {
    place: document.place([...path, 'servicePlanId']),
    servicePlanId: tidyGuid(String(body.servicePlanId)),
    servicePlanName: textOf(body.servicePlanName),
    displayName: textOf(body.displayName),
    aliases: textsOf(body.aliases),
    retired: body.retired as boolean | undefined,
    appliesTo: body.appliesTo as AppliesTo | undefined,
  }
}

function productPatch(document: Document, body: Body, path: Path): ProductPatch {
  const references = (key: string) => ((body[key] ?? []) as readonly (string | Body)[]).map((item, i) => reference(document, item, [...path, key, i]))
  return {
    place: document.place([...path, 'skuId']),
    skuId: tidyGuid(String(body.skuId)),
    skuPartNumber: textOf(body.skuPartNumber),
    displayName: textOf(body.displayName),
    aliases: textsOf(body.aliases),
    servicePlans: body.servicePlans === undefined ? undefined : references('servicePlans'),
    addServicePlans: references('addServicePlans'),
    removeServicePlans: references('removeServicePlans'),
  }
}

function reference(document: Document, item: string | Body, path: Path): PlanReference {
  if (typeof item === 'string') return { handle: item, appliesTo: undefined, place: document.place(path) }
  return { handle: String(item.plan), appliesTo: item.appliesTo as AppliesTo | undefined, place: document.place([...path, 'plan']) }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : tidy(String(value))
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? sortedSet(value.map(item => tidy(String(item)))) : undefined
}

function repeated(ids: readonly (readonly [Guid, Place])[]): Problem[] {
  const first = new Map<Guid, Place>()
  return ids.flatMap(([id, place]): Problem[] => {
    const earlier = first.get(id)
    first.set(id, earlier ?? place)
    if (earlier === undefined) return []
    return [{ ...place, severity: 'error', code: 'duplicate-id', message: `\`${id}\` stands in this file already`, hint: `it stands first on line ${earlier.line}; write one entry` }]
  })
}

/** The catalog with an overlay on top. What the overlay leaves out stays as it was; what it says wins. */
export function applyOverlay(catalog: Catalog, overlay: Overlay): Loaded<Catalog> {
  const plans = withPlans(catalog, overlay)
  const middle = { ...catalog, plans: plans.value }
  const products = withProducts(middle, overlay)
  const problems = [...plans.problems, ...products.problems]
  return problems.length > 0 ? { problems } : { value: { ...middle, products: products.value }, problems }
}

/** Several overlays, one on top of the other. */
export function applyOverlays(catalog: Catalog, overlays: readonly Overlay[]): Loaded<Catalog> {
  let value = catalog
  const problems: Problem[] = []
  for (const overlay of overlays) {
    const applied = applyOverlay(value, overlay)
    problems.push(...applied.problems)
    value = applied.value ?? value
  }
  return problems.length > 0 ? { problems } : { value, problems }
}

interface Patched<T> {
  readonly value: ReadonlyMap<Guid, T>
  readonly problems: readonly Problem[]
}

function withPlans(catalog: Catalog, overlay: Overlay): Patched<ServicePlan> {
  const plans = new Map(catalog.plans)
  for (const patch of overlay.plans) plans.set(patch.servicePlanId, patchedPlan(patch, catalog.plans.get(patch.servicePlanId)))
  const nameless = overlay.plans.filter(patch => patch.servicePlanName === undefined && !catalog.plans.has(patch.servicePlanId))
  return { value: sortedById(plans), problems: nameless.map(({ place, servicePlanId }) => needsName(place, servicePlanId, 'service plan', 'servicePlanName')) }
}

function needsName(place: Place, id: Guid, what: string, key: string): Problem {
  return { ...place, severity: 'error', code: 'missing-key', message: `the catalog has no ${what} \`${id}\``, hint: `check the id, or give \`${key}\` to add it` }
}

/** A name that the overlay replaces stays an alias, so that whoever used it still finds the plan. */
function patchedPlan(patch: PlanPatch, known: ServicePlan | undefined): ServicePlan {
  const servicePlanName = patch.servicePlanName ?? known?.servicePlanName ?? patch.servicePlanId
  const displayName = patch.displayName ?? known?.displayName ?? servicePlanName
  const aliases = patch.aliases ?? otherNames([servicePlanName, displayName], [known?.servicePlanName, known?.displayName, ...(known?.aliases ?? [])])
  return { servicePlanId: patch.servicePlanId, servicePlanName, displayName, aliases, retired: patch.retired ?? known?.retired ?? false }
}

function otherNames(names: readonly string[], candidates: readonly (string | undefined)[]): string[] {
  const taken = new Set(names.map(fold))
  return sortedSet(candidates.filter(name => name !== undefined).filter(name => !taken.has(fold(name))))
}

function withProducts(catalog: Catalog, overlay: Overlay): Patched<Product> {
  const appliesTo = new Map(overlay.plans.flatMap(patch => (patch.appliesTo === undefined ? [] : [[patch.servicePlanId, patch.appliesTo] as const])))
  const products = withAppliesTo(catalog.products, appliesTo)
  const lookup = lookupIn(catalog, undefined)
  const problems: Problem[] = []
  for (const patch of overlay.products) {
    const known = products.get(patch.skuId)
    if (known === undefined && patch.skuPartNumber === undefined) problems.push(needsName(patch.place, patch.skuId, 'product', 'skuPartNumber'))
    const servicePlans = patchedPlans(lookup, patch, known, appliesTo)
    problems.push(...servicePlans.problems)
    products.set(patch.skuId, patchedProduct(patch, known, servicePlans.value ?? []))
  }
  return { value: sortedById(products), problems }
}

function patchedProduct(patch: ProductPatch, known: Product | undefined, servicePlans: readonly ProductPlan[]): Product {
  const skuPartNumber = patch.skuPartNumber ?? known?.skuPartNumber ?? patch.skuId
  const displayName = patch.displayName ?? known?.displayName ?? skuPartNumber
  const aliases = patch.aliases ?? otherNames([skuPartNumber, displayName], [known?.skuPartNumber, known?.displayName, ...(known?.aliases ?? [])])
  return { skuId: patch.skuId, skuPartNumber, displayName, aliases, servicePlans }
}

function patchedPlans(
  lookup: Lookup,
  patch: ProductPatch,
  known: Product | undefined,
  appliesTo: ReadonlyMap<Guid, AppliesTo>,
): Loaded<readonly ProductPlan[]> {
  const plans = new Map((known?.servicePlans ?? []).map(plan => [plan.servicePlanId, plan.appliesTo]))
  const before = new Map(plans)
  const problems: Problem[] = []
  if (patch.servicePlans !== undefined) plans.clear()
  for (const plan of [...(patch.servicePlans ?? []), ...patch.addServicePlans]) {
    const { value: id, problems: wrong } = resolvePlan(lookup, plan)
    problems.push(...wrong)
    if (id !== undefined) plans.set(id, plan.appliesTo ?? before.get(id) ?? appliesTo.get(id) ?? 'User')
  }
  problems.push(...removePlans(lookup, patch, plans))
  return { value: sortedPlans([...plans].map(([servicePlanId, appliesTo]) => ({ servicePlanId, appliesTo }))), problems }
}

function removePlans(lookup: Lookup, patch: ProductPatch, plans: Map<Guid, AppliesTo>): Problem[] {
  return patch.removeServicePlans.flatMap((plan): Problem[] => {
    const { value: id, problems } = resolvePlan(lookup, plan)
    if (id === undefined || plans.delete(id)) return [...problems]
    return [{ ...plan.place, severity: 'error', code: 'not-in-product', message: `the product does not have the service plan \`${plan.handle}\``, hint: 'take the line out' }]
  })
}

function resolvePlan(lookup: Lookup, { handle, place }: PlanReference): Loaded<Guid> {
  const found = lookup.plan(handle)
  return 'id' in found ? { value: found.id, problems: [] } : { problems: [{ ...place, severity: 'error', ...found.problem }] }
}

/** What a plan applies to, said once for all products that carry it. */
function withAppliesTo(products: ReadonlyMap<Guid, Product>, to: ReadonlyMap<Guid, AppliesTo>): Map<Guid, Product> {
  if (to.size === 0) return new Map(products)
  const patched = (plan: ProductPlan): ProductPlan => ({ ...plan, appliesTo: to.get(plan.servicePlanId) ?? plan.appliesTo })
  return new Map([...products].map(([id, product]) => [id, { ...product, servicePlans: product.servicePlans.map(patched) }]))
}
