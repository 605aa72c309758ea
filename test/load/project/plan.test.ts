import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivedId } from '../../../src/load/text/derived-id.js'
import { readDocument } from '../../../src/load/text/document.js'
import { memory } from '../../../src/load/memory.js'
import { unpackCatalog } from '../../../src/load/catalog/packed-catalog.js'
import { namedGroups, readPlan } from '../../../src/load/project/plan.js'
import { openTenant, readTenant } from '../../../src/load/tenant/tenant.js'
import { writeChange } from '../../../src/load/project/write-change.js'
import type { Catalog } from '../../../src/model/catalog.js'
import type { Change, Plan } from '../../../src/model/change.js'
import type { Loaded } from '../../../src/model/problem.js'
import type { Tenant } from '../../../src/model/tenant.js'
import { shipped } from '../shipped.js'
import { ids, smallTenant } from '../tenant/small-tenant.js'

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const e1 = '18181a46-0d4e-45cd-891e-60aabd171b4e'
const yammer = '7547a3fe-08ee-4ccb-b430-5077c5041653'

interface World {
  readonly catalog: Catalog
  readonly tenant: Tenant
}

let made: Promise<World> | undefined

function world(): Promise<World> {
  return (made ??= makeWorld())
}

async function makeWorld(): Promise<World> {
  const opened = await openTenant(memory(smallTenant), '/p/tenant')
  const tenant = await readTenant(opened.value!, { attributes: [], groups: new Set(Object.values(ids)), assumeMembersInferred: true })
  return { catalog: unpackCatalog((await shipped()).catalog), tenant: tenant.value! }
}

async function read(text: string, more: { readonly files?: Record<string, string>; readonly assumeMembersInferred?: boolean } = {}): Promise<Loaded<Plan>> {
  const document = readDocument('plan.yaml', text).value!
  return readPlan(document, { files: memory(more.files ?? { '/p/x': '' }), path: '/p/plan.yaml', assumeMembersInferred: more.assumeMembersInferred ?? false, ...(await world()) })
}

async function changes(text: string, files?: Record<string, string>): Promise<readonly Change[]> {
  const { value, problems } = await read(`changes:\n${text}`, files === undefined ? {} : { files })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value.steps.map(({ change }) => change)
}

describe('every op', () => {
  test.each<[string, string, Change]>([
    ['a licence for a group, by name', '{ op: assignLicense, to: { group: sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [YAMMER_ENTERPRISE] }], removeLicenses: [STANDARDPACK] }',
      { op: 'assignLicense', to: { group: ids.sales }, addLicenses: [{ skuId: e3, disabledPlans: [yammer] }], removeLicenses: [e1] }],
    ["Graph's own body", `{ op: assignLicense, to: { user: ${ids.ada.toUpperCase()} }, addLicenses: [{ disabledPlans: [${yammer.toUpperCase()}], skuId: ${e3.toUpperCase()} }], removeLicenses: [] }`,
      { op: 'assignLicense', to: { users: [ids.ada] }, addLicenses: [{ skuId: e3, disabledPlans: [yammer] }], removeLicenses: [] }],
    ['users in the order given', '{ op: assignLicense, to: { users: [bob@contoso.com, ADA@contoso.com] }, removeLicenses: [Office 365 E3] }',
      { op: 'assignLicense', to: { users: [ids.bob, ids.ada] }, addLicenses: [], removeLicenses: [e3] }],
    ['members', '{ op: setMembers, group: Sales, users: [Bob] }', { op: 'setMembers', group: ids.sales, users: [ids.bob] }],
    ['nobody', '{ op: setMembers, group: Sales, users: [] }', { op: 'setMembers', group: ids.sales, users: [] }],
    ['a location', "{ op: updateUser, user: Ada, usageLocation: 'NO', department: Sales, attributes: { city: Bern } }",
      { op: 'updateUser', user: ids.ada, set: { usageLocation: 'NO', attributes: { city: 'Bern', department: 'Sales' } } }],
    ['no location', '{ op: updateUser, user: Ada, usageLocation: null, proxyAddresses: [SMTP:Ada@contoso.com, ada@contoso.com] }',
      { op: 'updateUser', user: ids.ada, set: { usageLocation: null, proxyAddresses: ['smtp:ada@contoso.com'] } }],
    ['a group', '{ op: updateGroup, group: Sales, securityEnabled: false }', { op: 'updateGroup', group: ids.sales, set: { securityEnabled: false } }],
    ['a new group', '{ op: createGroup, group: { displayName: Pilot, assignedLicenses: [] } }',
      { op: 'createGroup', group: { id: derivedId('group', 'Pilot'), displayName: 'Pilot', assignedLicenses: [], securityEnabled: true, mailEnabled: false, groupTypes: [] } }],
    ['a new user', '{ op: createUser, user: { userPrincipalName: New@contoso.com, userType: Guest } }',
      { op: 'createUser', user: { id: derivedId('user', 'new@contoso.com'), userPrincipalName: 'New@contoso.com', usageLocation: null, accountEnabled: true, userType: 'Guest', onPremisesSyncEnabled: false, proxyAddresses: [], attributes: {} } }],
    ['an end', '{ op: deleteUser, user: Ada }', { op: 'deleteUser', user: ids.ada }],
    ['an end of a group', '{ op: deleteGroup, group: Sales }', { op: 'deleteGroup', group: ids.sales }],
    ['fewer units', '{ op: changeUnits, sku: ENTERPRISEPACK, add: -5 }', { op: 'changeUnits', sku: e3, add: -5 }],
    ['so many units', `{ op: changeUnits, skuId: ${e3}, set: 40 }`, { op: 'changeUnits', sku: e3, set: 40 }],
    ['another try for one', '{ op: reprocess, user: Ada }', { op: 'reprocess', users: [ids.ada] }],
    ['another try for all', '{ op: reprocess, group: Sales }', { op: 'reprocess', group: ids.sales }],
  ])('%s', async (_, text, expected) => {
    expect(await changes(`  - ${text}\n`)).toEqual([expected])
  })
})

describe('plans that are on and off', () => {
  test('`enabledPlans` switches everything else off, but what applies to the company', async () => {
    const [change] = await changes('  - { op: assignLicense, to: { user: Ada }, addLicenses: [{ sku: ENTERPRISEPACK, enabledPlans: [EXCHANGE_S_ENTERPRISE] }] }\n')
    const { catalog } = await world()
    const off = change?.op === 'assignLicense' ? change.addLicenses[0]!.disabledPlans : []
    const on = catalog.products.get(e3)!.servicePlans.filter(({ servicePlanId }) => !off.includes(servicePlanId))
    expect(on.filter(({ appliesTo }) => appliesTo === 'User').map(({ servicePlanId }) => catalog.plans.get(servicePlanId)!.servicePlanName)).toEqual(['EXCHANGE_S_ENTERPRISE'])
    expect([...off]).toEqual([...off].sort())
  })

  test('`disabledPlans` left out is everything on, and said so', async () => {
    const { value } = await read('changes: [{ op: assignLicense, to: { user: Ada }, addLicenses: [{ sku: AAD_PREMIUM }] }]')
    expect(value?.steps).toMatchObject([{ change: { addLicenses: [{ disabledPlans: [] }] } }])
    expect(value?.notices).toMatchObject([{ id: 'everything-on', text: expect.stringMatching(/^step 1 leaves out `disabledPlans` of AAD_PREMIUM, which switches on all \d+ service plans: .*AAD_PREMIUM/) as string }])
  })

  test.each(['disabledPlans', 'enabledPlans'])('a plan outside its product under `%s` is left to the simulation, which refuses the call', async (key) => {
    const { value, problems } = await read(`changes: [{ op: assignLicense, to: { user: Ada }, addLicenses: [{ sku: STANDARDPACK, ${key}: [EXCHANGE_S_STANDARD, AAD_PREMIUM_P2] }] }]`)
    const { catalog } = await world()
    const change = value?.steps[0]?.change
    const off = change?.op === 'assignLicense' ? change.addLicenses[0]!.disabledPlans.map((id) => catalog.plans.get(id)!.servicePlanName) : []
    expect(problems).toEqual([])
    expect(off).toContain('AAD_PREMIUM_P2')
    expect(off.includes('EXCHANGE_S_STANDARD')).toBe(key === 'disabledPlans')
  })
})

describe('what earlier steps make, later steps find', () => {
  test('a group by its name, a user by its name, both by their ids', async () => {
    const found = await changes([
      '  - { op: createGroup, group: { displayName: Pilot } }',
      '  - { op: createUser, user: { userPrincipalName: new@contoso.com } }',
      '  - { op: addMembers, group: pilot, users: [NEW@contoso.com] }',
      `  - { op: removeMembers, group: ${derivedId('group', 'Pilot')}, users: [${derivedId('user', 'new@contoso.com')}] }`,
    ].join('\n'))
    const both = { group: derivedId('group', 'Pilot'), users: [derivedId('user', 'new@contoso.com')] }
    expect(found.slice(2)).toEqual([{ op: 'addMembers', ...both }, { op: 'removeMembers', ...both }])
  })

  test('not before they are made', async () => {
    const { problems } = await read('changes:\n  - { op: addMembers, group: Pilot, users: [] }\n  - { op: createGroup, group: { displayName: Pilot } }\n')
    expect(problems).toMatchObject([{ line: 2, message: 'unknown group `Pilot`' }])
  })

  test('a group under its new name', async () => {
    const found = await changes('  - { op: updateGroup, group: Sales, displayName: Field }\n  - { op: deleteGroup, group: Field }\n')
    expect(found[1]).toEqual({ op: 'deleteGroup', group: ids.sales })
  })

  test('a name that a deletion made free again', async () => {
    const found = await changes('  - { op: deleteGroup, group: Sales }\n  - { op: createGroup, group: { displayName: Sales } }\n  - { op: deleteGroup, group: Sales }\n')
    expect(found[2]).toEqual({ op: 'deleteGroup', group: derivedId('group', 'Sales') })
  })
})

describe('lists of users', () => {
  const plan = '  - { op: addMembers, group: Sales, usersFrom: lists/new.csv }\n'
  test.each([
    ['by name', 'userPrincipalName\nada@contoso.com\nBOB@contoso.com\n'],
    ['by id, with other columns, in Excel of half of Europe', `\uFEFFname;id\r\nAda;${ids.ada}\r\nBob;${ids.bob.toUpperCase()}\r\n`],
    ['with quotes and an empty line', 'displayName,UserPrincipalName\n"Ada, Countess",ada@contoso.com\n\n"Bob","bob@contoso.com"\n'],
  ])('%s', async (_, csv) => {
    expect(await changes(plan, { '/p/lists/new.csv': csv })).toEqual([{ op: 'addMembers', group: ids.sales, users: [ids.ada, ids.bob] }])
  })
})

describe('a group whose members nobody listed', () => {
  const text = 'changes: [{ op: addMembers, group: Inferred, users: [Ada] }]'
  test('cannot be changed', async () => {
    expect((await read(text)).problems).toMatchObject([{ code: 'members-unknown', line: 1, hint: `export \`members/${ids.inferred}\`, or take those who hold something by it: \`--assume-members inferred\`` }])
  })
  test('unless that is asked for', async () => {
    expect((await read(text, { assumeMembersInferred: true })).problems).toEqual([])
  })
  test('may get another name', async () => {
    expect((await read('changes: [{ op: updateGroup, group: Inferred, displayName: x }]')).problems).toEqual([])
  })
})

test('an empty plan is a plan', async () => {
  expect(await read('changes: []')).toEqual({ value: { title: 'plan.yaml', file: 'plan.yaml', list: { style: 'flow', column: 10 }, steps: [], notices: [] }, problems: [] })
})

test('steps know where they stand', async () => {
  const { value } = await read('title: Two\nchanges:\n  - op: deleteUser\n    user: Ada\n  - { op: deleteUser, user: Bob }\n')
  expect(value?.steps.map(({ place }) => [place.line, place.column])).toEqual([[3, 5], [5, 5]])
})

test('the groups that a plan names are known before users are read', async () => {
  const text = `changes: [{ op: addMembers, group: Sales, users: [] }, { op: assignLicense, to: { group: ${ids.twins1} } }, { op: createGroup, group: { displayName: Pilot } }, { op: addMembers, group: Nobody }, 7]`
  expect(namedGroups(readDocument('p.yaml', text).value!, (await world()).tenant.groups)).toEqual([ids.sales, ids.twins1])
})

test('a change that is written and read again is the same change', async () => {
  const { catalog } = await world()
  const skus = fc.constantFrom(...[...catalog.products.keys()].slice(0, 20))
  const plans = fc.constantFrom(...[...catalog.plans.keys()].slice(0, 20))
  const users = fc.uniqueArray(fc.constantFrom(ids.ada, ids.bob, ids.chris1, ids.chris2))
  const some = fc.uniqueArray(fc.constantFrom(ids.ada, ids.bob, ids.chris1, ids.chris2), { minLength: 1 })
  const licenses = fc.uniqueArray(fc.record({ skuId: skus, disabledPlans: fc.uniqueArray(plans).map((list) => list.sort()) }), { selector: ({ skuId }) => skuId, maxLength: 4 })
  const attributes = fc.dictionary(fc.constantFrom('city', 'department', 'jobTitle'), fc.constantFrom('x', 'y')).map((all) => ({ ...all }))
  const sortedLicenses = licenses.map((list) => [...list].sort((a, b) => (a.skuId < b.skuId ? -1 : 1)))
  const set = fc.record({ usageLocation: fc.constantFrom('CH', 'NO', null), accountEnabled: fc.boolean(), userType: fc.constantFrom('Member', 'Guest', null), proxyAddresses: fc.constantFrom([], ['smtp:a@b.c', 'x500:/o=x']), onPremisesSyncEnabled: fc.boolean() })
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ to: fc.oneof(fc.record({ group: fc.constant(ids.sales) }), fc.record({ users: some })), addLicenses: licenses, removeLicenses: fc.uniqueArray(skus, { maxLength: 4 }) }).map((body): Change => ({ op: 'assignLicense', ...body, removeLicenses: body.removeLicenses.filter((id) => !body.addLicenses.some(({ skuId }) => skuId === id)) })),
    fc.record({ op: fc.constantFrom('addMembers' as const, 'removeMembers' as const, 'setMembers' as const), group: fc.constant(ids.sales), users }),
    fc.record({ op: fc.constant('updateUser' as const), user: fc.constant(ids.ada), set }),
    fc.record({ op: fc.constant('updateUser' as const), user: fc.constant(ids.ada), set: fc.record({ attributes: attributes.filter((all) => Object.keys(all).length > 0).map(sortedKeys) }) }),
    fc.record({ op: fc.constant('updateGroup' as const), group: fc.constant(ids.sales), set: fc.record({ securityEnabled: fc.boolean(), groupTypes: fc.constantFrom([], ['Unified']) }) }),
    sortedLicenses.map((assignedLicenses): Change => ({ op: 'createGroup', group: { id: derivedId('group', 'Pilot'), displayName: 'Pilot', assignedLicenses, securityEnabled: true, mailEnabled: false, groupTypes: [] } })),
    fc.record({ set, attributes: attributes.map(sortedKeys) }).map(({ set, attributes }): Change => ({ op: 'createUser', user: { id: derivedId('user', 'n@b.c'), userPrincipalName: 'n@b.c', ...set, attributes } })),
    fc.record({ op: fc.constantFrom('deleteUser' as const, 'restoreUser' as const), user: fc.constant(ids.bob) }),
    fc.record({ op: fc.constant('deleteGroup' as const), group: fc.constant(ids.twins1) }),
    fc.record({ op: fc.constant('changeUnits' as const), sku: skus, add: fc.integer({ min: -100, max: 100 }) }),
    fc.record({ op: fc.constant('changeUnits' as const), sku: skus, set: fc.integer({ min: 0, max: 100 }) }),
    fc.oneof(fc.record({ op: fc.constant('reprocess' as const), users: some }), fc.record({ op: fc.constant('reprocess' as const), group: fc.constant(ids.sales) })),
  )
  await fc.assert(
    fc.asyncProperty(change, async (one) => {
      const { value, problems } = await read(JSON.stringify({ changes: [writeChange(one)] }))
      expect(problems).toEqual([])
      expect(value?.steps.map((step) => step.change)).toEqual([one])
      expect(value?.notices).toEqual([])
    }),
    { seed: 3, numRuns: 400 },
  )
})

function sortedKeys(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
}
