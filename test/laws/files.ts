import { derivedId } from '../../src/load/text/derived-id.js'
import { memory } from '../../src/load/memory.js'
import { loadProject } from '../../src/load/project/project.js'
import type { Shipped } from '../../src/load/project/shipped.js'
import { writeChange } from '../../src/load/project/write-change.js'
import type { Files } from '../../src/load/files.js'
import type { Project } from '../../src/model/project.js'
import type { Case, GroupInput, ProductInput, UserInput } from '../reference/case.js'

const productNames = ['pa', 'pb', 'pc', 'pd', 'px']
const planNames = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p9', 'co-1']

/** The same case with GUIDs for names, in the same order. */
export function withGuids(input: Case): Case {
  const names = [
    ...input.users.map((user) => user.id),
    ...input.groups.map((group) => group.id),
    ...productNames,
    ...planNames,
  ]
  const ids = new Map(names.map((name) => [name, guid(name)]))
  for (const change of input.changes) {
    if (change.op === 'createGroup') ids.set(change.group.id, derivedId('group', change.group.displayName))
    if (change.op === 'createUser') ids.set(change.user.id, derivedId('user', change.user.userPrincipalName))
  }
  const walk = (value: unknown, key?: string): unknown => {
    if (typeof value === 'string') return key === 'displayName' ? value : (ids.get(value) ?? value)
    if (Array.isArray(value)) return value.map((one) => walk(one))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]))
  }
  return walk(input) as Case
}

function guid(name: string): string {
  const hex = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join('')
  return `00000000-0000-4000-8000-${hex.padEnd(12, '0')}`
}

/** In which order files list things. */
export type Order = <T>(list: readonly T[]) => T[]

/** The tenant and the plan of a case as an administrator would have them on disk. */
export function filesOf(input: Case, order: Order): Files {
  const users = order(input.users.map((user) => userJson(user, order)))
  const half = Math.ceil(users.length / 2)
  const members = order(input.users.flatMap((user) => user.memberOf.map((groupId) => ({ groupId, id: user.id, '@odata.type': '#microsoft.graph.user' }))))
  const files = memory({
    '/p/seatplan.yaml': JSON.stringify({ tenant: './tenant', catalogs: './overlay.yaml', seats: input.settings.seats, channel: input.settings.channel, assumptions: input.settings.assumptions }),
    '/p/overlay.yaml': JSON.stringify(overlayOf(input)),
    '/p/plan.yaml': JSON.stringify({ title: 'random', changes: input.changes.map(writeChange) }, undefined, 1),
    '/p/tenant/users/1.json': JSON.stringify({ value: users.slice(0, half) }),
    '/p/tenant/users/2.ndjson': users.slice(half).map((user) => JSON.stringify(user)).join('\n'),
    '/p/tenant/groups.json': JSON.stringify({ value: order(input.groups.map(groupJson)) }),
    '/p/tenant/groupMembers.ndjson': members.map((member) => JSON.stringify(member)).join('\n'),
    '/p/tenant/subscribedSkus.json': JSON.stringify({ value: order(input.products.filter((one) => one.owned).map((one) => skuJson(one, order))) }),
    '/p/tenant/organization.json': JSON.stringify({ value: [{ id: guid('org'), displayName: 'Random', ...input.organization }] }),
  })
  return { ...files, list: async (folder) => order(await files.list(folder)) }
}

function userJson(user: UserInput, order: Order) {
  const { id, usageLocation, accountEnabled, userType, proxyAddresses, rows } = user
  const states = rows.map(({ skuId, source, disabledPlans, state, error }) => ({ skuId, assignedByGroup: source, disabledPlans, state, error }))
  return { id, userPrincipalName: `${id}@contoso.com`, displayName: id, usageLocation, accountEnabled, userType, proxyAddresses: order(proxyAddresses), licenseAssignmentStates: order(states) }
}

function groupJson(group: GroupInput) {
  const { id, licenses, securityEnabled, dynamic, onPremises, proxyAddresses } = group
  const groupTypes = dynamic ? ['DynamicMembership'] : []
  return { id, displayName: id, securityEnabled, mailEnabled: false, groupTypes, onPremisesSyncEnabled: onPremises, proxyAddresses, assignedLicenses: licenses }
}

function skuJson(product: ProductInput, order: Order) {
  const { id, enabled, warning, consumed } = product
  const servicePlans = product.plans.map((plan) => ({ servicePlanId: plan.id, servicePlanName: `PLAN_${plan.id}`, appliesTo: plan.company ? 'Company' : 'User', provisioningStatus: 'Success' }))
  return { skuId: id, skuPartNumber: `SKU_${id}`, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: consumed, prepaidUnits: { enabled, warning, suspended: 0, lockedOut: 0 }, servicePlans: order(servicePlans) }
}

/** A catalog that knows what the case names, owned or not. */
function overlayOf(input: Case) {
  const plans = planNames.map(guid)
  const named = productNames.map(guid)
  return {
    plans: plans.map((id) => ({ servicePlanId: id, servicePlanName: `PLAN_${id}`, displayName: id })),
    products: named.map((id) => {
      const product = input.products.find((one) => one.id === id)
      return { skuId: id, skuPartNumber: `SKU_${id}`, displayName: id, servicePlans: (product?.plans ?? []).map((plan) => plan.id) }
    }),
  }
}

/** Loads a case from files. Its rules stand for everything that ships. */
export async function loaded(input: Case, order: Order): Promise<Project> {
  const shipped: Shipped = {
    catalog: { plans: [], products: [] },
    overlays: [],
    packs: [
      { name: 'service', rules: input.rules },
      { name: 'current', rules: [] },
    ],
  }
  const { value, problems } = await loadProject(filesOf(input, order), { cwd: '/p', today: '2026-11-24', shipped, plan: 'plan.yaml' })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return { ...value, settings: input.settings }
}
