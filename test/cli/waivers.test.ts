import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import type { Finding, Report } from '../../src/model/report.js'
import { memoryIo } from './memory-io.js'

const e1 = '18181a46-0d4e-45cd-891e-60aabd171b4e'
const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const sales = '11111111-1111-4111-8111-111111111111'
const people = ['ada', 'bob', 'cem', 'dora', 'eve', 'fay', 'gil'].map((name, at) => ({ name, id: `22222222-2222-4222-8222-22222222222${at}` }))

const sku = (skuId: string, skuPartNumber: string, consumedUnits: number): object =>
  ({ skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits, prepaidUnits: { enabled: 50, warning: 0, suspended: 0, lockedOut: 0 } })

/** Seven people hold E1 and are in Sales; Marketing is the name of two groups. */
const tenant = JSON.stringify({
  organization: [{ countryLetterCode: 'CH' }],
  subscribedSkus: [sku(e1, 'STANDARDPACK', 7), sku(e3, 'ENTERPRISEPACK', 0)],
  groups: [
    { id: sales, displayName: 'Sales', securityEnabled: true, assignedLicenses: [] },
    ...['3', '4'].map(digit => ({ id: sales.replaceAll('1', digit), displayName: 'Marketing', securityEnabled: true, assignedLicenses: [] })),
  ],
  groupMembers: people.map(({ id }) => ({ groupId: sales, id, '@odata.type': '#microsoft.graph.user' })),
  users: people.map(({ name, id }) => ({ id, userPrincipalName: `${name}@contoso.com`, usageLocation: 'CH', licenseAssignmentStates: [{ skuId: e1, disabledPlans: [], assignedByGroup: null, state: 'Active', error: 'None' }] })),
})

const giving = (group: string): string => `title: E3\nchanges:\n  # first\n  - { op: assignLicense, to: { group: ${group} }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }\n`
const project = {
  '/home/ada/seatplan.yaml': 'tenant: tenant.json\nrules: [current, { one-sharepoint-plan: error }]\n',
  '/home/ada/tenant.json': tenant,
  '/home/ada/plan.yaml': giving('Sales'),
  '/home/ada/nothing.yaml': 'title: Nothing\nchanges: []\n',
}

interface Ran { readonly exit: number; readonly said: string; readonly complained: string; readonly files: Readonly<Record<string, string>> }

async function run(argv: readonly string[], files: Readonly<Record<string, string>> = project): Promise<Ran> {
  const io = memoryIo(files)
  const exit = await main(argv, io)
  return { exit, said: io.said(), complained: io.complained(), files: { ...files, ...Object.fromEntries(io.written) } }
}

async function checked(files: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Report & { readonly exit: number }> {
  const { exit, said, complained } = await run(['check', 'plan.yaml', '--remedies', 'none', '--format', 'json', ...more], files)
  expect(complained).toBe('')
  return { ...(JSON.parse(said) as Report), exit }
}

const waiving = (...items: readonly string[]): Readonly<Record<string, string>> => ({ ...project, '/home/ada/waivers.yaml': `waivers:\n${items.map(item => `  - { ${item}, reason: It is known., expires: '2026-12-31' }\n`).join('')}` })
const noticesOf = (report: Report): readonly string[] => report.notices.filter(({ id }) => id.startsWith('waiver') || id.startsWith('baseline')).map(({ id, text }) => `${id}: ${text}`)
const standing = (report: Report): readonly Finding[] => report.findings.filter(({ waived }) => waived === null)

const plain = await checked(project)
const fingerprints = plain.findings.map(({ fingerprint }) => fingerprint)

test('without waivers the plan fails', () => {
  expect(plain.exit).toBe(1)
  expect(plain.findings.length).toBeGreaterThan(0)
  expect(plain.summary.affectedUsers).toBe(7)
})

describe('a waiver covers', () => {
  test.each<[string, readonly string[]]>([
    ['single findings', fingerprints.map(fingerprint => `fingerprint: ${fingerprint}`)],
    ['a group by name', ['group: sales']],
    ['a group by GUID', [`group: ${sales.toUpperCase()}`]],
    ['rules', [...new Set(plain.findings.map(({ ruleId }) => `rule: ${ruleId}`))]],
    ['everybody, one by one', people.map(({ name }) => `user: ${name}@contoso.com`)],
  ])('%s', async (_, items) => {
    const report = await checked(waiving(...items))
    expect(report.summary).toMatchObject({ errors: 0, warnings: 0, affectedUsers: 0, waived: plain.findings.length, exitCode: 0 })
    expect(report.exit).toBe(0)
    expect(report.findings[0]!.waived).toMatchObject({ reason: 'It is known.', expires: '2026-12-31', owner: null, ticket: null, file: 'waivers.yaml', line: 2, column: 5 })
    expect(noticesOf(report)).toEqual([])
    expect(report.findings.map(({ id, fingerprint }) => [id, fingerprint])).toEqual(plain.findings.map(({ id, fingerprint }) => [id, fingerprint]))
  })

  test('users together, until the first of their waivers runs out; of one user the one that lasts longest', async () => {
    const until = (name: string, day: string): string => `  - { user: ${name}@contoso.com, reason: ${name} is known., expires: '${day}' }\n`
    const text = `waivers:\n${people.map(({ name }, at) => until(name, `2026-12-${30 - at}`)).join('')}${until('ada', '2026-12-01')}`
    const report = await checked({ ...project, '/home/ada/waivers.yaml': text })
    const waived = report.findings.find(({ users }) => users.count === people.length)!.waived
    expect(waived).toEqual({ reason: 'gil is known.', expires: '2026-12-24', owner: null, ticket: null, file: 'waivers.yaml', line: 8, column: 5, with: [7, 6, 5, 4, 3, 2].map(line => ({ file: 'waivers.yaml', line, column: 5 })) })
    expect(noticesOf(report)).toEqual(['waiver-unnecessary: waivers.yaml:9 waives the user ada@contoso.com, and another waiver of the same user lasts as long: it is not needed'])
    expect((await checked({ ...project, '/home/ada/waivers.yaml': text }, '--now', '2026-12-25')).exit).toBe(1)
  })

  test('not a finding that concerns others too', async () => {
    const report = await checked(waiving('user: ada@contoso.com'))
    expect(report.summary).toEqual(plain.summary)
    expect(noticesOf(report)).toEqual(['waiver-unused: waivers.yaml:2 waives the user ada@contoso.com, and no finding concerns only users who are waived'])
  })

  test('a list of files, where they are named', async () => {
    const files = { ...waiving('group: Sales'), '/home/ada/more.yaml': 'waivers: []\n' }
    expect((await checked(files, '--waivers', 'more.yaml,waivers.yaml')).exit).toBe(0)
    expect((await checked(files, '--waivers', 'more.yaml')).exit).toBe(1)
  })
})

describe('days', () => {
  test.each([['2026-12-30', 0], ['2026-12-31', 0], ['2027-01-01', 1]])('on %s the exit code is %d: the last day counts', async (now, exit) => {
    expect((await checked(waiving('group: Sales'), '--now', now)).exit).toBe(exit)
  })

  test('a waiver that has run out is a finding, at its place', async () => {
    const report = await checked(waiving('group: Sales'), '--now', '2027-01-01')
    const found = report.findings.find(({ ruleId }) => ruleId === 'waiver/expired')!
    expect(found).toMatchObject({ severity: 'warning', scope: 'waiver', origin: 'existing', rule: { file: 'waivers.yaml', line: 2, column: 5 }, evidence: { by: 'group', text: 'Sales', expires: '2026-12-31', covers: fingerprints } })
    expect(found.because[1]).toContain('counts again')
    expect(report.findings.map(({ id }) => id)).toEqual(report.findings.map((_, at) => `f${at + 1}`))
    expect(noticesOf(report)).toEqual([])
  })

  test('of what is gone it says to remove it', async () => {
    const { said } = await run(['check', 'nothing.yaml', '--now', '2027-01-01'], waiving('rule: one-sharepoint-plan'))
    expect(said.replaceAll(/\s+/g, ' ')).toContain('Nothing is found any more that it covered: remove it.')
  })

  test('a day that the calendar does not have is wrong input', async () => {
    const { exit, complained } = await run(['check', 'plan.yaml'], { ...project, '/home/ada/waivers.yaml': "waivers: [{ rule: a, reason: b, expires: '2026-02-30' }]\n" })
    expect([exit, complained]).toEqual([2, expect.stringContaining('waivers.yaml:1:42  error  `expires` is `2026-02-30`, which is no day of the calendar')])
  })
})

describe('what is of no use is told', () => {
  test.each<[string, readonly string[], string]>([
    ['nothing is found', ['rule: no-such-rule'], 'waiver-unused: waivers.yaml:2 waives the rule no-such-rule, and nothing is found that it covers: remove it'],
    ['nobody is called so', ['group: Oldtimers'], 'waiver-unused: waivers.yaml:2 waives the group Oldtimers, and this tenant has no such group'],
    ['another one is enough', ['group: Sales', 'rule: one-sharepoint-plan'], 'waiver-unnecessary: waivers.yaml:3 waives the rule one-sharepoint-plan, and another waiver covers all of it: it is not needed'],
  ])('%s', async (_, items, notice) => {
    expect(noticesOf(await checked(waiving(...items)))).toEqual([notice])
  })

  test('an ambiguous name is wrong input', async () => {
    const { exit, complained } = await run(['check', 'plan.yaml'], waiving('group: Marketing'))
    expect([exit, complained]).toEqual([2, expect.stringContaining('waivers.yaml:2:14  error  `Marketing` is the name of 2 groups')])
  })

  test('a file that is named and not there is wrong input', async () => {
    const { exit, complained } = await run(['check', 'plan.yaml', '--waivers', 'none.yaml'])
    expect([exit, complained]).toEqual([2, expect.stringContaining('there is no file `none.yaml`')])
  })
})

describe('seatplan waive', () => {
  const waive = (files: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ran> => run(['waive', 'f1', 'plan.yaml', '--reason', 'It is known.', '--expires', '30d', ...more], files)

  test.each([
    [['f1', 'plan.yaml', '--expires', '99999d'], '`--expires 99999d` is more than ten years away'],
    [['plan.yaml', 'f1', '--expires', '30d'], 'the finding stands before the plan: `seatplan waive f1 plan.yaml`'],
  ])('%j is wrong input', async (words, says) => {
    const { exit, complained, files } = await run(['waive', ...words, '--reason', 'It is known.'])
    expect([exit, complained]).toEqual([2, expect.stringContaining(says)])
    expect(files).toEqual(project)
  })

  test('writes one, says what passes, and check agrees', async () => {
    const { exit, said, files } = await waive(project, '--by', 'group', '--owner', 'it@contoso.com')
    expect([exit, said]).toEqual([0, expect.stringMatching(/^f1 \(.*\) is waived until 2026-12-24: waivers\.yaml\n(?:.*pass \d+ findings.*\n)? {6}the check passes\n$/)])
    expect(files['/home/ada/waivers.yaml']).toContain(`  - group: '${sales}'\n    reason: 'It is known.'\n    expires: '2026-12-24'\n    owner: 'it@contoso.com'\n`)
    expect((await checked(files)).exit).toBe(0)
  })

  test('keeps what stands in the file, and says what is not needed any more', async () => {
    const before = waiving(`fingerprint: ${fingerprints[0]}`)
    const text = `# ours\n${before['/home/ada/waivers.yaml']}  # the end\n`
    const { exit, complained } = await waive({ ...before, '/home/ada/waivers.yaml': text })
    expect([exit, complained]).toEqual([2, expect.stringContaining('f1 is waived already, until 2026-12-31')])
    const other = { ...before, '/home/ada/waivers.yaml': text.replace(fingerprints[0]!, 'abc') }
    expect((await waive(other)).files['/home/ada/waivers.yaml']!.startsWith('# ours\nwaivers:\n  - { fingerprint: abc,')).toBe(true)
  })

  test('without a project it says how to use it', async () => {
    const { '/home/ada/seatplan.yaml': _, ...files } = project
    const { exit, said } = await run(['waive', 'f1', 'plan.yaml', '--tenant', 'tenant.json', '--reason', 'x', '--expires', '2026-11-24'], files)
    expect([exit, said]).toEqual([0, expect.stringContaining('to use it, name it: `--waivers waivers.yaml`')])
  })

  test.each<[string, readonly string[], string]>([
    ['no reason', ['waive', 'f1', 'plan.yaml', '--expires', '30d'], 'a waiver needs a reason'],
    ['no last day', ['waive', 'f1', 'plan.yaml', '--reason', 'x'], 'a waiver needs a last day'],
    ['no day', ['waive', 'f1', 'plan.yaml', '--reason', 'x', '--expires', 'soon'], '`--expires soon` is no day'],
    ['a day that is over', ['waive', 'f1', 'plan.yaml', '--reason', 'x', '--expires', '2026-11-23'], 'is over already'],
    ['no such finding', ['waive', 'f99', 'plan.yaml', '--reason', 'x', '--expires', '1d'], 'there is no finding `f99`'],
    ['the plan forgotten', ['waive', 'f1', '--reason', 'x', '--expires', '1d'], 'seatplan waive f1 plan.yaml'],
  ])('refuses %s', async (name, argv, words) => {
    const { exit, complained, files } = await run(argv)
    expect([exit, complained]).toEqual([2, expect.stringContaining(name === 'the plan forgotten' ? 'there is no finding `f1`' : words)])
    expect(files).toEqual(project)
  })
})

describe('a baseline', () => {
  test('is written, and from then on only what is new counts', async () => {
    const { exit, complained, files } = await run(['check', 'plan.yaml', '--baseline', 'baseline.json', '--update-baseline', '--remedies', 'none'])
    expect([exit, complained]).toEqual([0, `wrote baseline.json: ${plain.findings.length} findings, ${plain.findings.length} new, 0 gone\n`.replace('1 findings', '1 finding')])
    const entries = (JSON.parse(files['/home/ada/baseline.json']!) as { baseline: { fingerprint: string }[] }).baseline
    expect(entries.map(({ fingerprint }) => fingerprint)).toEqual([...fingerprints].sort())
    expect(files['/home/ada/baseline.json']).not.toMatch(/"(?:line|column|count|users)"/)
    const report = await checked(files, '--baseline', 'baseline.json')
    expect([report.exit, standing(report), noticesOf(report)]).toEqual([0, [], []])
    expect(report.findings[0]!.waived).toMatchObject({ reason: 'in the baseline', expires: null, file: 'baseline.json' })
  })

  test('tells what is gone, and forgets it when asked', async () => {
    const { files } = await run(['check', 'plan.yaml', '--baseline', 'baseline.json', '--update-baseline', '--remedies', 'none'])
    const { said } = await run(['check', 'nothing.yaml', '--baseline', 'baseline.json'], files)
    expect(said.replaceAll(/\s+/g, ' ')).toMatch(/\d+ findings? of the baseline (?:is|are) gone: `--update-baseline` takes (?:it|them) out of baseline\.json/)
    const pruned = await run(['check', 'nothing.yaml', '--baseline', 'baseline.json', '--update-baseline'], files)
    expect(pruned.complained).toBe(`wrote baseline.json: 0 findings, 0 new, ${plain.findings.length} gone\n`)
  })

  test('that is not there is wrong input, and so is none', async () => {
    expect(await run(['check', 'plan.yaml', '--baseline', 'b.json'])).toMatchObject({ exit: 2, complained: expect.stringContaining('there is no baseline `b.json`') })
    expect(await run(['check', 'plan.yaml', '--update-baseline'])).toMatchObject({ exit: 2, complained: expect.stringContaining('`--update-baseline` needs a baseline') })
  })

  test('does not take over what a waiver covers', async () => {
    const { files } = await run(['check', 'plan.yaml', '--baseline', 'baseline.json', '--update-baseline', '--remedies', 'none'], waiving('group: Sales'))
    expect(files['/home/ada/baseline.json']).toContain('"baseline": []')
  })
})

describe('what fails', () => {
  const warned = { ...project, '/home/ada/seatplan.yaml': `tenant: tenant.json\nrules: [current, ${[...new Set(plain.findings.map(({ ruleId }) => `{ ${ruleId}: warning }`))].join(', ')}]\n` }

  test.each<[readonly string[], number]>([
    [[], 0], [['--max-warnings', '99'], 0], [['--max-warnings', '0'], 1], [['--fail-on', 'warning'], 1], [['--require-findings', 'none'], 1], [['--require-findings', 'none', '--fail-on', 'never'], 0],
  ])('of warnings alone %j gives %d', async (options, exit) => {
    const { exit: given, said } = await run(['check', 'plan.yaml', '--remedies', 'none', ...options], warned)
    expect(given).toBe(exit)
    expect(said).toMatch(new RegExp(`exit {6}${exit}, because`))
  })

  test.each(['x', '-1', '1.5', ''])('`--max-warnings %s` is no number', async text => {
    expect(await run(['check', `--max-warnings=${text}`])).toMatchObject({ exit: 2, said: '' })
  })
})

describe('formats', () => {
  test('a list of users names all of them, and changes no other format', async () => {
    const argv = ['check', 'plan.yaml', '--remedies', 'none', '--format', 'json', '--format', 'csv', '--output', 'users.csv']
    const { said, files } = await run(argv)
    expect(JSON.parse(said)).toEqual(await checked(project).then(({ exit: _, ...report }) => report))
    const rows: Record<string, string>[] = parseCsv(files['/home/ada/users.csv'] ?? files['users.csv']!, { columns: true, record_delimiter: '\r\n' })
    expect(new Set(rows.map(row => row['userPrincipalName']))).toEqual(new Set(people.map(({ name }) => `${name}@contoso.com`)))
    expect(rows.every(row => row['who'] === 'affected')).toBe(true)
  })

  test('a report is shown again in the same bytes, with the same exit code', async () => {
    const { files } = await run(['check', 'plan.yaml', '--format', 'json', '--output', '/home/ada/r.json'])
    for (const format of ['text', 'json', 'markdown', 'html', 'sarif', 'junit', 'github', 'azure', 'ndjson']) {
      const [first, again] = [await run(['check', 'plan.yaml', '--format', format]), await run(['report', 'r.json', '--format', format], files)]
      expect([again.exit, again.said]).toEqual([first.exit, first.said])
    }
    expect(await run(['report', 'r.json', '--fail-on', 'never'], files)).toMatchObject({ exit: 0 })
    expect(await run(['report', 'r.json', '--format', 'csv'], files)).toMatchObject({ complained: expect.stringContaining('make it with `--expand`') })
  })

  test('two reports are compared as diff compares', async () => {
    const plan = (await run(['check', 'plan.yaml', '--remedies', 'none', '--format', 'json'])).said
    const nothing = (await run(['check', 'nothing.yaml', '--remedies', 'none', '--format', 'json'])).said
    const files = { ...project, '/home/ada/a.json': plan, '/home/ada/b.json': nothing }
    expect(await run(['compare', 'a.json', 'a.json'], files)).toMatchObject({ exit: 0, said: expect.stringMatching(/^No difference/) })
    const { exit, said } = await run(['compare', 'b.json', 'a.json', '--format', 'json'], files)
    expect(exit).toBe(1)
    expect((JSON.parse(said) as { new: { fingerprint: string }[] }).new.map(({ fingerprint }) => fingerprint)).toEqual(fingerprints)
    expect(await run(['compare', 'a.json', 'plan.yaml'], files)).toMatchObject({ exit: 2, said: '' })
    const both = await run(['compare', 'b.json', 'a.json', '--format', 'json', '--output', 'd.json', '--format', 'text'], files)
    expect([both.exit, both.files['d.json']]).toEqual([1, said])
    expect(both.said).toBe((await run(['compare', 'b.json', 'a.json'], files)).said)
    expect(await run(['compare', 'b.json', 'a.json', '--output', './a.json'], files)).toMatchObject({ exit: 2, said: '', complained: expect.stringContaining('would overwrite an input') })
  })

  test('two answers to many checks are compared check by check', async () => {
    const many = async (...plans: readonly string[]) => (await run(['check', ...plans, '--tenant', 'tenant.json', '--tenant', 'tenant.json', '--remedies', 'none', '--format', 'json'])).said
    const one = (await run(['check', 'plan.yaml', '--remedies', 'none', '--format', 'json'])).said
    const both = await many('plan.yaml', 'nothing.yaml')
    const better = JSON.parse(both) as { results: { outcome: string; report: { findings: unknown[] } }[] }
    const failing = better.results.find(({ outcome }) => outcome === 'failed')!
    const gone = failing.report.findings.pop() as Finding
    const files = { ...project, '/home/ada/a.json': both, '/home/ada/b.json': JSON.stringify(better), '/home/ada/c.json': await many('nothing.yaml', 'none.yaml'), '/home/ada/one.json': one, '/home/ada/tests.json': JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version: '0.1.0' }, summary: { passed: 0, failed: 0, unread: 0 }, cases: { passed: 0, failed: 0, skipped: 0 }, scenarios: [], ruleTests: [] }) }
    expect(await run(['compare', 'a.json', 'a.json'], files)).toMatchObject({ exit: 0, said: expect.stringMatching(/^Not yet: 1 of 2 checks fails[^\n]*\nNo difference\n/) })
    expect(await run(['compare', 'a.json', 'b.json'], files)).toMatchObject({ exit: 1, said: expect.stringMatching(/\n\ntenant\.json, plan\.yaml: still failed\n {2}0 new, 0 grown, 0 shrunk, 1 gone; \d+ findings? unchanged\n {2}Gone\n {4}- f1 /) })
    expect(await run(['compare', 'a.json', 'c.json'], files)).toMatchObject({ exit: 1, said: expect.stringMatching(/\ntenant\.json, none\.yaml: new, unread\n\ntenant\.json, plan\.yaml: not checked any more\n/) })
    const { said } = await run(['compare', 'b.json', 'a.json', '--format', 'json'], files)
    const { results } = JSON.parse(said) as { results: { plan: string; before: string; after: string; findings: { new: { fingerprint: string }[] } }[] }
    expect(results.map(({ plan, before, after, findings }) => [plan, before, after, findings.new.map(({ fingerprint }) => fingerprint)])).toEqual([['nothing.yaml', 'passed', 'passed', []], ['plan.yaml', 'failed', 'failed', [gone.fingerprint]]])
    expect(await run(['compare', 'a.json', 'one.json'], files)).toMatchObject({ exit: 2, complained: expect.stringContaining('one of `a.json` and `one.json` is of one check, the other of many') })
    expect(await run(['compare', 'a.json', 'tests.json'], files)).toMatchObject({ exit: 2, complained: expect.stringContaining('tests.json  error  the file is the answer to tests') })
  })

  test('a fix of the SARIF log is a plan that cures', async () => {
    const { said } = await run(['check', 'plan.yaml', '--format', 'sarif'])
    const log = JSON.parse(said) as { runs: [{ results: { fixes?: { description: { text: string }; artifactChanges: [{ replacements: { deletedRegion: { startLine: number; startColumn: number }; insertedContent: { text: string } }[] }] }[] }[] }] }
    const fix = log.runs[0].results.flatMap(({ fixes = [] }) => fixes).find(({ description }) => description.text.endsWith(', clean)'))!
    const [{ deletedRegion: { startLine, startColumn }, insertedContent }] = fix.artifactChanges[0].replacements as [{ deletedRegion: { startLine: number; startColumn: number }; insertedContent: { text: string } }]
    const lines = project['/home/ada/plan.yaml'].split('\n')
    lines[startLine - 1] = lines[startLine - 1]!.slice(0, startColumn - 1) + insertedContent.text + lines[startLine - 1]!.slice(startColumn - 1)
    expect(lines.join('\n')).toMatch(/\n {2}# first\n {2}- \{"op":/)
    expect((await checked({ ...project, '/home/ada/plan.yaml': lines.join('\n') })).summary.errors).toBe(0)
  })
})
