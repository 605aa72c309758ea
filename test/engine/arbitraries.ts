import fc from 'fast-check'
import type { Rule } from '../../src/model/rule.js'
import type { AttemptSubject, Grant, GroupStateSubject, GroupSubject, PlansOf, ProductSubject, SeatsSubject, Subject, UserSubject } from '../../src/model/subject.js'
import type { License, Source } from '../../src/model/tenant.js'
import { rule } from '../kinds/reading.js'

/** A small world, so that rules fire often: six products of up to four of seven plans, one of them the company's. */
const plans = ['a', 'b', 'c', 'd', 'e', 'f', 'co']
const products: Readonly<Record<string, readonly string[]>> = {
  P1: ['a', 'b'],
  P2: ['b', 'c', 'd'],
  P3: ['d', 'co'],
  P4: ['e', 'f', 'a', 'co'],
  P5: [],
  P6: ['f'],
}
const productNames = Object.keys(products)
const sources: readonly Source[] = [null, 'G1', 'G2']
const countries = ['BH', 'CH', 'NO']

const shipped = new Map(
  productNames.map((name) => [name, products[name]!.map((servicePlanId) => ({ servicePlanId, appliesTo: servicePlanId === 'co' ? ('Company' as const) : ('User' as const) }))]),
)
export const plansOf: PlansOf = (skuId) => shipped.get(skuId) ?? []

const licenses: fc.Arbitrary<readonly License[]> = fc
  .subarray(productNames)
  .chain((names) => fc.tuple(...names.map((skuId) => fc.subarray([...products[skuId]!]).map((disabledPlans) => ({ skuId, disabledPlans: disabledPlans.sort() })))))

const grants: fc.Arbitrary<readonly Grant[]> = fc
  .tuple(...sources.map((source) => licenses.map((held) => ({ source, licenses: held }))))
  .map((all) => all.filter((grant) => grant.licenses.length > 0))

const place = { usageLocation: fc.constantFrom(null, ...countries), effectiveLocation: fc.constantFrom(undefined, ...countries), addressClash: fc.boolean() }
const country = fc.constantFrom(null, ...countries)
const count = fc.integer({ min: 0, max: 5 })

const attempts: fc.Arbitrary<AttemptSubject> = fc.record({ type: fc.constant('attempt' as const), source: fc.constantFrom(...sources), before: grants, after: grants, ...place })

const groups: fc.Arbitrary<GroupSubject> = fc.record({ type: fc.constant('group' as const), groupId: fc.constant('G1'), before: licenses, after: licenses })

const users: fc.Arbitrary<UserSubject> = fc.record({
  type: fc.constant('user' as const),
  initial: fc.boolean(),
  before: grants,
  after: grants,
  ...place,
  accountEnabled: fc.boolean(),
  userType: fc.constantFrom(null, 'Member', 'Guest'),
  onPremisesSyncEnabled: fc.boolean(),
  memberOf: fc.subarray(['G1', 'G2']),
  attributes: fc.record({ department: fc.constantFrom(null, 'Sales', 'Support') }),
  tenantCountry: country,
})

const groupStates: fc.Arbitrary<GroupStateSubject> = fc.record({
  type: fc.constant('groupState' as const),
  groupId: fc.constant('G1'),
  displayName: fc.constantFrom('Sales', 'LIC Sales'),
  licenses,
  securityEnabled: fc.boolean(),
  mailEnabled: fc.boolean(),
  dynamic: fc.boolean(),
  onPremisesSyncEnabled: fc.boolean(),
  isAssignableToRole: fc.boolean(),
  memberCount: count,
  tenantCountry: country,
})

const skuId = fc.constantFrom(...productNames)
const productStates: fc.Arbitrary<ProductSubject> = fc.record({
  type: fc.constant('product' as const), skuId, enabled: count, warning: count, suspended: count, lockedOut: count, consumed: count,
  capabilityStatus: fc.constantFrom('Enabled', 'Warning'), tenantCountry: country,
})
const waiting: fc.Arbitrary<SeatsSubject> = fc.record({ type: fc.constant('seats' as const), skuId, enabled: count, warning: count, units: count, consumed: count, wanted: count })

export const subjects: fc.Arbitrary<Subject> = fc.oneof(attempts, attempts, groups, users, users, groupStates, productStates, waiting)

/** Rules as authors write them; what is not a rule (a set of one) is drawn again. */
type Body = Readonly<Record<string, unknown>>
const planItem = fc.constantFrom(...plans)
const item = fc.oneof(planItem.map((plan) => ({ plan })), skuId.map((product) => ({ product })))
const items = fc.array(item, { minLength: 1, maxLength: 4 })
const within = fc.constantFrom('user', 'group', 'both')

const exclusive: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ plans: fc.uniqueArray(planItem, { minLength: 2, maxLength: 4 }), within }),
  fc.record({ products: fc.uniqueArray(skuId, { minLength: 2, maxLength: 4 }), within }),
  fc.record({ each: items, against: items, within }).filter(({ each, against }) => new Set([...each, ...against].map((one) => JSON.stringify(one))).size > 1),
)
const needs: fc.Arbitrary<Body> = fc
  .record({ plan: planItem, requiresAnyOf: fc.array(fc.oneof(item, items), { minLength: 1, maxLength: 3 }), requiresAllOf: fc.array(item, { minLength: 1, maxLength: 2 }), within }, { requiredKeys: ['plan', 'requiresAnyOf', 'within'] })
  .filter(({ plan, requiresAnyOf, requiresAllOf = [] }) => [requiresAnyOf, requiresAllOf].flat(2).every((one) => !('plan' in one) || one.plan !== plan))
const places: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ plans: items, prohibitedIn: fc.subarray(countries, { minLength: 1 }) }),
  fc.record({ plans: items, allowedIn: fc.subarray(countries, { minLength: 1 }) }),
  fc.record({ requiredFor: fc.constantFrom('direct', 'any') }),
  fc.record({ requiredFor: fc.constantFrom('direct', 'any'), products: fc.array(skuId, { minLength: 1, maxLength: 2 }) }),
)
const limited: fc.Arbitrary<Body> = fc.record({ products: fc.array(skuId, { minLength: 1, maxLength: 3 }), keepFree: count }, { requiredKeys: [] })
const addresses: fc.Arbitrary<Body> = fc.record({ whenAnyPlan: items })

function leaf(fact: string, operator: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return value.map((one) => ({ fact, operator, value: one }))
}
function lists(facts: readonly string[], words: readonly string[]): readonly fc.Arbitrary<object>[] {
  const many = fc.subarray([...words], { minLength: 1, maxLength: 3 })
  return facts.flatMap((fact) => [
    leaf(fact, 'includes', fc.constantFrom(...words)),
    leaf(fact, 'notIncludes', fc.constantFrom(...words)),
    ...['includesAnyOf', 'includesAllOf', 'includesNoneOf'].map((operator) => leaf(fact, operator, many)),
    leaf(fact, 'exists', fc.boolean()),
  ])
}
const leaves = {
  user: fc.oneof(
    leaf('userType', 'equal', fc.constantFrom('Guest', null)),
    leaf('accountEnabled', 'notEqual', fc.boolean()),
    leaf('usageLocation', 'in', fc.subarray(countries, { minLength: 1 })),
    leaf('department', 'startsWith', fc.constantFrom('S', 'Sa')),
    ...lists(['products', 'directProducts', 'inheritedProducts'], productNames),
    ...lists(['plans', 'plansAfter', 'plansBefore', 'lostPlans', 'gainedPlans'], plans),
    ...lists(['groups'], ['G1', 'G2', 'G3']),
  ),
  group: fc.oneof(leaf('memberCount', 'greaterThan', count), leaf('displayName', 'startsWith', fc.constant('LIC')), ...lists(['products'], productNames), ...lists(['plans'], plans)),
  product: fc.oneof(leaf('freeUnits', 'lessThan', count), leaf('product', 'equal', skuId), leaf('capabilityStatus', 'notEqual', fc.constant('Enabled')), ...lists(['plans'], plans)),
}
function tree(leaves: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.letrec<{ node: object }>((tie) => {
    const several = fc.array(tie('node'), { minLength: 1, maxLength: 3 })
    return { node: fc.oneof({ depthSize: 'small' }, leaves, several.map((all) => ({ all })), several.map((any) => ({ any })), tie('node').map((not) => ({ not }))) }
  }).node
}
const conditions: fc.Arbitrary<Body> = fc.oneof(...(['user', 'group', 'product'] as const).map((subject) => tree(leaves[subject]).map((when) => ({ subject, when }))))

const bodies: readonly (readonly [kind: string, body: fc.Arbitrary<Body>])[] = [
  ['mutually-exclusive', exclusive],
  ['prerequisite', needs],
  ['usage-location', places],
  ['seats', limited],
  ['unique-proxy', addresses],
  ['condition', conditions],
]

const severity = fc.constantFrom('error' as const, 'warning' as const, 'info' as const)

/** Rules of one kind. */
export const rulesOf: Readonly<Record<string, fc.Arbitrary<Rule>>> = Object.fromEntries(
  bodies.map(([kind, body]) => [kind, fc.tuple(body, severity).map(([one, how]) => rule(kind, one, how))]),
)

/** A few rules of any kinds, under ids of their own. */
export const ruleSets: fc.Arbitrary<readonly Rule[]> = fc
  .array(fc.oneof(...Object.values(rulesOf)), { minLength: 1, maxLength: 8 })
  .map((rules) => rules.map((one, i) => ({ ...one, id: `rule-${i}` })))

