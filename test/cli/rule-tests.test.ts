import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

const rules = `rules:
  - { id: phone-needs-teams, kind: prerequisite, severity: error, plan: MCOEV, requiresAnyOf: [TEAMS1, MCOSTANDARD], reason: It rings there. }
`
const tables = `title: The telephone
users: { nobody: {} }
cases:
  - rule: phone-needs-teams
    verdicts: { nobody: { MCOEV: error, MCOEV + TEAMS1: ok } }
  - rule: phone-needs-teams
    skip: not bought yet
    verdicts: { nobody: { MCOEV + MCOSTANDARD: ok } }
`
const files = { '/home/ada/seatplan.yaml': 'rules: [./rules]\n', '/home/ada/rules/phone.yaml': rules, '/home/ada/rules/phone.test.yaml': tables }

async function run(argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const io = memoryIo({ ...files, ...more })
  const exit = await main(['test', ...argv], io)
  return { exit, said: io.said(), complained: io.complained(), written: io.written }
}

describe('tables beside rules', () => {
  test('are found beside the rules of the project', async () => {
    expect(await run([])).toMatchObject({ exit: 0, complained: '', said: `passed  rules/phone.test.yaml  The telephone
    rules/phone.test.yaml:8:27  1 case skipped: not bought yet
2 cases of 1 rule test passed, 1 skipped
` })
  })

  test('fail with the place of the cell', async () => {
    expect(await run(['rules'], { '/home/ada/rules/phone.test.yaml': tables.replace('TEAMS1: ok', 'TEAMS1: error') })).toMatchObject({ exit: 1, said: `failed  rules/phone.test.yaml  The telephone
    rules/phone.test.yaml:5:41  nobody, MCOEV + TEAMS1, phone-needs-teams
      expected  error
      actual    ok
    rules/phone.test.yaml:8:27  1 case skipped: not bought yet
1 case of 1 rule test passed, 1 failed, 1 skipped
` })
  })

  test('that cannot be read are wrong input', async () => {
    const { exit, said, complained } = await run(['rules/phone.test.yaml'], { '/home/ada/rules/phone.test.yaml': tables.replace('MCOEV:', 'MCOEVE:') })
    expect({ exit, said, complained }).toEqual({
      exit: 2,
      said: 'unread  rules/phone.test.yaml\n0 cases of 1 rule test passed, 1 rule test could not be read\n',
      complained: 'rules/phone.test.yaml:5:27  error  unknown service plan `MCOEVE`\n      did you mean `MCOEV`?\n\n1 error\n',
    })
  })

  test('beside rules that cannot be read are told of those, not of the rules that nobody knows then', async () => {
    const { exit, complained } = await run([], { '/home/ada/rules/phone.yaml': rules.replace('kind: prerequisite', 'kind: prerequisit') })
    expect({ exit, complained }).toEqual({ exit: 2, complained: 'rules/phone.yaml:2:30  error  unknown kind `prerequisit`\n      did you mean `prerequisite`?\n\n1 error\n' })
  })

  test('are told in JSON', async () => {
    const { said } = await run(['--format', 'json'])
    const { summary, cases, ruleTests, scenarios } = JSON.parse(said)
    expect({ summary, cases }).toEqual({ summary: { passed: 1, failed: 0, unread: 0 }, cases: { passed: 2, failed: 0, skipped: 1 } })
    expect(scenarios).toEqual([])
    expect(ruleTests[0]).toMatchObject({ file: 'rules/phone.test.yaml', title: 'The telephone', outcome: 'passed' })
    expect(ruleTests[0].cases[0]).toEqual({ title: null, rule: 'phone-needs-teams', who: 'nobody', does: 'MCOEV', line: 5, column: 27, outcome: 'passed', reason: null, expected: 'error', actual: 'error' })
    expect(ruleTests[0].cases[2]).toMatchObject({ outcome: 'skipped', reason: 'not bought yet', actual: null })
  })

  test('are linted and formatted with the rules', async () => {
    const io = memoryIo({ ...files, '/home/ada/rules/phone.test.yaml': tables.replace('MCOEV:', 'MCOEVE:') })
    expect(await main(['lint'], io)).toBe(2)
    expect(io.said()).toContain('rules/phone.test.yaml:5:27  error  unknown service plan `MCOEVE`')
    const other = memoryIo({ ...files, '/home/ada/rules/phone.test.yaml': `cases: []\ntitle: x\n` })
    expect(await main(['fmt'], other)).toBe(0)
    expect([...other.written]).toEqual([['/home/ada/rules/phone.test.yaml', 'title: x\ncases: []\n']])
  })
})

describe('coverage', () => {
  test('names what no test shows', async () => {
    const { exit, said } = await run(['--coverage', '--quiet'])
    expect({ exit, said }).toEqual({ exit: 0, said: `2 cases of 1 rule test passed, 1 skipped

not shown by any test
  phone-needs-teams  is met by MCOSTANDARD alone  rules/phone.yaml:2:5

coverage 75% (3 of 4 points of 1 rule)
` })
  })

  test.each([['75', 0], ['76', 1]])('of at least %s: exit code %i', async (least, exit) => {
    expect(await run(['--min-coverage', least])).toMatchObject({ exit })
  })

  test.each(['101', 'all', '-1', '7.5'])('of at least %s is wrong input', async (least) => {
    expect(await run([`--min-coverage=${least}`])).toMatchObject({ exit: 2, said: '', complained: `--min-coverage  error  \`--min-coverage\` cannot be \`${least}\`\n      it is a whole number up to 100\n\n1 error\n` })
  })

  test('is written as lcov, and in JSON', async () => {
    const { said, written } = await run(['--format', 'lcov', '--output', 'lcov.info', '--format', 'json'])
    expect(written.get('lcov.info')).toBe(`TN:
SF:rules/phone.yaml
FN:2,phone-needs-teams
FNDA:1,phone-needs-teams
FNF:1
FNH:1
BRDA:2,0,0,1
BRDA:2,0,1,1
BRDA:2,0,2,1
BRDA:2,0,3,0
BRF:4
BRH:3
DA:2,1
LF:1
LH:1
end_of_record
`)
    expect(JSON.parse(said).coverage).toEqual({ rules: [{ ruleId: 'phone-needs-teams', kind: 'prerequisite', pack: 'rules', file: 'rules/phone.yaml', line: 2, column: 5, points: [
      { what: 'fired', names: [], hits: 1 }, { what: 'near-miss', names: [], hits: 1 }, { what: 'alternative', names: ['TEAMS1'], hits: 1 }, { what: 'alternative', names: ['MCOSTANDARD'], hits: 0 },
    ] }], covered: 3, points: 4, percent: 75 })
  })
})

describe('--mutate', () => {
  test('lists what no test notices, with the score', async () => {
    expect(await run(['--mutate', './rules'])).toMatchObject({ exit: 0, complained: '', said: `noticed by no test
  phone-needs-teams  flip-within       \`within: both\` becomes \`user\`  rules/phone.yaml:2:5
                     drop-alternative  without MCOSTANDARD

score 71% (5 of 7 changed rules noticed)
` })
  })

  test.each([['71', 0], ['72', 1]])('with --min-score %s: exit code %i', async (least, exit) => {
    expect(await run(['--mutate', './rules', '--min-score', least])).toMatchObject({ exit })
  })

  test('is told in JSON', async () => {
    const { said } = await run(['--mutate', './rules', '--format', 'json'])
    const { summary, failing, mutants } = JSON.parse(said)
    expect({ summary, failing }).toEqual({ summary: { mutants: 7, noticed: 5, percent: 71 }, failing: [] })
    expect(mutants[0]).toEqual({ operator: 'drop-rule', says: 'the rule is gone', ruleId: 'phone-needs-teams', pack: 'rules', noticedBy: 'rules/phone.test.yaml', file: 'rules/phone.yaml', line: 2, column: 5 })
  })

  test('of rules that are not there is wrong input', async () => {
    expect(await run(['--mutate', 'curent'])).toMatchObject({ exit: 2, said: '', complained: '--mutate  error  unknown pack `curent`\n      did you mean `current`?\n\n1 error\n' })
  })
})
