import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

const scenario = (expected: string, more = ''): string => `title: E3 is given to a group whose member already holds E1
rules: [classic-2018]
tenant:
  usageLocation: 'CH'
  subscribedSkus: [ { sku: STANDARDPACK, units: 10 }, { sku: ENTERPRISEPACK, units: 10 } ]
  groups: [ { displayName: Sales, licenses: [] } ]
  users: [ { upn: ada@contoso.com, licenses: [ { sku: STANDARDPACK } ], memberOf: [Sales] } ]
changes: [ { op: assignLicense, to: { group: Sales }, addLicenses: [ { sku: ENTERPRISEPACK } ] } ]
${more}expect:
${expected}`

/** As the contract writes it. */
const passing = scenario(`  findings: [ { rule: one-exchange-plan, users: [ada@contoso.com] }, { error: MutuallyExclusiveViolation, plans: [SHAREPOINTSTANDARD, SHAREPOINTENTERPRISE] } ]
  states: { ada@contoso.com: [ { sku: STANDARDPACK, by: direct, state: Active }, { sku: ENTERPRISEPACK, by: Sales, state: Error, error: MutuallyExclusiveViolation } ] }
  seats: { ENTERPRISEPACK: { consumed: 0, short: 0 } }
  steps: [accepted]
  exitCode: 1
`)

async function run(argv: readonly string[], files: Readonly<Record<string, string>>) {
  const io = memoryIo(files)
  const exit = await main(['test', ...argv], io)
  return { exit, said: io.said(), complained: io.complained() }
}

/** Runs one scenario and gives its differences. */
async function differencesOf(text: string) {
  const { said, exit } = await run(['s.yaml', '--format', 'json'], { '/home/ada/s.yaml': text })
  return { exit, differences: JSON.parse(said).scenarios[0].differences }
}

describe('a scenario', () => {
  test('that says what comes out passes', async () => {
    expect(await run(['s.yaml'], { '/home/ada/s.yaml': passing })).toEqual({
      exit: 0,
      said: 'passed  s.yaml  E3 is given to a group whose member already holds E1\n1 scenario passed\n',
      complained: '',
    })
  })

  test.each([
    ['a finding that is not there', "  findingsInclude: [{ error: CountViolation }]\n", { path: 'findingsInclude[0]', expected: { error: 'CountViolation' }, actual: null }],
    ['a finding nobody expects', "  findings: [{ rule: one-exchange-plan }]\n", {
      path: 'findings', expected: null,
      actual: { rule: 'one-sharepoint-plan', error: 'MutuallyExclusiveViolation', severity: 'error', scope: 'user', origin: 'introduced', step: 1, users: ['ada@contoso.com'], group: 'Sales', skus: ['ENTERPRISEPACK', 'STANDARDPACK'], plans: ['SHAREPOINTENTERPRISE', 'SHAREPOINTSTANDARD'] },
    }],
    ['another severity', "  findingsInclude: [{ rule: one-exchange-plan, severity: warning }]\n", { path: 'findingsInclude[0].severity', expected: 'warning', actual: 'error' }],
    ['another state', "  states: { ada@contoso.com: [{ sku: STANDARDPACK, by: direct }, { sku: ENTERPRISEPACK, by: Sales, state: Active }] }\n", { path: 'states.ada@contoso.com[1].state', expected: 'Active', actual: 'Error' }],
    ['rows left out', "  states: { ada@contoso.com: [{ sku: STANDARDPACK, by: direct, error: null }] }\n", {
      path: 'states.ada@contoso.com', expected: null, actual: { sku: 'ENTERPRISEPACK', by: 'Sales', disabledPlans: [], state: 'Error', error: 'MutuallyExclusiveViolation' },
    }],
    ['another number of seats', "  seats: { STANDARDPACK: { consumed: 2 } }\n", { path: 'seats.STANDARDPACK.consumed.after', expected: 2, actual: 1 }],
    ['another outcome', "  steps: [refused]\n", { path: 'steps.1.outcome', expected: 'refused', actual: 'accepted' }],
    ['another exit code', "  exitCode: 0\n", { path: 'exitCode', expected: 0, actual: 1 }],
    ['an impact that is not there', "  impactInclude: [{ users: [ada@contoso.com], losesInclude: [TEAMS1] }]\n", { path: 'impactInclude[0]', expected: { users: ['ada@contoso.com'], losesInclude: { atLeast: ['TEAMS1'] } }, actual: null }],
    ['a notice that is not there', "  noticesInclude: [catalog-old]\n", { path: 'noticesInclude[0]', expected: { id: 'catalog-old' }, actual: null }],
  ])('fails for %s', async (_, expected, difference) => {
    const { exit, differences } = await differencesOf(scenario(expected))
    expect(exit).toBe(1)
    expect(differences).toEqual([difference])
  })

  test('shows what differs', async () => {
    const { said } = await run(['s.yaml'], { '/home/ada/s.yaml': scenario('  steps: [refused]\n') })
    expect(said).toBe([
      'failed  s.yaml  E3 is given to a group whose member already holds E1',
      '    steps.1.outcome',
      '      expected  refused',
      '      actual    accepted',
      '0 scenarios passed, 1 failed',
      '',
    ].join('\n'))
  })
})

describe('what is wrong with a scenario has a place and a hint', () => {
  test.each([
    ['an unknown key of expect', scenario('  finding: []\n'), 's.yaml:10:3  error  unknown key `finding`\n      did you mean `findings`?'],
    ['an unknown key of a finding', scenario('  findings: [{ rul: x }]\n'), 's.yaml:10:16  error  unknown key `rul`\n      did you mean `rule`?'],
    ['an unknown user', scenario('  states: { adda@contoso.com: [] }\n'), 's.yaml:10:13  error  unknown user `adda@contoso.com`'],
    ['an unknown rule', scenario('  findings: [{ rule: one-exchange-pln }]\n'), 's.yaml:10:22  error  no rule `one-exchange-pln` is loaded\n      did you mean `one-exchange-plan`?'],
    ['an unknown product', scenario('  seats: { ENTERPRISEPAK: {} }\n'), 's.yaml:10:12  error  unknown product `ENTERPRISEPAK`\n      did you mean `ENTERPRISEPACK`?'],
    ['an unknown plan', scenario('  findings: [{ plans: [EXCHANGE_S_STANDRD] }]\n'), 's.yaml:10:24  error  unknown service plan `EXCHANGE_S_STANDRD`\n      did you mean `EXCHANGE_S_STANDARD`?'],
    ['an unknown group', scenario('  findings: [{ group: Sale }]\n'), 's.yaml:10:23  error  unknown group `Sale`\n      did you mean `Sales`?'],
    ['a group that a user is not in', passing.replace('memberOf: [Sales]', 'memberOf: [Sale]'), 's.yaml:7:84  error  unknown group `Sale`\n      did you mean `Sales`?'],
    ['a slip of the pen in the tenant', passing.replace('memberOf: [Sales]', 'membersOf: [Sales]'), 's.yaml:7:73  error  unknown key `membersOf`\n      did you mean `memberOf`?'],
    ['an unknown key of the tenant', passing.replace('  users:', '  user:'), 's.yaml:7:3  error  unknown key `user`\n      did you mean `users`?'],
    ['an unknown pack', passing.replace('classic-2018', 'classic'), 's.yaml:2:8  error  unknown pack `classic`'],
    ['a snapshot that is not there', 'tenant: ./no\nexpect: {}\n', 's.yaml:1:9  error  there is no snapshot `./no`'],
    ['a plan beside changes', scenario('  exitCode: 1\n', 'plan: p.yaml\n'), 'exclude each other'],
    ['a wrong change', passing.replace('op: assignLicense', 'op: assignLicence'), 's.yaml:8:14  error  unknown op `assignLicence`\n      did you mean `assignLicense`?'],
  ])('%s', async (_, text, complaint) => {
    const { exit, complained } = await run(['s.yaml'], { '/home/ada/s.yaml': text })
    expect(exit).toBe(2)
    expect(complained).toContain(complaint)
  })
})

describe('which scenarios', () => {
  const files = {
    '/home/ada/seatplan.yaml': 'scenarios: [./proofs]\n',
    '/home/ada/proofs/one.yaml': passing,
    '/home/ada/proofs/deep/two.yaml': passing,
    '/home/ada/proofs/deep/rules.yaml': 'rules: []\n',
    '/home/ada/proofs/plan.yaml': 'changes: []\n',
    '/home/ada/other/three.yaml': passing,
  }
  test.each([
    ['those of the project', [], ['proofs/deep/two.yaml', 'proofs/one.yaml']],
    ['a folder', ['other'], ['other/three.yaml']],
    ['a file and a folder, each once', ['proofs/one.yaml', 'proofs'], ['proofs/deep/two.yaml', 'proofs/one.yaml']],
    ['a pattern', ['proofs/**/t*.yaml'], ['proofs/deep/two.yaml']],
    ['another pattern', ['{proofs,other}/*.yaml'], ['other/three.yaml', 'proofs/one.yaml']],
  ])('%s', async (_, argv, found) => {
    const { said, exit } = await run([...argv, '--format', 'json'], files)
    expect(exit).toBe(0)
    expect(JSON.parse(said).scenarios.map((one: { file: string }) => one.file)).toEqual(found)
  })

  test.each([
    ['nothing at all', [], {}, 'no scenario found at `scenarios`'],
    ['a word that means nothing', ['proofs', 'nowhere'], files, 'no scenario found at `nowhere`'],
    ['a folder without one', ['.'], { '/home/ada/plan.yaml': 'changes: []\n' }, 'no scenario found at `.`'],
  ])('%s is wrong input', async (_, argv, given, complaint) => {
    const { said, exit, complained } = await run(argv, given)
    expect({ said, exit }).toEqual({ said: '', exit: 2 })
    expect(complained).toContain(complaint)
  })

  test('one that cannot be read is exit code 2, even beside one that fails', async () => {
    const { said, exit } = await run(['.', '--format', 'json'], { '/home/ada/a.yaml': 'expect: [', '/home/ada/b.yaml': scenario('  exitCode: 0\n'), '/home/ada/c.yaml': passing })
    expect(exit).toBe(2)
    expect(JSON.parse(said).summary).toEqual({ passed: 1, failed: 1, unread: 1 })
  })
})
