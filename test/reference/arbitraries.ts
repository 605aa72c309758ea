import * as fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { Item, Rule, Severity, Within } from '../../src/model/rule.js'
import type { Settings } from '../../src/model/settings.js'
import { assumptionIds } from '../../src/model/settings.js'
import type { License } from '../../src/model/tenant.js'
import { defaults, type Case, type GroupInput, type ProductInput, type Row, type UserInput } from './case.js'
import { play } from './reference.js'

/** Small random worlds. Everything is drawn from fixed names and then cut down to what exists, so that cases shrink well. */

const userIds = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7']
const groupIds = ['g1', 'g2', 'g3', 'g4']
const productIds = ['pa', 'pb', 'pc', 'pd']
const planIds = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']
const companyPlan = 'co-1'
const addresses = ['SMTP:a@contoso.com', 'smtp:a@contoso.com', 'smtp:b@contoso.com', 'smtp:c@contoso.com']
export const codes = [
  'CountViolation',
  'MutuallyExclusiveViolation',
  'DependencyViolation',
  'ProhibitedInUsageLocationViolation',
  'UniquenessViolation',
  'Other',
]

/** One of the values, each as likely as its weight. */
function weighted<T>(...pairs: readonly (readonly [number, T])[]): fc.Arbitrary<T> {
  return fc.oneof(...pairs.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })))
}

function often(percent: number): fc.Arbitrary<boolean> {
  return weighted([100 - percent, false], [percent, true])
}

const place = weighted([5, 'CH'], [2, 'CU'], [2, null])

const products: fc.Arbitrary<ProductInput[]> = fc
  .record({
    count: fc.integer({ min: 2, max: 4 }),
    plans: fc.array(fc.subarray(planIds, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
    company: fc.array(often(25), { minLength: 4, maxLength: 4 }),
    enabled: fc.array(weighted([1, 0], [2, 1], [2, 2], [2, 3], [1, 4], [3, 50]), { minLength: 4, maxLength: 4 }),
    warning: fc.array(weighted([6, 0], [1, 1], [1, 2]), { minLength: 4, maxLength: 4 }),
  })
  .map(({ count, plans, company, enabled, warning }) => [
    ...productIds.slice(0, count).map((id, index) => ({
      id,
      plans: [...(plans[index] ?? []), ...(company[index] ? [companyPlan] : [])].map(planInput),
      owned: true,
      enabled: enabled[index] ?? 0,
      warning: warning[index] ?? 0,
      consumed: 0,
    })),
    { id: 'px', plans: [planInput('p1')], owned: false, enabled: 0, warning: 0, consumed: 0 },
  ])

function planInput(id: string): { id: string; company: boolean } {
  return { id, company: id === companyPlan }
}

interface RawLicense {
  readonly sku: number
  readonly off: readonly string[]
}

const rawLicense: fc.Arbitrary<RawLicense> = fc.record({
  sku: fc.nat({ max: 3 }),
  off: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.subarray(planIds) }),
})

function owned(products: readonly ProductInput[]): ProductInput[] {
  return products.filter((product) => product.owned)
}

/** Cuts raw licences down to products that exist and plans that they ship, each product once. */
function licensesOf(products: readonly ProductInput[], raw: readonly RawLicense[]): License[] {
  const list = owned(products)
  const made = new Map<string, License>()
  for (const { sku, off } of raw) {
    const product = list[sku % list.length]
    if (!product) continue
    const ships = new Set(product.plans.map((plan) => plan.id))
    made.set(product.id, { skuId: product.id, disabledPlans: off.filter((plan) => ships.has(plan)) })
  }
  return [...made.values()].sort((one, other) => (one.skuId < other.skuId ? -1 : 1))
}

type Fate = 'applied' | 'waiting' | 'failed' | 'partly' | 'stuck'

const rawPath = fc.record({
  fate: weighted<Fate>([8, 'applied'], [4, 'waiting'], [2, 'failed'], [1, 'partly'], [1, 'stuck']),
  culprit: fc.nat({ max: 2 }),
  code: weighted<string>(
    [4, 'CountViolation'],
    [5, 'MutuallyExclusiveViolation'],
    [3, 'DependencyViolation'],
    [2, 'ProhibitedInUsageLocationViolation'],
    [1, 'UniquenessViolation'],
    [1, 'SomethingNew'],
  ),
  stray: often(8),
})

const rawUser = fc.record({
  usageLocation: place,
  accountEnabled: often(80),
  userType: weighted([4, 'Member'], [1, 'Guest']),
  proxyAddresses: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(addresses, { minLength: 1, maxLength: 2 }) }),
  memberOf: fc.subarray(groupIds),
  direct: fc.array(rawLicense, { maxLength: 2 }),
  directFate: weighted<Fate>([16, 'applied'], [1, 'failed'], [1, 'stuck'], [1, 'partly']),
  paths: fc.array(rawPath, { minLength: 5, maxLength: 5 }),
})
type RawUser = typeof rawUser extends fc.Arbitrary<infer T> ? T : never
type RawPath = typeof rawPath extends fc.Arbitrary<infer T> ? T : never

const rawGroup = fc.record({
  licenses: fc.array(rawLicense, { maxLength: 3 }),
  securityEnabled: often(90),
  dynamic: often(5),
  onPremises: often(5),
  proxyAddresses: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['SMTP:b@contoso.com']) }),
})

function rowsOfPath(source: string | null, licenses: readonly License[], path: RawPath, fate: Fate): Row[] {
  const culprit = path.culprit % Math.max(1, licenses.length)
  return licenses.flatMap((license, index): Row[] => {
    const error = index === culprit ? path.code : 'Other'
    const row = { ...license, source }
    if (fate === 'applied') return [{ ...row, state: 'Active', error: null }]
    if (fate === 'waiting') return []
    if (fate === 'failed') return [{ ...row, state: 'Error', error }]
    if (fate === 'stuck') return [{ ...row, state: 'ActiveWithError', error: error === 'Other' ? error : 'DependencyViolation' }]
    return [index === culprit ? { ...row, state: 'Error', error } : { ...row, state: 'ActiveWithError', error: 'Other' }]
  })
}

function userOf(id: string, raw: RawUser, products: readonly ProductInput[], groups: readonly GroupInput[]): UserInput {
  const memberOf = raw.memberOf.filter((group) => groups.some((one) => one.id === group))
  const direct = rowsOfPath(null, licensesOf(products, raw.direct), raw.paths[4] as RawPath, raw.directFate)
  const byGroup = groups.flatMap((group, index) => {
    const path = raw.paths[index] as RawPath
    if (memberOf.includes(group.id)) return rowsOfPath(group.id, group.licenses, path, path.fate)
    return path.stray ? rowsOfPath(group.id, group.licenses, path, path.fate === 'applied' ? 'applied' : 'stuck') : []
  })
  const { usageLocation, accountEnabled, userType, proxyAddresses } = raw
  return { id, usageLocation, accountEnabled, userType, proxyAddresses, memberOf, rows: [...direct, ...byGroup] }
}

const plan: fc.Arbitrary<Item> = fc.constantFrom(...planIds).map((id) => ({ type: 'plan', id }))
const product: fc.Arbitrary<Item> = fc.constantFrom(...productIds).map((id) => ({ type: 'product', id }))
const item: fc.Arbitrary<Item> = fc.oneof({ weight: 6, arbitrary: plan }, { weight: 1, arbitrary: product })
const supply: fc.Arbitrary<Item> = fc.oneof(
  { weight: 6, arbitrary: item },
  { weight: 1, arbitrary: fc.constant<Item>({ type: 'plan', id: companyPlan }) },
)
const within = weighted<Within>([5, 'both'], [3, 'user'], [1, 'group'])
const severity = weighted<Severity>([8, 'error'], [2, 'warning'], [1, 'info'])

function setOf(one: fc.Arbitrary<Item>, minLength: number, maxLength: number): fc.Arbitrary<Item[]> {
  return fc.uniqueArray(one, { minLength, maxLength, selector: ({ type, id }) => `${type}:${id}` })
}

/** All plans of one rule in one list, so that no rule names a plan twice. */
const ruleBody: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('mutually-exclusive'), within, items: setOf(item, 2, 3), against: fc.constant([]) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ within, items: setOf(item, 3, 4) }).map(({ within, items }) => ({
      kind: 'mutually-exclusive',
      within,
      items: items.slice(0, 1),
      against: items.slice(1),
    })),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({ within, dependent: item, others: setOf(supply, 1, 4), shape: fc.nat({ max: 3 }) })
      .map(({ within, dependent, others, shape }) => prerequisiteOf(within, dependent, others, shape)),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('usage-location'),
      items: setOf(item, 1, 2),
      condition: fc.constantFrom({ prohibitedIn: ['CU'] }, { allowedIn: ['CH'] }, { prohibitedIn: ['CH', 'CU'] }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('usage-location'),
      items: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: setOf(item, 1, 2) }),
      condition: fc.constantFrom({ requiredFor: 'direct' }, { requiredFor: 'any' }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unique-proxy'), whenAnyPlan: setOf(plan, 2, 4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('seats'),
      products: fc.subarray(productIds, { maxLength: 2 }),
      keepFree: weighted([3, 0], [2, 1], [1, 2]),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...houseRules()) },
)

function prerequisiteOf(within: Within, dependent: Item, others: readonly Item[], shape: number): Record<string, unknown> {
  const kept = others.filter((one) => one.type !== dependent.type || one.id !== dependent.id)
  const list = kept.length > 0 ? kept : [{ type: 'plan', id: dependent.id === 'p1' ? 'p2' : 'p1' }]
  const any = shape === 0 ? [list] : shape === 1 ? [] : list.slice(0, 2).map((one) => [one])
  const all = shape === 1 ? list : shape === 2 ? list.slice(2) : []
  return { kind: 'prerequisite', within, dependent, requiresAnyOf: any, requiresAllOf: all }
}

function houseRules(): Record<string, unknown>[] {
  const guests = [
    { fact: 'userType', operator: 'equal', value: 'Guest' },
    { fact: 'products', operator: 'includesAnyOf', value: ['pa', 'pb'] },
  ]
  return [
    { kind: 'condition', subject: 'user', when: { all: guests } },
    { kind: 'condition', subject: 'user', when: { any: [{ fact: 'lostPlans', operator: 'includesAnyOf', value: ['p1', 'p2'] }] } },
    { kind: 'condition', subject: 'user', when: { all: [{ fact: 'accountEnabled', operator: 'equal', value: false }, { not: { fact: 'plans', operator: 'includesAllOf', value: ['p3'] } }] } },
  ]
}

const rules: fc.Arbitrary<Rule[]> = fc
  .record({
    bodies: fc.array(fc.record({ body: ruleBody, severity }), { minLength: 1, maxLength: 8 }),
    seats: often(90),
  })
  .map(({ bodies, seats }) => [
    ...(seats ? [ruleOf('seats-are-limited', 'error', { kind: 'seats', products: [], keepFree: 0 })] : []),
    ...bodies.map(({ body, severity }, index) => ruleOf(`r${index + 1}`, severity, body)),
  ])

function ruleOf(id: string, severity: Severity, body: Record<string, unknown>): Rule {
  const place = { file: 'rules.yaml', line: 1, column: 1 }
  return { id, severity, reason: 'because', pack: 'test', place, ...body } as unknown as Rule
}

const some = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 3 })
const rawChange = fc.record({
  op: weighted(
    [7, 'assignToGroup'],
    [4, 'assignToUsers'],
    [4, 'addMembers'],
    [4, 'removeMembers'],
    [2, 'setMembers'],
    [2, 'updateUser'],
    [1, 'updateGroup'],
    [1, 'createGroup'],
    [2, 'deleteGroup'],
    [1, 'createUser'],
    [2, 'deleteUser'],
    [2, 'restoreUser'],
    [2, 'changeUnits'],
    [3, 'reprocess'],
  ),
  users: some,
  group: fc.nat({ max: 3 }),
  add: fc.array(rawLicense, { maxLength: 2 }),
  remove: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
  take: often(40),
  odd: often(6),
  place,
  flag: fc.boolean(),
  amount: fc.integer({ min: -2, max: 3 }),
})
type RawChange = typeof rawChange extends fc.Arbitrary<infer T> ? T : never

interface Names {
  readonly users: string[]
  readonly groups: string[]
  readonly deleted: string[]
}

/** Later changes may name what earlier ones create, and prefer to restore what was deleted. */
function changesOf(raw: readonly RawChange[], input: Pick<Case, 'products' | 'groups' | 'users'>): Change[] {
  const names: Names = { users: input.users.map((user) => user.id), groups: input.groups.map((group) => group.id), deleted: [] }
  return raw.flatMap((one, index) => changeOf(one, index, names, input))
}

function changeOf(raw: RawChange, index: number, names: Names, input: Pick<Case, 'products' | 'groups' | 'users'>): Change | Change[] {
  const users = [...new Set(raw.users.map((user) => names.users[user % names.users.length] as string))]
  const user = users[0] as string
  const group = names.groups[raw.group % names.groups.length] as string
  switch (raw.op) {
    case 'assignToGroup':
      return { op: 'assignLicense', to: { group }, ...callOf(raw, input.products, heldBy(input, group, users)) }
    case 'assignToUsers':
      return { op: 'assignLicense', to: { users }, ...callOf(raw, input.products, heldBy(input, null, users)) }
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return { op: raw.op, group, users }
    case 'updateUser':
      return { op: 'updateUser', user, set: raw.flag ? { usageLocation: raw.place } : { accountEnabled: raw.amount > 0, userType: raw.odd ? 'Guest' : 'Member' } }
    case 'updateGroup':
      return { op: 'updateGroup', group, set: { securityEnabled: raw.flag } }
    case 'createGroup': {
      const id = `h${index}`
      names.groups.unshift(id)
      const assignedLicenses = licensesOf(input.products, raw.add)
      return { op: 'createGroup', group: { id, displayName: id, assignedLicenses, securityEnabled: true, mailEnabled: false, groupTypes: [] } }
    }
    case 'deleteGroup':
      if (names.groups.length > 1) names.groups.splice(names.groups.indexOf(group), 1)
      return { op: 'deleteGroup', group }
    case 'createUser': {
      const id = `v${index}`
      names.users.unshift(id)
      const more = { accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, proxyAddresses: raw.odd ? ['smtp:a@contoso.com'] : [], attributes: {} }
      return { op: 'createUser', user: { id, userPrincipalName: `${id}@contoso.com`, usageLocation: raw.place, ...more } }
    }
    case 'deleteUser':
      names.deleted.push(user)
      return { op: 'deleteUser', user }
    case 'restoreUser': {
      const gone = names.deleted.pop()
      if (gone || raw.odd) return { op: 'restoreUser', user: gone ?? user }
      return [{ op: 'deleteUser', user }, { op: 'restoreUser', user }]
    }
    case 'changeUnits': {
      const sku = owned(input.products)[raw.group % owned(input.products).length]?.id ?? 'px'
      return raw.flag ? { op: 'changeUnits', sku, add: raw.amount } : { op: 'changeUnits', sku, set: Math.max(0, raw.amount) }
    }
    default:
      return raw.flag ? { op: 'reprocess', group } : { op: 'reprocess', users }
  }
}

/** Licences that it makes sense to take from a group, or from the first user directly. */
function heldBy(input: Pick<Case, 'groups' | 'users'>, group: string | null, users: readonly string[]): string[] {
  if (group !== null) return (input.groups.find((one) => one.id === group)?.licenses ?? []).map((license) => license.skuId)
  const rows = input.users.find((one) => one.id === users[0])?.rows ?? []
  return [...new Set(rows.filter((row) => row.source === null).map((row) => row.skuId))]
}

function callOf(raw: RawChange, products: readonly ProductInput[], held: readonly string[]) {
  const list = owned(products)
  const odd = raw.odd ? [{ skuId: raw.flag ? 'px' : (list[0]?.id ?? 'px'), disabledPlans: raw.flag ? [] : ['p9'] }] : []
  const wanted = [...licensesOf(products, raw.add), ...odd]
  const addLicenses = [...new Map(wanted.map((license) => [license.skuId, license])).values()]
  const from = held.length > 0 && raw.take ? held : raw.odd ? list.map((product) => product.id) : []
  const removable = from.filter((sku) => !addLicenses.some((license) => license.skuId === sku))
  const removeLicenses = [...new Set(raw.remove.flatMap((index) => removable[index % Math.max(1, removable.length)] ?? []))]
  return { addLicenses, removeLicenses }
}

const settings: fc.Arbitrary<Settings> = fc
  .record({
    flipped: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...assumptionIds], { maxLength: 3 }) }),
    seats: weighted<Settings['seats']>([5, 'include-warning'], [1, 'strict']),
    assumeReprocess: often(15),
  })
  .map(({ flipped, seats, assumeReprocess }) => ({
    ...defaults,
    seats,
    assumeReprocess,
    assumptions: Object.fromEntries(
      assumptionIds.map((id) => [id, !(flipped as readonly string[]).includes(id)]),
    ) as Settings['assumptions'],
  }))

/** A small tenant, rules and a plan, no two alike. */
export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    organization: fc.record({ countryLetterCode: weighted([3, 'CH'], [1, 'CU'], [1, null]), defaultUsageLocation: weighted([1, 'CH'], [1, 'CU'], [3, null]) }),
    products,
    rawGroups: fc.array(rawGroup, { minLength: 1, maxLength: 4 }),
    rawUsers: fc.array(rawUser, { minLength: 2, maxLength: 7 }),
    rules,
    rawChanges: fc.array(rawChange, { minLength: 1, maxLength: 4 }),
    settings,
    drift: weighted([9, 0], [1, 1]),
    lived: fc.boolean(),
  })
  .map(({ organization, products, rawGroups, rawUsers, rules, rawChanges, settings, drift, lived }) => {
    const groups = rawGroups.map((raw, index): GroupInput => {
      return { ...raw, id: groupIds[index] as string, licenses: licensesOf(products, raw.licenses) }
    })
    const drawn = rawUsers.map((raw, index) => userOf(userIds[index] as string, raw, products, groups))
    const known = oneClash(rules, settings).map((rule) => existing(rule, products))
    const start = { organization, products: counted(products, drawn, 0), groups, users: drawn, rules: known, changes: [], settings }
    const users = lived ? livedIn(start) : drawn
    const parts = { organization, products: counted(products, users, drift), groups, users }
    return { ...parts, rules: known, changes: changesOf(rawChanges, parts), settings }
  })

/** What the service has had time to do: errors are recorded where they are due, and can be explained. */
function livedIn(start: Case): UserInput[] {
  const users = start.users.map((user) => user.id)
  const { rows } = play({ ...start, changes: [{ op: 'reprocess', users }] })
  return start.users.map((user): UserInput => Object.assign({}, user, { rows: rows.get(user.id) ?? [] }))
}

function counted(products: readonly ProductInput[], users: readonly UserInput[], drift: number): ProductInput[] {
  return products.map((one): ProductInput =>
    Object.assign({}, one, { consumed: consumedOf(one.id, users) + (one.owned ? drift : 0) }),
  )
}

function consumedOf(sku: string, users: readonly UserInput[]): number {
  const on = (row: Row) => row.skuId === sku && (row.state === 'Active' || row.state === 'ActiveWithError')
  return users.filter((user) => user.rows.some(on)).length
}

/** Who takes an address when A-PROXY-OBJECT is flipped is the same question for all rules: see README.md. */
function oneClash(rules: readonly Rule[], settings: Settings): Rule[] {
  const first = rules.find((rule) => rule.kind === 'unique-proxy')
  return rules.filter((rule) => settings.assumptions['A-PROXY-OBJECT'] || rule.kind !== 'unique-proxy' || rule === first)
}

/** Seats rules name owned products only. */
function existing(rule: Rule, products: readonly ProductInput[]): Rule {
  if (rule.kind !== 'seats') return rule
  return { ...rule, products: rule.products.filter((sku) => products.some((one) => one.id === sku)) }
}

/** Many users, few seats, one group with two or three products of which some hold one already. */
export const crowdedCase: fc.Arbitrary<Case> = fc
  .record({
    enabled: fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }),
    products: fc.integer({ min: 1, max: 3 }),
    held: fc.array(fc.array(weighted([2, false], [1, true]), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
    keepFree: weighted([3, 0], [1, 1]),
    last: fc.boolean(),
  })
  .map(({ enabled, products, held, keepFree, last }) => {
    const ids = productIds.slice(0, products)
    const users = held.map((has, index): UserInput => {
      const rows = ids.filter((_, product) => has[product]).map((skuId): Row => ({ skuId, source: null, disabledPlans: [], state: 'Active', error: null }))
      return { id: userIds[index] as string, usageLocation: 'CH', accountEnabled: true, userType: 'Member', proxyAddresses: [], memberOf: ['g1'], rows }
    })
    const stock = ids.map((id, index): ProductInput => {
      const consumed = consumedOf(id, users)
      return { id, plans: [planInput(`p${index + 1}`)], owned: true, enabled: consumed + (enabled[index] ?? 0), warning: 0, consumed }
    })
    const licenses = ids.map((skuId) => ({ skuId, disabledPlans: [] }))
    return {
      organization: { countryLetterCode: 'CH', defaultUsageLocation: null },
      products: stock,
      groups: [{ id: 'g1', licenses: [], securityEnabled: true, dynamic: false, onPremises: false, proxyAddresses: [] }],
      users,
      rules: [
        ruleOf('seats-are-limited', 'error', { kind: 'seats', products: [], keepFree: 0 }),
        ...(keepFree > 0 ? [ruleOf('keep-one', 'error', { kind: 'seats', products: ids.slice(0, 1), keepFree })] : []),
      ],
      changes: [{ op: 'assignLicense', to: { group: 'g1' }, addLicenses: licenses, removeLicenses: [] }],
      settings: { ...defaults, assumptions: { ...defaults.assumptions, 'A-SEAT-ORDER': !last } },
    }
  })
