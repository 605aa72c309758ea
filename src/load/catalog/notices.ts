import type { Catalog, Guid, ProductPlan } from '../../model/catalog.js'
import type { Group, License, Notice } from '../../model/tenant.js'
import { compareText, sortedSet } from '../text/tidy.js'

/** Days after which a catalog counts as old: Microsoft changes its list about every month. */
export const daysUntilOld = 180

/** What is to be remarked of a catalog on a day (`YYYY-MM-DD`). */
export function catalogNotices(catalog: Catalog, now: string): Notice[] {
  const { source } = catalog
  const age = source === undefined ? Number.NaN : daysBetween(source.date, now)
  if (!(age > daysUntilOld)) return []
  const text = `the product catalog is of ${source!.date}, ${age} days old: products and service plans may have changed; import a newer list with \`seatplan catalog import\``
  return [{ id: 'catalog-old', text, unnamed: text, count: 1 }]
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/**
 * Groups that mean to give one or two plans of a product, and do not switch off plans that are newer than that intention.
 *
 * A group stores what is *off*, so a plan that Microsoft adds to a product arrives switched on. An export does not say when a plan
 * arrived; but the catalog and the tenant are two pictures of one product, and what only one of them has is what changed.
 * So a group's licence is remarked when
 * - it is a choice: it switches off at least half of the plans that both the catalog and the tenant list for the product;
 * - of these plans it leaves one or two on: the ones it is meant to give;
 * - a plan that only the tenant has (newer than the catalog: on by now) or only the catalog has (on as soon as the tenant
 *   gets it) is not in `disabledPlans`.
 * Plans that apply to the company cannot be switched off and are not counted; nor is a plan that the two pictures tell
 * apart only in that: the tenant has it as the company's, so it is no news and no switch.
 */
export function newPlanNotices(groups: ReadonlyMap<Guid, Group>, catalog: Catalog, tenantCatalog: Catalog): Notice[] {
  const notices = [...groups.values()].flatMap(group => (group.assignedLicenses ?? []).flatMap(license => newPlanNotice(group, license, catalog, tenantCatalog)))
  return notices.sort((a, b) => compareText(a.text, b.text))
}

function newPlanNotice(group: Group, license: License, catalog: Catalog, tenantCatalog: Catalog): Notice[] {
  const published = userPlans(catalog, license.skuId)
  const owned = userPlans(tenantCatalog, license.skuId)
  const off = new Set(license.disabledPlans)
  const known = owned.filter(id => published.includes(id))
  const given = known.filter(id => !off.has(id))
  if (given.length < 1 || given.length > 2 || (known.length - given.length) * 2 < known.length) return []
  const ofCompany = companyPlans(tenantCatalog, license.skuId)
  const lacking = (ids: readonly Guid[]) => ids.filter(id => !known.includes(id) && !off.has(id) && !ofCompany.includes(id))
  const [arrived, expected] = [lacking(owned), lacking(published)]
  if (arrived.length + expected.length === 0) return []
  const names = (ids: readonly Guid[]) => namesOf(ids, tenantCatalog)
  const product = tenantCatalog.products.get(license.skuId)!.skuPartNumber
  const sentences = [
    `gives only ${names(given)} of ${product}`,
    ...(arrived.length > 0 ? [`newer plans that it does not switch off are on: ${names(arrived)}`] : []),
    ...(expected.length > 0 ? [`plans of the published list that it does not switch off will be on when the tenant gets them: ${names(expected)}`] : []),
  ]
  const text = sentences.join('; ')
  return [{ id: 'new-plans-on', text: `group \`${group.displayName}\` ${text}`, unnamed: `a group ${text}`, count: arrived.length + expected.length }]
}

function userPlans(catalog: Catalog, skuId: Guid): readonly Guid[] {
  return plansFor('User', catalog, skuId)
}

function companyPlans(catalog: Catalog, skuId: Guid): readonly Guid[] {
  return plansFor('Company', catalog, skuId)
}

function plansFor(whom: ProductPlan['appliesTo'], catalog: Catalog, skuId: Guid): readonly Guid[] {
  const plans = catalog.products.get(skuId)?.servicePlans ?? []
  return plans.filter(plan => plan.appliesTo === whom).map(plan => plan.servicePlanId)
}

const namesShown = 5

function namesOf(ids: readonly Guid[], catalog: Catalog): string {
  const names = sortedSet(ids.map(id => catalog.plans.get(id)?.servicePlanName ?? id))
  const more = names.length - namesShown
  return names.slice(0, namesShown).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
