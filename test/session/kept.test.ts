import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/check.js'
import { keptFiles } from '../../src/load/project/kept.js'
import { loadProject, type ProjectRequest } from '../../src/load/project/project.js'
import { remembered, type Files } from '../../src/load/files.js'
import { usualOptions } from '../../src/index.js'
import { openSession } from '../../src/session.js'
import { patience, runs, seed } from '../laws/runs.js'
import { shipped } from '../load/shipped.js'
import { ids, smallTenant } from '../load/tenant/small-tenant.js'
import { shelf, type Shelf } from './files.js'

const project: Readonly<Record<string, string>> = {
  ...smallTenant,
  '/p/seatplan.yaml': 'tenant: ./tenant\nrules: [current, ./rules]\n',
  '/p/rules/house.yaml': "rules: [{ id: a, kind: usage-location, severity: error, reason: x, plan: MCOMEETADV, prohibitedIn: ['CH'] }]\n",
  '/p/plan.yaml': 'changes: [{ op: addMembers, group: Sales, users: [Bob] }]\n',
}

const request = async (): Promise<ProjectRequest> => ({ cwd: '/p', today: '2026-11-24', env: {}, options: {}, shipped: await shipped(), plan: 'plan.yaml' })

describe('a session reads again', () => {
  test.each<[string, (entries: Map<string, string>) => void, readonly string[]]>([
    ['nothing where nothing changed', () => {}, []],
    ['the plan alone', (entries) => entries.set('/p/plan.yaml', 'changes: []\n'), ['/p/plan.yaml']],
    ['the groups, not the users', (entries) => entries.set('/p/tenant/groups.json', entries.get('/p/tenant/groups.json')!.replace('Unsaid', 'Unheard')), ['/p/tenant/groups.json']],
    ['a rules file alone', (entries) => entries.set('/p/rules/house.yaml', `${entries.get('/p/rules/house.yaml')}# a remark\n`), ['/p/rules/house.yaml']],
    ['a rules file that is new', (entries) => entries.set('/p/rules/new.yaml', 'rules: []\n'), ['/p/rules/new.yaml']],
    ['the tenant, where one of its files changed', (entries) => entries.set('/p/tenant/users.json', entries.get('/p/tenant/users.json')!.replace('"CH"', '"DE"')), ['/p/tenant/users.json']],
  ])('%s', async (_, edit, expected) => {
    const { files, entries, reads } = shelf(project)
    const session = openSession(files)
    await session.load(await request())
    session.files.settle()
    reads()
    edit(entries)
    expect(await session.files.changed()).toEqual(expected.map((path) => (path === '/p/rules/new.yaml' ? '/p/rules' : path)))
    const loaded = await session.load(await request())
    const again = reads()
    expect(expected.every((path) => again.includes(path))).toBe(true)
    // The small files of a tenant are read together; of the large ones, those that changed and the members of groups that matter now.
    const isSmall = (path: string): boolean => /members|organization|subscribedSkus/.test(path)
    if (!expected.some((path) => path.includes('users'))) expect(again.filter((path) => !isSmall(path))).toEqual(expected)
    expect(loaded.problems).toEqual([])
  })

  test('a file with another time and the same contents once, and makes nothing of it', async () => {
    const one = shelf(project)
    let stamp = 1
    const touched: Files = { ...one.files, stat: async (path) => ({ ...(await one.files.stat(path))!, stamp: String(stamp) }) }
    const kept = keptFiles(touched)
    let made = 0
    const make = () => remembered(kept, 'plan', async (files) => ((made += 1), files.read('/p/plan.yaml')))
    await make()
    stamp = 2
    expect(await kept.changed()).toEqual([])
    await make()
    expect(made).toBe(1)
  })
})

describe('what was looked at', () => {
  test('is also what was not there', async () => {
    const { files, entries } = shelf(project)
    const session = openSession(files)
    await session.load(await request())
    expect(session.files.looked()).toContain('/p/waivers.yaml')
    session.files.settle()
    entries.set('/p/waivers.yaml', 'waivers: []\n')
    expect(await session.files.changed()).toEqual(['/p/waivers.yaml'])
  })

  test('is watched on after a load that broke off early', async () => {
    const { files, entries } = shelf(project)
    const session = openSession(files)
    await session.load(await request())
    session.files.settle()
    entries.set('/p/seatplan.yaml', 'tenant: [')
    expect(await session.files.changed()).toEqual(['/p/seatplan.yaml'])
    expect((await session.load(await request())).value).toBeUndefined()
    entries.set('/p/rules/house.yaml', 'rules: []\n')
    expect(await session.files.changed()).toEqual(['/p/rules/house.yaml'])
  })
})

test('a held file is what it was, beside others that are new', async () => {
  const { files, entries } = shelf(project)
  const session = openSession(files)
  const before = await session.load(await request())
  session.files.settle()
  entries.set('/p/rules/house.yaml', 'rules: [{ id: a')
  entries.set('/p/plan.yaml', 'title: Nothing\nchanges: []\n')
  await session.files.changed()
  expect((await session.load(await request())).problems[0]?.file).toBe('rules/house.yaml')
  session.files.hold(['/p/rules/house.yaml'])
  const now = await session.load(await request())
  expect(now.problems).toEqual([])
  expect(now.value?.plan?.title).toBe('Nothing')
  expect(now.value?.rules.digest).toBe(before.value?.rules.digest)
  expect(await session.files.changed()).toEqual([])
  expect(await session.files.changed()).toEqual([])
  entries.set('/p/rules/house.yaml', project['/p/rules/house.yaml']!)
  expect(await session.files.changed()).toEqual(['/p/rules/house.yaml'])
})

test('a tenant with a broken file is what it was', async () => {
  const { files, entries } = shelf(project)
  const session = openSession(files)
  const before = await session.load(await request())
  session.files.settle()
  entries.set('/p/tenant/users.json', '{ "value": [')
  await session.files.changed()
  expect((await session.load(await request())).problems[0]?.file).toBe('tenant/users.json')
  session.files.hold(['/p/tenant/users.json'])
  expect((await session.load(await request())).value?.tenant).toBe(before.value?.tenant)
})

test('another country of the organization is another verdict on everybody without one', async () => {
  const { files, entries } = shelf({
    ...project,
    '/p/tenant/users.json': project['/p/tenant/users.json']!.replaceAll('"CH"', 'null'),
    '/p/rules/house.yaml': project['/p/rules/house.yaml']!.replace('MCOMEETADV', 'EXCHANGE_S_ENTERPRISE'),
    '/p/plan.yaml': 'changes: [{ op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }]\n',
  })
  const session = openSession(files)
  const broken = async (): Promise<readonly (string | null)[]> => {
    await session.files.changed()
    const { value, problems } = await session.load(await request())
    expect(problems).toEqual([])
    return (await session.check(value!, { ...usualOptions, remedies: 'none' })).findings.map(({ ruleId }) => ruleId)
  }
  const organization = project['/p/tenant/organization.json']!
  expect(await broken()).toContain('a')
  entries.set('/p/tenant/organization.json', organization.replace('"CH"', '"DE"'))
  expect(await broken()).not.toContain('a')
  entries.set('/p/tenant/organization.json', organization)
  expect(await broken()).toContain('a')
})

const salesMembers = `/p/tenant/members/${ids.sales}.json`
const exchange = 'efb87545-963c-4e0d-99df-69c6916d9eb0'
const skuIds = { ENTERPRISEPACK: '6fd2c87f-b296-42f0-b197-1e91e994b900', STANDARDPACK: '18181a46-0d4e-45cd-891e-60aabd171b4e' }
type Given = readonly [sku: keyof typeof skuIds, disabledPlans: readonly string[]]

/** The groups, where Sales gives a product. */
function gives([sku, disabledPlans]: Given): string {
  return project['/p/tenant/groups.json']!.replace('"assignedLicenses":[]', `"assignedLicenses":${JSON.stringify([{ skuId: skuIds[sku], disabledPlans }])}`)
}

function members(...users: readonly string[]): string {
  return JSON.stringify({ value: users.map((id) => ({ id, '@odata.type': '#microsoft.graph.user' })) })
}

/** The users, the first of whom has a product of her own, and one of Sales. */
function withRows(): string {
  const row = (sku: keyof typeof skuIds, assignedByGroup: string | null) => ({ skuId: skuIds[sku], disabledPlans: [], assignedByGroup, state: 'Active', error: 'None' })
  return project['/p/tenant/users.json']!.replace('"licenseAssignmentStates":[]', `"licenseAssignmentStates":${JSON.stringify([row('STANDARDPACK', null), row('ENTERPRISEPACK', ids.sales)])}`)
}

/** The users without the first, who is a member of Sales. */
function withoutFirst(): string {
  const { value } = JSON.parse(project['/p/tenant/users.json']!) as { value: unknown[] }
  return JSON.stringify({ value: value.slice(1) })
}

/** Some contents of each file, good and broken ones, and files that come and go. */
const contents: Readonly<Record<string, readonly (string | undefined)[]>> = {
  '/p/plan.yaml': [project['/p/plan.yaml'], 'changes: [{ op: updateUser, user: Ada, usageLocation: \'DE\' }, { op: assignLicense, to: { user: Ada }, addLicenses: [{ sku: ENTERPRISEPACK }] }]\n', 'changes: [{ op: deleteGroup, group: Slaes }]\n', undefined],
  '/p/rules/house.yaml': [project['/p/rules/house.yaml'], 'rules: []\n', 'rules: [', undefined],
  '/p/rules/more.yaml': [undefined, 'rules: [{ id: b, kind: condition, severity: error, subject: user, reason: y, when: { all: [{ fact: department, operator: equal, value: null }] } }]\n'],
  '/p/seatplan.yaml': [project['/p/seatplan.yaml'], 'tenant: ./tenant\n', 'tenant: ./nowhere\n'],
  '/p/tenant/users.json': [project['/p/tenant/users.json'], project['/p/tenant/users.json']!.replaceAll('"CH"', '"DE"'), '{', withRows(), withoutFirst()],
  '/p/tenant/groups.json': [project['/p/tenant/groups.json'], project['/p/tenant/groups.json']!.replace('Sales', 'Sails'), gives(['ENTERPRISEPACK', []]), gives(['ENTERPRISEPACK', [exchange]])],
  [salesMembers]: [project[salesMembers], members(ids.ada, ids.chris1), members(), undefined],
  '/p/tenant/groupMembers.ndjson': [undefined, `{"groupId":"${ids.sales}","id":"${ids.bob}","@odata.type":"#microsoft.graph.user"}\n`],
  '/p/tenant/organization.json': [project['/p/tenant/organization.json'], project['/p/tenant/organization.json']!.replace('"CH"', '"BH"')],
  '/p/tenant/subscribedSkus.json': [project['/p/tenant/subscribedSkus.json'], project['/p/tenant/subscribedSkus.json']!.replace('10', '1')],
  '/p/waivers.yaml': [undefined, "waivers: [{ rule: a, reason: fine, expires: '2027-01-01' }]\n"],
  '/p/overlay.yaml': [undefined, 'plans: [{ servicePlanId: 00000000-0000-4000-8000-0000000000aa, servicePlanName: BRAND_NEW }]\n'],
}

const paths = Object.keys(contents)
const sequences = runs(40, 1500)
test(`a session loads and says what a cold check does, whatever was saved before (${sequences} sequences, seed ${seed})`, () =>
  fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(paths.length - 1), fc.nat(4)), { minLength: 3, maxLength: 12, size: 'max' }), async (saves) => {
    const one = shelf(project)
    const session = openSession(one.files)
    for (const [which, version] of saves) {
      save(one, paths[which]!, version)
      await session.files.changed()
      const [warm, cold] = [await session.load(await request()), await loadProject(one.files, await request())]
      expect(warm.problems).toEqual(cold.problems)
      expect(warm.value === undefined).toBe(cold.value === undefined)
      if (warm.value === undefined || cold.value === undefined) continue
      session.files.settle()
      expect(JSON.stringify(await session.check(warm.value, usualOptions))).toBe(JSON.stringify(await check(cold.value, usualOptions)))
    }
  }), { seed, numRuns: sequences }), patience)

function save({ entries }: Shelf, path: string, version: number): void {
  const text = contents[path]![version % contents[path]!.length]
  if (text === undefined) entries.delete(path)
  else entries.set(path, text)
}
