import type { Catalog, Product, ServicePlan } from '../../src/model/catalog.js'
import type { Project } from '../../src/model/project.js'
import type { Rule, RuleHead } from '../../src/model/rule.js'
import { assumptionIds, tiers, type Assumptions } from '../../src/model/settings.js'
import type { Cohort, Group, License, Path, Tenant, UserName, UserState } from '../../src/model/tenant.js'

/** A small tenant in memory with one of everything that `explain` and `list` can meet. */

const guid = (n: number): string => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`
export const plans = { exchange1: guid(11), exchange2: guid(12), sharepoint: guid(13), project: guid(14), company: guid(15), both: guid(16) }
export const skus = { e1: guid(21), e3: guid(22), project: guid(23), both: guid(24) }
export const groupIds = { sales: guid(31), design: guid(32), twin1: guid(33), twin2: guid(34), hostile: guid(35) }
const userIds = { ada: guid(1), bob: guid(2), cem: guid(3), dora: guid(4), eve: guid(5) }

const plan = (servicePlanId: string, servicePlanName: string, displayName: string, retired = false): ServicePlan =>
  ({ servicePlanId, servicePlanName, displayName, aliases: [], retired })
const product = (skuId: string, skuPartNumber: string, displayName: string, ids: readonly string[]): Product =>
  ({ skuId, skuPartNumber, displayName, aliases: [], servicePlans: ids.map(servicePlanId => ({ servicePlanId, appliesTo: servicePlanId === plans.company ? 'Company' : 'User' })) })

const byId = <T>(values: readonly T[], id: (value: T) => string): ReadonlyMap<string, T> => new Map(values.map(value => [id(value), value]))

export const catalog: Catalog = {
  plans: byId([
    plan(plans.exchange1, 'EXCHANGE_S_STANDARD', 'Exchange Online (Plan 1)'),
    plan(plans.exchange2, 'EXCHANGE_S_ENTERPRISE', 'Exchange Online (Plan 2)'),
    plan(plans.sharepoint, 'SHAREPOINTENTERPRISE', 'SharePoint (Plan 2)'),
    plan(plans.project, 'PROJECT_PROFESSIONAL', 'Project P3'),
    plan(plans.company, 'EXCHANGE_S_FOUNDATION', 'Exchange Foundation'),
    plan(plans.both, 'YAMMER_ENTERPRISE', 'Yammer', true),
  ], one => one.servicePlanId),
  products: byId([
    product(skus.e1, 'STANDARDPACK', 'Office 365 E1', [plans.exchange1, plans.company]),
    product(skus.e3, 'ENTERPRISEPACK', 'Office 365 E3', [plans.exchange2, plans.sharepoint]),
    product(skus.project, 'PROJECTPROFESSIONAL', 'Project Plan 3', [plans.project]),
    product(skus.both, 'YAMMER_ENTERPRISE', 'Yammer as a product', []),
  ], one => one.skuId),
}

const license = (skuId: string, ...disabledPlans: string[]): License => ({ skuId, disabledPlans })
const path = (source: string | null, over: Partial<Path>): Path => ({ source, effective: [], intended: [], errors: {}, disabled: [], ...over })
const group = (id: string, displayName: string, licenses: readonly License[] | undefined, over: Partial<Group> = {}): Group => ({
  id, displayName, assignedLicenses: licenses, groupTypes: [], securityEnabled: true, mailEnabled: false, onPremisesSyncEnabled: false,
  isAssignableToRole: false, members: 'listed', otherMembers: 0, proxyAddresses: [], ...over,
})

const e3 = license(skus.e3)
const project = license(skus.project)
const state = (over: Partial<UserState>): UserState => ({
  usageLocation: 'CH', accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, addressClash: false, memberOf: [], paths: [], attributes: {}, ...over,
})

const states: readonly (readonly [ordinals: readonly number[], state: UserState])[] = [
  // ada and bob: E1 directly, E3 by Sales fails, and Project with it
  [[0, 1], state({
    memberOf: [groupIds.sales],
    paths: [
      path(null, { effective: [license(skus.e1)], intended: [license(skus.e1)] }),
      path(groupIds.sales, { intended: [e3, project], errors: { [skus.e3]: 'MutuallyExclusiveViolation' } }),
    ],
  })],
  // cem left Sales, and Project keeps everything on
  [[2], state({
    accountEnabled: false, userType: null, usageLocation: null, addressClash: true,
    paths: [path(groupIds.sales, { effective: [e3, project], errors: { [skus.e3]: 'DependencyViolation' } })],
  })],
  // dora has E3 without Exchange from Design, and waits for Sales
  [[3], state({
    memberOf: [groupIds.design, groupIds.sales],
    paths: [
      path(groupIds.design, { effective: [license(skus.e3, plans.exchange2)], intended: [license(skus.e3, plans.exchange2)], disabled: [license(skus.e1)] }),
      path(groupIds.sales, { intended: [e3, project] }),
    ],
  })],
  [[4], state({})],
]

const names: readonly UserName[] = Object.entries(userIds).map(([name, id]) => ({ id, userPrincipalName: `${name}@contoso.com` }))

export const tenant: Tenant = {
  organization: { id: null, displayName: 'Contoso', countryLetterCode: 'CH', defaultUsageLocation: null },
  groups: byId([
    group(groupIds.sales, 'Sales', [e3, project]),
    group(groupIds.design, 'Design', [license(skus.e3, plans.exchange2)], { groupTypes: ['DynamicMembership'], mailEnabled: true, members: 'inferred', otherMembers: 2 }),
    group(groupIds.twin1, 'Twins', []),
    group(groupIds.twin2, 'twins', undefined, { securityEnabled: false }),
    group(groupIds.hostile, '\u202eselaS\u001b[2J', []),
  ], one => one.id),
  subscribedSkus: byId([
    { skuId: skus.e1, skuPartNumber: 'STANDARDPACK', units: 10, used: 2, warning: 0 },
    { skuId: skus.e3, skuPartNumber: 'ENTERPRISEPACK', units: 1200, used: 2, warning: 5 },
    { skuId: skus.project, skuPartNumber: 'PROJECTPROFESSIONAL', units: 1, used: 1, warning: 0 },
  ].map(({ skuId, skuPartNumber, units, used, warning }) => ({
    skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: used, servicePlans: [],
    prepaidUnits: { enabled: units, warning, suspended: 0, lockedOut: 0 },
  })), one => one.skuId),
  subscriptions: [],
  users: names.length,
  cohorts: states.map(([ordinals, one]): Cohort => ({ members: Uint32Array.from(ordinals), state: one })),
  notices: [],
  find: id => ordinalOf(name => name.id === id),
  findByName: name => [ordinalOf(one => one.userPrincipalName === name.toLowerCase())].filter(one => one !== undefined),
  nameOf: ordinal => names[ordinal]!,
  holdersOf: () => [],
  addressesOf: () => [],
}

function ordinalOf(is: (name: UserName) => boolean): number | undefined {
  const found = names.findIndex(is)
  return found < 0 ? undefined : found
}

const head = (id: string, over: Partial<RuleHead> = {}): RuleHead =>
  ({ id, severity: 'error', reason: 'Because it is so.', pack: 'current', place: { file: 'rules/current/some.yaml', line: 4, column: 5 }, ...over })
const item = (id: string) => ({ type: 'plan', id }) as const

export const rules = {
  oneExchange: { ...head('one-exchange-plan', { source: 'https://learn.microsoft.com/x', certainty: 'documented' }), kind: 'mutually-exclusive', within: 'both', items: [item(plans.exchange1), item(plans.exchange2)], against: [] },
  against: { ...head('no-project-beside-e1'), kind: 'mutually-exclusive', within: 'user', items: [item(plans.project)], against: [{ type: 'product', id: skus.e1 }] },
  needs: { ...head('project-needs-sharepoint'), kind: 'prerequisite', within: 'group', dependent: item(plans.project), requiresAnyOf: [[item(plans.sharepoint)], [item(plans.exchange1), item(plans.both)]], requiresAllOf: [item(plans.exchange2)] },
  needsAll: { ...head('needs-all'), kind: 'prerequisite', within: 'both', dependent: item(plans.project), requiresAnyOf: [], requiresAllOf: [item(plans.sharepoint), item(plans.exchange2)] },
  prohibited: { ...head('not-there', { severity: 'warning', validFrom: '2020-01-01' }), kind: 'usage-location', items: [item(plans.project)], condition: { prohibitedIn: ['BH', 'BN'] } },
  allowed: { ...head('only-there'), kind: 'usage-location', items: [{ type: 'product', id: skus.e3 }], condition: { allowedIn: ['CH'] } },
  location: { ...head('direct-needs-location', { pack: 'service' }), kind: 'usage-location', items: [], condition: { requiredFor: 'direct' } },
  locationOfSome: { ...head('some-need-location'), kind: 'usage-location', items: [item(plans.project)], condition: { requiredFor: 'any' } },
  seats: { ...head('seats-are-limited', { pack: 'service' }), kind: 'seats', products: [], keepFree: 0 },
  keepTen: { ...head('keep-ten', { severity: 'info' }), kind: 'seats', products: [skus.e3], keepFree: 10 },
  address: { ...head('one-holder-per-address'), kind: 'unique-proxy', whenAnyPlan: [item(plans.exchange1), item(plans.exchange2)] },
  guests: {
    ...head('guests-hold-no-e3', { severity: 'error', pack: './rules' }), kind: 'condition', subject: 'user',
    when: { all: [
      { fact: 'userType', operator: 'equal', value: 'Guest' },
      { any: [{ fact: 'products', operator: 'includesAnyOf', value: [skus.e3, skus.project] }, { not: { fact: 'groups', operator: 'includes', value: groupIds.sales } }] },
      { fact: 'lostPlans', operator: 'includes', value: plans.exchange1 },
      { fact: 'department', operator: 'exists', value: true },
    ] },
  },
  off: { ...head('switched-off', { severity: 'off' }), kind: 'seats', products: [], keepFree: 1 },
  past: { ...head('long-gone', { validTo: '2019-12-31' }), kind: 'seats', products: [], keepFree: 2 },
} as const satisfies Readonly<Record<string, Rule>>

const { off, past, ...judged } = rules

const assumptions = Object.fromEntries(assumptionIds.map(id => [id, true])) as unknown as Assumptions

export const contoso: Project = {
  now: '2026-11-24',
  settings: { channel: 'graph', seats: 'include-warning', assumptions, assumeReprocess: false, assumeMembersInferred: false, ranking: tiers },
  catalog,
  rules: { packs: ['service', 'current'], rules: Object.values(judged).sort((one, other) => (one.id < other.id ? -1 : 1)), notInForce: ['long-gone'], idle: [past, off], digest: 'sha256:0' },
  tenant,
  plan: undefined,
  notices: [],
}
