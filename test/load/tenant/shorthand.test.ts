import { describe, expect, test } from 'vitest'
import { derivedId } from '../../../src/load/text/derived-id.js'
import { asGraph } from '../../../src/load/tenant/shorthand/as-graph.js'
import type { Catalog } from '../../../src/model/catalog.js'

const suite = 'aaaaaaaa-0000-4000-8000-000000000001'
const mail = 'bbbbbbbb-0000-4000-8000-000000000001'
const web = 'bbbbbbbb-0000-4000-8000-000000000002'
const house = 'bbbbbbbb-0000-4000-8000-000000000003'
const sales = derivedId('group', 'Sales')

const catalog: Catalog = {
  products: new Map([[suite, { skuId: suite, skuPartNumber: 'SUITE', displayName: 'Suite', aliases: [], servicePlans: [{ servicePlanId: mail, appliesTo: 'User' }, { servicePlanId: web, appliesTo: 'User' }, { servicePlanId: house, appliesTo: 'Company' }] }]]),
  plans: new Map([[mail, 'MAIL'], [web, 'WEB'], [house, 'HOUSE']].map(([servicePlanId, servicePlanName]) => [servicePlanId!, { servicePlanId: servicePlanId!, servicePlanName: servicePlanName!, displayName: '', aliases: [], retired: false }])),
}

function graphOf(tenant: Readonly<Record<string, unknown>>) {
  const problems: string[] = []
  const names: Readonly<Record<string, string>> = { SUITE: suite, MAIL: mail, WEB: web, HOUSE: house, [suite]: suite }
  const look = (handle: string, where: readonly (string | number)[]) => names[handle] ?? void problems.push(`${where.join('.')}: ${handle}`)
  const graph = asGraph(tenant, { catalog, derivedId, resolve: { plan: look, product: look, problem: (_, message, where) => void problems.push(`${where.join('.')}: ${message}`) } })
  return { graph, problems }
}

const rowsOf = (tenant: Readonly<Record<string, unknown>>) => (graphOf(tenant).graph['users'] as readonly { licenseAssignmentStates: unknown }[])[0]!.licenseAssignmentStates
const active = (assignedByGroup: string | null, disabledPlans: readonly string[] = []) => ({ skuId: suite, disabledPlans, assignedByGroup, state: 'Active', error: 'None' })
const group = { displayName: 'Sales', licenses: ['SUITE'] }

describe('rows of a user', () => {
  test.each([
    ['a direct licence', { users: [{ upn: 'ada', licenses: ['SUITE'] }] }, [active(null)]],
    ['a plan off', { users: [{ upn: 'ada', licenses: [{ sku: 'SUITE', disabledPlans: ['WEB'] }] }] }, [active(null, [web])]],
    ['only one plan on; what applies to the company cannot be off', { users: [{ upn: 'ada', licenses: [{ sku: 'SUITE', enabledPlans: ['MAIL'] }] }] }, [active(null, [web])]],
    ['a licensed group', { groups: [group], users: [{ upn: 'ada', memberOf: ['sales'] }] }, [active(sales)]],
    ['a group that lists its members', { groups: [{ ...group, members: ['ADA'] }], users: [{ upn: 'ada' }] }, [active(sales)]],
    ['a group without security', { groups: [{ ...group, securityEnabled: false }], users: [{ upn: 'ada', memberOf: ['Sales'] }] }, []],
    ['recorded rows stand for their source only', { groups: [group], users: [{ upn: 'ada', licenses: ['SUITE'], memberOf: ['Sales'], states: [{ sku: 'SUITE', by: 'Sales', state: 'Error', error: 'CountViolation' }] }] },
      [active(null), { ...active(sales), state: 'Error', error: 'CountViolation' }]],
    ["Graph's rows are all rows", { groups: [group], users: [{ upn: 'ada', memberOf: ['Sales'], licenseAssignmentStates: [] }] }, []],
    ['a row by a group that is gone', { users: [{ upn: 'ada', states: [{ sku: 'SUITE', by: sales, state: 'ActiveWithError', error: 'DependencyViolation' }] }] }, [{ ...active(sales), state: 'ActiveWithError', error: 'DependencyViolation' }]],
  ])('%s', (_, tenant, rows) => expect(rowsOf(tenant)).toEqual(rows))
})

describe('seats', () => {
  const consumed = (sku: object, user: object) => (graphOf({ subscribedSkus: [{ sku: 'SUITE', units: 5, ...sku }], groups: [group], users: [{ upn: 'ada', ...user }] }).graph['subscribedSkus'] as readonly unknown[])[0]

  test.each([
    ['as many as hold it', {}, { licenses: ['SUITE'] }, 1],
    ['two paths are one', {}, { licenses: ['SUITE'], memberOf: ['Sales'] }, 1],
    ['an error uses none', {}, { states: [{ sku: 'SUITE', state: 'Error' }] }, 0],
    ['a row in error that stays on uses one', {}, { states: [{ sku: 'SUITE', state: 'ActiveWithError', error: 'Other' }] }, 1],
    ['what the scenario says', { consumed: 4 }, {}, 4],
  ])('%s', (_, sku, user, consumedUnits) => expect(consumed(sku, user)).toMatchObject({ skuId: suite, consumedUnits, prepaidUnits: { enabled: 5, warning: 0, suspended: 0, lockedOut: 0 } }))

  test('the plans of the product are those of the catalog, or those that the scenario names', () => {
    const plans = (sku: object) => (consumed(sku, {}) as { servicePlans: readonly { servicePlanId: string }[] }).servicePlans.map(plan => plan.servicePlanId)
    expect(plans({})).toEqual([mail, web, house])
    expect(plans({ plans: ['MAIL'] })).toEqual([mail])
  })
})

describe('the rest', () => {
  test('members are listed for all groups, nested groups and others among them', () => {
    const { graph } = graphOf({ groups: [{ displayName: 'Sales', otherMembers: 1 }, { displayName: 'Inner', memberOf: ['Sales'] }], users: [{ upn: 'ada', memberOf: ['Sales'] }] })
    expect((graph['groupMembers'] as readonly Record<string, string>[]).map(row => [row['groupId'], row['@odata.type']])).toEqual([
      [sales, '#microsoft.graph.user'], [sales, '#microsoft.graph.device'], [sales, '#microsoft.graph.group'],
    ])
  })

  test('ids come from names, and given ones are lower-case', () => {
    const { graph } = graphOf({ users: [{ upn: 'ada' }, { upn: 'ben', id: 'ABCDEF00-0000-4000-8000-000000000000' }] })
    expect((graph['users'] as readonly { id: string }[]).map(user => user.id)).toEqual([derivedId('user', 'ada'), 'abcdef00-0000-4000-8000-000000000000'])
  })

  test('every unknown name is said with its place', () => {
    const { problems } = graphOf({ subscribedSkus: [{ sku: 'NO' }], groups: [{ displayName: 'Sales', licenses: ['NO'], members: ['eve'] }], users: [{ upn: 'ada', memberOf: ['Sale'], licenses: [{ sku: 'SUITE', disabledPlans: ['NO'] }] }] })
    expect(problems).toEqual([
      'subscribedSkus.0.sku: NO', 'groups.0.members.0: unknown user `eve`', 'groups.0.licenses.0.sku: NO', 'users.0.memberOf.0: unknown group `Sale`', 'users.0.licenses.0.disabledPlans.0: NO',
    ])
  })
})
