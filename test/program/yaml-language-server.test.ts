import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEditor, type Editor } from './language-client.js'

const requireNode = createRequire(import.meta.url)
const server = join(requireNode.resolve('yaml-language-server/package.json'), '../bin/yaml-language-server')
const seatplan = join(import.meta.dirname, '../../dist/seatplan.js')

/** The YAML language server as editors run it, in a project as `init` makes it, without any network. */
describe('the YAML language server in a new project', () => {
  let editor: Editor

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
    expect(spawnSync(process.execPath, [seatplan, 'init', '--quiet'], { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
    editor = await startEditor(folder, [server, '--stdio'], { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } })
  })

  afterAll(async () => void (await editor.quit()))

  let files = 0
  const fileOf = (): string => `a${files++}.yaml`
  const following = (schema: string, text: string): string => `# yaml-language-server: $schema=.seatplan/${schema}.schema.json\n${text}`
  /** As it is said where words stand between marks. */
  const marked = (value: unknown): object => ({ kind: 'markdown', value })
  const rule = (kind: string, more: string): string => following('rules', `rules:\n  - id: a\n    kind: ${kind}\n    severity: error\n    reason: Because.\n${more}`)

  test.each([
    ['a plan of a rule', rule('mutually-exclusive', '    plans: [TEA|]\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
    ['a plan after a dash', rule('mutually-exclusive', '    plans:\n      - TEA|\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
    ['what is required', rule('prerequisite', '    plan: MCOEV\n    requiresAnyOf: [TEA|]\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
    ['a product', rule('seats', '    products: [SPE|]\n'), 'SPE_E5', 'Microsoft 365 E5', 'SPE_E5'],
    ['a country', rule('usage-location', '    plan: MCOEV\n    prohibitedIn: [N|]\n'), 'NO', 'a country of ISO 3166-1', "'NO'"],
    ['a fact', rule('condition', '    subject: user\n    when: { fact: user| }\n'), 'userType', '`Member` or `Guest`', 'userType'],
    ['an operator', rule('condition', '    subject: user\n    when:\n      fact: userType\n      operator: equ|\n'), 'equal', 'compares a truth value or number or text with one value', 'equal'],
    ['products that a condition asks for', rule('condition', '    subject: user\n    when:\n      fact: products\n      operator: includesAnyOf\n      value: [SPE|]\n'), 'SPE_E5', 'Microsoft 365 E5', 'SPE_E5'],
    ['plans that a condition asks for', rule('condition', '    subject: user\n    when:\n      fact: plans\n      operator: includesAnyOf\n      value: [TEA|]\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
    ['how sure a rule is', following('rules', 'rules:\n  - id: a\n    certainty: obs|\n'), 'observed', 'Seen in a tenant, written nowhere.', 'observed'],
    ['a lint', following('config', 'lints:\n  unso|\n'), 'unsourced', marked('A rule has no `source`. See docs/lints/unsourced.md; `warning` without it.'), 'unsourced: '],
    ['an assumption', following('config', 'assumptions:\n  A-LEAVE|\n'), 'A-LEAVE-ALL', marked(expect.stringContaining('`false`: only the culprits stay.')), 'A-LEAVE-ALL: ${1:false}'],
    ['a state', following('scenario', 'expect:\n  states:\n    ada@contoso.com:\n      - state: Act|\n'), 'ActiveWithError', marked('Its state; `NotDetermined` where nobody can know it.'), 'ActiveWithError'],
    ['a kind', following('rules', 'rules:\n  - id: a\n    kind: |\n'), 'prerequisite', 'A plan or product works only where others are.', 'prerequisite'],
    ['what a change does', following('plan', 'changes:\n  - op: |\n'), 'deleteGroup', 'Deletes a group.', 'deleteGroup'],
    ['a product of a plan', following('plan', 'changes:\n  - op: assignLicense\n    to: { group: Sales }\n    addLicenses:\n      - sku: |\n'), 'SPE_E5', 'Microsoft 365 E5', 'SPE_E5'],
    ['a disabled plan', following('plan', 'changes:\n  - op: assignLicense\n    to: { group: Sales }\n    addLicenses: [{ sku: SPE_E5, disabledPlans: [TEA|] }]\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
    ['a product of a scenario', following('scenario', 'tenant:\n  subscribedSkus:\n    - sku: SPE|\n'), 'SPE_E5', 'Microsoft 365 E5', 'SPE_E5'],
    ['a plan of an overlay', following('overlay', 'products:\n  - skuId: 6fd2c87f-b296-42f0-b197-1e91e994b900\n    addServicePlans:\n      - TEA|\n'), 'TEAMS1', 'Microsoft Teams', 'TEAMS1'],
  ])('completes %s with what it is', async (_, marked, label, documentation, newText) => {
    const items = await editor.completion(fileOf(), marked)
    expect(items.filter((item) => item.label === label)).toEqual([expect.objectContaining({ documentation, textEdit: expect.objectContaining({ newText }) })])
  })

  test('completes the keys of the kind that is written, and of no other', async () => {
    const labels = (await editor.completion(fileOf(), rule('usage-location', '    |\n'))).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['prohibitedIn', 'plans', 'validTo']))
    expect(labels).not.toContain('requiresAnyOf')
  })

  test('writes whole rows into a map of lists', async () => {
    const items = await editor.completion(fileOf(), following('scenario', 'expect:\n  states:\n    |\n'))
    expect(items.find(({ label }) => label === 'for example')?.textEdit?.newText).toBe('ada@contoso.com:\n  - sku: STANDARDPACK\n    by: direct\n    state: Active')
  })

  test.each([
    ['a key', rule('prerequisite', '    requires|AnyOf: [TEAMS1]\n'), ['Any of these', 'A nested list is one alternative', 'Example:', 'EXCHANGE\\_S\\_STANDARD'.replaceAll('\\', '')]],
    ['a lint', following('config', 'lints: { unso|urced: off }\n'), ['A rule has no `source`.', 'docs/lints/unsourced.md', '`info`: It is told, blocks nothing and never counts.']],
    ['a word', following('config', 'seats: str|ict\n'), ['Whether units in their grace period can be assigned.', '`strict`']],
  ])('explains %s', async (_, marked, said) => {
    const text = await editor.hover(fileOf(), marked)
    for (const words of said) expect(text).toContain(words)
  })

  test.each([
    ['a wrong key', rule('mutually-exclusive', '    plans: [TEAMS1, MCOEV]\n    whithin: user\n'), 7, 'Property whithin is not allowed.'],
    ['a key of another kind', rule('mutually-exclusive', '    plans: [TEAMS1, MCOEV]\n    requiresAnyOf: [MCOEV]\n'), 7, 'Property requiresAnyOf is not allowed.'],
    ['a key of an object that may be a text', rule('mutually-exclusive', '    plans: [TEAMS1, { pln: MCOEV }]\n'), 6, 'Property pln is not allowed.'],
    ['a wrong severity', rule('seats', '').replace('error', 'eror'), 4, 'Value is not accepted. Valid values: "error", "warning", "info", "off".'],
    ['a wrong kind', rule('seat', ''), 3, 'Value is not accepted. Valid values: "mutually-exclusive", "prerequisite", "usage-location", "seats", "unique-proxy", "condition".'],
    ['a wrong change', following('plan', 'changes:\n  - { op: deleteGruop, group: Sales }\n'), 2, expect.stringContaining('Value is not accepted. Valid values: "assignLicense", "addMembers"')],
    ['a fact that nobody knows', rule('condition', '    subject: user\n    when: { fact: userTyp, operator: equal, value: Guest }\n'), 7, expect.stringContaining('Value is not accepted. Valid values: "accountEnabled", "capabilityStatus"')],
    ['an operator that nobody knows', rule('condition', '    subject: user\n    when: { fact: userType, operator: equals, value: Guest }\n'), 7, expect.stringContaining('Value is not accepted. Valid values: "equal", "exists"')],
    ['a country in small letters', rule('usage-location', '    plan: MCOEV\n    prohibitedIn: [BH, no]\n'), 7, "A country is two upper-case letters of ISO 3166-1 between quotes, such as 'NO'."],
    ['an id in another form', following('rules', 'rules:\n  - { id: One_Plan, kind: seats, severity: error, reason: x }\n'), 2, 'An id has small letters, digits and single hyphens, such as one-exchange-plan.'],
    ['a day in another form', rule('seats', '    validTo: 31.12.2026\n'), 6, 'A day is written year-month-day, such as 2026-11-24.'],
    ['a state that there is not', following('scenario', 'tenant: {}\nchanges: []\nexpect: { states: { ada@contoso.com: [{ state: Activ }] } }\n'), 3, 'Value is not accepted. Valid values: "Active", "ActiveWithError", "Disabled", "Error", "NotDetermined".'],
    ['a conflict of nothing', rule('mutually-exclusive', '    within: user\n'), 2, 'Missing property "plans".'],
    ['a need of nothing', rule('prerequisite', '    plan: MCOEV\n'), 2, 'Missing property "requiresAnyOf".'],
    ['a need of nobody', rule('prerequisite', '    requiresAllOf: [TEAMS1]\n'), 2, 'Missing property "plan".'],
    ['a location rule without countries', rule('usage-location', '    plan: MCOEV\n'), 2, 'Missing property "prohibitedIn".'],
    ['a number among names', rule('mutually-exclusive', '    plans: [TEAMS1, 5]\n'), 6, 'Incorrect type. Expected one of string, object.'],
  ])('points at %s, and says what there is', async (_, text, line, message) => {
    const diagnostics = await editor.open(fileOf(), text)
    expect(diagnostics.map((one) => ({ line: one.range.start.line, message: one.message }))).toEqual([{ line, message }])
  })

  test.each([
    ['sides of a conflict', rule('mutually-exclusive', '    each: [TEAMS1]\n    against: [MCOEV]\n')],
    ['a product that needs all of others', rule('prerequisite', '    product: SPE_E5\n    requiresAllOf: [EMS]\n')],
    ['a location that is needed', rule('usage-location', '    requiredFor: any\n')],
  ])('takes %s', async (_, text) => {
    expect(await editor.open(fileOf(), text)).toEqual([])
  })

  test.each(['TEAMS1', 'Microsoft Teams', '57ff2da0-773e-42df-b2af-ffb7a2317929', 'A_PLAN_OF_TOMORROW'])('takes %s for a plan', async (name) => {
    expect(await editor.open(fileOf(), rule('mutually-exclusive', `    plans: [${name}, MCOEV]\n`))).toEqual([])
  })
})
