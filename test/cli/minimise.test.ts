import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

const tenant = {
  users: [{ id: '00000000-0000-4000-8000-000000000001', userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'CH', accountEnabled: true, userType: 'Member', department: 'Sales', licenseAssignmentStates: [{ skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', assignedByGroup: null, disabledPlans: [], state: 'Active', error: 'None' }] }],
  groups: [{ id: '00000000-0000-4000-8000-000000000011', displayName: 'Sales', securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [] }],
  groupMembers: [{ groupId: '00000000-0000-4000-8000-000000000011', id: '00000000-0000-4000-8000-000000000001', '@odata.type': '#microsoft.graph.user' }],
  subscribedSkus: [{ skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', skuPartNumber: 'STANDARDPACK', appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 1, prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [] }, { skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', skuPartNumber: 'ENTERPRISEPACK', appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 0, prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [] }],
}

const files = {
  '/home/ada/seatplan.yaml': 'tenant: contoso.json\nrules: [current, ./rules, { one-sharepoint-plan: warning }]\n',
  '/home/ada/contoso.json': JSON.stringify(tenant),
  '/home/ada/rules/sales.yaml': 'rules:\n  - { id: sales-has-no-yammer, kind: condition, subject: user, severity: error, reason: Sales does not chat., when: { all: [ { fact: department, operator: equal, value: Sales }, { fact: plans, operator: includes, value: YAMMER_ENTERPRISE } ] } }\n',
  '/home/ada/e3.yaml': 'title: E3 for Sales\nchanges:\n  - { op: changeUnits, sku: ENTERPRISEPACK, add: 5 }\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK }] }\n',
}

async function run(line: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const io = memoryIo({ ...files, ...more })
  return { exit: await main(line, io), io }
}

async function ids(): Promise<ReadonlyMap<string, string>> {
  const { io } = await run(['check', 'e3.yaml', '--remedies', 'none', '--format', 'json'])
  const { findings } = JSON.parse(io.said()) as { findings: readonly { id: string; ruleId: string }[] }
  return new Map(findings.map(({ ruleId, id }) => [ruleId, id]))
}

test.each([['one-sharepoint-plan', 'one-sharepoint-plan: warning'], ['one-sharepoint-plan', 'severity: warning'], ['sales-has-no-yammer', 'rule: rule-0001']])('what is printed for %s passes, and names nobody', async (rule, told) => {
  const { exit, io } = await run(['minimise', 'e3.yaml', '--finding', (await ids()).get(rule)!])
  expect([exit, io.complained()]).toEqual([0, expect.stringMatching(/^left: [01] steps?, 1 user, [01] groups?, [012] products?; tried \d+ scenarios\n$/)])
  expect(io.said()).toContain(told)
  expect(io.said()).not.toMatch(/ada@|contoso|Sales|E3 for|does not chat/)
  const again = memoryIo({ '/home/ada/small.yaml': io.said() })
  expect([await main(['test', 'small.yaml'], again), again.complained()]).toEqual([0, ''])
})

test('with names it is a scenario of one\'s own', async () => {
  const { exit, io } = await run(['minimise', 'e3.yaml', '--finding', (await ids()).get('sales-has-no-yammer')!, '--keep-names', '--output', 'scenarios/yammer.yaml', '--quiet'])
  expect([exit, io.said(), io.complained()]).toEqual([0, '', ''])
  expect(io.written.get('scenarios/yammer.yaml')).toMatch(/ada@contoso\.com[^]*Sales/)
})

test.each([
  [['minimise', 'e3.yaml'], 'no finding is named'],
  [['minimise', 'e3.yaml', '--finding', 'f99'], 'there is no finding `f99`'],
  [['minimise', 'e3.yaml', '--finding', 'f1', '--output', 'contoso.json'], 'would overwrite an input'],
])('%s is wrong input', async (line, message) => {
  const { exit, io } = await run(line)
  expect([exit, io.said(), io.written.size]).toEqual([2, '', 0])
  expect(io.complained()).toContain(message)
})
