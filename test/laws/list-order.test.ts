import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { caseOf, give, license, oneHolder, product, prohibited, user } from '../reference/make.js'
import { loaded, withGuids } from './files.js'

const options: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: false }

/** u1 is in a country where the plan is not allowed; u2 has the address of u3. */
const tenant = {
  products: [product('pa', ['p1'])],
  users: [user('u1', { usageLocation: 'CU' }), user('u2', { proxyAddresses: ['smtp:b@contoso.com'] }), user('u3', { proxyAddresses: ['smtp:b@contoso.com'] })],
  rules: [oneHolder('r1', ['p1']), prohibited('r2', ['p1'], ['CU'])],
}

test.each([
  [['u1', 'u2'], 'ProhibitedInUsageLocationViolation'],
  [['u2', 'u1'], 'UniquenessViolation'],
])('of a list of users the first that is refused speaks for the step: %j', async (users, reason) => {
  const project = await loaded(withGuids(caseOf({ ...tenant, changes: [give(users, [license('pa')])] })), (list) => [...list])
  const { steps } = await check(project, options)
  expect(steps).toEqual([expect.objectContaining({ outcome: 'refused', reason })])
})
