import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { disk } from '../../src/load/disk.js'
import { memoryIo } from './memory-io.js'

const base = mkdtempSync(join(tmpdir(), 'seatplan-root-'))
afterAll(() => rmSync(base, { recursive: true }))

const tenant = JSON.stringify({ users: [{ id: '00000000-0000-4000-8000-000000000001', userPrincipalName: 'ada@contoso.com', usageLocation: 'CH', licenseAssignmentStates: [] }], groups: [], subscribedSkus: [] })
const scenario = (tenantPath: string, plan: string): string => `tenant: ${tenantPath}\nplan: ${plan}\nexpect: { findings: [] }\n`
const files: Readonly<Record<string, string>> = {
  'in/seatplan.yaml': 'tenant: tenant.json\n',
  'in/tenant.json': tenant,
  'in/plan.yaml': 'changes: []\n',
  'in/folder/placeholder.txt': '',
  'in/rules/house.yaml': 'rules: [{ id: house, kind: seats, severity: info, reason: None., keepFree: 0 }]\n',
  'in/rules/house.test.yaml': 'users: { clerk: {} }\ncases: [{ rule: house, verdicts: { clerk: { SHAREPOINTSTANDARD: ok } } }]\n',
  'in/ok.yaml': 'changes: [{ op: reprocess, usersFrom: folder/../list.csv }]\n',
  'in/list.csv': 'userPrincipalName\nada@contoso.com\n',
  'secret/list.csv': 'userPrincipalName\ntop-secret@contoso.com\n',
  'secret/tenant.json': tenant,
  'secret/plan.yaml': 'title: top-secret\nchanges: []\n',
  'secret/rules.yaml': 'rules: [{ id: top-secret, kind: seats, severity: off, reason: None., keepFree: 0 }]\n',
  'secret/waivers.yaml': 'waivers: []\n',
  'in2/list.csv': 'userPrincipalName\nada@contoso.com\n',
}

beforeEach(() => {
  rmSync(base, { recursive: true })
  for (const [path, text] of Object.entries(files)) write(path, text)
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true })
  writeFileSync(join(base, path), text)
}

async function run(line: readonly string[], cwd = 'in') {
  const io = { ...memoryIo(), files: disk(), cwd: join(base, cwd).replaceAll('\\', '/') }
  return { exit: await main(line, io), said: io.said(), complained: io.complained(), written: [...io.written.keys()] }
}

test.each([
  ['a plan with a list beside it', ['check', 'ok.yaml', '--root', '.', '--fail-on', 'never']],
  ['from above', ['check', 'in/ok.yaml', '--config', 'in/seatplan.yaml', '--root', 'in', '--fail-on', 'never'], ''],
  ['rules of the house', ['check', '--rules', './rules', '--root', '.', '--fail-on', 'never']],
  ['tests beside rules, without a pack\'s file', ['test', 'rules', '--root', '.']],
  ['files to lint, without a pack\'s file', ['lint', 'ok.yaml', 'rules', '--root', '.', '--fail-on', 'never', '--quiet']],
  ['a link that stays inside', ['check', 'link.yaml', '--root', '.', '--fail-on', 'never']],
])('%s: what lies inside is read', async (_, line, cwd = 'in') => {
  symlinkSync(join(base, 'in/ok.yaml'), join(base, 'in/link.yaml'))
  const { exit, complained } = await run(line, cwd)
  expect([exit, complained]).toEqual([0, ''])
})

const outside: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['usersFrom', { 'in/bad.yaml': 'changes: [{ op: reprocess, usersFrom: ../secret/list.csv }]\n' }, {}, ['check', 'bad.yaml']],
  ['usersFrom by an absolute path', { 'in/bad.yaml': `changes: [{ op: reprocess, usersFrom: '${base.replaceAll('\\', '/')}/secret/list.csv' }]\n` }, {}, ['check', 'bad.yaml']],
  ['a folder whose name only begins alike', { 'in/bad.yaml': 'changes: [{ op: reprocess, usersFrom: ../in2/list.csv }]\n' }, {}, ['check', 'bad.yaml']],
  ['a list that is a link', { 'in/bad.yaml': 'changes: [{ op: reprocess, usersFrom: linked.csv }]\n' }, { 'in/linked.csv': 'secret/list.csv' }, ['check', 'bad.yaml']],
  ['a folder that is a link', { 'in/bad.yaml': 'changes: [{ op: reprocess, usersFrom: linked/list.csv }]\n' }, { 'in/linked': 'secret' }, ['check', 'bad.yaml']],
  ['a plan that is a link', {}, { 'in/bad.yaml': 'secret/plan.yaml' }, ['check', 'bad.yaml']],
  ['the plan itself', {}, {}, ['check', '../secret/plan.yaml']],
  ['the tenant of the project\'s file', { 'in/seatplan.yaml': 'tenant: ../secret/tenant.json\n' }, {}, ['check', 'plan.yaml']],
  ['rules of the project\'s file', { 'in/seatplan.yaml': 'tenant: tenant.json\nrules: [../secret/rules.yaml]\n' }, {}, ['check', 'plan.yaml']],
  ['waivers of the project\'s file', { 'in/seatplan.yaml': 'tenant: tenant.json\nwaivers: [../secret/waivers.yaml]\n' }, {}, ['check', 'plan.yaml']],
  ['a rule among others that is a link', { 'in/seatplan.yaml': 'tenant: tenant.json\nrules: [./rules]\n' }, { 'in/rules/more.yaml': 'secret/rules.yaml' }, ['check', 'plan.yaml', '--output', 'out.txt', '--format', 'text']],
  ['waivers that nobody names and that are a link', {}, { 'in/waivers.yaml': 'secret/waivers.yaml' }, ['check', 'plan.yaml']],
  ['the tenant of a scenario', { 'in/s.yaml': scenario('../secret/tenant.json', 'plan.yaml') }, {}, ['test', 's.yaml']],
  ['the plan of a scenario', { 'in/s.yaml': scenario('tenant.json', '../secret/plan.yaml') }, {}, ['test', 's.yaml']],
  ['the rules of a scenario', { 'in/s.yaml': `rules: [../secret/rules.yaml]\n${scenario('tenant.json', 'plan.yaml')}` }, {}, ['test', 's.yaml']],
  ['the same of remedies', { 'in/bad.yaml': 'changes: [{ op: reprocess, usersFrom: ../secret/list.csv }]\n' }, {}, ['remedies', 'bad.yaml']],
  ['the same of list', { 'in/seatplan.yaml': 'tenant: ../secret/tenant.json\n' }, {}, ['list', 'users']],
]

test.each(outside)('%s: what lies outside is not read, and nothing is said to be well', async (_, more, links, line) => {
  for (const [path, text] of Object.entries(more)) write(path, text)
  for (const [path, to] of Object.entries(links)) symlinkSync(join(base, to), join(base, path))
  const confinedRun = await run([...line, '--root', '.'])
  expect(confinedRun).toMatchObject({ exit: 2, said: '', written: [] })
  expect(confinedRun.complained).toMatch(/lies outside of `--root \.`, and is not read/)
  expect(confinedRun.complained).not.toContain('top-secret@')
})

test('a project above the root is not taken', async () => {
  write('seatplan.yaml', 'tenant: nowhere\n')
  rmSync(join(base, 'in/seatplan.yaml'))
  expect(await run(['check', 'plan.yaml', '--tenant', 'tenant.json', '--root', '.', '--fail-on', 'never'])).toMatchObject({ exit: 0, complained: '' })
})

test('a root that is none', async () => {
  const { exit, complained } = await run(['check', 'plan.yaml', '--root', 'nowhere'])
  expect([exit, complained]).toEqual([2, expect.stringContaining('there is no folder `nowhere`')])
})

test.each<[string, readonly string[], RegExp]>([
  ['annotations', ['check', 'seats.yaml', '--format', 'github'], /^::error file=in\/seats\.yaml,line=1,col=11,/],
  ['issues of Azure', ['check', 'seats.yaml', '--format', 'azure'], /sourcepath=in\/seats\.yaml;linenumber=1;/],
  ['SARIF', ['check', 'seats.yaml', '--format', 'sarif'], /"artifactLocation":\{"uri":"in\/seats\.yaml","uriBaseId":"%SRCROOT%"\}/],
  ['annotations of many', ['check', 'seats.yaml', 'ok.yaml', '--format', 'github'], /^::error file=in\/seats\.yaml,line=1,col=11,/],
  ['annotations of tests', ['test', 's.yaml', '--format', 'github'], /^::error file=in\/s\.yaml,/],
  ['no other format', ['check', 'seats.yaml', '--format', 'json'], /"file": "seats\.yaml"/],
  ['nothing where files have no names', ['check', 'seats.yaml', '--format', 'github', '--anonymise'], /^::error file=[^/]*,line=1,/],
])('a project in a folder of the repository: %s name files as the repository does', async (_, line, says) => {
  write('in/seats.yaml', 'changes: [{ op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: STANDARDPACK, disabledPlans: [] }] }]\n')
  write('in/s.yaml', scenario('tenant.json', 'seats.yaml'))
  const { exit, said } = await run([...line, '--root', '..'])
  expect(exit).toBe(1)
  expect(said).toMatch(says)
})
