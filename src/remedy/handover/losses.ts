import type { Catalog, Guid } from '../../model/catalog.js'
import type { Grave } from '../../model/handover.js'
import type { UserState } from '../../model/tenant.js'
import { plansOn } from '../../simulate/paths.js'
import { plansOfCatalog } from '../../simulate/world.js'

/** Plans that hold a mailbox, and plans that hold files: whoever loses the last of them has data at risk. */
const holders = {
  Exchange: /^EXCHANGE_[SBL]_(?!FOUNDATION|ARCHIVE)/,
  OneDrive: /^(?:ONEDRIVE(?!CLIPCHAMP)|SHAREPOINT(?:STANDARD|ENTERPRISE|DESKLESS|LITE|_S_))/,
} as const satisfies Partial<Record<Grave, RegExp>>

/** Which services with data a user has before and not after. */
export function losesOf(catalog: Catalog): (before: UserState | undefined, after: UserState | undefined) => readonly Grave[] {
  const plansOf = plansOfCatalog(catalog)
  const services = dataPlans(catalog)
  return (before, after) => {
    const [had, has] = [plansOn(before, plansOf), plansOn(after, plansOf)]
    return services.filter(({ plans }) => some(had, plans) && !some(has, plans)).map(({ service }) => service)
  }
}

/** The plans of each service with data. */
export function dataPlans(catalog: Catalog): readonly { readonly service: keyof typeof holders; readonly plans: ReadonlySet<Guid> }[] {
  return (Object.keys(holders) as (keyof typeof holders)[]).map(service => ({ service, plans: plansNamed(catalog, holders[service]) }))
}

function plansNamed({ plans }: Catalog, name: RegExp): ReadonlySet<Guid> {
  return new Set([...plans.values()].filter(plan => name.test(plan.servicePlanName)).map(plan => plan.servicePlanId))
}

function some(on: ReadonlySet<Guid>, plans: ReadonlySet<Guid>): boolean {
  for (const plan of on) if (plans.has(plan)) return true
  return false
}
