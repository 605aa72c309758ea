import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Diagnostic } from 'vscode-languageserver/node'
import { startEditor, type Editor } from './language-client.js'

const root = join(import.meta.dirname, '../..')
const seatplan = join(root, 'dist/seatplan.js')

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const ada = '22222222-2222-4222-8222-222222222221'

const tenant = `organization: { countryLetterCode: 'CH' }
subscribedSkus:
  - { skuId: ${e3}, skuPartNumber: ENTERPRISEPACK, appliesTo: User, capabilityStatus: Enabled, prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }, consumedUnits: 1 }
groups:
  - { id: 11111111-1111-4111-8111-111111111111, displayName: Sales, securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [{ skuId: ${e3}, disabledPlans: [] }] }
  - { id: 11111111-1111-4111-8111-111111111112, displayName: Twins, securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [] }
  - { id: 11111111-1111-4111-8111-111111111113, displayName: Twins, securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [] }
groupMembers:
  - { groupId: 11111111-1111-4111-8111-111111111111, id: ${ada}, '@odata.type': '#microsoft.graph.user' }
users:
  - { id: ${ada}, userPrincipalName: ada@contoso.com, usageLocation: 'CH', accountEnabled: true, userType: Member, licenseAssignmentStates: [{ skuId: ${e3}, assignedByGroup: 11111111-1111-4111-8111-111111111111, disabledPlans: [], state: Active, error: None }] }
`
const overlay = `plans:
  - { servicePlanId: 33333333-3333-4333-8333-333333333333, servicePlanName: HOUSE_PLAN, displayName: The plan of the house, reason: Ours., source: 'https://example.com' }
products:
  - { skuId: 33333333-3333-4333-8333-333333333331, skuPartNumber: TWIN, displayName: The elder, servicePlans: [HOUSE_PLAN], reason: Ours., source: 'https://example.com' }
  - { skuId: 33333333-3333-4333-8333-333333333332, skuPartNumber: TWIN, displayName: The younger, servicePlans: [HOUSE_PLAN], reason: Ours., source: 'https://example.com' }
`
const rule = (id: string, more: string): string => `  - { id: ${id}, kind: mutually-exclusive, severity: error, ${more}, reason: An example., source: 'https://example.com', certainty: documented }\n`
const house = `rules:\n${rule('house-or-teams', 'plans: [TEAMS1, HOUSE_PLAN]')}`

const project: Readonly<Record<string, string>> = {
  'seatplan.yaml': 'tenant: ./tenant.yaml\nrules: [current, ./rules]\ncatalogs: [./catalogs/overlay]\n',
  'tenant.yaml': tenant,
  'catalogs/overlay/house.yaml': overlay,
  'rules/house.yaml': house,
  'rules/more.yaml': `rules:\n${rule('house-or-mail', 'plans: [EXCHANGE_S_STANDARD, HOUSE_PLAN]')}`,
}

let folder: string
let editor: Editor

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'seatplan-')))
  for (const [name, text] of Object.entries(project)) write(name, text)
  editor = await startEditor(folder, [seatplan, 'lsp', '--stdio', '--now', '2026-11-24'])
})

afterEach(async () => expect(await editor.quit()).toBe(0))

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

const shown = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ range, severity, code, message }) => `${range.start.line + 1}:${range.start.character + 1}-${range.end.character + 1} ${['', 'error', 'warning', 'info'][severity ?? 0]} ${code}: ${message}`)
const assign = (group: string, sku: string): string => `changes:\n  - { op: assignLicense, to: { group: ${group} }, addLicenses: [{ sku: ${sku}, disabledPlans: [] }] }\n`

describe('mistakes while typing', () => {
  test('an unsaved plan is read against the tenant, and mended by typing on', async () => {
    expect(shown(await editor.open('plan.yaml', assign('Slaes', 'ENTERPRISEPAK')))).toEqual([
      '2:39-44 error unknown-name: unknown group `Slaes`\ndid you mean `Sales`?',
      '2:69-82 error unknown-name: unknown product `ENTERPRISEPAK`\ndid you mean `ENTERPRISEPACK`?',
    ])
    expect(await editor.type('plan.yaml', assign('Sales', 'ENTERPRISEPACK'))).toEqual([])
  })

  test('what one file says is judged with what the others say: unsaved as well', async () => {
    const twice = `rules:\n${rule('mail-or-house', 'plans: [HOUSE_PLAN, EXCHANGE_S_STANDARD]')}`
    expect(shown(await editor.open('rules/more.yaml', project['rules/more.yaml']!))).toEqual([])
    const [other, own] = await Promise.all([editor.next('rules/more.yaml'), editor.open('rules/house.yaml', twice)])
    expect(own).toEqual([])
    expect(shown(other)).toEqual(['2:5-186 warning duplicate-rule: the rule `house-or-mail` means the same as `mail-or-house`\nsee rules/house.yaml:2; keep one of the two'])
  })

  test('a lint tells its page', async () => {
    const [found] = await editor.open('rules/house.yaml', house.replace(", source: 'https://example.com'", ''))
    expect(found).toMatchObject({ code: 'unsourced', source: 'seatplan', codeDescription: { href: pathToFileURL(join(root, 'docs/lints/unsourced.md')).href } })
  })

  test('while one file is broken, the others stand as they last could be read', async () => {
    expect(await editor.open('rules/house.yaml', house)).toEqual([])
    const idle = 'tenant: ./tenant.yaml\nrules: { packs: [current, ./rules], overrides: { house-or-teams: error } }\ncatalogs: [./catalogs/overlay]\n'
    expect(shown(await editor.open('seatplan.yaml', idle))).toEqual(['2:50-64 warning idle-override: the rule `house-or-teams` has the severity `error` anyway\nremove this line'])
    const [config, broken] = await Promise.all([editor.next('seatplan.yaml'), editor.type('rules/house.yaml', house.replace('plans: [', 'plans: [{'))])
    expect(shown(broken)[0]).toContain('error not-yaml')
    expect(shown(config)).toHaveLength(1)
    expect(await editor.hover('seatplan.yaml', idle.replace('house-or-', 'house-|or-'))).toContain('rule `house-or-teams` of `rules`')
    expect(await editor.type('rules/house.yaml', house)).toEqual([])
  })

  test('what changes on the disk is seen, and what is closed is forgotten', async () => {
    expect(await editor.open('rules/more.yaml', project['rules/more.yaml']!)).toEqual([])
    write('rules/more.yaml', project['rules/more.yaml']!.replace('HOUSE_PLAN', 'HOUSE_PLNA'))
    const next = editor.next('rules/more.yaml')
    await editor.close('rules/more.yaml')
    expect(shown(await next)).toEqual(['2:98-108 error unknown-name: unknown service plan `HOUSE_PLNA`\ndid you mean `HOUSE_PLAN`?'])
    write('rules/more.yaml', project['rules/more.yaml']!)
    const mended = editor.next('rules/more.yaml')
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(join(folder, 'rules/more.yaml')).href, type: 2 }] })
    expect(await mended).toEqual([])
  })

  test('files of others are none of its business', async () => {
    expect(await editor.open('docker-compose.yaml', 'services: { web: { image: nginx } }\n')).toEqual([])
    expect(shown(await editor.open('plan.yaml', 'chnages: []\n'))).toEqual(['1:1-8 error unknown-type: nothing tells what this file is: unknown key `chnages`\ndid you mean `changes`?'])
  })
})

describe('repairs', () => {
  const titlesAndTexts = async (file: string, text: string) => {
    const diagnostics = await editor.open(file, text)
    const uri = pathToFileURL(join(folder, file)).href
    return (await editor.actions(file, diagnostics.slice(0, 1))).map(({ title, kind, edit }) => [kind, title, edit?.changes?.[uri]?.map(({ newText }) => newText).join(' ')])
  }

  test.each([
    ['a name with one that is near', assign('Slaes', 'ENTERPRISEPACK'), [['quickfix', 'write `Sales`', 'Sales'], ['source.fixAll.seatplan', 'repair all that is safe to repair', 'Sales']]],
    ['a name with several that are near', assign('Sales', 'SPE_E'), [['quickfix', 'write `SPE_E3`', 'SPE_E3'], ['quickfix', 'write `SPE_E5`', 'SPE_E5']]],
    ['a product of an ambiguous name', assign('Sales', 'TWIN'), [['quickfix', 'write the id of `The elder`', '33333333-3333-4333-8333-333333333331'], ['quickfix', 'write the id of `The younger`', '33333333-3333-4333-8333-333333333332']]],
    ['a group of an ambiguous name', assign('Twins', 'ENTERPRISEPACK'), [
      ['quickfix', 'write the id of `Twins`, 11111111-1111-4111-8111-111111111112', '11111111-1111-4111-8111-111111111112'],
      ['quickfix', 'write the id of `Twins`, 11111111-1111-4111-8111-111111111113', '11111111-1111-4111-8111-111111111113'],
    ]],
    ['a wrong key', 'changes:\n  - { op: deleteGroup, gruop: Sales }\n', [['quickfix', 'write `group`', 'group'], ['source.fixAll.seatplan', 'repair all that is safe to repair', 'group']]],
    ['a wrong word', 'changes:\n  - { op: deleteGruop, group: Sales }\n', [['quickfix', 'write `deleteGroup`', 'deleteGroup'], ['source.fixAll.seatplan', 'repair all that is safe to repair', 'deleteGroup']]],
    ['a case that is not Microsoft\'s', assign('Sales', 'EnterprisePack'), [['quickfix', 'write `ENTERPRISEPACK`', 'ENTERPRISEPACK'], ['source.fixAll.seatplan', 'repair all that is safe to repair', 'ENTERPRISEPACK']]],
    ['nothing', assign('Sales', 'ENTERPRISEPACK'), []],
  ])('%s', async (_, text, expected) => {
    expect(await titlesAndTexts('plan.yaml', text)).toEqual(expected)
  })
})

describe('what a name means', () => {
  test.each([
    ['a service plan: who carries it, who names it, who has it', 'rules/house.yaml', house.replace('HOUSE', 'HO|USE'), ['service plan `HOUSE_PLAN`: The plan of the house', '2 products carry it: `TWIN`, `TWIN`.', '2 rules name it: `house-or-mail`, `house-or-teams`.', '0 users of the tenant have it.']],
    ['a product', 'plan.yaml', assign('Sales', 'ENTERPRISE|PACK'), ['product `ENTERPRISEPACK`: Office 365 E3', 'The tenant uses 1 of 10 units: 0 users directly, 1 by groups.', '1 group assigns it: `Sales`.']],
    ['a product by the name that people know', 'plan.yaml', assign('Sales', "'Office| 365 E3'"), ['product `ENTERPRISEPACK`: Office 365 E3']],
    ['a group', 'plan.yaml', assign('Sa|les', 'ENTERPRISEPACK'), ['group `Sales`', 'It has 1 member who is a user.', 'It assigns `ENTERPRISEPACK`.']],
    ['a user', 'plan.yaml', 'changes:\n  - { op: deleteUser, user: ada|@contoso.com }\n', ['user `ada@contoso.com`', 'Usage location: CH', '`ENTERPRISEPACK` from `Sales`: Active.']],
    ['a rule, where it is written', 'rules/house.yaml', house.replace('house-or', 'house|-or'), ['rule `house-or-teams` of `rules`', 'An example.', 'Severity `error`: it blocks, and the failure is recorded as `MutuallyExclusiveViolation`.']],
    ['a rule, where it is waived', 'waivers.yaml', "waivers:\n  - { rule: house|-or-teams, reason: For now., expires: '2026-12-31' }\n", ['rule `house-or-teams` of `rules`']],
    ['a fact', 'rules/house.yaml', 'rules:\n  - { id: a, kind: condition, subject: group, severity: warning, reason: x, when: { fact: member|Count, operator: equal, value: 1 } }\n', ['fact `memberCount`', 'How many users are direct members.', '`greaterThan`']],
    ['a pack', 'seatplan.yaml', 'rules: [cur|rent, ./rules]\n', ['pack `current`', 'What we would switch on today.', 'rules: `']],
    ['a column of a table: all that it gives', 'rules/house.test.yaml', table('nobody: { e3 and more + HOUSE_PLAN|: error }'), ['product `ENTERPRISEPACK`', 'service plan `HOUSE_PLAN`']],
  ])('%s', async (_, file, marked, said) => {
    const text = await editor.hover(file, marked)
    for (const words of said) expect(text).toContain(words)
  })

  test('nothing, where nothing is named', async () => {
    expect(await editor.hover('plan.yaml', assign('Nobody|', 'ENTERPRISEPACK'))).toBeUndefined()
    expect(await editor.hover('plan.yaml', 'title: Sal|es\nchanges: []\n')).toBeUndefined()
  })

  test.each([
    ['a rule of the project', 'waivers.yaml', "waivers:\n  - { rule: house|-or-teams, reason: For now., expires: '2026-12-31' }\n", () => join(folder, 'rules/house.yaml'), 2],
    ['a rule that came with seatplan', 'waivers.yaml', "waivers:\n  - { rule: conferencing|-needs-teams, reason: For now., expires: '2026-12-31' }\n", () => join(root, 'rules/current/teams.yaml'), expect.any(Number)],
    ['a plan of the project\'s catalog', 'rules/house.yaml', house.replace('HOUSE', 'HO|USE'), () => join(folder, 'catalogs/overlay/house.yaml'), 2],
    ['a pack', 'seatplan.yaml', 'rules: [cur|rent, ./rules]\n', () => join(root, 'rules/current/pack.yaml'), 1],
    ['a plan in a column', 'rules/house.test.yaml', table('nobody: { HOUSE|_PLAN: error }'), () => join(folder, 'catalogs/overlay/house.yaml'), 2],
    ['a product that came with seatplan', 'plan.yaml', assign('Sales', 'ENTERPRISE|PACK'), () => join(root, 'catalogs/microsoft/products.json'), expect.any(Number)],
  ])('leads to %s', async (_, file, marked, path, line) => {
    const places = await editor.definition(file, marked)
    expect(places.map(({ uri, range }) => ({ uri, line: range.start.line + 1 }))).toEqual([{ uri: pathToFileURL(path()).href, line }])
  })

  test('leads to each thing of an ambiguous name', async () => {
    expect((await editor.definition('plan.yaml', assign('Sales', 'TW|IN'))).map(({ range }) => range.start.line + 1)).toEqual([4, 5])
  })
})

const table = (row: string): string => `products: { e3: ENTERPRISEPACK, e3 and more: { sku: ENTERPRISEPACK } }\nusers: { nobody: {} }\ngroups: { Team: {} }\nplans: { leaves: { leaves: [Team] } }\ncases:\n  - rule: house-or-teams\n    verdicts:\n      ${row}\n`

describe('names while typing', () => {
  test.each([
    ['groups, as soon as the bracket is open', 'plan.yaml', 'changes:\n  - op: assignLicense\n    to: { group: |', ['Sales', 'Twins', 'Twins'], 'Sales'],
    ['users that begin so', 'plan.yaml', 'changes:\n  - op: deleteUser\n    user: ad|\n', ['ada@contoso.com'], 'ada@contoso.com'],
    ['a group that the plan itself creates', 'plan.yaml', 'changes:\n  - { op: createGroup, group: { displayName: Pilot } }\n  - { op: deleteGroup, group: | }\n', ['Pilot', 'Sales', 'Twins', 'Twins'], 'Pilot'],
    ['the plans of the product, and no others', 'plan.yaml', 'changes:\n  - op: assignLicense\n    to: { group: Sales }\n    addLicenses: [{ sku: 33333333-3333-4333-8333-333333333331, disabledPlans: [|] }]\n', ['HOUSE_PLAN'], 'HOUSE_PLAN'],
    ['the words of a fact', 'rules/house.yaml', 'rules:\n  - id: a\n    kind: condition\n    subject: user\n    when:\n      fact: userType\n      operator: equal\n      value: |\n', ['Member', 'Guest'], 'Member'],
    ['operators that fit the fact', 'rules/house.yaml', 'rules:\n  - id: a\n    kind: condition\n    subject: user\n    when:\n      fact: accountEnabled\n      operator: |\n', ['equal', 'notEqual'], 'equal'],
    ['rules as keys', 'seatplan.yaml', 'rules:\n  packs: [current, ./rules]\n  overrides:\n    house|\n', expect.arrayContaining(['house-or-teams', 'house-or-mail', 'conferencing-needs-teams']), 'analytics-needs-exchange: '],
    ['packs', 'seatplan.yaml', 'rules: [|, ./rules]\n', ['advisory', 'classic-2018', 'current', 'speculative'], 'advisory'],
    ['rules in the list of packs, once one is begun', 'seatplan.yaml', 'rules:\n  - current\n  - house|\n', expect.arrayContaining(['house-or-teams']), 'analytics-needs-exchange: '],
    ['rows of a table', 'rules/house.test.yaml', table('|: { e3: ok }'), ['nobody', 'Team', 'e3', 'e3 and more'], 'nobody'],
    ['columns of a table', 'rules/house.test.yaml', table('nobody: { |: ok }'), expect.arrayContaining(['leaves', 'e3', 'Team', 'HOUSE_PLAN']), 'as is'],
    ['users of a scenario\'s own tenant', 'scenarios/a.yaml', 'tenant:\n  users: [{ upn: bea@contoso.com }]\nchanges:\n  - { op: deleteUser, user: | }\nexpect: {}\n', ['bea@contoso.com'], 'bea@contoso.com'],
  ])('%s', async (_, file, marked, labels, first) => {
    const items = await editor.completion(file, marked)
    expect(items.map(({ label }) => label)).toEqual(labels)
    expect(items[0]?.textEdit?.newText).toBe(first)
  })

  test('products: what the tenant owns comes first; of an ambiguous name the ids are written', async () => {
    const items = await editor.completion('plan.yaml', assign('Sales', '|'))
    expect(items[0]).toMatchObject({ label: 'ENTERPRISEPACK', documentation: 'Office 365 E3; the tenant owns it', filterText: expect.stringContaining('Office 365 E3') })
    expect(items.filter(({ label }) => label === 'TWIN').map(({ textEdit }) => textEdit?.newText)).toEqual(['33333333-3333-4333-8333-333333333331', '33333333-3333-4333-8333-333333333332'])
  })
})

describe('where something is named', () => {
  const config = 'tenant: ./tenant.yaml\nrules: { packs: [current, ./rules], overrides: { house-or-teams: warning, one-yammer-edition: warning } }\ncatalogs: [./catalogs/overlay]\nwaivers: ./waivers.yaml\n'
  const waivers = "waivers:\n  - { rule: 'house-or-teams', reason: For now., expires: '2026-12-31' }\n"
  const tests = 'users: { nobody: {} }\ncases:\n  - rule: house-or-teams\n    verdicts: { nobody: { TEAMS1 + HOUSE_PLAN: warning, HOUSE_PLAN: ok } }\n  - verdicts: { nobody: { TEAMS1 + HOUSE_PLAN: { house-or-teams: warning } } }\n'

  beforeEach(() => {
    write('seatplan.yaml', config)
    write('waivers.yaml', waivers)
    write('rules/house.test.yaml', tests)
  })

  const places = (locations: Awaited<ReturnType<Editor['references']>>) => locations.map(({ uri, range }) => `${uri.slice(pathToFileURL(folder).href.length + 1)}:${range.start.line + 1}:${range.start.character + 1}`)

  test('a rule: where it is written, overridden, waived and tested', async () => {
    const marked = house.replace('house-or', 'house|-or')
    expect(places(await editor.references('rules/house.yaml', marked))).toEqual(['rules/house.test.yaml:3:11', 'rules/house.test.yaml:5:50', 'rules/house.yaml:2:11', 'seatplan.yaml:2:50', 'waivers.yaml:2:13'])
    expect(places(await editor.references('rules/house.yaml', marked, false))).not.toContain('rules/house.yaml:2:11')
  })

  test('a plan, also beside others in the column of a table, and in what is not saved yet', async () => {
    const twice = `${house}${rule('house-or-phone', 'plans: [MCOEV, HOUSE_PLAN]')}`
    expect(places(await editor.references('rules/house.yaml', twice.replace('HOUSE', 'HO|USE')))).toEqual(['catalogs/overlay/house.yaml:4:112', 'catalogs/overlay/house.yaml:5:114', 'rules/house.test.yaml:4:27', 'rules/house.test.yaml:4:57', 'rules/house.test.yaml:5:27', 'rules/house.yaml:2:86', 'rules/house.yaml:3:85', 'rules/more.yaml:2:98'])
  })

  test('a rule gets another name everywhere, and quotes stay', async () => {
    const files = await editor.rename('waivers.yaml', waivers.replace('house-or', 'house|-or'), 'teams-or-house')
    const texts = { 'rules/house.test.yaml': tests, 'rules/house.yaml': house, 'seatplan.yaml': config, 'waivers.yaml': waivers }
    expect(files).toEqual(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replaceAll('house-or-teams', 'teams-or-house')])))
  })

  test('also in files that nobody has opened and the project does not name', async () => {
    const scenario = 'tenant: {}\nchanges: []\nexpect:\n  findings:\n    - { rule: house-or-teams, code: MutuallyExclusiveViolation }\n'
    write('scenarios/later.yaml', scenario)
    write('plans/next.yaml', 'changes:\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: STANDARDPACK, disabledPlans: [TEAMS1] }] }\n')
    expect(places(await editor.references('rules/house.yaml', house.replace('house-or', 'house|-or')))).toContain('scenarios/later.yaml:5:15')
    expect(places(await editor.references('rules/house.yaml', house.replace('TEA', 'TEA|')))).toContain('plans/next.yaml:2:99')
    const files = await editor.rename('waivers.yaml', waivers.replace('house-or', 'house|-or'), 'teams-or-house')
    expect(files).toMatchObject({ 'scenarios/later.yaml': scenario.replace('house-or-teams', 'teams-or-house') })
  })

  test.each([
    ['another form', 'house-or-|teams', 'Teams_Or_House', '`Teams_Or_House` is no id of a rule: it has small letters, digits and single hyphens, such as one-exchange-plan'],
    ['a name that is taken', 'house-or-|teams', 'house-or-mail', 'there is a rule `house-or-mail` already'],
    ['a rule that came with seatplan', 'one-yammer-|edition', 'my-yammer', 'only rules of the project can be renamed here'],
  ])('no other name: %s', async (_, marked, name, why) => {
    expect(await editor.rename('seatplan.yaml', config.replace(marked.replace('|', ''), marked), name)).toBe(why)
  })
})
