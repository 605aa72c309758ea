import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.js'
import { runLine } from '../../src/cli/parse.js'
import { memoryIo, type MemoryIo } from './memory-io.js'

const e1 = '18181a46-0d4e-45cd-891e-60aabd171b4e'
const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const sales = '00000031-0000-4000-8000-000000000000'
const hikers = '00000032-0000-4000-8000-000000000000'
const ada = '00000001-0000-4000-8000-000000000000'

const conflict = { skuId: e3, assignedByGroup: sales, state: 'Error', error: 'MutuallyExclusiveViolation', disabledPlans: [] }
const tenant = {
  users: [{
    id: ada, userPrincipalName: 'ada@contoso.com', usageLocation: 'CH', accountEnabled: true, userType: 'Member', proxyAddresses: [],
    assignedLicenses: [{ skuId: e1, disabledPlans: [] }],
    licenseAssignmentStates: [{ skuId: e1, assignedByGroup: null, state: 'Active', error: 'None', disabledPlans: [] }, conflict],
  }],
  groups: [
    { id: sales, displayName: 'Sales', securityEnabled: true, groupTypes: [], assignedLicenses: [{ skuId: e3, disabledPlans: [] }] },
    { id: hikers, displayName: 'Hikers', securityEnabled: true, groupTypes: [], assignedLicenses: [] },
  ],
  groupMembers: [sales, hikers].map(groupId => ({ groupId, id: ada, '@odata.type': '#microsoft.graph.user' })),
  subscribedSkus: [[e1, 'STANDARDPACK'], [e3, 'ENTERPRISEPACK']].map(([skuId, skuPartNumber]) => ({
    skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: skuId === e1 ? 1 : 0,
    prepaidUnits: { enabled: 5, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [],
  })),
  organization: [{ id: '00000099-0000-4000-8000-000000000000', displayName: 'Contoso', countryLetterCode: 'CH' }],
}

async function run(...words: readonly string[]): Promise<MemoryIo & { readonly code: number }> {
  const io = memoryIo({ '/home/ada/seatplan.yaml': 'tenant: tenant.json\n', '/home/ada/tenant.json': JSON.stringify(tenant) })
  const code = await runLine(words, io, commands)
  return { ...io, code }
}

test.each([
  [['explain', 'one-sharepoint-plan'], 'it blocks, and the failure is recorded as MutuallyExclusiveViolation'],
  [['explain', 'Hikers'], '  members         1 user\n'],
  [['explain', 'ada@contoso.com'], '    ENTERPRISEPACK  by Sales  Error MutuallyExclusiveViolation\n'],
  [['list', 'groups', '--in-error'], 'Sales        1         1  1 MutuallyExclusiveViolation  ENTERPRISEPACK\n\n1 group\n'],
  [['list', 'users', '--product', 'STANDARDPACK'], 'ada@contoso.com\n  STANDARDPACK  directly  Active\n\n1 user\n'],
  [['list', 'products', '--format', 'json'], '"skuPartNumber": "ENTERPRISEPACK"'],
])('%j answers from the snapshot', async (words, said) => {
  const ran = await run(...words)
  expect(ran.said()).toContain(said)
  expect(ran.code).toBe(0)
})

test.each([
  ['one-sharepoint-plan', 'rule one-sharepoint-plan\n', 'users who have it today'],
  ['service/inherited', 'refusal service/inherited\n', 'users'],
  ['ENTERPRISEPACK', '  id     6fd2c87f-b296-42f0-b197-1e91e994b900\n', 'licensed users'],
  ['TEAMS1', '    ENTERPRISEPACK', 'owned'],
])('without a tenant, %s is explained from the catalog and the rules', async (id, said, unsaid) => {
  const io = memoryIo({})
  expect(await runLine(['explain', id], io, commands)).toBe(0)
  expect(io.said()).toContain(said)
  expect(io.said()).not.toContain(unsaid)
})

test('without a tenant, programs are told that nothing was counted', async () => {
  const io = memoryIo({})
  await runLine(['explain', 'ENTERPRISEPACK', '--format', 'json'], io, commands)
  expect(JSON.parse(io.said())).toMatchObject({ about: 'product', units: null, licensedUsers: null, usersInError: null, licensedGroups: null })
})

test('without a tenant, a group cannot be explained', async () => {
  const io = memoryIo({})
  expect(await runLine(['explain', 'Sales'], io, commands)).toBe(2)
  expect(io.complained()).toContain('nothing is called `Sales`\n      it is no rule, product or service plan; groups and users are looked up in a snapshot: name one with `--tenant`\n')
})

test.each([
  [['explain', 'Salse'], 'seatplan  error  nothing is called `Salse`\n      did you mean `Sales`?\n\n1 error\n'],
  [['explain', ' '], 'nothing is called ` `\n      it is no rule, product, service plan, group or user of this project\n'],
  [['explain', 'one-exchange-plan'], 'nothing is called `one-exchange-plan`\n      it is a rule of the pack `classic-2018`, which is not loaded here: say `--rules classic-2018`\n'],
  [['explain', 'unsourced'], 'nothing is called `unsourced`\n      it is a lint: A rule has no `source`. See docs/lints/unsourced.md\n'],
  [['explain', 'A-RETRY'], 'nothing is called `A-RETRY`\n      it is an assumption: see docs/assumptions.md\n'],
  [['list', 'users', '--group', 'Salse'], '--group  error  unknown group `Salse`\n      did you mean `Sales`?\n\n1 error\n'],
  [['list', 'groups', '--product', 'qqqqqqqqqq'], '--product  error  unknown product `qqqqqqqqqq`\n      `seatplan list products` shows which there are\n\n1 error\n'],
])('%j is wrong input', async (words, complaint) => {
  const ran = await run(...words)
  expect(ran.complained()).toContain(complaint)
  expect(ran.said()).toBe('')
  expect(ran.code).toBe(2)
})

test.each([
  [['explain', 'Sales'], '"about": "group"'],
  [['list', 'groups'], '"displayName": "Hikers"'],
  [['remedies'], '"id": "f1.r1"'],
])('%j writes one format into a file and says the other', async (words, written) => {
  const ran = await run(...words, '--format', 'json', '--output', 'answer.json', '--format', 'text')
  expect(ran.written.get('answer.json')).toContain(written)
  expect(ran.said()).not.toContain('schemaVersion')
  expect(ran.said()).not.toBe('')
})

test('the plan that takes a way out goes into a file', async () => {
  const ran = await run('remedies', '--apply', 'f1.r1', '--output', 'better.yaml')
  expect(ran.written.get('better.yaml')).toContain('changes:\n')
  expect(ran.said()).toBe('')
})

test.each([
  [['explain', 'Sales'], 'tenant.json'],
  [['list', 'users'], 'seatplan.yaml'],
  [['remedies'], './tenant.json'],
])('%j writes over no input', async (words, input) => {
  const ran = await run(...words, '--output', input)
  expect(ran.complained()).toContain(`\`--output ${input}\` would overwrite an input`)
  expect([...ran.written.keys(), ran.said()]).toEqual([''])
  expect(ran.code).toBe(2)
})
