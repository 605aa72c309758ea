import { describe, expect, test } from 'vitest'
import { ids, smallTenant } from '../load/tenant/small-tenant.js'
import { watched, type Save } from './watched.js'

const rules = (country: string): string => `rules:
  - id: no-e3-there
    kind: usage-location
    severity: error
    product: ENTERPRISEPACK
    prohibitedIn: ['${country}']
    reason: Nobody sells it there.
`
const give = (...names: readonly string[]): string => `changes: [{ op: assignLicense, to: { users: [${names.join(', ')}] }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }]\n`
const scenario = (country: string, exit: number): string => `title: In ${country}
rules: [../rules]
tenant: { subscribedSkus: [{ sku: ENTERPRISEPACK, units: 3 }], groups: [], users: [{ upn: ada@contoso.com, usageLocation: '${country}', licenses: [] }] }
changes: [{ op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }]
expect: { exitCode: ${exit} }
`

const project = {
  ...smallTenant,
  '/p/seatplan.yaml': "tenant: ./tenant\nrules: [./rules]\nnow: '2026-11-24'\n",
  '/p/rules/house.yaml': rules('CH'),
  '/p/plan.yaml': give('Ada'),
  '/p/scenarios/ch.yaml': scenario('CH', 1),
  '/p/scenarios/de.yaml': scenario('DE', 0),
}

const save = (path: string, text: string): Save => (entries) => void entries.set(path, text)

/** The small tenant in another folder. */
const moved = (folder: string): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(smallTenant).map(([path, text]) => [path.replace('/p/tenant', folder), text]))

describe('check --watch', () => {
  test('says the whole report once, then what a save made of it, and the ways out of what is new', async () => {
    const { exit, out, err } = await watched(['check', 'plan.yaml', '--watch'], project, [save('/p/plan.yaml', give('Ada', 'Bob')), save('/p/plan.yaml', 'changes: []\n')])
    expect(out[0]).toContain('Not yet: 1 error; 1 user affected.')
    expect(out[0]).toContain('Totals')
    expect(err[0]).toBe('watching; Ctrl-C ends\n')
    expect(err[1]).toBe('\nplan.yaml changed\n')
    expect(out[1]).toContain('0 new, 1 grown, 0 shrunk, 0 gone; 0 findings unchanged\n\nGrown\n  > f1  error  no-e3-there')
    expect(out[1]).toContain('1 -> 2 users')
    expect(out[1]).toContain('Not yet: 1 error; 2 users affected.')
    expect(out[1]).toMatch(/f1 {2}error {2}no-e3-there.*\n {4}ways out\n {6}1\. /)
    expect(out[2]).toBe('Clear: the plan brings no error and no warning.\n0 new, 0 grown, 0 shrunk, 1 gone; 0 findings unchanged\n\nGone\n  - f1  error  no-e3-there  2 users  ENTERPRISEPACK\n')
    expect(exit).toBe(0)
  })

  test('names a broken file and goes on with the others', async () => {
    const { exit, out, err } = await watched(['check', 'plan.yaml', '--watch'], project, [save('/p/rules/house.yaml', 'rules: ['), save('/p/plan.yaml', give('Ada', 'Bob')), save('/p/rules/house.yaml', rules('DE'))])
    expect(err[1]).toContain('rules/house.yaml changed\nrules/house.yaml:1:9  error  ')
    expect(err[1]).toContain('going on with the last good version of rules/house.yaml\n')
    expect(out[1]).toContain('No difference; 1 finding unchanged\n')
    expect(err[2]).toContain('\nplan.yaml changed\nrules/house.yaml:1:9  error  ')
    expect(out[2]).toContain('1 -> 2 users')
    expect(err[3]).toBe('\nrules/house.yaml changed\n')
    expect(out[3]).toContain('0 shrunk, 1 gone')
    expect(exit).toBe(0)
  })

  test.each([
    ['the users', 'tenant/users.json', smallTenant['/p/tenant/users.json']!.slice(0, -30)],
    ['the groups', 'tenant/groups.json', smallTenant['/p/tenant/groups.json']!.replace('"displayName":', '"displayName" ')],
    ['the products', 'tenant/subscribedSkus.json', smallTenant['/p/tenant/subscribedSkus.json']!.replace('10', '"ten"')],
    ['the organization', 'tenant/organization.json', '{'],
    ['an overlay of the catalog', 'catalogs/overlay/new.yaml', 'plans: [{ servicePlanNam: X }]\n'],
    ['the project file', 'seatplan.yaml', 'tenant: ./tenant\nrulse: [current]\n'],
    ['waivers', 'waivers.yaml', "waivers: [{ rule: no-e3-there, reason: fine, expires: '2027-02-31' }]\n"],
  ])('names a broken file of %s, goes on without it, and hears of it when it is whole again', async (_, file, broken) => {
    const overlay = 'plans: [{ servicePlanId: 00000000-0000-4000-8000-0000000000aa, servicePlanName: NEW, reason: x, source: y }]\n'
    const whole: Readonly<Record<string, string>> = { ...project, '/p/catalogs/overlay/new.yaml': overlay, '/p/waivers.yaml': 'waivers: []\n' }
    const { exit, out, err } = await watched(['check', 'plan.yaml', '--watch'], whole, [save(`/p/${file}`, broken), save('/p/plan.yaml', give('Ada', 'Bob')), save(`/p/${file}`, whole[`/p/${file}`]!)])
    expect(err[1]).toMatch(new RegExp(`^\\n${file} changed\\n${file}:\\d+:\\d+  error  [^]*\\ngoing on with the last good version of ${file}\\n$`))
    expect(out[1]).toContain('No difference; 1 finding unchanged\n')
    expect(out[2]).toContain('1 -> 2 users')
    expect(err[3]).toBe(`\n${file} changed\n`)
    expect(exit).toBe(1)
  })

  test.each([[['check', 'plan.yaml']], [['check', 'plan.yaml', 'plan.yaml']], [['test']]])('%j names a broken file to those who want to hear nothing else', async (line) => {
    const { err } = await watched([...line, '--watch', '--quiet'], project, [save('/p/rules/house.yaml', 'rules: [')])
    expect(err[1]).toMatch(/^rules\/house\.yaml:1:9  error  [^]*\n1 error\n$/)
  })

  test('ends with the exit code of the last run', async () => {
    expect((await watched(['check', 'plan.yaml', '--watch'], project, [])).exit).toBe(1)
    expect((await watched(['check', 'plan.yaml', '--watch'], project, [save('/p/plan.yaml', 'changes: [')])).exit).toBe(2)
    expect((await watched(['check', 'plan.yaml', '--watch', '--fail-on', 'never'], project, [])).exit).toBe(0)
  })

  test('waits for a project that is broken from the start', async () => {
    const { exit, out, err } = await watched(['check', 'plan.yaml', '--watch'], { ...project, '/p/plan.yaml': 'changes: [' }, [save('/p/plan.yaml', give('Ada'))])
    expect(err[0]).toContain('plan.yaml:1:11  error')
    expect(out[0]).toBe('')
    expect(out[1]).toContain('Not yet: 1 error; 1 user affected.')
    expect(exit).toBe(1)
  })

  test('takes the file as it was that took away what another one names', async () => {
    const { exit, err } = await watched(['check', 'plan.yaml', '--watch'], { ...project, '/p/plan.yaml': 'changes: [{ op: deleteGroup, group: Sales }]\n' }, [save('/p/tenant/groups.json', smallTenant['/p/tenant/groups.json']!.replace('Sales', 'Sails'))])
    expect(err[1]).toContain('plan.yaml:1:37  error  unknown group `Sales`')
    expect(err[1]).toContain('going on with the last good version of tenant/groups.json\n')
    expect(exit).toBe(2)
  })

  test.each<[string, Save]>([
    ['the same contents', save('/p/plan.yaml', give('Ada'))],
    ['a file that takes no part', save('/p/notes.txt', 'hello')],
  ])('is silent about %s', async (_, one) => {
    const { err, out } = await watched(['check', 'plan.yaml', '--watch'], project, [one])
    expect([out[1], err[1]]).toEqual(['', ''])
  })

  test.each<[string, Save, string]>([
    ['the tenant', save('/p/tenant/users.json', smallTenant['/p/tenant/users.json']!.replaceAll('"CH"', '"DE"')), 'tenant/users.json'],
    ['a members file', save(`/p/tenant/members/${ids.sales}.json`, '{ "value": [] }'), `tenant/members/${ids.sales}.json`],
    ['the config', save('/p/seatplan.yaml', "tenant: ./tenant\nrules: [current]\nnow: '2026-11-24'\n"), 'seatplan.yaml'],
    ['a rules file that is new', save('/p/rules/new.yaml', 'rules: []\n'), 'rules'],
    ['waivers that are new', save('/p/waivers.yaml', "waivers: [{ rule: no-e3-there, reason: fine, expires: '2027-01-01' }]\n"), 'waivers.yaml'],
  ])('runs again after a save of %s', async (_, one, name) => {
    const { err, out, paths } = await watched(['check', 'plan.yaml', '--watch'], project, [one])
    expect(err[1]).toBe(`\n${name} changed\n`)
    expect(out[1]).toMatch(/findings? unchanged/)
    expect(paths).toContain('/p/plan.yaml')
  })

  test('writes other formats anew, whole, with their ways out', async () => {
    const { written, out } = await watched(['check', 'plan.yaml', '--watch', '--format', 'json', '--output', 'r.json', '--format', 'text'], project, [save('/p/plan.yaml', give('Ada', 'Bob'))])
    const { findings } = JSON.parse(written.get('r.json')!) as { findings: { users: { count: number }; remedies: unknown[] }[] }
    expect(findings[0]!.users.count).toBe(2)
    expect(findings[0]!.remedies.length).toBeGreaterThan(0)
    expect(out[1]).toContain('1 -> 2 users')
  })

  test.each(['--update-baseline', '--anonymise'])('does not go with %s', async (option) => {
    const { exit, err } = await watched(['check', '--watch', option], project, [])
    expect([exit, err[0]]).toEqual([2, expect.stringContaining(`\`${option}\` does not go with \`--watch\``)])
  })
})

describe('check --watch over many', () => {
  const many = {
    '/p/seatplan.yaml': "rules: [./rules]\nnow: '2026-11-24'\n",
    '/p/rules/house.yaml': rules('CH'),
    '/p/plans/ada.yaml': give('Ada'),
    '/p/plans/none.yaml': 'changes: []\n',
    ...moved('/p/customers/a'),
    ...moved('/p/customers/b'),
  }
  const argv = ['check', 'plans', '--tenants', 'customers', '--watch']
  const table = (...rows: readonly string[]): RegExp => new RegExp(`\n\n  result  tenant .*\n${rows.map((row) => `  ${row.replaceAll(' ', ' +')} .*\n`).join('')}\n4 checks, `)

  test('says the whole table once, then what a save made of the checks that it concerns, and the table', async () => {
    const { exit, out, err } = await watched(argv, many, [save('/p/plans/none.yaml', give('Bob')), save('/p/customers/a/users.json', smallTenant['/p/tenant/users.json']!.replaceAll('"CH"', '"DE"')), save('/p/rules/house.yaml', rules('FR'))])
    expect(out[0]).toContain('Not yet: 2 of 4 checks fail; 2 errors.\n')
    expect(out[0]).toMatch(table('failed customers/a plans/ada.yaml', 'failed customers/b plans/ada.yaml', 'passed customers/a plans/none.yaml', 'passed customers/b plans/none.yaml'))
    expect(err[1]).toBe('\nplans/none.yaml changed\n')
    expect(out[1]).toMatch(/^Not yet: 4 of 4 checks fail; 4 errors\.\n\ncustomers\/a, plans\/none\.yaml: failed\n {2}1 new, 0 grown, 0 shrunk, 0 gone; 0 findings unchanged\n {2}New\n {4}\+ f1 {2}error {2}no-e3-there .*\n\ncustomers\/b, plans\/none\.yaml: failed\n/)
    expect(out[1]).not.toContain('ada.yaml: ')
    expect(out[2]).toMatch(/customers\/a, plans\/ada\.yaml: passed\n {2}0 new, 0 grown, 0 shrunk, 1 gone/)
    expect(out[2]).not.toContain('customers/b, plans/ada.yaml: ')
    expect(out[2]).toMatch(table('failed customers/b plans/ada.yaml', 'failed customers/b plans/none.yaml', 'passed customers/a plans/ada.yaml', 'passed customers/a plans/none.yaml'))
    expect(out[3]).toMatch(/^Clear: 4 checks, none fails\.\n/)
    expect(exit).toBe(0)
  })

  test.each<[string, string, string]>([
    ['a plan', 'plans/ada.yaml', 'changes: ['],
    ['a tenant', 'customers/b/users.json', '{ "value": ['],
    ['rules', 'rules/house.yaml', 'rules: ['],
    ['the project', 'seatplan.yaml', 'rulse: []\n'],
  ])('names %s that is broken, and the others go on', async (_, file, broken) => {
    const { exit, out, err } = await watched(argv, many, [save(`/p/${file}`, broken), save('/p/plans/none.yaml', give('Bob'))])
    expect(err[1]).toMatch(new RegExp(`^\\n${file} changed\\n${file}:\\d+:\\d+  error  [^]*\\ngoing on with the last good version of ${file}\\n$`))
    expect(out[1]).toMatch(/^Not yet: 2 of 4 checks fail; 2 errors\.\nNo difference\n/)
    expect(out[2]).toMatch(/customers\/a, plans\/none\.yaml: failed\n/)
    expect(exit).toBe(2)
  })

  test('shows in the table what was broken from the start, until it is whole', async () => {
    const { exit, out } = await watched(argv, { ...many, '/p/plans/ada.yaml': 'changes: [' }, [save('/p/plans/none.yaml', give('Bob')), save('/p/plans/ada.yaml', 'changes: []\n')])
    expect(out[0]).toMatch(table('unread customers/a plans/ada.yaml', 'unread customers/b plans/ada.yaml', 'passed customers/a plans/none.yaml', 'passed customers/b plans/none.yaml'))
    expect(out[1]).toMatch(table('unread customers/a plans/ada.yaml', 'unread customers/b plans/ada.yaml', 'failed customers/a plans/none.yaml', 'failed customers/b plans/none.yaml'))
    expect(out[2]).toContain('customers/a, plans/ada.yaml: passed\n')
    expect(exit).toBe(1)
  })

  test('hears of plans and tenants that are new or gone', async () => {
    const { exit, out } = await watched(argv, many, [
      (entries) => Object.entries(moved('/p/customers/c')).forEach(([path, text]) => entries.set(path, text)),
      save('/p/plans/bob.yaml', give('Bob')),
      (entries) => entries.delete('/p/plans/ada.yaml'),
    ])
    expect(out[1]).toContain('customers/c, plans/ada.yaml: new, failed\n')
    expect(out[1]).toContain('6 checks, ')
    expect(out[2]).toContain('customers/a, plans/bob.yaml: new, failed\n')
    expect(out[3]).toContain('customers/a, plans/ada.yaml: not checked any more\n')
    expect(out[3]).toContain('6 checks, ')
    expect(exit).toBe(1)
  })

  test('writes other formats anew, whole, as a run that starts anew would', async () => {
    const format = ['--format', 'json', '--output', 'r.json', '--format', 'text']
    const { written } = await watched([...argv, ...format], many, [save('/p/plans/none.yaml', give('Bob'))])
    const anew = await watched([...argv, ...format], { ...many, '/p/plans/none.yaml': give('Bob') }, [])
    expect(written.get('r.json')).toBe(anew.written.get('r.json'))
    expect(written.get('r.json')).toMatch(/"remedies": \[\n +\{/)
  })

  test.each([['--shard', '1/2'], ['--update-baseline'], ['--anonymise'], ['--resume']])('does not go with %s', async (...option) => {
    const { exit, err } = await watched([...argv, ...option], many, [])
    expect([exit, err[0]]).toEqual([2, expect.stringContaining(`\`${option[0]}\` does not go with \`--watch\``)])
  })
})

describe('test --watch', () => {
  test('plays what a save concerns, and says what became of it', async () => {
    const { exit, out } = await watched(['test', '--watch'], project, [save('/p/scenarios/de.yaml', scenario('DE', 1)), save('/p/rules/house.yaml', rules('DE')), save('/p/scenarios/fr.yaml', scenario('FR', 0)), (entries) => entries.delete('/p/scenarios/ch.yaml')])
    expect(out[0]).toBe('passed  scenarios/ch.yaml  In CH\npassed  scenarios/de.yaml  In DE\n2 scenarios passed\n')
    expect(out[1]).toBe('failed  scenarios/de.yaml  In DE\n    exitCode\n      expected  1\n      actual    0\n1 scenario passed, 1 failed\n')
    expect(out[2]).toBe('failed  scenarios/ch.yaml  In CH\n    exitCode\n      expected  1\n      actual    0\npassed  scenarios/de.yaml  In DE\n1 scenario passed, 1 failed\n')
    expect(out[3]).toBe('passed  scenarios/fr.yaml  In FR\n2 scenarios passed, 1 failed\n')
    expect(out[4]).toBe('gone    scenarios/ch.yaml\n2 scenarios passed\n')
    expect(exit).toBe(0)
  })

  test('names a broken rules file and goes on with the last good one', async () => {
    const { exit, out, err } = await watched(['test', '--watch'], project, [save('/p/rules/house.yaml', 'rules: ['), save('/p/scenarios/de.yaml', scenario('DE', 1))])
    expect(err[1]).toContain('rules/house.yaml:1:9  error')
    expect(out[1]).toBe('No difference\n2 scenarios passed\n')
    expect(out[2]).toContain('failed  scenarios/de.yaml')
    expect(exit).toBe(2)
  })

  test('names a broken scenario, and the others go on', async () => {
    const { exit, out, err } = await watched(['test', '--watch'], project, [save('/p/scenarios/de.yaml', 'tenant: ['), save('/p/scenarios/ch.yaml', scenario('CH', 0))])
    expect(err[1]).toContain('scenarios/de.yaml:1:10  error')
    expect(out[2]).toContain('failed  scenarios/ch.yaml')
    expect(exit).toBe(2)
  })
})

describe('lint --watch', () => {
  const sourced = (country: string): string => rules(country).replace('    reason', '    certainty: documented\n    reason')

  test('says what is new and what is gone', async () => {
    const { exit, out } = await watched(['lint', '--watch'], project, [save('/p/rules/house.yaml', `# First.\n${sourced('CH')}`), save('/p/rules/house.yaml', sourced('XX'))])
    expect(out[0]).toContain('certainty')
    expect(out[1]).toContain('gone    rules/house.yaml  ')
    expect(out[1]).toMatch(/[1-9] new, [1-9] gone; \d problems? in all/)
    expect(out[2]).toContain('`XX` is not a country')
    expect(exit).toBe(2)
  })

  test('names a broken file once and looks at the others', async () => {
    const { out, err } = await watched(['lint', '--watch'], { ...project, '/p/rules/house.yaml': sourced('CH').replace('    reason', '    source: https://contoso.com\n    reason'), '/p/waivers.yaml': 'waivers: []\n' }, [
      save('/p/waivers.yaml', 'waivers: ['),
      save('/p/rules/house.yaml', rules('CH')),
    ])
    expect(out[1]).toContain('waivers.yaml:1:11  error')
    expect(err[1]).toContain('going on with the last good version of waivers.yaml')
    expect(out[2]).not.toContain('waivers.yaml')
    expect(out[2]).toMatch(/[1-9] new, \d gone/)
  })

  test('what could be better in a file is not gone while the file is broken, and not new once it is mended', async () => {
    const house = sourced('CH')
    const { out } = await watched(['lint', '--watch'], { ...project, '/p/rules/house.yaml': house }, [save('/p/rules/house.yaml', `${house}  - [`), save('/p/rules/house.yaml', house)])
    expect(out[0]).toContain('has no `source`  [unsourced]')
    expect(out[1]).toMatch(/1 new, 0 gone; 1 problem in all/)
    expect(out[2]).toMatch(/0 new, 1 gone; \d problems? in all/)
  })
})
