import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { ids } from './handover/tenants.js'
import { memoryIo } from './memory-io.js'

const premium = 'c7df2760-2c81-4ef7-b578-5b5392b571df'
const [e1Group, e3Group] = ['11111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111112']

const sku = (skuId: string, skuPartNumber: string, consumedUnits: number) => ({ skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits, prepaidUnits: { enabled: 5, warning: 0, suspended: 0, lockedOut: 0 } })

/** Ada has E1 by a group. */
const tenant = JSON.stringify({
  organization: [{ countryLetterCode: 'CH' }],
  subscribedSkus: [sku(ids.e1, 'STANDARDPACK', 1), sku(ids.e3, 'ENTERPRISEPACK', 0), sku(premium, 'ENTERPRISEPREMIUM', 0)],
  groups: [
    { id: e1Group, displayName: 'Office E1', securityEnabled: true, assignedLicenses: [{ skuId: ids.e1, disabledPlans: [] }] },
    { id: e3Group, displayName: 'Office E3', securityEnabled: true, assignedLicenses: [{ skuId: ids.e3, disabledPlans: [] }] },
  ],
  groupMembers: [{ groupId: e1Group, id: ids.ada, '@odata.type': '#microsoft.graph.user' }],
  users: [{ id: ids.ada, userPrincipalName: 'ada@contoso.com', usageLocation: 'CH', licenseAssignmentStates: [{ skuId: ids.e1, disabledPlans: [], assignedByGroup: e1Group, state: 'Active', error: 'None' }] }],
})

const leave = { op: 'removeMembers', group: 'Office E1', users: ['ada@contoso.com'] }
const join = { op: 'addMembers', group: 'Office E3', users: ['ada@contoso.com'] }
const plan = (...changes: readonly object[]) => JSON.stringify({ title: 'Ada goes to E3', changes })

const files = {
  '/home/ada/seatplan.yaml': 'tenant: tenant.json\n',
  '/home/ada/tenant.json': tenant,
  '/home/ada/wrong-order.json': plan(leave, join),
  '/home/ada/right-order.json': plan(join, leave),
  '/home/ada/join-only.json': plan({ ...leave, group: 'Office E1' }),
  '/home/ada/nothing.json': plan(),
}

async function run(...argv: readonly string[]) {
  const io = memoryIo(files)
  const exit = await main(['rollout', ...argv], io)
  return { exit, said: io.said(), complained: io.complained() }
}

describe('rollout', () => {
  test.each([
    ['an order that leaves a gap', ['wrong-order.json'], 1],
    ['whatever the order is', ['wrong-order.json', '--fail-on', 'never'], 0],
    ['errors that go again', ['right-order.json'], 0],
    ['errors that go again, where they count', ['right-order.json', '--fail-on-transient'], 1],
    ['one step', ['join-only.json'], 0],
    ['no step', ['nothing.json'], 0],
    ['no such plan', ['no.json'], 2],
  ])('%s', async (_, argv, exit) => {
    expect((await run(...argv)).exit).toBe(exit)
  })

  test('says when who is without what, and what to do instead', async () => {
    const { said } = await run('wrong-order.json')
    expect(said).toContain('The steps are not safe in this order; there is a way that is.\n')
    expect(said).toContain('after step 1: ada@contoso.com without Exchange, OneDrive')
    expect(said.replaceAll(/\s+/g, ' ')).toContain('s1 Into the new group first, out of the old one when it is verified (verify each step)')
    expect(said.replaceAll(/\s+/g, ' ')).toContain('verify: ada@contoso.com: STANDARDPACK by Office E1 Active; ENTERPRISEPACK by Office E3 Error (MutuallyExclusiveViolation)')
  })

  test('answers a machine', async () => {
    const { said, exit } = await run('wrong-order.json', '--format', 'json')
    expect(JSON.parse(said)).toMatchObject({ schemaVersion: 1, asGiven: { verdict: 'unsafe' }, sequences: [{ id: 's1', kind: 'two-groups', verdict: 'verify', steps: [{ from: [2] }, { from: [1] }] }], summary: { exitCode: exit } })
  })

  test('writes each form where it is wanted, and over nothing that it read', async () => {
    const io = memoryIo(files)
    const exit = await main(['rollout', 'wrong-order.json', '--format', 'json', '--output', 'rollout.json', '--format', 'text'], io)
    expect(JSON.parse(io.written.get('rollout.json')!)).toMatchObject({ summary: { exitCode: exit } })
    expect(io.said()).toContain('The steps are not safe in this order')
    const plan = memoryIo(files)
    expect(await main(['rollout', 'wrong-order.json', '--apply', 's1', '--output', 'better.yaml'], plan)).toBe(0)
    expect([plan.said(), plan.written.get('better.yaml')]).toEqual(['', expect.stringContaining('op: addMembers')])
    expect((await run('wrong-order.json', '--format', 'json', '--output', 'tenant.json')).complained).toContain('would overwrite an input')
    expect((await run('wrong-order.json', '--apply', 's1', '--format', 'json')).complained).toContain('`--format` and `--apply` do not go together')
  })

  test('prints a sequence as a plan, and that plan is as safe as it was said to be', async () => {
    const { said, exit } = await run('wrong-order.json', '--apply', 's1')
    expect(exit).toBe(0)
    expect(said.indexOf('op: addMembers')).toBeGreaterThan(0)
    expect(said.indexOf('op: removeMembers')).toBeGreaterThan(said.indexOf('op: addMembers'))
    const io = memoryIo({ ...files, '/home/ada/better.yaml': said })
    expect(await main(['rollout', 'better.yaml'], io)).toBe(0)
  })

  test('prints a sequence as a script that waits for the expected error before it takes anything away', async () => {
    const { said } = await run('wrong-order.json', '--apply', 's1', '--emit', 'powershell')
    const wait = said.indexOf("Error = 'MutuallyExclusiveViolation'")
    expect(wait).toBeGreaterThan(said.indexOf('Add-GroupUser -Group') - 2000)
    expect(said.lastIndexOf('Remove-GroupUser -Group')).toBeGreaterThan(said.lastIndexOf('Assert-Rows $passages'))
  })

  test.each([
    ['a sequence that is not there', ['wrong-order.json', '--apply', 's9'], 'there is no sequence `s9`'],
  ])('refuses %s', async (_, argv, complaint) => {
    const result = await run(...argv)
    expect(result).toMatchObject({ exit: 2, said: '' })
    expect(result.complained).toContain(complaint)
  })
})
