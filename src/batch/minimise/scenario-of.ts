import { lookupIn } from '../../load/catalog/names.js'
import { isGuid } from '../../load/text/tidy.js'
import { writeChange } from '../../load/project/write-change.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Group, Organization, SubscribedSku } from '../../model/tenant.js'
import type { Fields } from './data.js'
import { ruleBody } from './rule-bodies.js'
import { licenseBody, userBody } from './user-body.js'

/** What comes with seatplan and need not be written down. */
export interface Known {
  readonly catalog: Catalog
  /** The rules of packs that have names. */
  readonly rules: readonly Rule[]
}

/** A project as one scenario file, with these of its users. */
export function scenarioOf(project: Project, users: readonly number[], known: Known): Fields {
  const { now, settings, plan, tenant } = project
  const nameOf = namesFor(project, known.catalog)
  const flipped = Object.entries(settings.assumptions).filter(([, holds]) => !holds)
  const ids = new Set(users.map(ordinal => tenant.nameOf(ordinal).id))
  const stateOf = statesOf(project, users)
  return {
    now,
    rules: rulesOf(project, known, nameOf),
    ...(settings.channel !== 'graph' && { channel: settings.channel }),
    ...(settings.seats !== 'include-warning' && { seats: settings.seats }),
    ...(flipped.length > 0 && { assumptions: Object.fromEntries(flipped) }),
    ...(settings.assumeReprocess && { assumeReprocess: true }),
    tenant: {
      ...organizationKeys(tenant.organization),
      subscribedSkus: [...tenant.subscribedSkus.values()].map(sku => skuBody(sku, project.catalog, known.catalog)),
      groups: [...tenant.groups.values()].map(group => groupBody(group, nameOf)),
      users: users.map(ordinal => userBody(project, ordinal, stateOf.get(ordinal)!, nameOf)),
    },
    ...(plan && { changes: plan.steps.flatMap(({ change }) => changeBody(change, project, ids, nameOf)) }),
  }
}

/** Names where they say which thing is meant, else ids. */
function namesFor(project: Project, catalog: Catalog): (id: Guid) => string {
  const { tenant } = project
  const lookup = lookupIn(catalog, { groups: tenant.groups, users: tenant })
  const made = new Map((project.plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createGroup' ? [[change.group.id, change.group.displayName] as const] : change.op === 'createUser' ? [[change.user.id, change.user.userPrincipalName] as const] : [])))
  const isMeant = (look: (handle: string) => ReturnType<typeof lookup.plan>, name: string, id: Guid): boolean => {
    const found = look(name)
    return 'id' in found && found.id === id
  }
  return id => {
    const [product, plan, group] = [catalog.products.get(id)?.skuPartNumber, catalog.plans.get(id)?.servicePlanName, tenant.groups.get(id)?.displayName]
    if (product !== undefined) return isMeant(lookup.product, product, id) ? product : id
    if (plan !== undefined) return isMeant(lookup.plan, plan, id) ? plan : id
    if (group !== undefined) return isMeant(lookup.group, group, id) ? group : id
    const user = isGuid(id) ? tenant.find(id) : undefined
    if (user === undefined) return made.get(id) ?? id
    const { userPrincipalName } = tenant.nameOf(user)
    return isMeant(lookup.user, userPrincipalName, id) ? userPrincipalName : id
  }
}

function statesOf({ tenant }: Project, users: readonly number[]) {
  const wanted = new Set(users)
  return new Map(tenant.cohorts.flatMap(({ members, state }) => [...members].filter(ordinal => wanted.has(ordinal)).map(ordinal => [ordinal, state] as const)))
}

/** Packs by name, severities that are not the pack's, and whatever rule stands elsewhere. */
function rulesOf({ rules: set }: Project, known: Known, nameOf: (id: Guid) => string): readonly unknown[] {
  const shipped = new Map(known.rules.map(rule => [rule.id, rule]))
  const isShipped = ({ id, place, reason }: Rule): boolean => shipped.get(id)?.place.file === place.file && shipped.get(id)?.reason === reason
  const names = new Set(known.rules.map(({ pack }) => pack))
  const all = [...set.rules, ...(set.idle ?? [])]
  const overridden = all.filter(rule => isShipped(rule) && shipped.get(rule.id)!.severity !== rule.severity)
  return [
    ...set.packs.filter(pack => names.has(pack) && pack !== 'service'),
    ...overridden.map(({ id, severity }) => ({ [id]: severity })),
    ...set.rules.filter(rule => !isShipped(rule)).map(rule => ruleBody(rule, nameOf)),
  ]
}

function organizationKeys({ countryLetterCode, defaultUsageLocation }: Organization): Fields {
  if (defaultUsageLocation === null) return countryLetterCode === null ? {} : { usageLocation: countryLetterCode }
  return { organization: { countryLetterCode, defaultUsageLocation } }
}

function skuBody(sku: SubscribedSku, catalog: Catalog, known: Catalog): Fields {
  const { prepaidUnits: { enabled, warning, suspended, lockedOut }, consumedUnits, capabilityStatus, appliesTo } = sku
  return {
    ...productKeys(sku, catalog, known),
    units: enabled,
    ...(warning > 0 && { warning }),
    ...(suspended > 0 && { suspended }),
    ...(lockedOut > 0 && { lockedOut }),
    consumed: consumedUnits,
    ...(capabilityStatus !== 'Enabled' && { capabilityStatus }),
    ...(appliesTo !== 'User' && { appliesTo }),
  }
}

/** A product that is here what it is everywhere goes by its name alone. */
function productKeys({ skuId, skuPartNumber }: SubscribedSku, catalog: Catalog, known: Catalog): Fields {
  const [here, everywhere] = [catalog.products.get(skuId)?.servicePlans ?? [], known.products.get(skuId)]
  const text = (plans: typeof here): string => plans.map(({ servicePlanId, appliesTo }) => `${servicePlanId} ${appliesTo}`).sort().join()
  const isUnique = everywhere !== undefined && [...known.products.values()].filter(one => one.skuPartNumber === everywhere.skuPartNumber).length === 1
  const name = isUnique ? { sku: everywhere.skuPartNumber } : everywhere === undefined ? { skuId, skuPartNumber } : { skuId }
  if (everywhere !== undefined && text(here) === text(everywhere.servicePlans)) return name
  return { ...name, servicePlans: here.map(({ servicePlanId, appliesTo }) => ({ servicePlanId, servicePlanName: catalog.plans.get(servicePlanId)?.servicePlanName ?? servicePlanId, appliesTo })) }
}

function groupBody(group: Group, nameOf: (id: Guid) => string): Fields {
  const { id, displayName, assignedLicenses = [], groupTypes, securityEnabled, mailEnabled, onPremisesSyncEnabled, isAssignableToRole, proxyAddresses } = group
  return {
    displayName,
    id,
    ...(assignedLicenses.length > 0 && { licenses: assignedLicenses.map(license => licenseBody(license, nameOf)) }),
    ...(groupTypes.length > 0 && { groupTypes }),
    ...(!securityEnabled && { securityEnabled }),
    ...(mailEnabled && { mailEnabled }),
    ...(onPremisesSyncEnabled && { onPremisesSyncEnabled }),
    ...(isAssignableToRole && { isAssignableToRole }),
    ...(proxyAddresses.length > 0 && { proxyAddresses }),
  }
}

/** A step of these users; none where it is about others alone. */
function changeBody(change: Change, { tenant }: Project, users: ReadonlySet<Guid>, nameOf: (id: Guid) => string): readonly unknown[] {
  const isHere = (id: Guid): boolean => users.has(id) || tenant.find(id) === undefined
  const only = (ids: readonly Guid[]): readonly Guid[] => ids.filter(isHere)
  const kept = ((): Change | undefined => {
    if ('user' in change) return change.op === 'createUser' || isHere(change.user) ? change : undefined
    if ('users' in change) return only(change.users).length > 0 ? { ...change, users: only(change.users) } : undefined
    if (change.op !== 'assignLicense' || 'group' in change.to) return change
    const concerned = only(change.to.users)
    return concerned.length > 0 ? { ...change, to: { users: concerned } } : undefined
  })()
  return kept === undefined ? [] : [named(writeChange(kept), nameOf)]
}

function named(value: unknown, nameOf: (id: Guid) => string): unknown {
  if (typeof value === 'string') return isGuid(value) ? nameOf(value) : value
  if (Array.isArray(value)) return value.map(one => named(one, nameOf))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key === 'skuId' ? 'sku' : key, named(one, nameOf)]))
}
