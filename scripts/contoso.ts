// npm run contoso: writes examples/contoso/tenant/ as Microsoft Graph would export it. Who works there stands in contoso/people.ts,
// who holds what (and what went wrong) in contoso/facts.ts; rows, seats and memberships follow from that, so that they agree.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  bought,
  companyPlans,
  direct,
  extraAddresses,
  groups,
  idOf,
  leavers,
  rows,
  withoutLocation,
  type Bought,
  type GroupOf,
  type LicenseOf,
} from './contoso/facts.js'
import { countryOf, guests, people, type Person } from './contoso/people.js'

interface Product {
  readonly skuId: string
  readonly skuPartNumber: string
  readonly servicePlans: readonly string[]
  readonly companyPlans?: readonly string[]
}
interface Row {
  readonly skuId: string
  readonly disabledPlans: readonly string[]
  readonly assignedByGroup: string | null
  readonly state: string
  readonly error: string
}

const root = join(import.meta.dirname, '..')
const out = join(root, 'examples/contoso/tenant')
const graph = 'https://graph.microsoft.com/v1.0/$metadata'
const tenantId = idOf('tenant', 'Contoso')

const names = new Map(
  (read('catalogs/microsoft/plans.json').plans as readonly { servicePlanId: string; servicePlanName: string }[]).map(plan => [
    plan.servicePlanId,
    plan.servicePlanName,
  ]),
)
const products = new Map((read('catalogs/microsoft/products.json').products as readonly Product[]).map(product => [product.skuPartNumber, product]))

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>
}

function product(sku: string): Product {
  const found = products.get(sku)
  if (found === undefined) throw new Error(`the catalog has no product ${sku}`)
  return found
}

function isCompany(plan: string, { companyPlans: theirs = [] }: Product): boolean {
  return theirs.includes(plan) || companyPlans.includes(names.get(plan) ?? '')
}

/** Graph keeps what is off; company plans cannot be switched off. */
function disabledPlans({ sku, plans }: LicenseOf): readonly string[] {
  if (plans === 'all') return []
  const it = product(sku)
  const named = it.servicePlans.filter(plan => !isCompany(plan, it)).map(plan => [plan, names.get(plan) ?? ''] as const)
  const isOff = 'only' in plans ? (name: string) => !plans.only.includes(name) : (name: string) => plans.without.includes(name)
  return named.filter(([, name]) => isOff(name)).map(([plan]) => plan)
}

function license(of: LicenseOf): { readonly disabledPlans: readonly string[]; readonly skuId: string } {
  return { disabledPlans: disabledPlans(of), skuId: product(of.sku).skuId }
}

/** A user's rows: directly given, by membership, and what the service recorded where membership was not enough. */
function rowsOf(name: string): readonly Row[] {
  const given = (direct[name] ?? []).map(of => ({ ...license(of), assignedByGroup: null, state: 'Active', error: 'None' }))
  return [...given, ...groups.flatMap(group => rowsBy(group, name))]
}

function rowsBy(group: GroupOf, name: string): readonly Row[] {
  const recorded = rows[name]?.[group.displayName]
  if (recorded === 'nothing' || (recorded === undefined && !group.members.includes(name))) return []
  const assignedByGroup = idOf('group', group.displayName)
  return group.licenses.map(of => ({
    ...license(of),
    assignedByGroup,
    state: recorded?.state ?? 'Active',
    error: recorded === undefined ? 'None' : (recorded.culprits[of.sku] ?? 'Other'),
  }))
}

function isOn(row: Row): boolean {
  return row.state !== 'Error'
}

/** Graph merges direct and inherited: one entry a product, with the plans that every path disables. */
function assignedLicenses(given: readonly Row[]): readonly object[] {
  const on = given.filter(isOn)
  return [...new Set(on.map(row => row.skuId))].map(skuId => {
    const paths = on.filter(row => row.skuId === skuId)
    const [first] = paths
    return { disabledPlans: (first?.disabledPlans ?? []).filter(plan => paths.every(path => path.disabledPlans.includes(plan))), skuId }
  })
}

function employee({ name, department, jobTitle, office }: Person): object {
  const given = rowsOf(name)
  const handle = name.toLowerCase().replaceAll(' ', '.')
  const mail = `${handle}@contoso.com`
  return {
    id: idOf('user', name),
    userPrincipalName: mail,
    displayName: name,
    department,
    jobTitle,
    officeLocation: office,
    usageLocation: withoutLocation.includes(name) ? null : countryOf[office],
    accountEnabled: !leavers.includes(name),
    userType: 'Member',
    onPremisesSyncEnabled: null,
    mail,
    proxyAddresses: [`SMTP:${mail}`, `smtp:${handle}@contoso.onmicrosoft.com`, ...(extraAddresses[name] ?? [])],
    assignedLicenses: assignedLicenses(given),
    licenseAssignmentStates: given.map(withTime),
  }
}

function guest({ name, mail }: (typeof guests)[number]): object {
  const given = rowsOf(name)
  return {
    id: idOf('user', name),
    userPrincipalName: `${mail.replace('@', '_')}#EXT#@contoso.onmicrosoft.com`,
    displayName: name,
    department: null,
    jobTitle: null,
    officeLocation: null,
    usageLocation: null,
    accountEnabled: true,
    userType: 'Guest',
    onPremisesSyncEnabled: null,
    mail,
    proxyAddresses: [`SMTP:${mail}`],
    assignedLicenses: assignedLicenses(given),
    licenseAssignmentStates: given.map(withTime),
  }
}

function withTime(row: Row): object {
  return { ...row, lastUpdatedDateTime: row.error === 'None' ? '2026-03-02T09:14:07Z' : '2026-11-20T16:40:00Z' }
}

function groupEntry(group: GroupOf): object {
  const { displayName, kind, mail, membershipRule, licenses } = group
  return {
    id: idOf('group', displayName),
    displayName,
    groupTypes: kind === 'dynamic' ? ['DynamicMembership'] : [],
    securityEnabled: kind !== 'distribution',
    mailEnabled: mail !== undefined,
    mail: mail ?? null,
    proxyAddresses: mail === undefined ? [] : [`SMTP:${mail}`],
    membershipRule: membershipRule ?? null,
    membershipRuleProcessingState: kind === 'dynamic' ? 'On' : null,
    isAssignableToRole: null,
    onPremisesSyncEnabled: null,
    assignedLicenses: licenses.map(license),
    licenseProcessingState: licenses.length > 0 ? { state: 'ProcessingComplete' } : null,
  }
}

function memberEntries(group: GroupOf): readonly object[] {
  return [
    ...group.members.map(name => ({ '@odata.type': '#microsoft.graph.user', id: idOf('user', name) })),
    ...group.nested.map(name => ({ '@odata.type': '#microsoft.graph.group', id: idOf('group', name) })),
  ]
}

function subscribedSku({ sku, subscriptions }: Bought): object {
  const it = product(sku)
  const units = (status: string): number => subscriptions.filter(one => one.status === status).reduce((sum, one) => sum + one.units, 0)
  return {
    accountName: 'contoso',
    accountId: tenantId,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: everybody.filter(name => rowsOf(name).some(row => row.skuId === it.skuId && isOn(row))).length,
    id: `${tenantId}_${it.skuId}`,
    prepaidUnits: { enabled: units('Enabled'), lockedOut: 0, suspended: units('Suspended'), warning: units('Warning') },
    servicePlans: it.servicePlans.map(plan => ({
      servicePlanId: plan,
      servicePlanName: names.get(plan),
      provisioningStatus: 'Success',
      appliesTo: isCompany(plan, it) ? 'Company' : 'User',
    })),
    skuId: it.skuId,
    skuPartNumber: sku,
    subscriptionIds: subscriptions.map(one => idOf('subscription', `${sku}/${one.created}`)),
  }
}

function subscriptionEntries({ sku, subscriptions }: Bought): readonly object[] {
  return subscriptions.map(({ created, isTrial, next, status, units }) => ({
    id: idOf('subscription', `${sku}/${created}`),
    createdDateTime: `${created}T00:00:00Z`,
    isTrial,
    nextLifecycleDateTime: `${next}T00:00:00Z`,
    skuId: product(sku).skuId,
    skuPartNumber: sku,
    status,
    totalLicenses: units,
  }))
}

const organization = {
  id: tenantId,
  displayName: 'Contoso',
  countryLetterCode: 'CH',
  defaultUsageLocation: null,
  verifiedDomains: [
    { capabilities: 'Email, OfficeCommunicationsOnline', isDefault: true, isInitial: false, name: 'contoso.com', type: 'Managed' },
    { capabilities: 'Email, OfficeCommunicationsOnline', isDefault: false, isInitial: true, name: 'contoso.onmicrosoft.com', type: 'Managed' },
  ],
}

const everybody = [...people, ...guests].map(person => person.name)

/** One entry a line: a change to the table is a change to its lines. */
function write(file: string, context: string, entries: readonly object[]): void {
  const head = JSON.stringify(`${graph}#${context}`)
  writeFileSync(join(out, file), `{"@odata.context":${head},"value":[\n${entries.map(entry => JSON.stringify(entry)).join(',\n')}\n]}\n`)
}

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'members'), { recursive: true })
write('users.json', 'users', [...people.map(employee), ...guests.map(guest)])
write('groups.json', 'groups', groups.map(groupEntry))
for (const group of groups) write(`members/${idOf('group', group.displayName)}.json`, 'directoryObjects', memberEntries(group))
write('subscribedSkus.json', 'subscribedSkus', bought.map(subscribedSku))
write('subscriptions.json', 'directory/subscriptions', bought.flatMap(subscriptionEntries))
write('organization.json', 'organization', [organization])
