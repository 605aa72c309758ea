// Tenants, rules and plans that are legal and unkind: each grows with one number. Used by bench/worst.ts and by test/program/worst.test.ts.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate, groupEntry, idOf, license, productsOf, row, skuEntry, type LicenseBody } from './generate.js'

export interface WorstCase {
  readonly name: string
  /** The size that is asked for. */
  readonly size: number
  /** Writes the project; its plan is plan.yaml. */
  write(folder: string, size: number): void
}

interface Person {
  readonly n: number
  readonly groups: readonly number[]
  readonly direct?: readonly LicenseBody[]
}

interface Written {
  readonly people: readonly Person[]
  readonly groups: readonly (readonly LicenseBody[])[]
  /** Changes of the plan, one to a line. */
  readonly changes: readonly string[]
  /** Units that are free, of every product. */
  readonly free: number
  readonly rules?: string
}

const powerBi = license('POWER_BI_PRO')
const flow = license('FLOW_FREE')

export const worstCases: readonly WorstCase[] = [
  { name: 'users, no two alike', size: 20_000, write: (folder, size) => void generate(folder, size, 'ndjson', 'different') },
  {
    name: 'licensed groups, one user in each',
    size: 15_000,
    write: (folder, size) => put(folder, { people: many(size, (n) => ({ n, groups: [n] })), groups: many(size, () => [powerBi]), free: 5, changes: [assign(groupName(0), 'FLOW_FREE'), assign(groupName(1), 'VISIOCLIENT')] }),
  },
  {
    name: 'licensed groups, 50 users in all of them',
    size: 500,
    write: (folder, size) => put(folder, { people: many(50, (n) => ({ n, groups: many(size, (group) => group) })), groups: many(size, () => [flow]), free: 5, changes: [assign(groupName(0), 'POWER_BI_PRO'), unassign(groupName(1), 'FLOW_FREE')] }),
  },
  {
    name: 'users in one group, half of them without a unit',
    size: 300_000,
    write: (folder, size) => put(folder, { people: many(size, (n) => ({ n, groups: [0] })), groups: [[flow]], free: size >> 1, changes: [assign(groupName(0), 'POWER_BI_PRO')] }),
  },
  { name: 'rules', size: 2000, write: (folder, size) => put(folder, { ...ordinary, rules: rules(size), changes: [assign(groupName(0), 'ENTERPRISEPACK')] }) },
  { name: 'changes of direct licences', size: 2000, write: (folder, size) => put(folder, { ...ordinary, changes: many(size, (n) => `{ op: assignLicense, to: { users: [${nameOf(n % 1000)}] }, addLicenses: [{ sku: ${n < 1000 ? 'VISIOCLIENT' : 'POWER_BI_PRO'} }] }`) }) },
  { name: 'changes of memberships', size: 2000, write: (folder, size) => put(folder, { ...ordinary, changes: many(size, (n) => `{ op: ${n < 1000 ? 'addMembers' : 'removeMembers'}, group: ${groupName(1)}, users: [${nameOf(n % 1000)}] }`) }) },
]

/** A thousand users in two groups, in a hundred shapes. */
const ordinary = {
  people: many(1000, (n): Person => ({ n, groups: [n % 2], direct: [license('SPE_E5', n % 25), ...(n % 4 === 0 ? [license('EMS')] : [])] })),
  groups: [[flow], [license('PROJECTPROFESSIONAL')]],
  free: 400,
}

function many<T>(count: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}

function groupName(n: number): string {
  return `Group ${n}`
}

function nameOf(n: number): string {
  return `user${n}@bench.example`
}

function assign(group: string, sku: string): string {
  return `{ op: assignLicense, to: { group: ${group} }, addLicenses: [{ sku: ${sku} }] }`
}

function unassign(group: string, sku: string): string {
  return `{ op: assignLicense, to: { group: ${group} }, removeLicenses: [${sku}] }`
}

/** Every two plans of the largest product, then three, so that each rule says something of its own. */
function rules(size: number): string {
  const plans = productsOf(['SPE_E5']).get('SPE_E5')!.servicePlans
  const one = (n: number): string => plans[n % plans.length]!
  const rule = (n: number): string => {
    const [left, right] = [one(n), one(n + 1 + Math.floor(n / plans.length))]
    if (n % 2 === 0) return `kind: prerequisite, severity: warning, plan: ${left}, requiresAnyOf: [${right}]`
    return `kind: condition, severity: warning, subject: user, when: { all: [{ fact: plans, operator: includesAllOf, value: [${left}, ${right}] }, { fact: accountEnabled, operator: equal, value: false }] }`
  }
  return `rules:\n${many(size, (n) => `  - { id: house-${n}, ${rule(n)}, reason: A house rule. }\n`).join('')}`
}

function put(folder: string, { people, groups, changes, free, rules: pack }: Written): void {
  mkdirSync(join(folder, 'tenant'), { recursive: true })
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  const users = people.map((person) => userEntry(person, groups))
  const consumed = new Map<string, number>()
  for (const { assignedLicenses } of users) for (const { skuId } of assignedLicenses) consumed.set(skuId, (consumed.get(skuId) ?? 0) + 1)
  const skus = [...productsOf(['SPE_E5', 'EMS', 'ENTERPRISEPACK', 'PROJECTPROFESSIONAL', 'VISIOCLIENT', 'POWER_BI_PRO', 'FLOW_FREE']).values()]
  file('tenant/users.ndjson', lines(users))
  file('tenant/groupMembers.ndjson', lines(people.flatMap(({ n, groups: of }) => of.map((group) => ({ groupId: groupId(group), id: userId(n), '@odata.type': '#microsoft.graph.user' })))))
  file('tenant/groups.json', JSON.stringify({ value: groups.map((licenses, n) => groupEntry({ id: groupId(n), displayName: groupName(n), licenses })) }))
  file('tenant/subscribedSkus.json', JSON.stringify({ value: skus.map((product) => skuEntry(product, consumed.get(product.skuId) ?? 0, free * 50)) }))
  file('tenant/organization.json', JSON.stringify({ value: [{ id: idOf('tenant'), displayName: 'Bench', countryLetterCode: 'US', defaultUsageLocation: null }] }))
  file('plan.yaml', `title: A worst case\nchanges:\n${changes.map((change) => `  - ${change}\n`).join('')}`)
  file('seatplan.yaml', `tenant: tenant\nnow: '2026-11-24'\n${pack === undefined ? '' : 'rules: [current, ./rules]\n'}`)
  if (pack === undefined) return
  mkdirSync(join(folder, 'rules'), { recursive: true })
  file('rules/house.yaml', pack)
}

function userId(n: number): string {
  return idOf(`user/${n}`)
}

function groupId(n: number): string {
  return idOf(`group/${n}`)
}

function lines(items: readonly object[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

function userEntry({ n, groups: of, direct = [] }: Person, groups: Written['groups']) {
  const states = [...direct.map((one) => row(one, null, n)), ...of.flatMap((group) => groups[group]!.map((one) => row(one, groupId(group), n)))]
  return {
    id: userId(n),
    userPrincipalName: nameOf(n),
    displayName: `User ${n}`,
    usageLocation: 'US',
    accountEnabled: n % 40 !== 0,
    userType: 'Member',
    onPremisesSyncEnabled: null,
    proxyAddresses: [`SMTP:${nameOf(n)}`],
    assignedLicenses: [...new Map(states.map(({ skuId, disabledPlans }) => [skuId, { disabledPlans, skuId }])).values()],
    licenseAssignmentStates: states,
  }
}
