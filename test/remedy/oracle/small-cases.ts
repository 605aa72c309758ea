import * as fc from 'fast-check'
import type { Change } from '../../../src/model/change.js'
import type { Rule, Severity } from '../../../src/model/rule.js'
import type { License } from '../../../src/model/tenant.js'
import type { Case, GroupInput, ProductInput, Row, UserInput } from '../../reference/case.js'
import { caseOf, exclusive, group, limited, locationRequired, needs, oneHolder, product, prohibited, row, user } from '../../reference/make.js'

/** Tenants of one to three users whose plans go wrong often, and in few ways at once: all sets of ways out can be tried. */

const products = ['pa', 'pb', 'pc']
const plans = ['p1', 'p2', 'p3', 'p4', 'p5']
const groups = ['g1', 'g2']
const users = ['u1', 'u2', 'u3']

interface RawLicense {
  readonly sku: number
  readonly off: readonly string[]
}

const rawLicense: fc.Arbitrary<RawLicense> = fc.record({
  sku: fc.nat({ max: 2 }),
  off: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.subarray(plans, { maxLength: 2 }) }),
})

const rawProduct = fc.record({
  plans: fc.subarray(plans, { minLength: 1, maxLength: 3 }),
  spare: fc.constantFrom(0, 1, 1, 2, 50, 50, 50),
})
type RawProduct = typeof rawProduct extends fc.Arbitrary<infer T> ? T : never

const rawUser = fc.record({
  usageLocation: fc.constantFrom('CH', 'CH', 'CH', 'CU', null),
  accountEnabled: fc.constantFrom(true, true, true, false),
  memberOf: fc.subarray(groups),
  direct: fc.array(rawLicense, { maxLength: 1 }),
  isFailed: fc.constantFrom(false, false, false, false, true),
  onPremises: fc.constantFrom(false, false, true),
  proxyAddresses: fc.constantFrom<readonly string[]>([], [], [], ['smtp:a@contoso.com'], ['smtp:a@contoso.com', 'smtp:b@contoso.com']),
})
type RawUser = typeof rawUser extends fc.Arbitrary<infer T> ? T : never

const twoPlans = fc.uniqueArray(fc.constantFrom(...plans), { minLength: 2, maxLength: 3 })

type When = Extract<Rule, { kind: 'condition' }>['when']

/** Rules of a house: nobody blocked holds it, nobody loses it, nobody holds it without another. */
const houses: readonly ((plan: string) => When)[] = [
  (plan) => ({ all: [{ fact: 'accountEnabled', operator: 'equal', value: false }, { fact: 'plans', operator: 'includesAnyOf', value: [plan] }] }),
  (plan) => ({ all: [{ fact: 'lostPlans', operator: 'includesAnyOf', value: [plan] }] }),
  (plan) => ({ all: [{ fact: 'plans', operator: 'includesAnyOf', value: [plan] }, { not: { fact: 'plans', operator: 'includesAllOf', value: ['p1'] } }] }),
]

function houseRule(id: string, when: When, severity: Severity): Rule {
  return { id, severity, reason: 'because', pack: 'test', place: { file: 'rules.yaml', line: 1, column: 1 }, kind: 'condition', subject: 'user', when } as Rule
}

const rule: fc.Arbitrary<(id: string) => Rule> = fc.oneof(
  { weight: 4, arbitrary: twoPlans.map((some) => (id: string) => exclusive(id, some.slice(0, 2))) },
  { weight: 1, arbitrary: twoPlans.map((some) => (id: string) => exclusive(id, some)) },
  { weight: 4, arbitrary: twoPlans.map((some) => (id: string) => needs(id, some[0]!, some.slice(1))) },
  { weight: 1, arbitrary: twoPlans.map((some) => (id: string) => needs(id, some[0]!, [], { requiresAllOf: some.slice(1).map((plan) => ({ type: 'plan', id: plan })) } as Partial<Rule>)) },
  { weight: 1, arbitrary: fc.constantFrom(...plans).map((plan) => (id: string) => prohibited(id, [plan], ['CU'])) },
  { weight: 1, arbitrary: fc.constantFrom(...plans).map((plan) => (id: string) => oneHolder(id, [plan])) },
  { weight: 1, arbitrary: fc.constantFrom(...plans).map((plan) => (id: string) => locationRequired(id, plan === 'p1' ? 'any' : 'direct')) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...houses), fc.constantFrom(...plans), fc.constantFrom<Severity>('error', 'warning')).map(([when, plan, severity]) => (id: string) => houseRule(id, when(plan), severity)) },
)

const rawChange = fc.record({
  op: fc.constantFrom('toGroup', 'toGroup', 'toGroup', 'toUser', 'join', 'join', 'leave', 'strip', 'swap', 'locate', 'units'),
  group: fc.nat({ max: 1 }),
  user: fc.nat({ max: 2 }),
  add: fc.array(rawLicense, { minLength: 1, maxLength: 2 }),
})
type RawChange = typeof rawChange extends fc.Arbitrary<infer T> ? T : never

export const smallCase: fc.Arbitrary<Case> = fc
  .record({
    products: fc.array(rawProduct, { minLength: 2, maxLength: 3 }),
    groups: fc.array(fc.array(rawLicense, { maxLength: 1 }), { minLength: 1, maxLength: 2 }),
    users: fc.array(rawUser, { minLength: 1, maxLength: 3 }),
    rules: fc.array(rule, { minLength: 2, maxLength: 4 }),
    changes: fc.array(rawChange, { minLength: 1, maxLength: 3 }),
  })
  .map((raw) => {
    const stock = raw.products.map(({ plans: ships }, index) => product(products[index]!, ships))
    const teams = raw.groups.map((licenses, index) => group(groups[index]!, licensesOf(stock, licenses)))
    const people = raw.users.map((one, index) => userOf(users[index]!, one, stock, teams))
    return caseOf({
      products: stock.map((one, index) => counted(one, raw.products[index]!, people)),
      groups: teams,
      users: people,
      rules: [limited('seats-are-limited'), ...raw.rules.map((make, index) => make(`r${index + 1}`))],
      changes: raw.changes.flatMap((one) => changeOf(one, stock, teams, people)),
    })
  })

/** Products that exist, plans that they ship, each product once. */
function licensesOf(stock: readonly ProductInput[], raw: readonly RawLicense[]): readonly License[] {
  const made = new Map<string, License>()
  for (const { sku, off } of raw) {
    const one = stock[sku % stock.length]!
    made.set(one.id, { skuId: one.id, disabledPlans: off.filter((plan) => one.plans.some(({ id }) => id === plan)) })
  }
  return [...made.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

function userOf(id: string, raw: RawUser, stock: readonly ProductInput[], teams: readonly GroupInput[]): UserInput {
  const mine = teams.filter((team) => raw.memberOf.includes(team.id))
  const direct = licensesOf(stock, raw.direct).map((one): Row => row(one.skuId, null, { disabledPlans: one.disabledPlans }))
  const failure = raw.isFailed ? { state: 'Error', error: 'MutuallyExclusiveViolation' } : {}
  const byGroup = mine.flatMap((team) => team.licenses.map((one): Row => row(one.skuId, team.id, { disabledPlans: one.disabledPlans, ...failure })))
  const { usageLocation, accountEnabled, onPremises, proxyAddresses } = raw
  return user(id, { usageLocation, accountEnabled, onPremises, proxyAddresses, memberOf: mine.map((team) => team.id), rows: [...direct, ...byGroup] })
}

function counted(one: ProductInput, { spare }: RawProduct, people: readonly UserInput[]): ProductInput {
  const consumed = people.filter(({ rows }) => rows.some((held) => held.skuId === one.id && held.state !== 'Error')).length
  return { ...one, consumed, enabled: consumed + spare }
}

function changeOf(raw: RawChange, stock: readonly ProductInput[], teams: readonly GroupInput[], people: readonly UserInput[]): readonly Change[] {
  const team = teams[raw.group % teams.length]!
  const person = people[raw.user % people.length]!
  const addLicenses = licensesOf(stock, raw.add)
  switch (raw.op) {
    case 'toGroup':
      return [{ op: 'assignLicense', to: { group: team.id }, addLicenses, removeLicenses: [] }]
    case 'toUser':
      return [{ op: 'assignLicense', to: { users: [person.id] }, addLicenses, removeLicenses: [] }]
    case 'join':
      return [{ op: 'addMembers', group: team.id, users: [person.id] }]
    case 'leave':
      return [{ op: 'removeMembers', group: team.id, users: [person.id] }]
    case 'swap': {
      const adds = (skuId: string): boolean => addLicenses.some((one) => one.skuId === skuId)
      return [{ op: 'assignLicense', to: { group: team.id }, addLicenses, removeLicenses: team.licenses.map((one) => one.skuId).filter((skuId) => !adds(skuId)) }]
    }
    case 'locate':
      return [{ op: 'updateUser', user: person.id, set: { usageLocation: 'CU' } }]
    case 'units':
      return [{ op: 'changeUnits', sku: stock[raw.group % stock.length]!.id, add: -1 }]
    default:
      return team.licenses.length === 0 ? [] : [{ op: 'assignLicense', to: { group: team.id }, addLicenses: [], removeLicenses: team.licenses.map((one) => one.skuId) }]
  }
}
