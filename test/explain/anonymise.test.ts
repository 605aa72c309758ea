import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { batchReporters } from '../../src/report/batch/index.js'
import { reporters } from '../../src/report/index.js'
import { patience, runs, seed } from '../laws/runs.js'
import { hostileNames } from '../report/hostile.js'
import { memoryIo } from '../cli/memory-io.js'

const e1 = '18181a46-0d4e-45cd-891e-60aabd171b4e'
const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const ordinaryNames = ['Ada Lovelace', 'Marketing', 'Zürich', 'sales', 'O’Hara', 'admins', 'Müller, Jörg', 'x']

/** A name of one of two sorts, with letters that stand nowhere else: if they are in an output, the name is. */
const secrets = fc.record({
  pieces: fc.array(fc.oneof(fc.constantFrom(...ordinaryNames), fc.constantFrom(...hostileNames.filter(name => !name.includes('\ud800')))), { minLength: 40, maxLength: 40 }),
  ids: fc.uniqueArray(fc.uuid({ version: 4 }), { minLength: 20, maxLength: 20 }),
  marks: fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxz'), minLength: 9, maxLength: 9 }), { minLength: 40, maxLength: 40 }),
})

interface Drawn {
  readonly pieces: readonly string[]
  readonly ids: readonly string[]
  readonly marks: readonly string[]
}

const json = (value: unknown): string => JSON.stringify(value)

/** A project in which everything that can be named has a secret name, and much goes wrong. */
function project({ pieces, ids, marks }: Drawn): Readonly<Record<string, string>> {
  const name = (n: number): string => `${pieces[n]}${marks[n]}`
  const plain = (n: number): string => marks[n]!
  const domain = `${plain(0)}.example`
  const upn = (n: number): string => `${plain(n)}@${domain}`
  const [ada, bob, cyd, dan, sales, staff, former, tenant] = ids as [string, string, string, string, string, string, string, string]
  const active = (skuId: string, assignedByGroup: string | null) => ({ skuId, assignedByGroup, disabledPlans: [], state: 'Active', error: 'None' })
  const user = (id: string, at: number, rows: readonly object[], more: object = {}) => ({
    id, userPrincipalName: upn(at), displayName: name(at), usageLocation: 'CH', accountEnabled: true, userType: 'Member', department: name(30), proxyAddresses: [`SMTP:${upn(at)}`, `smtp:${plain(31)}@${domain}`], licenseAssignmentStates: rows, ...more,
  })
  const users = [
    user(ada, 1, [active(e1, null)]),
    user(bob, 2, [active(e1, null), active(e3, former)], { department: name(32), usageLocation: name(33) }),
    user(cyd, 3, [{ ...active(e3, staff), state: 'Error', error: 'CountViolation' }], { userType: name(34) }),
    user(dan, 4, [{ ...active(e1, null), state: name(35) }], { userPrincipalName: name(4), proxyAddresses: [`x500:/o=${plain(36)}`, `${plain(37)}:${plain(37)}`] }),
  ]
  const group = (id: string, at: number, more: object) => ({ id, displayName: name(at), securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [], proxyAddresses: [`smtp:${plain(31)}@${domain}`], ...more })
  const sku = (skuId: string, skuPartNumber: string, enabled: number) => ({ skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 2, prepaidUnits: { enabled, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [] })
  const folder = `/home/ada/${plain(5)}`
  const files = {
    users: { value: users, '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=x' },
    groups: { value: [group(sales, 6, { assignedLicenses: [{ skuId: e1, disabledPlans: [] }] }), group(staff, 7, { assignedLicenses: [{ skuId: e3, disabledPlans: [] }], groupTypes: [name(38)], securityEnabled: false })] },
    subscribedSkus: { value: [sku(e1, 'STANDARDPACK', 3), sku(e3, 'ENTERPRISEPACK', 2)] },
    organization: { value: [{ id: tenant, displayName: name(8), countryLetterCode: 'CH', defaultUsageLocation: name(39) }] },
    [`members/${sales}`]: { value: [{ id: ada, '@odata.type': '#microsoft.graph.user' }] },
    [`members/${staff}`]: { value: [{ id: cyd, '@odata.type': '#microsoft.graph.user' }, { id: bob, '@odata.type': '#microsoft.graph.user' }] },
    [`members/${plain(9)}`]: { value: [] },
  }
  const snapshot = Object.fromEntries(Object.entries(files).map(([file, value]) => [`${folder}/${file}.json`, json(value)]))
  return {
    ...snapshot,
    '/home/ada/seatplan.yaml': json({ tenant: plain(5), rules: ['current', `./${plain(10)}`], waivers: [`${plain(11)}.yaml`], baseline: `${plain(12)}.json`, prices: `${plain(13)}.yaml` }),
    [`/home/ada/${plain(10)}/pack.yaml`]: json({ name: plain(14), purpose: name(14) }),
    [`/home/ada/${plain(10)}/${plain(15)}.yaml`]: json({
      rules: [
        { id: plain(16), kind: 'condition', subject: 'user', severity: 'warning', reason: `because ${plain(17)}`, source: `https://${plain(18)}.example/`, certainty: 'documented', when: { all: [{ fact: 'department', operator: 'startsWith', value: name(30).slice(0, -2) }, { fact: 'products', operator: 'includesAnyOf', value: ['ENTERPRISEPACK'] }] } },
        { id: plain(19), kind: 'condition', subject: 'user', severity: 'warning', reason: `because ${plain(19)}`, when: { any: [{ fact: 'department', operator: 'equal', value: name(32) }, { fact: 'groups', operator: 'includes', value: sales }] } },
        { id: plain(20), kind: 'condition', subject: 'group', severity: 'info', reason: `because ${plain(20)}`, when: { fact: 'displayName', operator: 'in', value: [name(6), name(21)] } },
        { id: plain(21), kind: 'condition', subject: 'user', severity: 'info', reason: 'in time', validTo: '2020-01-01', when: { fact: 'accountEnabled', operator: 'equal', value: true } },
      ],
    }),
    [`/home/ada/${plain(11)}.yaml`]: json({
      waivers: [
        { rule: plain(16), reason: name(22), owner: name(23), ticket: name(24), expires: '2027-01-01' },
        { group: staff, reason: name(22), expires: '2020-01-01', owner: name(23) },
        { user: upn(1), reason: name(25), expires: '2027-01-01' },
        { group: plain(26), reason: name(25), expires: '2027-01-01' },
        { fingerprint: '0123456789abcdef0123456789abcdef', reason: name(25), expires: '2020-01-01' },
      ],
    }),
    [`/home/ada/${plain(12)}.json`]: json({ baseline: [{ fingerprint: 'fedcba9876543210fedcba9876543210', rule: plain(16) }] }),
    [`/home/ada/${plain(13)}.yaml`]: json({ currency: 'CHF', per: 'user and month', prices: { ENTERPRISEPACK: 30, STANDARDPACK: 10 } }),
    [`/home/ada/${plain(27)}.yaml`]: json({
      title: name(28),
      changes: [
        { op: 'addMembers', group: staff, users: [ada, dan] },
        { op: 'createGroup', group: { displayName: plain(29), assignedLicenses: [{ sku: 'STANDARDPACK' }] } },
        { op: 'createUser', user: { userPrincipalName: `new@${plain(32)}.example`, usageLocation: 'CH', proxyAddresses: [upn(1)], department: name(33) } },
        { op: 'addMembers', group: plain(29), users: [`new@${plain(32)}.example`, cyd] },
        { op: 'updateGroup', group: sales, displayName: plain(34) },
        { op: 'updateUser', user: bob, proxyAddresses: [`${plain(35)}@${domain}`], department: name(36), usageLocation: 'CH' },
        { op: 'assignLicense', to: { user: bob }, addLicenses: [{ sku: 'ENTERPRISEPACK' }], removeLicenses: ['STANDARDPACK'] },
        { op: 'deleteGroup', group: sales },
      ],
    }),
  }
}

/** All that was drawn and is longer than three characters. */
const told = ({ pieces, ids, marks }: Drawn): readonly string[] => [...ids, ...marks, ...marks.map((mark, at) => `${pieces[at]}${mark}`)].filter(text => text.length > 3)

const formats = reporters.map(({ name }) => ['check', 'PLAN', '--states', 'all', '--expand', '--fail-on', 'never', '--format', name])
const twice = (...line: readonly string[]): readonly (readonly string[])[] => [[...line, '--format', 'text'], [...line, '--format', 'json']]
const lines: readonly (readonly string[])[] = [
  ...formats,
  ['check', '--format', 'text'],
  ...twice('remedies', 'PLAN', '--fail-on', 'never'),
  ...twice('remedies', 'PLAN', '--all', '--fail-on', 'never', '--keep', 'group:GROUP', '--keep', 'user:USER'),
  ...twice('list', 'users'), ...twice('list', 'groups'), ...twice('list', 'products'), ...twice('list', 'users', '--group', 'GROUP'),
  ...twice('explain', 'GROUP'), ...twice('explain', 'USER'), ...twice('explain', 'RULE'), ...twice('explain', 'ENTERPRISEPACK'), ...twice('explain', 'one-sharepoint-plan'),
  ...twice('rollout', 'PLAN'),
  ...twice('verify', '--after', 'TENANT'), ...twice('verify', 'PLAN', '--before', 'TENANT', '--after', 'TENANT'),
]

const tenants = runs(3, 100)
test.each(lines.map(line => [line.join(' '), line] as const))(`%s --anonymise names nothing of the tenant (${tenants} tenants, seed ${seed})`, (_, line) => fc.assert(fc.asyncProperty(secrets, async drawn => {
  const { marks, ids } = drawn
  const words = new Map([['PLAN', `${marks[27]}.yaml`], ['GROUP', ids[5]!], ['group:GROUP', `group:${ids[4]}`], ['user:USER', `user:${ids[0]}`], ['USER', ids[0]!], ['RULE', marks[19]!], ['TENANT', marks[5]!]])
  const io = memoryIo(project(drawn))
  const exit = await main([...line.map(word => words.get(word) ?? word), '--anonymise'], io)
  expect([exit, exit > 1 ? io.complained() : '']).toEqual([exit & 1, ''])
  expect(io.said().length).toBeGreaterThan(20)
  const said = io.said().toLowerCase()
  expect(told(drawn).filter(secret => said.includes(secret.toLowerCase()))).toEqual([])
}), { seed, numRuns: tenants, endOnFailure: true }), patience)

test.each(batchReporters.map(({ name }) => [name]))(`many checks, one of which cannot be read, name nobody in %s (${tenants} runs, seed ${seed})`, format => fc.assert(fc.asyncProperty(secrets, async drawn => {
  const { marks } = drawn
  const io = memoryIo({ ...project(drawn), [`/home/ada/${marks[38]}/${marks[37]}/users.json`]: `[{ "id": "${marks[36]}" }]`, [`/home/ada/${marks[39]}.yaml`]: `title: ${marks[35]}\nchanges: []\n` })
  const exit = await main(['check', `${marks[27]}.yaml`, `${marks[39]}.yaml`, '--tenants', `${marks[38]!}`, '--tenant', marks[5]!, '--states', 'all', '--expand', '--format', format, '--anonymise'], io)
  expect(exit).toBe(2)
  const said = io.said().toLowerCase()
  expect(said).toContain('plan-0002')
  expect(said).toContain('tenant-0002')
  expect(told(drawn).filter(secret => said.includes(secret.toLowerCase()))).toEqual([])
}), { seed, numRuns: tenants, endOnFailure: true }), patience)

test('without the option the names are there', async () => {
  const [drawn] = fc.sample(secrets, { seed, numRuns: 1 })
  const io = memoryIo(project(drawn!))
  await main(['check', `${drawn!.marks[27]}.yaml`, '--states', 'all', '--expand', '--format', 'json'], io)
  expect(told(drawn!).filter(secret => io.said().includes(secret)).length).toBeGreaterThan(30)
})

test.each([
  ['check', '--update-baseline'], ['remedies', 'PLAN', '--apply', 'f1.r1'], ['remedies', 'PLAN', '--emit', 'yaml'], ['rollout', 'PLAN', '--emit', 'graph'],
])('%s %s: what needs names is not written without them', async (...line) => {
  const [drawn] = fc.sample(secrets, { seed, numRuns: 1 })
  const io = memoryIo(project(drawn!))
  expect(await main([...line.map(word => (word === 'PLAN' ? `${drawn!.marks[27]}.yaml` : word)), '--anonymise'], io)).toBe(2)
  expect(io.complained()).toContain('do not go together')
  expect(io.written.size).toBe(0)
})
