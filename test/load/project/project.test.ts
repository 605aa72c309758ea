import { describe, expect, test } from 'vitest'
import { memory } from '../../../src/load/memory.js'
import { packCatalog, unpackCatalog } from '../../../src/load/catalog/packed-catalog.js'
import { loadProject } from '../../../src/load/project/project.js'
import type { LoadedProject, ProjectRequest } from '../../../src/load/project/project.js'
import type { Loaded } from '../../../src/model/problem.js'
import { shipped } from '../shipped.js'
import { ids, smallTenant } from '../tenant/small-tenant.js'

const plan = 'changes: [{ op: addMembers, group: Sales, users: [Bob] }]\n'

async function load(entries: Readonly<Record<string, string>>, request: Partial<ProjectRequest> = {}): Promise<Loaded<LoadedProject>> {
  return loadProject(memory({ ...smallTenant, '/p/seatplan.yaml': 'tenant: ./tenant\n', '/p/plan.yaml': plan, ...entries }), { cwd: '/p', today: '2026-11-24', shipped: await shipped(), plan: 'plan.yaml', ...request })
}

const shown = ({ problems }: Loaded<unknown>): readonly string[] => problems.map(({ file, line, message }) => `${[file, line].filter((part) => part !== undefined).join(':')} ${message}`)

test('a project is loaded whole', async () => {
  const { value, problems } = await load({})
  expect(problems).toEqual([])
  expect(value?.rules.packs).toEqual(['service', 'current'])
  expect(value?.tenant.users).toBe(4)
  expect(value?.plan?.steps).toMatchObject([{ change: { op: 'addMembers', group: ids.sales, users: [ids.bob] }, place: { file: 'plan.yaml', line: 1, column: 11 } }])
  expect(value?.now).toBe('2026-11-24')
})

test('files are called as they are seen from the folder of the project', async () => {
  const found = await load({ '/p/plans/a.yaml': 'changes: [{ op: deleteGroup, group: Slaes }]' }, { cwd: '/p/plans', plan: 'a.yaml' })
  expect(shown(found)).toEqual(['plans/a.yaml:1 unknown group `Slaes`'])
})

test('what is wrong with rules, tenant and plan comes at once', async () => {
  const found = await load({
    '/p/seatplan.yaml': 'tenant: ./tenant\nrules: [current, ./rules]\n',
    '/p/rules/house.yaml': 'rules: [{ id: a, kind: seats, severity: error, reason: x, products: [NOWHERE] }]',
    '/p/tenant/organization.json': '{ "value": [',
    '/p/plan.yaml': 'changes: [{ op: deleteGroup, group: Slaes }]',
  })
  expect(shown(found)[0]).toBe('rules/house.yaml:1 unknown product `NOWHERE`')
  expect(shown(found).some((line) => line.startsWith('tenant/organization.json:1 '))).toBe(true)
})

describe('what is not there', () => {
  test.each([
    ['a tenant', { '/p/seatplan.yaml': 'now: \'2026-01-01\'\n' }, {}, ['seatplan.yaml no tenant is named']],
    ['the snapshot', { '/p/seatplan.yaml': 'tenant: ./nowhere\n' }, {}, ['seatplan.yaml:1 there is no snapshot `nowhere`']],
    ['the plan', {}, { plan: 'nowhere.yaml' }, ['nowhere.yaml there is no file `nowhere.yaml`']],
    ['the catalog', { '/p/seatplan.yaml': 'tenant: ./tenant\ncatalogs: ./nowhere\n' }, {}, ['seatplan.yaml:2 there is nothing at `nowhere`']],
    ['a pack', {}, { options: { rules: ['curent'] } }, ['--rules unknown pack `curent`']],
  ])('%s', async (_, entries, request, expected) => {
    expect(shown(await load(entries, request))).toEqual(expected)
  })
})

test('an overlay names a plan that rules then use', async () => {
  const { problems } = await load({
    '/p/seatplan.yaml': 'tenant: ./tenant\ncatalogs: ./overlay.yaml\nrules: [./rules]\n',
    '/p/overlay.yaml': 'plans: [{ servicePlanId: 00000000-0000-4000-8000-0000000000aa, servicePlanName: BRAND_NEW }]',
    '/p/rules/house.yaml': 'rules: [{ id: a, kind: mutually-exclusive, severity: error, reason: x, plans: [BRAND_NEW, EXCHANGE_S_STANDARD] }]',
  })
  expect(problems).toEqual([])
})

test('a condition about a group whose members are not listed is wrong input, unless asked for', async () => {
  const entries = {
    '/p/seatplan.yaml': 'tenant: ./tenant\nrules: [./rules]\n',
    '/p/rules/house.yaml': 'rules: [{ id: a, kind: condition, subject: user, severity: warning, reason: x, when: { all: [{ fact: groups, operator: includes, value: Inferred }] } }]',
  }
  expect(shown(await load(entries))).toEqual(['rules/house.yaml:1 the rule `a` reads the members of the group `Inferred`, which the snapshot does not list'])
  expect((await load(entries, { options: { assumeMembers: 'inferred' } })).problems).toEqual([])
})

test('a severity can be changed in the pack that is always loaded', async () => {
  const { packs } = await shipped()
  const id = packs.find(({ name }) => name === 'service')!.rules[0]!.id
  const { value } = await load({ '/p/seatplan.yaml': `tenant: ./tenant\nrules: [{ ${id}: warning }]\n` })
  expect(value?.rules.rules.find((rule) => rule.id === id)?.severity).toBe('warning')
})

test('the shipped catalog survives packing', async () => {
  const { catalog } = await shipped()
  const again = packCatalog(unpackCatalog(JSON.parse(JSON.stringify(catalog)) as typeof catalog))
  expect(again).toEqual(catalog)
})
