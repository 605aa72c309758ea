import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

/** Ada holds E1 directly; her group is given E3; under the rules of 2018 they meet on Exchange and on SharePoint. */
const tenant = {
  organization: [{ id: '00000000-0000-0000-0000-000000000001', countryLetterCode: 'CH' }],
  subscribedSkus: ['STANDARDPACK 18181a46-0d4e-45cd-891e-60aabd171b4e 1', 'ENTERPRISEPACK 6fd2c87f-b296-42f0-b197-1e91e994b900 0'].map((line) => {
    const [skuPartNumber, skuId, consumed] = line.split(' ')
    const prepaidUnits = { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }
    return { skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: Number(consumed), prepaidUnits, servicePlans: [] }
  }),
  groups: [{ id: '00000000-0000-0000-0000-0000000000a1', displayName: 'Sales', securityEnabled: true, assignedLicenses: [] }],
  groupMembers: [{ groupId: '00000000-0000-0000-0000-0000000000a1', id: '00000000-0000-0000-0000-0000000000b1', '@odata.type': '#microsoft.graph.user' }],
  users: [
    {
      id: '00000000-0000-0000-0000-0000000000b1',
      userPrincipalName: 'ada@contoso.com',
      usageLocation: 'CH',
      accountEnabled: true,
      userType: 'Member',
      proxyAddresses: [],
      assignedLicenses: [{ skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', disabledPlans: [] }],
      licenseAssignmentStates: [{ skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', disabledPlans: [], assignedByGroup: null, state: 'Active', error: 'None' }],
    },
  ],
}

const files = {
  '/home/ada/tenant.json': JSON.stringify(tenant),
  '/home/ada/prices.yaml': 'currency: CHF\nper: user and month\nprices: { ENTERPRISEPACK: 20 }\n',
  '/home/ada/plan.yaml': "title: E3 for Sales\nchanges:\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }\n",
}

interface Way {
  readonly id: string
  readonly title: string
  readonly clean: boolean
  readonly changes: readonly unknown[]
  readonly alsoCures: readonly string[]
}

async function waysOut(...argv: readonly string[]): Promise<readonly { id: string; remedies: readonly Way[]; remediesComplete: boolean }[]> {
  const io = memoryIo(files)
  await main(['remedies', 'plan.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018', '--format', 'json', ...argv], io)
  expect(io.complained()).toBe('')
  return JSON.parse(io.said()).findings
}

const titles = (remedies: readonly Way[]): readonly string[] => remedies.map((one) => `${one.id} ${one.title}`).sort()

test('the three ways out of the founding article, each for both pairs', async () => {
  const [exchange, sharepoint] = await waysOut()
  for (const { remedies } of [exchange!, sharepoint!]) {
    const both = remedies.filter((one) => one.clean && one.alsoCures.length === 1).map((one) => one.title)
    expect(both).toEqual(
      expect.arrayContaining([
        'Switch off SHAREPOINTENTERPRISE, SHAREPOINTWAC and EXCHANGE_S_ENTERPRISE of ENTERPRISEPACK on group Sales',
        'Switch off EXCHANGE_S_STANDARD, SHAREPOINTSTANDARD and SHAREPOINTWAC of STANDARDPACK on the direct licence of ada@contoso.com',
        'Remove STANDARDPACK from the direct licence of ada@contoso.com',
      ]),
    )
  }
})

test.each([
  [['--keep', 'group:Sales'], (one: Way) => !/group Sales/.test(one.title)],
  [['--keep', 'user:ada@contoso.com'], (one: Way) => !/ada@contoso.com/.test(one.title)],
  [['--keep', 'product:STANDARDPACK'], (one: Way) => !/STANDARDPACK/.test(one.title)],
  [['--forbid', 'disablePlan,leaveGroup'], (one: Way) => !/witch off|ake ada/.test(one.title)],
  [['--only', 'user-level'], (one: Way) => !/on group Sales/.test(one.title)],
  [['--only', 'group-level'], (one: Way) => !/ada@contoso.com/.test(one.title)],
  [['--max-changes', '1'], (one: Way) => one.changes.length === 1],
])('narrowed by %j, the others keep their ids', async (argv, isAllowed) => {
  const [whole] = await waysOut()
  const [narrow] = await waysOut(...argv)
  const expected = titles(whole!.remedies.filter(isAllowed))
  expect(expected.length).toBeGreaterThan(0)
  expect(expected.length).toBeLessThanOrEqual(whole!.remedies.length)
  expect(titles(narrow!.remedies)).toEqual(expect.arrayContaining([...expected]))
  expect(narrow!.remedies.filter((one) => !isAllowed(one))).toEqual([])
})

test('nothing is left: that is said, and nothing is made up', async () => {
  const io = memoryIo(files)
  await main(['remedies', 'plan.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018', '--keep', 'group:Sales', '--keep', 'user:ada@contoso.com'], io)
  expect(io.said()).toContain('ways out none is left among the moves that are wanted')
  expect(io.said()).toContain('All that there are: seatplan remedies plan.yaml --finding f1')
})

test.each([
  [['--keep', 'Sales'], '--keep  error  `--keep` is `Sales`'],
  [['--keep', 'group:Sails'], '--keep  error  unknown group `Sails`'],
  [['--forbid', 'byeSeats'], '--forbid  error  unknown kind of move `byeSeats`\n      did you mean `buySeats`?'],
  [['--max-changes', 'few'], '--max-changes  error  `--max-changes` cannot be `few`\n      it is a whole number from 1\n'],
  [['--max-changes', '0'], '--max-changes  error  `--max-changes` cannot be `0`'],
  [['--all', '--most', '0'], '--most  error  `--most` cannot be `0`'],
  [['--most', '-1'], '--most  error  `--most` cannot be `-1`'],
  [['--finding', 'f99'], '--finding  error  there is no finding `f99`'],
  [['--apply', 'f1.r99'], '--apply  error  there is no way out `f1.r99`'],
  [['--apply', 'f1.r1', '--format', 'json'], '--format  error  `--format` and `--apply` do not go together\n      the form of the plan that results is said with `--emit`'],
  [['--format', 'sarif'], '--format  error  unknown format `sarif`'],
])('%j is wrong input', async (argv, complaint) => {
  const io = memoryIo(files)
  expect(await main(['remedies', 'plan.yaml', '--tenant', 'tenant.json', ...argv], io)).toBe(2)
  expect(io.complained()).toContain(complaint)
})

test('ways out of everything at once leave no error, and cost what they cost', async () => {
  const io = memoryIo(files)
  await main(['remedies', 'plan.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018', '--all', '--most', '20', '--format', 'json'], io)
  const { ways } = JSON.parse(io.said())
  expect(ways.map((one: Way & { cures: string[] }) => one.cures)).toEqual(ways.map(() => ['f1', 'f2']))
  expect(ways.map((one: Way) => one.title)).toContain('Remove STANDARDPACK from the direct licence of ada@contoso.com')
})

const atOnce = ['remedies', 'plan.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018', '--all']

test('a way out of everything is taken by its id, and the plan passes', async () => {
  const io = memoryIo(files)
  expect(await main([...atOnce, '--apply', 'all.r2'], io)).toBe(0)
  expect(io.complained()).toBe('the resulting plan introduces nothing\n')
  const checked = memoryIo({ ...files, '/home/ada/better.yaml': io.said() })
  await main(['check', 'better.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018', '--format', 'json'], checked)
  expect(JSON.parse(checked.said()).findings).toEqual([])
})

test('without an id the best of them is written down, and which it is', async () => {
  const io = memoryIo(files)
  expect(await main([...atOnce, '--emit', 'markdown'], io)).toBe(0)
  expect(io.said()).toContain('cured by all.r1')
  expect(io.complained()).toContain('taken: all.r1')
})

test('a way out of everything that is not there is wrong input', async () => {
  const io = memoryIo(files)
  expect(await main([...atOnce, '--apply', 'f1.r1'], io)).toBe(2)
  expect(io.complained()).toContain('there is no way out `f1.r1` among the first 5')
})

test('bought units have a price', async () => {
  const few = files['/home/ada/tenant.json'].replace('"consumedUnits":0', '"consumedUnits":10')
  const io = memoryIo({ ...files, '/home/ada/tenant.json': few })
  await main(['remedies', 'plan.yaml', '--tenant', 'tenant.json', '--rules', 'current', '--prices', '/home/ada/prices.yaml', '--forbid', 'disablePlan', '--format', 'json'], io)
  const found = JSON.parse(io.said()).findings as readonly { remedies: readonly { money: unknown }[] }[]
  expect(found.flatMap(({ remedies }) => remedies.map(({ money }) => money))).toContainEqual({ currency: 'CHF', amount: 20, per: 'user and month' })
})

test('the command is described where its options are', () => {
  expect(readFileSync('docs/remedies.md', 'utf8')).toContain('--max-changes')
})

/** E3 meets her E1 until step 3; EMS she never had. */
const passing = `changes:
  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }
  - { op: assignLicense, to: { user: ada@contoso.com }, removeLicenses: [STANDARDPACK] }
  - { op: reprocess, user: ada@contoso.com }
  - { op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }], removeLicenses: [EMS] }
`

test('a plan that takes a way out and still passes through an error is not said to introduce nothing', async () => {
  const io = memoryIo({ ...files, '/home/ada/passing.yaml': passing })
  const words = ['passing.yaml', '--tenant', 'tenant.json', '--rules', 'classic-2018']
  await main(['check', ...words, '--format', 'json'], io)
  const { findings } = JSON.parse(io.said()) as { findings: readonly { reason: string | null; transient: boolean; remedies: readonly Way[] }[] }
  expect(findings.filter((one) => one.transient).length).toBeGreaterThan(0)
  const applied = memoryIo({ ...files, '/home/ada/passing.yaml': passing })
  await main(['remedies', ...words, '--apply', findings.find((one) => one.reason !== null)!.remedies[0]!.id], applied)
  expect(applied.complained()).toBe('the resulting plan introduces nothing that counts\n')
})
