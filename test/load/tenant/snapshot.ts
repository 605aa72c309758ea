import type { Files } from '../../../src/load/files.js'
import { memory } from '../../../src/load/memory.js'
import { openTenant, readTenant } from '../../../src/load/tenant/tenant.js'
import type { Needs } from '../../../src/load/tenant/tenant.js'
import type { Loaded } from '../../../src/model/problem.js'
import type { Tenant } from '../../../src/model/tenant.js'

/** GUIDs that can be read: `guid('a', 7)`. */
export const guid = (kind: string, n: number): string =>
  `${kind.charCodeAt(0).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export const e3 = guid('s', 3)
export const e5 = guid('s', 5)
export const yammer = guid('p', 1)
export const exchange = guid('p', 2)
export const sales = guid('g', 1)
export const staff = guid('g', 2)
export const ada = guid('u', 1)
export const boris = guid('u', 2)
export const leaver = guid('u', 3)

type Data = Record<string, unknown>

export const row = (skuId: string, assignedByGroup: string | null, more: Data = {}): Data => ({
  skuId,
  disabledPlans: [],
  assignedByGroup,
  state: 'Active',
  error: 'None',
  lastUpdatedDateTime: '2026-03-02T09:14:07Z',
  ...more,
})

export const user = (id: string, name: string, more: Data = {}): Data => ({
  id,
  userPrincipalName: `${name}@contoso.com`,
  displayName: name,
  usageLocation: 'CH',
  accountEnabled: true,
  userType: 'Member',
  onPremisesSyncEnabled: null,
  proxyAddresses: [`SMTP:${name}@contoso.com`],
  assignedLicenses: [],
  licenseAssignmentStates: [],
  ...more,
})

export const group = (id: string, displayName: string, more: Data = {}): Data => ({
  id,
  displayName,
  groupTypes: [],
  securityEnabled: true,
  mailEnabled: false,
  isAssignableToRole: null,
  onPremisesSyncEnabled: null,
  assignedLicenses: [],
  licenseProcessingState: { state: 'ProcessingComplete' },
  ...more,
})

export const sku = (skuId: string, skuPartNumber: string, consumedUnits: number, more: Data = {}): Data => ({
  skuId,
  skuPartNumber,
  appliesTo: 'User',
  capabilityStatus: 'Enabled',
  consumedUnits,
  prepaidUnits: { enabled: 25, warning: 0, suspended: 0, lockedOut: 0 },
  servicePlans: [
    { servicePlanId: exchange, servicePlanName: 'EXCHANGE_S_ENTERPRISE', provisioningStatus: 'Success', appliesTo: 'User' },
    { servicePlanId: yammer, servicePlanName: 'YAMMER_ENTERPRISE', provisioningStatus: 'Success', appliesTo: 'User' },
  ],
  ...more,
})

export const member = (id: string, type = 'user'): Data => ({ '@odata.type': `#microsoft.graph.${type}`, id })

export interface Snapshot {
  readonly users: readonly Data[]
  readonly groups: readonly Data[]
  readonly subscribedSkus: readonly Data[]
  readonly organization: readonly Data[]
  readonly members: Readonly<Record<string, readonly unknown[]>>
}

/** Ada by Sales, Boris direct with an error by Sales, a leaver stuck on Staff. Nothing in it is remarkable. */
export const plain: Snapshot = {
  users: [
    user(ada, 'ada', { assignedLicenses: [{ skuId: e3, disabledPlans: [yammer] }], licenseAssignmentStates: [row(e3, sales, { disabledPlans: [yammer] })] }),
    user(boris, 'boris', {
      assignedLicenses: [{ skuId: e5, disabledPlans: [] }],
      licenseAssignmentStates: [row(e5, null), row(e3, sales, { disabledPlans: [yammer], state: 'Error', error: 'MutuallyExclusiveViolation' })],
    }),
    user(leaver, 'leaver', {
      accountEnabled: false,
      assignedLicenses: [{ skuId: e5, disabledPlans: [] }],
      licenseAssignmentStates: [row(e5, staff, { state: 'ActiveWithError', error: 'DependencyViolation' })],
    }),
  ],
  groups: [
    group(sales, 'Sales', { assignedLicenses: [{ skuId: e3, disabledPlans: [yammer] }] }),
    group(staff, 'Staff', { assignedLicenses: [{ skuId: e5, disabledPlans: [] }] }),
  ],
  subscribedSkus: [sku(e3, 'ENTERPRISEPACK', 1), sku(e5, 'ENTERPRISEPREMIUM', 2)],
  organization: [{ id: guid('o', 1), displayName: 'Contoso', countryLetterCode: 'CH', defaultUsageLocation: null }],
  members: { [sales]: [member(ada), member(boris)], [staff]: [] },
}

export type Entries = Record<string, string | Uint8Array>

export const envelope = (value: readonly unknown[], more: Data = {}): string =>
  JSON.stringify({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#x', value, ...more })

/** The snapshot as a folder of Graph responses. */
export function folder(snapshot: Partial<Snapshot> = {}, more: Entries = {}): Entries {
  const { users, groups, subscribedSkus, organization, members } = { ...plain, ...snapshot }
  const lists = Object.entries(members).map(([id, list]) => [`t/members/${id}.json`, envelope(list)])
  return {
    't/users.json': envelope(users),
    't/groups.json': envelope(groups),
    't/subscribedSkus.json': envelope(subscribedSkus),
    't/organization.json': envelope(organization),
    ...(Object.fromEntries(lists) as Entries),
    ...more,
  }
}

export const noNeeds: Needs = { attributes: [], groups: new Set() }

export async function load(entries: Entries | Files, needs: Needs = noNeeds, path = 't'): Promise<Loaded<Tenant>> {
  const files = typeof entries['stat'] === 'function' ? (entries as Files) : memory(entries as Entries)
  const opened = await openTenant(files, path)
  if (opened.value === undefined) return { problems: opened.problems }
  const { value, problems } = await readTenant(opened.value, needs)
  return { ...(value === undefined ? {} : { value }), problems: [...opened.problems, ...problems] }
}

/** Everything that one can see of a tenant, as data. */
export function shown(tenant: Tenant): unknown {
  const { organization, groups, subscribedSkus, subscriptions, cohorts, notices } = tenant
  const names = Array.from({ length: tenant.users }, (_, ordinal) => [tenant.nameOf(ordinal), tenant.addressesOf(ordinal)])
  return { organization, groups: [...groups], subscribedSkus: [...subscribedSkus], subscriptions, cohorts, notices, names }
}

/** The tenant, or a failure that says why there is none. */
export async function tenantIn(entries: Entries | Files, needs: Needs = noNeeds, path = 't'): Promise<Tenant> {
  const { value, problems } = await load(entries, needs, path)
  if (value === undefined || problems.length > 0) throw new Error(JSON.stringify(problems, null, 1))
  return value
}
