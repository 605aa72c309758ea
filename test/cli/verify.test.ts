import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { ids } from './handover/tenants.js'
import { memoryIo } from './memory-io.js'

const ems = 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e'
const group = '11111111-1111-4111-8111-111111111112'

interface Row { readonly skuId: string, readonly by: string | null, readonly state: string, readonly error?: string }
const active = (skuId: string, by: string | null = null): Row => ({ skuId, by, state: 'Active' })
const failed = (skuId: string, error: string): Row => ({ skuId, by: group, state: 'Error', error })

const sku = (skuId: string, skuPartNumber: string, consumedUnits: number, enabled = 9) => ({ skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits, prepaidUnits: { enabled, warning: 0, suspended: 0, lockedOut: 0 } })

const people: readonly (readonly [string, string])[] = [[ids.ada, 'ada@contoso.com'], [ids.ben, 'ben@contoso.com']]

/** Ada and Ben are in Sales. */
function tenant(licences: readonly string[], rows: readonly (readonly Row[])[], e3Units = 9): string {
  const has = (skuId: string) => rows.filter(own => own.some(row => row.skuId === skuId && row.state !== 'Error')).length
  return JSON.stringify({
    organization: [{ countryLetterCode: 'CH' }],
    subscribedSkus: [sku(ids.e1, 'STANDARDPACK', has(ids.e1)), sku(ids.e3, 'ENTERPRISEPACK', has(ids.e3), e3Units), sku(ems, 'EMS', has(ems))],
    groups: [{ id: group, displayName: 'Sales', securityEnabled: true, assignedLicenses: licences.map(skuId => ({ skuId, disabledPlans: [] })) }],
    groupMembers: people.map(([id]) => ({ groupId: group, id, '@odata.type': '#microsoft.graph.user' })),
    users: people.map(([id, userPrincipalName], at) => ({ id, userPrincipalName, usageLocation: 'CH', licenseAssignmentStates: rows[at]!.map(({ skuId, by, state, error = 'None' }) => ({ skuId, disabledPlans: [], assignedByGroup: by, state, error })) })),
  })
}

const both = (...rows: readonly Row[]) => [rows, rows]
const plan = JSON.stringify({ title: 'E3 for Sales', changes: [{ op: 'assignLicense', to: { group: 'Sales' }, addLicenses: [{ sku: 'ENTERPRISEPACK', disabledPlans: [] }], removeLicenses: [] }] })

async function verified(before: string, after: string, more: { readonly argv?: readonly string[], readonly files?: Readonly<Record<string, string>> } = {}) {
  const files = { '/home/ada/plan.json': plan, '/home/ada/before.json': before, '/home/ada/after.json': after, ...more.files }
  const argv = ['verify', 'plan.json', '--before', 'before.json', '--after', 'after.json', ...(more.argv ?? [])]
  const text = memoryIo(files)
  const json = memoryIo(files)
  const exit = await main(argv, text)
  expect(await main([...argv, '--format', 'json'], json)).toBe(exit)
  return { exit, text: text.said(), answer: JSON.parse(json.said()), complained: text.complained() }
}

const holdsE1 = tenant([], both(active(ids.e1)))
const refusedE3 = tenant([ids.e3], both(active(ids.e1), failed(ids.e3, 'MutuallyExclusiveViolation')))
const acceptedE3 = tenant([ids.e3], both(active(ids.e1), active(ids.e3, group)))

describe('a prediction that holds', () => {
  test('agrees in every row', async () => {
    const { exit, text, answer } = await verified(holdsE1, refusedE3)
    expect({ exit, ...answer.comparison }).toMatchObject({ exit: 0, agreed: 4, differing: 0, unexplained: 0, differences: [], groups: [], proposals: [] })
    expect(text).toContain('The prediction holds: 4 rows agree.')
  })

  test('agrees with either of those who get the last unit', async () => {
    const before = tenant([], both(), 1)
    for (const winner of [0, 1]) {
      const rows = [0, 1].map(at => [at === winner ? active(ids.e3, group) : failed(ids.e3, 'CountViolation')])
      expect((await verified(before, tenant([ids.e3], rows, 1))).exit).toBe(0)
    }
    expect((await verified(before, tenant([ids.e3], both(failed(ids.e3, 'DependencyViolation')), 1))).exit).toBe(1)
  })

  test('takes rows that the plan leaves alone as they were recorded', async () => {
    const odd = [active(ems, group), failed(ids.e1, 'MutuallyExclusiveViolation')]
    const nothing = { '/home/ada/plan.json': JSON.stringify({ title: 'Nothing', changes: [] }) }
    const same = tenant([ems, ids.e1], [odd, []])
    expect((await verified(same, same, { files: nothing })).exit).toBe(0)
  })
})

describe('a prediction that does not hold', () => {
  test('names the assumption that is wrong here', async () => {
    const before = tenant([ems], both(active(ids.e1), active(ems, group)))
    const after = tenant([ems, ids.e3], both(active(ids.e1), active(ems, group), failed(ids.e3, 'MutuallyExclusiveViolation')))
    const { exit, text, answer } = await verified(before, after)
    expect({ exit, ...answer.comparison }).toMatchObject({ exit: 1, agreed: 4, differing: 2, unexplained: 0 })
    expect(answer.comparison.differences).toHaveLength(1)
    expect(answer.comparison.differences[0]).toMatchObject({ outcome: 'differing', users: { count: 2 }, predicted: { state: 'ActiveWithError', error: 'Other' }, actual: { state: 'Active', error: null } })
    expect(answer.comparison.differences[0].restsOn[0]).toMatchObject({ type: 'assumption', id: 'A-SIBLINGS-OTHER', tried: true })
    expect(answer.comparison.proposals).toMatchObject([{ type: 'flip-assumption', ids: ['A-SIBLINGS-OTHER'], yaml: 'assumptions:\n  A-SIBLINGS-OTHER: false\n' }])
    expect(text.replaceAll(/\s+/g, ' ')).toContain('predicted ActiveWithError (Other), is Active rests on the assumption A-SIBLINGS-OTHER (f1): with it flipped the rows agree')
    const flipped = { '/home/ada/seatplan.yaml': answer.comparison.proposals[0].yaml }
    expect((await verified(before, after, { files: flipped })).exit).toBe(0)
  })

  test('names the rules that the service does not keep, and proposes to turn them off', async () => {
    const { exit, answer } = await verified(holdsE1, acceptedE3)
    const [difference] = answer.comparison.differences
    expect({ exit, outcome: difference.outcome, actual: difference.actual.state }).toEqual({ exit: 1, outcome: 'differing', actual: 'Active' })
    expect(difference.restsOn.every((one: { type: string, findings: readonly string[] }) => one.type === 'rule' && one.findings.length > 0)).toBe(true)
    const [proposal] = answer.comparison.proposals
    expect(proposal).toMatchObject({ type: 'turn-off', ids: difference.restsOn.map((one: { id: string }) => one.id).sort(), users: 2, rows: 2 })
    expect((await verified(holdsE1, acceptedE3, { files: { '/home/ada/seatplan.yaml': proposal.yaml } })).exit).toBe(0)
    expect(answer.contradicted.map((one: { ruleId: string }) => one.ruleId)).toEqual(proposal.ids)
  })

  test('does not propose to turn off a rule that others confirm', async () => {
    const after = tenant([ids.e3], [[active(ids.e1), active(ids.e3, group)], [active(ids.e1), failed(ids.e3, 'MutuallyExclusiveViolation')]])
    const { answer } = await verified(holdsE1, after)
    expect(answer.comparison).toMatchObject({ agreed: 3, differing: 1, proposals: [] })
  })

  test('says what nothing explains, and proposes the pair of plans that would', async () => {
    const files = { '/home/ada/none/rules.yaml': 'rules: []\n' }
    const argv = ['--rules', './none']
    const { exit, text, answer } = await verified(holdsE1, refusedE3, { argv, files })
    expect({ exit, ...answer.comparison }).toMatchObject({ exit: 1, agreed: 2, differing: 0, unexplained: 2 })
    expect(answer.comparison.differences).toMatchObject([{ outcome: 'unexplained', predicted: { state: 'Active' }, actual: { error: 'MutuallyExclusiveViolation' }, restsOn: [] }])
    const [proposal] = answer.comparison.proposals
    expect(proposal).toMatchObject({ type: 'add-rule', users: 2, rows: 2 })
    expect(proposal.alternatives.sample).toHaveLength(5)
    expect(proposal.alternatives.count).toBeGreaterThan(5)
    expect(text).toContain(`        - id: ${proposal.ids[0]}\n`)
    expect((await verified(holdsE1, refusedE3, { argv, files: { '/home/ada/none/rules.yaml': proposal.yaml } })).exit).toBe(0)
    expect(answer.unexplainedErrors).toMatchObject([{ error: 'MutuallyExclusiveViolation', group: { displayName: 'Sales' }, sku: { skuPartNumber: 'ENTERPRISEPACK' }, users: { count: 2 } }])
  })

  test.each([
    ['a place', 'ProhibitedInUsageLocationViolation', both(active(ids.e1)), both(active(ids.e1), failed(ids.e3, 'ProhibitedInUsageLocationViolation')), 'enterprisepack-not-in-ch', 'the service refused ENTERPRISEPACK in CH'],
  ] as const)('proposes the rule of %s', async (_, error, before, after, id, why) => {
    const files = { '/home/ada/none/rules.yaml': 'rules: []\n' }
    const { answer } = await verified(tenant([], before), tenant([ids.e3], after), { argv: ['--rules', './none'], files })
    const [proposal] = answer.comparison.proposals
    expect(proposal).toMatchObject({ type: 'add-rule', ids: [id], users: 2, rows: 2, why })
    expect(answer.comparison.differences).toMatchObject([{ actual: { error } }])
    expect((await verified(tenant([], before), tenant([ids.e3], after), { argv: ['--rules', './none'], files: { '/home/ada/none/rules.yaml': proposal.yaml } })).exit).toBe(0)
  })

  test('proposes what is needed, where others have it and were not refused', async () => {
    const more = [['11111111-1111-4111-8111-1111111111aa', 'cyd@contoso.com'], ['11111111-1111-4111-8111-1111111111bb', 'dan@contoso.com']] as const
    const withTwoMore = (text: string, rows: readonly Row[]): string => {
      const data = JSON.parse(text) as { users: object[]; groupMembers: object[]; subscribedSkus: { skuId: string; consumedUnits: number }[] }
      for (const [id, userPrincipalName] of more) {
        data.users.push({ id, userPrincipalName, usageLocation: 'CH', licenseAssignmentStates: rows.map(({ skuId, by, state, error = 'None' }) => ({ skuId, disabledPlans: [], assignedByGroup: by, state, error })) })
        data.groupMembers.push({ groupId: group, id, '@odata.type': '#microsoft.graph.user' })
      }
      for (const one of data.subscribedSkus) one.consumedUnits += rows.some(row => row.skuId === one.skuId) ? 2 : 0
      return JSON.stringify(data)
    }
    const before = withTwoMore(tenant([], both()), [active(ems)])
    const after = withTwoMore(tenant([ids.e3], both(failed(ids.e3, 'DependencyViolation'))), [active(ems), active(ids.e3, group)])
    const files = { '/home/ada/none/rules.yaml': 'rules: []\n' }
    const { answer } = await verified(before, after, { argv: ['--rules', './none'], files })
    const [proposal] = answer.comparison.proposals
    expect(proposal).toMatchObject({ type: 'add-rule', users: 2, rows: 2, why: expect.stringMatching(/^the service refused ENTERPRISEPACK without [A-Z_0-9]+$/) })
    expect(proposal.alternatives.sample.every((words: string) => words.startsWith('ENTERPRISEPACK needs '))).toBe(true)
    expect((await verified(before, after, { argv: ['--rules', './none'], files: { '/home/ada/none/rules.yaml': proposal.yaml } })).exit).toBe(0)
  })

  test('one refusal may be a coincidence', async () => {
    const after = tenant([ids.e3], [[active(ids.e1), failed(ids.e3, 'MutuallyExclusiveViolation')], [active(ids.e1), active(ids.e3, group)]])
    const { answer } = await verified(holdsE1, after, { argv: ['--rules', './none'], files: { '/home/ada/none/rules.yaml': 'rules: []\n' } })
    expect(answer.comparison).toMatchObject({ unexplained: 1, proposals: [] })
  })

  test('says that a call was never made', async () => {
    const { exit, answer, text } = await verified(holdsE1, holdsE1)
    expect(exit).toBe(1)
    expect(answer.comparison.groups).toMatchObject([{ group: { displayName: 'Sales' }, predicted: ['ENTERPRISEPACK'], actual: [] }])
    expect(text).toContain('Sales: predicted ENTERPRISEPACK, has no licence')
  })
})

describe('wrong input', () => {
  test.each([
    [['verify', 'plan.json', '--before', 'before.json', '--after', 'none'], '--after  error  there is no snapshot `none`'],
    [['verify', 'plan.json', '--before', 'none', '--after', 'after.json'], '--before  error  there is no snapshot `none`'],
    [['verify', '--after', 'none'], '--after  error  there is no snapshot `none`'],
  ])('%j names the option that names it', async (argv, says) => {
    const io = memoryIo({ '/home/ada/plan.json': plan, '/home/ada/before.json': holdsE1, '/home/ada/after.json': refusedE3 })
    expect(await main(argv, io)).toBe(2)
    expect(io.complained()).toContain(says)
  })
})

describe('who is in only one of the exports', () => {
  test('is named and not compared', async () => {
    const { users, ...rest } = JSON.parse(refusedE3)
    const [ada, ben] = users
    const after = JSON.stringify({ ...rest, groupMembers: rest.groupMembers.slice(0, 1), users: [ada, { ...ben, id: '22222222-2222-4222-8222-222222222229', userPrincipalName: 'cleo@contoso.com' }] })
    const { exit, answer } = await verified(holdsE1, after)
    expect({ exit, ...answer.comparison }).toMatchObject({ exit: 0, agreed: 2, onlyBefore: { count: 1, sample: ['ben@contoso.com'] }, onlyAfter: { count: 1, sample: ['cleo@contoso.com'] } })
  })
})

describe('what the plan makes', () => {
  const made = { '/home/ada/plan.json': JSON.stringify({ title: 'Pilot', changes: [{ op: 'createGroup', group: { displayName: 'Pilot', assignedLicenses: [{ skuId: ems, disabledPlans: [] }] } }, { op: 'addMembers', group: 'Pilot', users: ['ada@contoso.com'] }] }) }

  test('is found by its name, since Graph gives it an id of its own', async () => {
    const pilot = '11111111-1111-4111-8111-11111111111f'
    const after = JSON.parse(tenant([], [[active(ids.e1), active(ems, pilot)], [active(ids.e1)]]))
    after.groups.push({ id: pilot, displayName: 'Pilot', securityEnabled: true, assignedLicenses: [{ skuId: ems, disabledPlans: [] }] })
    after.groupMembers.push({ groupId: pilot, id: ids.ada, '@odata.type': '#microsoft.graph.user' })
    const { exit, answer } = await verified(holdsE1, JSON.stringify(after), { files: made })
    expect({ exit, ...answer.comparison }).toMatchObject({ exit: 0, agreed: 3, differences: [], groups: [] })
  })
})

describe('one export alone', () => {
  const alone = async (after: string, ...argv: readonly string[]) => {
    const io = memoryIo({ '/home/ada/after.json': after, '/home/ada/none/rules.yaml': 'rules: []\n' })
    return { exit: await main(['verify', '--after', 'after.json', ...argv], io), text: io.said().replaceAll(/\s+/g, ' ') }
  }

  test.each([
    ['says nothing of a tenant that the rules describe', refusedE3, [], 0, 'The export contradicts no loaded rule'],
    ['names the rules that it contradicts', acceptedE3, [], 1, 'Rules that the export contradicts'],
    ['names errors that no rule explains', refusedE3, ['--rules', './none'], 1, 'MutuallyExclusiveViolation, ENTERPRISEPACK by Sales, 2 users like ada@contoso.com'],
  ])('%s', async (_, after, argv, exit, says) => {
    const said = await alone(after, ...argv)
    expect(said.exit).toBe(exit)
    expect(said.text).toContain(says)
  })
})

describe('wrong input', () => {
  test.each([
    ['no later export', ['plan.json', '--before', 'before.json'], 'no later export is named'],
    ['an earlier one without a plan', ['--before', 'before.json', '--after', 'after.json'], '`--before` needs a plan'],
    ['no such plan', ['nowhere.json', '--before', 'before.json', '--after', 'after.json'], 'nowhere.json'],
    ['a later export without rows', ['plan.json', '--before', 'before.json', '--after', 'bare.json'], 'no `licenseAssignmentStates`'],
  ])('%s', async (_, argv, says) => {
    const bare = JSON.parse(holdsE1)
    for (const user of bare.users) delete user.licenseAssignmentStates
    const io = memoryIo({ '/home/ada/plan.json': plan, '/home/ada/before.json': holdsE1, '/home/ada/after.json': holdsE1, '/home/ada/bare.json': JSON.stringify(bare) })
    expect(await main(['verify', ...argv], io)).toBe(2)
    expect(io.complained()).toContain(says)
  })
})

describe('where the answer goes', () => {
  const files = { '/home/ada/plan.json': plan, '/home/ada/before.json': holdsE1, '/home/ada/after.json': acceptedE3 }
  const argv = ['verify', 'plan.json', '--before', 'before.json', '--after', 'after.json']
  const run = async (more: readonly string[], own: Readonly<Record<string, string>> = files) => {
    const io = memoryIo(own)
    return { exit: await main([...argv, ...more], io), said: io.said(), complained: io.complained(), written: io.written }
  }

  test('into files, in several forms at once, each as it would be shown', async () => {
    const { exit, said, written } = await run(['--format', 'json', '--output', 'out/v.json', '--format', 'markdown', '--output', 'v.md', '--format', 'text'])
    expect([exit, [...written.keys()]]).toEqual([1, ['out/v.json', 'v.md']])
    expect(said).toBe((await run([])).said)
    expect(written.get('out/v.json')).toBe((await run(['--format', 'json'])).said)
    expect(written.get('v.md')).toBe((await run(['--format', 'markdown'])).said)
  })

  test.each([
    [['--output', 'after.json'], '`--output after.json` would overwrite an input'],
    [['--output', './plan.json'], '`--output ./plan.json` would overwrite an input'],
    [['--format', 'sarif'], 'unknown format `sarif`'],
    [['--format', 'json', '--format', 'markdown'], 'two answers would go to standard output'],
  ])('%j: nothing is written', async (more, message) => {
    const { exit, said, complained, written } = await run(more)
    expect([exit, said, written.size]).toEqual([2, '', 0])
    expect(complained).toContain(message)
  })

  test('a summary for a job has numbers of users, no names, and nothing of the data that is more than text', async () => {
    const hostile = (text: string): string => text.replaceAll('"Sales"', JSON.stringify('<img src=x> | @all [a](//b) `c` & \u202e\n# d'))
    const own = { ...files, '/home/ada/plan.json': hostile(plan), '/home/ada/before.json': hostile(holdsE1), '/home/ada/after.json': hostile(acceptedE3) }
    const { exit, said } = await run(['--format', 'markdown'], own)
    expect(exit).toBe(1)
    expect(said).toMatch(/^## seatplan verify\n\n\*\*The prediction does not hold: 2 rows agree, 2 differ\.\*\*\n\nPlan \*\*E3 for Sales\*\* \(plan\.json\)\n/)
    expect(said).toContain('\n### Differing\n\n| product | source | users | predicted | is | rests on |\n|---|---|---|---|---|---|\n| ENTERPRISEPACK | by &lt;img src=x&gt; \\| &#64;all ')
    expect(said).toContain('| 2 users | Error (MutuallyExclusiveViolation) | Active | the rule one-sharepoint-plan (f')
    expect(said).toMatch(/\n### Would explain it\n\nturning off [^\n]*\n\n<pre>rules:\n[^<]*<\/pre>\n/)
    expect(said).not.toMatch(/contoso|<img|[^&#\d]@|\u202e/)
    expect(said.split('\n').filter(line => line.startsWith('# '))).toEqual([])
  })

  test('one export alone fits a summary, too', async () => {
    const io = memoryIo({ '/home/ada/after.json': acceptedE3 })
    expect(await main(['verify', '--after', 'after.json', '--format', 'markdown'], io)).toBe(1)
    expect(io.said()).toMatch(/^## seatplan verify\n\n### Rules that the export contradicts: what they forbid is Active\n\n\| rule \| users \|\n\|---\|---\|\n\| one-sharepoint-plan \| 2 users \|\n/)
    const clean = memoryIo({ '/home/ada/after.json': holdsE1 })
    expect(await main(['verify', '--after', 'after.json', '--format', 'markdown'], clean)).toBe(0)
    expect(clean.said()).toBe('## seatplan verify\n\n**The export contradicts no loaded rule, and every recorded error has one that explains it.**\n')
  })
})
