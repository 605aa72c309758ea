import type { Catalog, Product, ServicePlan } from '../../src/model/catalog.js'
import type { Project } from '../../src/model/project.js'
import type {
  AddressHolder,
  Cohort,
  Group,
  License,
  Path,
  SubscribedSku,
  Tenant,
  UserState,
} from '../../src/model/tenant.js'
import type { Case, GroupInput, ProductInput, Row, UserInput } from './case.js'
import { culpritsOf } from './world.js'

/** `folded`: users who look alike are one cohort. `single`: every user is a cohort of their own. */
export type Folding = 'folded' | 'single'

/** A case as seatplan sees it: a tenant over a plain list, cohorts folded here. */
export function projectOf(input: Case, folding: Folding = 'folded'): Project {
  return {
    now: '2026-11-24',
    settings: input.settings,
    catalog: catalogOf(input),
    rules: {
      packs: ['test'],
      rules: [...input.rules].sort((one, other) => (one.id < other.id ? -1 : 1)),
      notInForce: [],
      digest: 'sha256:0',
    },
    tenant: tenantOf(input, folding),
    plan: {
      title: 'random',
      file: 'plan.yaml',
      steps: input.changes.map((change, index) => ({ change, place: { file: 'plan.yaml', line: index + 2, column: 3 } })),
      notices: [],
    },
    notices: [],
  }
}

function catalogOf(input: Case): Catalog {
  const products = input.products.map((one): [string, Product] => [one.id, productOf(one)])
  const plans = input.products.flatMap((one) => one.plans.map((plan): [string, ServicePlan] => [plan.id, planOf(plan.id)]))
  return { products: new Map(products), plans: new Map(plans) }
}

function productOf(one: ProductInput): Product {
  const servicePlans = one.plans.map((plan) => ({
    servicePlanId: plan.id,
    appliesTo: plan.company ? ('Company' as const) : ('User' as const),
  }))
  return {
    skuId: one.id,
    skuPartNumber: one.id.toUpperCase(),
    displayName: one.id,
    aliases: [],
    servicePlans: servicePlans.sort((a, b) => (a.servicePlanId < b.servicePlanId ? -1 : 1)),
  }
}

function planOf(id: string): ServicePlan {
  return { servicePlanId: id, servicePlanName: id.toUpperCase(), displayName: id, aliases: [], retired: false }
}

function tenantOf(input: Case, folding: Folding): Tenant {
  const users = [...input.users].sort((one, other) => (one.id < other.id ? -1 : 1))
  const ordinals = new Map(users.map((user, ordinal) => [user.id, ordinal]))
  const addresses = users.map((user) => user.proxyAddresses.map((address) => address.toLowerCase()).sort())
  const holdersOf = (address: string): AddressHolder[] => [
    ...users.flatMap((_, user) => (addresses[user]?.includes(address) ? [{ user }] : [])),
    ...input.groups
      .filter((group) => group.proxyAddresses.some((one) => one.toLowerCase() === address))
      .map((group) => ({ group: group.id })),
  ]
  const clashes = (ordinal: number) => (addresses[ordinal] ?? []).some((address) => holdersOf(address).length > 1)
  const states = users.map((user, ordinal) => stateOf(input, user, clashes(ordinal)))
  return {
    organization: { id: 'tenant', displayName: 'Random', ...input.organization },
    groups: new Map(input.groups.map((group) => [group.id, groupOf(group)])),
    subscribedSkus: new Map(input.products.filter((one) => one.owned).map((one) => [one.id, skuOf(one)])),
    subscriptions: [],
    users: users.length,
    cohorts: cohortsOf(states, folding),
    notices: [],
    find: (id) => ordinals.get(id),
    findByName: (name) => users.flatMap((user, ordinal) => (nameOf(user.id) === name.toLowerCase() ? [ordinal] : [])),
    nameOf: (ordinal) => {
      const id = users[ordinal]?.id ?? `no user ${ordinal}`
      return { id, userPrincipalName: nameOf(id) }
    },
    holdersOf,
    addressesOf: (ordinal) => addresses[ordinal] ?? [],
  }
}

function nameOf(id: string): string {
  return `${id}@contoso.com`
}

function groupOf(group: GroupInput): Group {
  return {
    id: group.id,
    displayName: group.id,
    assignedLicenses: sorted(group.licenses),
    groupTypes: group.dynamic ? ['DynamicMembership'] : [],
    securityEnabled: group.securityEnabled,
    mailEnabled: false,
    onPremisesSyncEnabled: group.onPremises,
    isAssignableToRole: false,
    members: 'listed',
    otherMembers: 0,
    proxyAddresses: group.proxyAddresses,
  }
}

function skuOf(one: ProductInput): SubscribedSku {
  const { skuId, skuPartNumber, servicePlans } = productOf(one)
  return {
    skuId,
    skuPartNumber,
    servicePlans,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    prepaidUnits: { enabled: one.enabled, warning: one.warning, suspended: 0, lockedOut: 0 },
    consumedUnits: one.consumed,
  }
}

function cohortsOf(states: readonly UserState[], folding: Folding): Cohort[] {
  const groups = new Map<string, number[]>()
  states.forEach((state, ordinal) => {
    const look = JSON.stringify(state)
    const key = folding === 'single' ? `${look}#${ordinal}` : look
    groups.set(key, [...(groups.get(key) ?? []), ordinal])
  })
  return [...groups]
    .map(([key, members]) => ({ key, members: Uint32Array.from(members), state: states[members[0] ?? 0] as UserState }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}

function stateOf(input: Case, user: UserInput, addressClash: boolean): UserState {
  return {
    usageLocation: user.usageLocation,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    onPremisesSyncEnabled: user.onPremises ?? false,
    addressClash,
    memberOf: [...user.memberOf].sort(),
    paths: pathsOf(input, user),
    attributes: {},
  }
}

function pathsOf(input: Case, user: UserInput): Path[] {
  const groups = new Set([...user.rows.map((row) => row.source), ...user.memberOf].filter((source) => source !== null))
  return [null, ...[...groups].sort()]
    .map((source) => pathOf(input, user, source))
    .filter((path) => path.effective.length + path.intended.length + path.disabled.length + Object.keys(path.errors).length > 0)
}

function pathOf(input: Case, user: UserInput, source: string | null): Path {
  const rows = user.rows.filter((row) => row.source === source)
  const on = rows.filter((row) => row.state === 'Active' || row.state === 'ActiveWithError')
  const group = input.groups.find((one) => one.id === source)
  const member = source !== null && user.memberOf.includes(source) && group?.securityEnabled
  const asked = source === null ? rows.filter((row) => row.state !== 'Disabled') : member ? group.licenses : []
  return {
    source,
    effective: sorted(on),
    intended: sorted(asked),
    errors: culpritsOf(Object.fromEntries(rows.flatMap(recorded).sort(([one], [other]) => (one < other ? -1 : 1)))),
    disabled: sorted(rows.filter((row) => row.state === 'Disabled')),
  }
}

function recorded(row: Row): [string, string][] {
  if (row.state === 'Disabled' || row.error === null || row.error === '' || row.error === 'None') return []
  return [[row.skuId, row.error === 'Others' ? 'Other' : row.error]]
}

function sorted(licenses: readonly (License | Row)[]): License[] {
  return licenses
    .map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans: [...new Set(disabledPlans)].sort() }))
    .sort((one, other) => (one.skuId < other.skuId ? -1 : 1))
}
