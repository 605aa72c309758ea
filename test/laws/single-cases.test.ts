import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { play } from '../../src/engine/play.js'
import { assign, caseOf, give, group, license, limited, needs, oneHolder, product, prohibited, row, settings, user } from '../reference/make.js'
import { projectOf } from '../reference/project.js'
import { accountOfTrace } from './account.js'
import { differences, differencesOf, judgeOf, traceOf } from './compare.js'
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

test.each(['folded', 'single'] as const)('of users who have one address the other holder is named to the first (%s)', async (folding) => {
  const holder = (id: string) => user(id, { proxyAddresses: ['smtp:b@contoso.com'], memberOf: ['g1'], rows: [row('pa', null), row('pa', 'g1', { state: 'Error', error: 'UniquenessViolation' })] })
  const input = caseOf({ products: [product('pa', ['p1'])], groups: [group('g1', [license('pa')])], users: [holder('u1'), holder('u2')], rules: [oneHolder('r1', ['p1'])], changes: [give(['u1'], [])] })
  const { findings } = await check(projectOf(input, folding), options)
  expect(findings.map(({ evidence }) => evidence['otherHolder'])).toContain('u2@contoso.com')
  expect(JSON.stringify(findings)).not.toContain('u1@contoso.com has b@contoso.com too')
})

test.each([[['A-SIBLINGS-STAY']], [['A-LEAVE-ALL']], [[]]])('a swap that would strand a product takes it from nobody, without %j', async (flipped) => {
  const stuck = user('u1', { memberOf: ['g1'], rows: [row('pc', null), row('pb', 'g1'), row('pd', 'g1')] })
  const input = caseOf({
    products: [product('pa', ['p3']), product('pb', ['p6']), product('pc', ['p2']), product('pd', ['p4'])],
    groups: [group('g1', [license('pb'), license('pd')])],
    users: [stuck],
    rules: [needs('r1', 'p2', ['p6'])],
    changes: [assign('g1', [license('pa')], ['pb', 'pd'])],
    settings: settings({}, flipped),
  })
  expect(await differences(input)).toEqual([])
  expect(accountOfTrace(await traceOf(input), input).get('rows')).toContain('u1 pb by g1: ActiveWithError DependencyViolation')
})

test('of users whom the plan creates the one with the smaller id gets the last seat, whoever is created first', async () => {
  const created = (id: string) => ({ op: 'createUser', user: { id, userPrincipalName: `${id}@contoso.com`, usageLocation: 'CH', accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, proxyAddresses: [], attributes: {} } }) as const
  const input = withGuids(caseOf({
    products: [product('pa', ['p1'], { enabled: 1 })],
    groups: [group('g1', [license('pa')])],
    users: [],
    rules: [limited('r1')],
    changes: [created('v0'), created('v1'), { op: 'setMembers', group: 'g1', users: ['v1', 'v0'] }],
  }))
  const project = await loaded(input, (list) => [...list])
  expect(differencesOf(input, await play(project, judgeOf(input)))).toEqual([])
})
