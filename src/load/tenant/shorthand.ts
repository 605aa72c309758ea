import type { Resolve } from '../../kinds/kind.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import { didYouMean } from '../text/schema-words.js'

type Fields = Readonly<Record<string, unknown>>
type Where = readonly (string | number)[]

/** What reading the shorthand needs: names of plans and products, and how ids are made from names. */
export interface Shorthand {
  readonly resolve: Pick<Resolve, 'plan' | 'product' | 'problem'>
  readonly catalog: Catalog
  derivedId(type: 'user' | 'group', name: string): Guid
}

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
    lists: each(tenant['groups'], (group, at) => listOf(group, at, tenant, shorthand)),
    plansOf: plansOf(owned, shorthand),
  }
}

/** A group's own `members`, by name or id: the same as `memberOf` on the users. */
function listOf(group: Fields, at: number, tenant: Fields, shorthand: Shorthand): MemberList {
  const names = each(tenant['users'], user => String(user['upn'] ?? user['userPrincipalName']))
  const known = new Set([...names, ...each(tenant['users'], user => String(user['id']))].map(name => name.toLowerCase()))
  const members = ((group['members'] ?? []) as readonly unknown[]).map(member => String(member))
  members.forEach((member, n) => {
    if (!known.has(member.toLowerCase())) shorthand.resolve.problem('unknown-name', `unknown user \`${member}\``, ['groups', at, 'members', n], didYouMean(member, names))
  })
  return { group: groupId(group, shorthand), members: new Set(members.map(member => member.toLowerCase())) }
}

interface MemberList {
  readonly group: Guid
  readonly members: ReadonlySet<string>
}

interface Reading extends Shorthand {
  /** Display name (lower-case) or id -> ids. */
  readonly groups: ReadonlyMap<string, readonly Guid[]>
  readonly groupNames: readonly string[]
  readonly lists: readonly MemberList[]
  readonly owned: readonly Owned[]
  /** What a product ships in this tenant. */
  plansOf(skuId: Guid): readonly Guid[]
}

interface UserInGraph {
  readonly graph: Fields
  readonly id: Guid
  readonly memberOf: readonly Guid[]
}

interface GroupInGraph extends Fields {
  readonly id: Guid
}

function each<T>(list: unknown, read: (item: Fields, at: number) => T): readonly T[] {
  return ((list ?? []) as readonly Fields[]).map(read)
}

function organizationOf(tenant: Fields): Fields {
  const { usageLocation, organization } = tenant
  if (Array.isArray(organization)) return organization[0] as Fields
  return { countryLetterCode: usageLocation ?? null, defaultUsageLocation: null, ...(organization as Fields | undefined) }
}

// Groups

function groupId(group: Fields, { derivedId }: Pick<Shorthand, 'derivedId'>): Guid {
  return typeof group['id'] === 'string' ? group['id'].toLowerCase() : derivedId('group', String(group['displayName']))
}

function groupsByHandle(tenant: Fields, shorthand: Shorthand): ReadonlyMap<string, readonly Guid[]> {
  const found = new Map<string, Guid[]>()
  for (const group of each(tenant['groups'], one => one)) {
    const id = groupId(group, shorthand)
    for (const handle of new Set([id, String(group['displayName']).toLowerCase()])) found.set(handle, [...(found.get(handle) ?? []), id])
  }
  return found
}

function groupOf(group: Fields, where: Where, reading: Reading): GroupInGraph {
  const { licenses, dynamic, members: _, memberOf: __, otherMembers: ___, ...graph } = group
  const given = graph['assignedLicenses'] === undefined ? { list: licenses, key: 'licenses' } : { list: graph['assignedLicenses'], key: 'assignedLicenses' }
  return {
    securityEnabled: true,
    mailEnabled: false,
    groupTypes: dynamic === true ? ['DynamicMembership'] : [],
    ...graph,
    id: groupId(group, reading),
    assignedLicenses: licensesOf(given.list, [...where, given.key], reading),
  }
}

function findGroup(handle: unknown, where: Where, reading: Reading): Guid | undefined {
  const ids = reading.groups.get(String(handle).toLowerCase()) ?? []
  if (ids.length === 1) return ids[0]
  if (ids.length > 1) reading.resolve.problem('ambiguous-name', `group \`${handle}\` is ambiguous`, where, `write one of the ids ${ids.join(', ')}`)
  else reading.resolve.problem('unknown-name', `unknown group \`${handle}\``, where, didYouMean(String(handle), reading.groupNames))
  return undefined
}

// Licences: a product and what is off in it

function licensesOf(list: unknown, where: Where, reading: Reading): readonly Fields[] {
  return ((list ?? []) as readonly unknown[]).map((item, at) => licenseOf(item, [...where, at], reading)).filter(license => license !== undefined)
}

function licenseOf(item: unknown, where: Where, reading: Reading): Fields | undefined {
  if (typeof item === 'string') return licenseOf({ sku: item }, where, reading)
  const { sku, skuId, disabledPlans, enabledPlans } = item as Fields
  const product = findProduct(sku ?? skuId, [...where, sku === undefined ? 'skuId' : 'sku'], reading)
  if (product === undefined) return undefined
  if (enabledPlans === undefined) return { skuId: product, disabledPlans: findPlans(disabledPlans, [...where, 'disabledPlans'], reading) }
  const on = new Set(findPlans(enabledPlans, [...where, 'enabledPlans'], reading))
  return { skuId: product, disabledPlans: reading.plansOf(product).filter(plan => !on.has(plan)) }
}

function findProduct(handle: unknown, where: Where, reading: Pick<Reading, 'resolve'>): Guid | undefined {
  return reading.resolve.product(String(handle), where)
}

function findPlans(list: unknown, where: Where, { resolve }: Pick<Reading, 'resolve'>): readonly Guid[] {
  return ((list ?? []) as readonly string[]).flatMap((handle, at) => resolve.plan(handle, [...where, at]) ?? [])
}

// Users and their rows

function userOf(user: Fields, where: Where, groups: readonly GroupInGraph[], reading: Reading): UserInGraph {
  const { upn, licenses, memberOf, states, licenseAssignmentStates, assignedLicenses: _, ...graph } = user
  const name = String(upn ?? graph['userPrincipalName'])
  const id = typeof graph['id'] === 'string' ? graph['id'].toLowerCase() : reading.derivedId('user', name)
  const named = ((memberOf ?? []) as readonly string[]).flatMap((handle, at) => findGroup(handle, [...where, 'memberOf', at], reading) ?? [])
  const listing = reading.lists.filter(list => list.members.has(name.toLowerCase()) || list.members.has(id)).map(list => list.group)
  const joined = [...new Set([...named, ...listing])]
  const rows = licenseAssignmentStates === undefined
    ? rowsOf({ licenses, states, where }, groups.filter(group => joined.includes(group.id)), reading)
    : recordedRows(licenseAssignmentStates, [...where, 'licenseAssignmentStates'], reading)
  return {
    graph: { usageLocation: null, accountEnabled: true, userType: 'Member', proxyAddresses: [], ...graph, id, userPrincipalName: name, licenseAssignmentStates: rows },
    id,
    memberOf: joined,
  }
}

/** Recorded rows stand for their whole source; every other source is in step. */
function rowsOf(user: { licenses: unknown; states: unknown; where: Where }, joined: readonly GroupInGraph[], reading: Reading): readonly Fields[] {
  const recorded = recordedRows(user.states, [...user.where, 'states'], reading)
  const direct = licensesOf(user.licenses, [...user.where, 'licenses'], reading).map(license => activeRow(license, null))
  const inherited = joined
    .filter(group => group['securityEnabled'] !== false)
    .flatMap(group => (group['assignedLicenses'] as readonly Fields[]).map(license => activeRow(license, group.id)))
  const spoken = new Set(recorded.map(row => row['assignedByGroup']))
  return [...[...direct, ...inherited].filter(row => !spoken.has(row['assignedByGroup'])), ...recorded]
}

function activeRow(license: Fields, assignedByGroup: Guid | null): Fields {
  return { ...license, assignedByGroup, state: 'Active', error: 'None' }
}

function recordedRows(list: unknown, where: Where, reading: Reading): readonly Fields[] {
  return each(list, (row, at) => recordedRow(row, [...where, at], reading)).filter(row => row !== undefined)
}

function recordedRow(row: Fields, where: Where, reading: Reading): Fields | undefined {
  const license = licenseOf(row, where, reading)
  const by = row['by'] ?? row['assignedByGroup'] ?? 'direct'
  const source = by === 'direct' ? null : formerGroup(by, [...where, 'by'], reading)
  if (license === undefined || source === undefined) return undefined
  return { ...license, assignedByGroup: source, state: row['state'] ?? 'Active', error: row['error'] ?? 'None' }
}

/** A row may name a group that the tenant no longer has, by its id. */
function formerGroup(handle: unknown, where: Where, reading: Reading): Guid | undefined {
  const text = String(handle).toLowerCase()
  return /^[0-9a-f]{8}-/.test(text) ? text : findGroup(handle, where, reading)
}

// Members, the other way round

function membersOf(tenant: Fields, users: readonly UserInGraph[], groups: readonly GroupInGraph[], reading: Reading): Fields {
  if (tenant['members'] !== undefined || tenant['groupMembers'] !== undefined) return { members: tenant['members'], groupMembers: tenant['groupMembers'] }
  const joined = users.flatMap(user => user.memberOf.map(groupId => memberRow(groupId, user.id, 'user')))
  const listed = each(tenant['groups'], (group, at) => listedMembers(group, groups[at]!.id, ['groups', at], reading)).flat()
  return { groupMembers: [...joined, ...listed] }
}

function memberRow(groupId: Guid, id: Guid, type: 'user' | 'group' | 'device'): Fields {
  return { groupId, id, '@odata.type': `#microsoft.graph.${type}` }
}

/** A group's own `memberOf` nests it; `otherMembers` are devices, contacts and the like. */
function listedMembers(group: Fields, id: Guid, where: Where, reading: Reading): readonly Fields[] {
  const nested = ((group['memberOf'] ?? []) as readonly string[]).flatMap((handle, at) => findGroup(handle, [...where, 'memberOf', at], reading) ?? [])
  const others = Array.from({ length: Number(group['otherMembers'] ?? 0) }, (_, n) => memberRow(id, reading.derivedId('user', `device ${n} of ${id}`), 'device'))
  return [...nested.map(parent => memberRow(parent, id, 'group')), ...others]
}

// Products

interface Owned {
  readonly skuId: Guid | undefined
  readonly servicePlans: readonly Fields[]
}

function ownedOf(sku: Fields, where: Where, shorthand: Shorthand): Owned {
  const { sku: handle, skuId: id } = sku
  const skuId = findProduct(handle ?? id, [...where, handle === undefined ? 'skuId' : 'sku'], shorthand)
  return { skuId, servicePlans: servicePlansOf(sku, skuId, where, shorthand) }
}

/** What applies to the company cannot be switched off. */
function plansOf(owned: readonly Owned[], shorthand: Shorthand): (skuId: Guid) => readonly Guid[] {
  return skuId => (owned.find(one => one.skuId === skuId)?.servicePlans ?? servicePlansOf({}, skuId, [], shorthand))
    .filter(plan => plan['appliesTo'] !== 'Company')
    .map(plan => String(plan['servicePlanId']))
}

function servicePlansOf(sku: Fields, skuId: Guid | undefined, where: Where, shorthand: Shorthand): readonly Fields[] {
  if (sku['servicePlans'] !== undefined) return sku['servicePlans'] as readonly Fields[]
  if (sku['plans'] !== undefined) return findPlans(sku['plans'], [...where, 'plans'], shorthand).map(servicePlanId => ({ servicePlanId, servicePlanName: nameOf(servicePlanId, shorthand), appliesTo: 'User' }))
  const product = skuId === undefined ? undefined : shorthand.catalog.products.get(skuId)
  return (product?.servicePlans ?? []).map(plan => ({ ...plan, servicePlanName: nameOf(plan.servicePlanId, shorthand) }))
}

function nameOf(plan: Guid, { catalog }: Pick<Shorthand, 'catalog'>): string {
  return catalog.plans.get(plan)?.servicePlanName ?? plan
}

function skuOf(sku: Fields, { skuId, servicePlans }: Owned, users: readonly UserInGraph[], reading: Reading): Fields {
  const { sku: handle, units, warning, suspended, lockedOut, consumed, plans: _, ...graph } = sku
  return {
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    prepaidUnits: { enabled: units ?? 0, warning: warning ?? 0, suspended: suspended ?? 0, lockedOut: lockedOut ?? 0 },
    consumedUnits: consumed ?? consumedBy(skuId, users),
    skuPartNumber: (skuId === undefined ? undefined : reading.catalog.products.get(skuId)?.skuPartNumber) ?? String(handle),
    ...graph,
    skuId,
    servicePlans,
  }
}

/** Users with a row by which the product is on. */
function consumedBy(skuId: Guid | undefined, users: readonly UserInGraph[]): number {
  const isOn = (row: Fields): boolean => row['skuId'] === skuId && String(row['state']).startsWith('Active')
  return users.filter(user => (user.graph['licenseAssignmentStates'] as readonly Fields[]).some(isOn)).length
}

function subscriptionOf(subscription: Fields, where: Where, reading: Reading): Fields {
  const { sku, units, ...graph } = subscription
  if (sku === undefined) return graph
  const skuId = findProduct(sku, [...where, 'sku'], reading)
  return { status: 'Enabled', isTrial: false, totalLicenses: units ?? 0, ...graph, skuId, skuPartNumber: String(sku) }
}
