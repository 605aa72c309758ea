import { called, canBeThere } from './shelf.js'
import { mentionsIn } from './written-rules.js'
import type { House, Lint, LintedFile, Remark } from './lint.js'

/** A plan that no product brings, and that nobody calls retired. */
export const unsoldPlan: Lint = {
  id: 'unsold-plan',
  about: 'A service plan is named that no product carries. Plans that an overlay calls `retired` are known to be out of sale and are passed over.',
  rules: (house) => house.rules.flatMap((written) => mentionsIn(written, house.lookup)
    .filter(({ item }) => !canBeThere(item, house.shelf) && !isRetired(item.id, house))
    .map(({ item, path }): Remark => ({
      place: written.at(path),
      message: `no product of the catalog carries the service plan ${called(item, house.names)}`,
      hint: 'remove it; or, if tenants may still have it, add it to an overlay with `retired: true`',
    }))),
  file: (file) => (file.type === 'overlay' ? addedFor(file) : []),
}

function isRetired(id: string, { catalog }: House): boolean {
  return catalog.plans.get(id)?.retired === true
}

/** Plans that an overlay adds and no product has. */
function addedFor({ document, catalog }: LintedFile): readonly Remark[] {
  const { plans = [] } = document.data as { readonly plans?: readonly { readonly servicePlanId: string; readonly servicePlanName?: string }[] }
  if (!Array.isArray(plans)) return []
  const carried = new Set([...catalog.products.values()].flatMap(({ servicePlans }) => servicePlans.map(({ servicePlanId }) => servicePlanId)))
  return plans.flatMap((plan: { readonly servicePlanId: string; readonly servicePlanName?: string; readonly retired?: boolean }, index): readonly Remark[] => {
    const known = catalog.plans.get(String(plan.servicePlanId).trim().toLowerCase())
    if (known === undefined || carried.has(known.servicePlanId) || plan.retired === true) return []
    return [{
      place: document.place(['plans', index, 'servicePlanId']),
      message: `no product carries the service plan \`${known.servicePlanName}\``,
      hint: 'say `retired: true` if none is meant to, or add it to a product',
    }]
  })
}
