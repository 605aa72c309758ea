import type { Guid } from '../model/catalog.js'
import type { Group, License, Source, UserState } from '../model/tenant.js'
import type { Cause } from '../model/trace.js'
import { pathOf } from './paths.js'
import { refusalCause, type RefusedWhat } from './refusals.js'
import type { World } from './world.js'

/** One `assignLicense` call: to a group or to one user. */
export interface Call {
  readonly addLicenses: readonly License[]
  readonly removeLicenses: readonly Guid[]
}

/** The admin center changes one product at a time: additions first, as nobody wants a gap. */
export const callsOf = (world: World, call: Call): readonly Call[] =>
  world.project.settings.channel === 'graph'
    ? [call]
    : [
        ...call.addLicenses.map((license) => ({ addLicenses: [license], removeLicenses: [] })),
        ...call.removeLicenses.map((skuId) => ({ addLicenses: [], removeLicenses: [skuId] })),
      ]

/** What is wrong with the call itself, whoever it goes to. */
export function malformed(world: World, source: Source, call: Call): readonly Cause[] {
  const found: Cause[] = []
  for (const license of call.addLicenses) {
    const sku = world.skus.get(license.skuId)
    const about: RefusedWhat = { source, skuId: license.skuId }
    if (!sku) found.push(refusalCause('unknownSku', about))
    else if (sku.appliesTo !== 'User') found.push(refusalCause('notAssignable', about))
    const strange = license.disabledPlans.filter((plan) => sku && !ships(world, license.skuId, plan))
    if (strange.length > 0) found.push(refusalCause('planNotInSku', { ...about, facts: { planIds: strange } }))
    if (call.removeLicenses.includes(license.skuId)) found.push(refusalCause('addedAndRemoved', about))
  }
  return found
}

const ships = (world: World, skuId: Guid, planId: Guid): boolean =>
  world.plansOf(skuId).some((plan) => plan.servicePlanId === planId)

/** Products that the group does not have and that should be removed. */
export const notOnGroup = (group: Group, call: Call): readonly Cause[] =>
  call.removeLicenses
    .filter((skuId) => !group.assignedLicenses?.some((license) => license.skuId === skuId))
    .map((skuId) => refusalCause('notHeld', { source: group.id, skuId }))

/** Products that cannot be taken off the user directly: not held, or held through a group. */
export function notDirect(world: World, state: UserState, call: Call): readonly Cause[] {
  const direct = pathOf(state, null)
  return call.removeLicenses.flatMap((skuId) => {
    const has = direct.intended.some((license) => license.skuId === skuId)
    const groups = state.paths.filter(
      (path) => path.source !== null && [...path.effective, ...path.intended].some((license) => license.skuId === skuId),
    )
    const onlyOnGroups = world.project.settings.channel === 'admin-center' && groups.length > 0
    if (has && !onlyOnGroups) return []
    const facts = { groups: groups.map((path) => path.source) }
    return [refusalCause(groups.length > 0 ? 'inherited' : 'notHeld', { source: null, skuId, facts })]
  })
}
