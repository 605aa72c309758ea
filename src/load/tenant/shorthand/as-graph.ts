import { groupOf } from './groups.js'
import { listsOf, membersOf } from './members.js'
import { ownedOf, plansOf, skuOf, subscriptionOf } from './products.js'
import { each, groupsByHandle, type Fields, type Reading, type Shorthand } from './reading.js'
import { userOf } from './users.js'

/**
 * The small tenant of a scenario as Graph would have exported it, so that one reader reads both.
 * Graph's own keys pass through. Ids come from names where they are left out; what a member gets from a group, and what
 * is consumed, follow from the rest unless the scenario says otherwise.
 */
export function asGraph(tenant: Fields, shorthand: Shorthand): Fields {
  const reading = readingOf(tenant, shorthand)
  const groups = each(tenant['groups'], (group, at) => groupOf(group, ['groups', at], reading))
  const users = each(tenant['users'], (user, at) => userOf(user, ['users', at], groups, reading))
  return {
    organization: organizationOf(tenant),
    groups,
    users: users.map(one => one.graph),
    ...membersOf(tenant, users, groups, reading),
    subscribedSkus: each(tenant['subscribedSkus'], (sku, at) => skuOf(sku, reading.owned[at]!, users, reading)),
    ...(tenant['subscriptions'] === undefined ? {} : { subscriptions: each(tenant['subscriptions'], (one, at) => subscriptionOf(one, ['subscriptions', at], reading)) }),
  }
}

function readingOf(tenant: Fields, shorthand: Shorthand): Reading {
  const owned = each(tenant['subscribedSkus'], (sku, at) => ownedOf(sku, ['subscribedSkus', at], shorthand))
  return {
    ...shorthand,
    owned,
    groups: groupsByHandle(tenant, shorthand),
    groupNames: each(tenant['groups'], group => String(group['displayName'])),
    lists: listsOf(tenant, shorthand),
    plansOf: plansOf(owned, shorthand),
  }
}

function organizationOf(tenant: Fields): Fields {
  const { usageLocation, organization } = tenant
  if (Array.isArray(organization)) return organization[0] as Fields
  return { countryLetterCode: usageLocation ?? null, defaultUsageLocation: null, ...(organization as Fields | undefined) }
}
