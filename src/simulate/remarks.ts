import type { Guid } from '../model/catalog.js'
import type { Group, License, Path, UserState } from '../model/tenant.js'
import { proxyPlans } from './addresses.js'
import { tenantLocation } from './attempt.js'
import { enabledPlans } from './paths.js'
import { note, type World } from './world.js'

/** What an accepted call leaves unsaid about the group that it licenses. */
export function remarkGroup(world: World, group: Group, before: readonly License[], after: readonly License[]): void {
  const { displayName, otherMembers } = group
  if (after.length === 0) return
  if (!group.securityEnabled) note(world, 'group-not-security-enabled', `${displayName} is not security-enabled: its members are not licensed`, 1)
  if (group.isAssignableToRole) note(world, 'role-assignable-group', `roles can be given to ${displayName}: whether such a group may be licensed is not documented today`, 1)
  if (otherMembers > 0 && before.length === 0) note(world, 'nested-groups', `${displayName} has members that are not users: nested groups, devices and contacts get nothing by it`, otherMembers)
}

/** What an attempt that nothing blocks leaves unsaid about its users. */
export function remarkUsers(world: World, state: UserState, { source, effective, intended }: Path, users: number): void {
  if (source === null) return
  const group = world.groups.get(source)?.displayName ?? source
  const location = state.usageLocation === null && addsProduct(effective, intended) ? tenantLocation(world) : undefined
  if (location !== undefined) note(world, 'location-inherited', `users without a usage location get the licences of ${group} as if they were in ${location}, where the tenant is; the Microsoft 365 admin center asks for their location first`, users)
  if (state.addressClash && losesAddressPlan(world, effective, intended)) note(world, 'address-may-block-removal', `users who lose a mailbox plan of ${group} share an address with another object: Microsoft says that this can keep the licence from being removed`, users)
}

const addsProduct = (effective: readonly License[], intended: readonly License[]): boolean =>
  intended.some(({ skuId }) => !effective.some((other) => other.skuId === skuId))

function losesAddressPlan(world: World, effective: readonly License[], intended: readonly License[]): boolean {
  const plansOf = (licenses: readonly License[]): ReadonlySet<Guid> => new Set(licenses.flatMap((license) => enabledPlans(license, world.plansOf)))
  const [had, has] = [plansOf(effective), plansOf(intended)]
  return proxyPlans(world).some((plan) => had.has(plan) && !has.has(plan))
}
