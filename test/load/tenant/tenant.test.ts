import { expect, test } from 'vitest'
import { ada, boris, e3, e5, folder, leaver, sales, staff, tenantIn, yammer } from './snapshot.js'

const cohortOf = async (id: string) => {
  const tenant = await tenantIn(folder())
  const ordinal = tenant.find(id)!
  return tenant.cohorts.find(({ members }) => members.includes(ordinal))!.state
}

test('what is on comes from rows, what is meant from memberships', async () => {
  const license = { skuId: e3, disabledPlans: [yammer] }
  expect(await cohortOf(ada)).toEqual({
    usageLocation: 'CH',
    accountEnabled: true,
    userType: 'Member',
    onPremisesSyncEnabled: false,
    addressClash: false,
    memberOf: [sales],
    paths: [{ source: sales, effective: [license], intended: [license], errors: {}, disabled: [] }],
    attributes: {},
  })
})

test('an error that is recorded waits beside what is on', async () => {
  const direct = [{ skuId: e5, disabledPlans: [] }]
  expect((await cohortOf(boris)).paths).toEqual([
    { source: null, effective: direct, intended: direct, errors: {}, disabled: [] },
    { source: sales, effective: [], intended: [{ skuId: e3, disabledPlans: [yammer] }], errors: { [e3]: 'MutuallyExclusiveViolation' }, disabled: [] },
  ])
})

test('who left and is stuck has what nobody means', async () => {
  const state = await cohortOf(leaver)
  expect(state.memberOf).toEqual([])
  expect(state.paths).toEqual([{ source: staff, effective: [{ skuId: e5, disabledPlans: [] }], intended: [], errors: { [e5]: 'DependencyViolation' }, disabled: [] }])
})

test('a plain snapshot has nothing to remark', async () => {
  expect((await tenantIn(folder())).notices).toEqual([])
})

test('users are found by id, by name in any case, and by display name', async () => {
  const tenant = await tenantIn(folder())
  expect(tenant.users).toBe(3)
  expect([ada, boris, leaver].map((id) => tenant.find(id))).toEqual([0, 1, 2])
  expect(tenant.find(sales)).toBeUndefined()
  expect(tenant.findByName('ADA@contoso.com')).toEqual([0])
  expect(tenant.findByName('boris')).toEqual([1])
  expect(tenant.findByName('nobody')).toEqual([])
  expect(tenant.nameOf(2)).toEqual({ id: leaver, userPrincipalName: 'leaver@contoso.com' })
})
