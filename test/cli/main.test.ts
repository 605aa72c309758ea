import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { commands } from '../../src/cli/commands.js'
import type { Command } from '../../src/cli/command.js'
import { version } from '../../src/model/version.js'
import manifest from '../../package.json' with { type: 'json' }
import { memoryIo } from './memory-io.js'

const e1 = '18181a46-0d4e-45cd-891e-60aabd171b4e'
const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const sales = '11111111-1111-4111-8111-111111111111'
const ada = '22222222-2222-4222-8222-222222222221'

/** Ada holds E1 and is in Sales. */
const tenant = JSON.stringify({
  organization: [{ countryLetterCode: 'CH' }],
  subscribedSkus: [sku(e1, 'STANDARDPACK', 1), sku(e3, 'ENTERPRISEPACK', 0)],
  groups: [{ id: sales, displayName: 'Sales', securityEnabled: true, assignedLicenses: [] }],
  groupMembers: [{ groupId: sales, id: ada, '@odata.type': '#microsoft.graph.user' }],
  users: [{ id: ada, userPrincipalName: 'ada@contoso.com', usageLocation: 'CH', licenseAssignmentStates: [{ skuId: e1, disabledPlans: [], assignedByGroup: null, state: 'Active', error: 'None' }] }],
})

function sku(skuId: string, skuPartNumber: string, consumedUnits: number) {
  return { skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits, prepaidUnits: { enabled: 5, warning: 0, suspended: 0, lockedOut: 0 } }
}

const project = {
  '/home/ada/seatplan.yaml': 'tenant: tenant.json\n',
  '/home/ada/tenant.json': tenant,
  '/home/ada/conflict.yaml': `title: E3 for Sales\nchanges:\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }\n`,
  '/home/ada/nothing.yaml': 'title: Nothing\nchanges: []\n',
  '/home/ada/wrong.yaml': 'title: Wrong\nchanges:\n  - { op: assignLicense, to: { group: Sale }, addLicenses: [{ sku: ENTERPRISEPAK, disabledPlans: [] }] }\n',
}

async function run(argv: readonly string[], files: Readonly<Record<string, string>> = project, env: Readonly<Record<string, string>> = {}) {
  const io = memoryIo(files, env)
  const exit = await main(argv, io)
  return { exit, said: io.said(), complained: io.complained(), written: io.written }
}

describe('--version', () => {
  test.each([['--version'], ['-V']])('%s', async flag => {
    expect(await run([flag])).toMatchObject({ exit: 0, said: `${version}\n`, complained: '' })
  })

  test('is the version of package.json', () => expect(version).toBe(manifest.version))
})

describe('check', () => {
  test.each([
    ['a plan that breaks something', ['check', 'conflict.yaml'], 1],
    ['a plan that breaks nothing', ['check', 'nothing.yaml'], 0],
    ['the tenant as it is', ['check'], 0],
    ['a plan that breaks something, and nobody minds', ['check', 'conflict.yaml', '--fail-on', 'never'], 0],
  ])('%s', async (_, argv, exit) => {
    const result = await run([...argv, '--remedies', 'none'])
    expect(result).toMatchObject({ exit, complained: '' })
    expect(result.said).toContain(`exit      ${exit}`)
  })

  test('is silent on standard output where the input is wrong, and names every mistake', async () => {
    const result = await run(['check', 'wrong.yaml'])
    expect(result).toMatchObject({ exit: 2, said: '' })
    expect(result.complained).toBe([
      'wrong.yaml:3:39  error  unknown group `Sale`',
      '      did you mean `Sales`?',
      'wrong.yaml:3:68  error  unknown product `ENTERPRISEPAK`',
      '      did you mean `ENTERPRISEPACK`?',
      '',
      '2 errors',
      '',
    ].join('\n'))
  })

  test.each([
    ['a plan that is not there', ['check', 'no.yaml'], 'there is no file `no.yaml`'],
    ['a snapshot that is not there', ['check', '--tenant', 'no'], 'there is no snapshot `no`'],
    ['a pack that nobody ships', ['check', '--rules', 'curent'], 'did you mean `current`?'],
    ['a day that the calendar does not have', ['check', '--now', '2026-02-30'], '2026-02-30'],
    ['a format that nobody knows', ['check', '--format', 'jsn'], 'unknown format `jsn`'],
    ['two answers for one place', ['check', '--format', 'json', '--format', 'text'], 'standard output'],
  ])('refuses %s', async (_, argv, complaint) => {
    const result = await run(argv)
    expect(result).toMatchObject({ exit: 2, said: '' })
    expect(result.complained).toContain(complaint)
  })

  test('lists the formats it knows', async () => {
    expect((await run(['check', '--format', 'yaml'])).complained).toContain('known formats: `text`, `json`')
  })

  test('writes JSON, and nothing else, to standard output', async () => {
    const { said, exit } = await run(['check', 'conflict.yaml', '--format', 'json', '--states', 'all', '--now', '2026-11-24'])
    const report = JSON.parse(said)
    expect(exit).toBe(1)
    expect(report).toMatchObject({ schemaVersion: 1, now: '2026-11-24', plan: { file: 'conflict.yaml' }, summary: { exitCode: 1 }, steps: [{ outcome: 'accepted', line: 3 }] })
    expect(report.states).toHaveLength(2)
  })

  test('gives each format its file', async () => {
    const { said, written } = await run(['check', '--format', 'json', '--output', 'out/a.json', '--format', 'text'])
    expect(said).toContain('Totals')
    expect(JSON.parse(written.get('out/a.json')!)).toMatchObject({ schemaVersion: 1 })
  })

  test.each([['conflict.yaml'], ['tenant.json'], ['./seatplan.yaml'], ['/home/ada/tenant.json']])('never writes onto the input %s', async output => {
    const result = await run(['check', 'conflict.yaml', '--format', 'json', '--output', output])
    expect(result).toMatchObject({ exit: 2, said: '' })
    expect(result.complained).toContain(`\`--output ${output}\` would overwrite an input`)
    expect(result.written.size).toBe(0)
  })

  test('says the same twice', async () => {
    const argv = ['check', 'conflict.yaml', '--format', 'json', '--states', 'all', '--expand']
    expect((await run(argv)).said).toBe((await run(argv)).said)
  })
})

describe('a bug of ours', () => {
  const broken = { ...memoryIo(project), files: { ...memoryIo(project).files, stat: () => Promise.reject(new Error('the disk is on fire')) } }

  test('is exit code 3 and one sentence', async () => {
    const said: string[] = []
    const io = { ...broken, err: (text: string) => void said.push(text) }
    expect(await main(['check'], io)).toBe(3)
    expect(said.join('')).toContain('seatplan itself failed: the disk is on fire\n')
    expect(said.join('')).not.toContain('    at ')
  })

  test.each([
    ['EACCES', 'permission is denied (EACCES)\n      look at who may read and write there\n'],
    ['EIO', 'the disk refuses (EIO)\n      look at the disk\n'],
  ])('is no fault of the program where the disk refuses: %s', async (code, words) => {
    const said: string[] = []
    const refusing = Object.assign(new Error(`${code}: open '/home/ada/plan.yaml'`), { code, syscall: 'open', path: '/home/ada/plan.yaml' })
    const io = { ...memoryIo(project), files: { ...memoryIo(project).files, read: () => Promise.reject(refusing) }, err: (text: string) => void said.push(text) }
    expect(await main(['check', 'nothing.yaml'], io)).toBe(2)
    expect(said.join('')).toBe(`plan.yaml  error  \`plan.yaml\` cannot be read: ${words}\n1 error\n`)
  })

  test('shows where it happened when asked', async () => {
    const said: string[] = []
    const io = { ...broken, env: { SEATPLAN_DEBUG: '1' }, err: (text: string) => void said.push(text) }
    expect(await main(['check'], io)).toBe(3)
    expect(said.join('')).toContain('    at ')
  })
})

describe('every command', () => {
  const all = (list: readonly Command[], words: readonly string[] = []): readonly (readonly [string, Command])[] =>
    list.flatMap(command => [[[...words, command.name].join(' '), command] as const, ...all(command.commands ?? [], [...words, command.name])])

  test.each(all(commands))('%s has help with an example', async (words, command) => {
    const { said, exit } = await run([...words.split(' '), '--help'])
    expect(exit).toBe(0)
    expect(said).toContain(`Usage: seatplan ${words}`)
    if (command.run !== undefined) expect(said).toMatch(new RegExp(`Examples:\n  seatplan ${words}`))
    expect(said.split('\n').filter(line => line.length > 100)).toEqual([])
  })
})

describe('remedies', () => {
  test('lists ways out, and the exit code is that of check', async () => {
    const { said, exit } = await run(['remedies', 'conflict.yaml'])
    expect(exit).toBe(1)
    expect(said).toContain('f1  error  one-sharepoint-plan  MutuallyExclusiveViolation  introduced  1 user')
    expect(said).toContain('(f1.r1)')
  })

  test('applies one: the plan that results stands alone and is clean', async () => {
    const listed = JSON.parse((await run(['remedies', 'conflict.yaml', '--format', 'json'])).said)
    const clean = listed.findings[0].remedies.find((one: { clean: boolean }) => one.clean)
    const applied = await run(['remedies', 'conflict.yaml', '--apply', clean.id])
    expect(applied).toMatchObject({ exit: 0, complained: 'the resulting plan introduces nothing\n' })
    expect(applied.said).toContain(`  # Sales`)
    const again = await run(['check', 'better.yaml'], { ...project, '/home/ada/better.yaml': applied.said })
    expect(again.exit).toBe(0)
  })

  test.each([
    ['a finding that is not there', ['remedies', 'conflict.yaml', '--finding', 'f9'], 'there is no finding `f9`'],
    ['a way out that is not there', ['remedies', 'conflict.yaml', '--apply', 'f1.r99'], 'there is no way out `f1.r99`'],
  ])('refuses %s', async (_, argv, complaint) => {
    const result = await run(argv)
    expect(result).toMatchObject({ exit: 2, said: '' })
    expect(result.complained).toContain(complaint)
  })
})
