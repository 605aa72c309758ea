import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

const rule = (alternatives: string, reason = 'It rings there.'): string => `rules:
  - { id: phone-needs-teams, kind: prerequisite, severity: error, plan: MCOEV, requiresAnyOf: [${alternatives}], reason: ${reason} }
`

async function run(argv: readonly string[], files: Readonly<Record<string, string>>) {
  const io = memoryIo(files)
  const exit = await main(['rules', 'diff', ...argv], io)
  return { exit, said: io.said(), complained: io.complained() }
}

const two = (old: string, now: string) => ({ '/home/ada/old/phone.yaml': old, '/home/ada/new/phone.yaml': now })

describe('rules diff', () => {
  test('tells of each rule what decides otherwise, with a case that was played', async () => {
    const scenario = `title: A telephone and the old meetings
tenant: { usageLocation: 'CH', subscribedSkus: [{ sku: MCOEV, units: 1 }, { sku: MCOSTANDARD, units: 1 }], users: [{ upn: ada@contoso.com, usageLocation: 'CH', licenses: [MCOSTANDARD] }] }
changes: [{ op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: MCOEV }] }]
expect: { exitCode: 0 }
`
    const { exit, said, complained } = await run(['./old', './new'], { ...two(rule('TEAMS1'), rule('TEAMS1, MCOSTANDARD')), '/home/ada/seatplan.yaml': 'scenarios: [./scenarios]\n', '/home/ada/scenarios/s.yaml': scenario })
    expect({ exit, complained }).toEqual({ exit: 1, complained: '' })
    const lines = said.split('\n')
    expect(lines.slice(0, 5)).toEqual([
      'phone-needs-teams  changed  new/phone.yaml:2:5',
      '  requiresAnyOf: with MCOSTANDARD',
      '  a user is given MCOEV and MCOSTANDARD',
      '    old  error',
      '    new  ok',
    ])
    expect(lines[5]).toMatch(/^ {2}products {3}\d+ products by themselves: .*; \d+ products beside another: /)
    expect(lines[6]).toMatch(/^ {2}scenarios {2}scenarios\/s\.yaml/)
    expect(lines.at(-2)).toMatch(/^1 rule decides otherwise; 1\d\d scenarios compared$/)
  })

  test('finds no difference where only texts changed', async () => {
    expect(await run(['./old', './new'], two(rule('TEAMS1, MCOSTANDARD'), rule('MCOSTANDARD, TEAMS1', 'Because.')))).toEqual({ exit: 0, complained: '', said: '1 rule says the same in other words: phone-needs-teams\nno difference in meaning\n' })
  })

  test('is told in JSON', async () => {
    const { exit, said } = await run(['./old', './new', '--format', 'json'], two(rule('TEAMS1'), rule('TEAMS1').replace('error', 'warning')))
    expect(exit).toBe(1)
    const { summary, rules: [only], reworded } = JSON.parse(said)
    expect({ reworded, rules: summary.rules }).toEqual({ reworded: [], rules: 1 })
    expect(only).toMatchObject({ ruleId: 'phone-needs-teams', change: 'changed', file: 'new/phone.yaml', line: 2, column: 5, keys: ['severity: error becomes warning'], witness: { words: 'a user is given MCOEV', old: 'error', new: 'warning', alone: false, test: ['users:', '  ada: {}', 'cases:', '  - rule: phone-needs-teams', '    verdicts:', '      ada: { MCOEV: warning }'] } })
    expect(only.products.map((one: { skuPartNumber: string }) => one.skuPartNumber)).toContain('MCOEV')
  })

  test.each([
    ['an unknown pack', ['curent', 'current'], 'OLD  error  unknown pack `curent`\n      did you mean `current`?\n\n1 error\n'],
    ['a folder that is not there', ['./old', './nwe'], 'NEW  error  there is nothing at `nwe`\n      check the path; paths in a file are relative to that file\n\n1 error\n'],
    ['a broken file', ['./old', './broken'], 'broken/a.yaml:1:48  error  unknown key `prducts`\n      did you mean `products`?\n\n1 error\n'],
    ['packs and a catalog', ['current', 'newer.csv'], 'seatplan  error  `newer.csv` is a catalog, `current` is not\n      compare packs with packs, or catalogs with catalogs\n\n1 error\n'],
  ])('%s is wrong input', async (_, argv, complained) => {
    const files = { '/home/ada/old/phone.yaml': rule('TEAMS1'), '/home/ada/broken/a.yaml': 'rules: [{ id: a, kind: seats, severity: error, prducts: [X], reason: b }]\n', '/home/ada/newer.csv': 'a,b\n' }
    expect(await run(argv, files)).toEqual({ exit: 2, said: '', complained })
  })
})
