import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { completions } from '../../src/cli/repl/complete.js'
import { openDesk } from '../../src/cli/repl/desk.js'
import { readShort } from '../../src/cli/repl/short-form.js'
import { loadProject } from '../../src/load/project/project.js'
import { memory } from '../../src/load/memory.js'
import { openSession, usualOptions } from '../../src/index.js'
import { memoryIo, type MemoryIo } from '../cli/memory-io.js'
import { shipped } from '../load/shipped.js'
import { ids, smallTenant } from '../load/tenant/small-tenant.js'

const project = {
  ...smallTenant,
  '/p/seatplan.yaml': "tenant: ./tenant\nrules: [./rules]\nnow: '2026-11-24'\n",
  '/p/rules/house.yaml': "rules: [{ id: no-e3-there, kind: usage-location, severity: error, product: ENTERPRISEPACK, prohibitedIn: ['CH'], reason: Nobody sells it there. }]\n",
  '/p/plan.yaml': 'title: For Ada\nchanges: [{ op: assignLicense, to: { user: Ada }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }]\n',
}

interface Said {
  readonly exit: number
  readonly io: MemoryIo
  /** What each line was answered. */
  readonly answers: readonly string[]
}

async function talk(lines: readonly string[], plan?: string, isTerminal = false): Promise<Said> {
  const io = memoryIo(project)
  const answers: string[] = []
  const note = (text: string) => void (answers.length > 0 && (answers[answers.length - 1] += text))
  const prompt = () => ({
    isTerminal,
    async *lines() {
      for (const line of lines) {
        answers.push('')
        yield line
      }
    },
  })
  const exit = await main(['repl', ...(plan === undefined ? [] : [plan])], { ...io, cwd: '/p', prompt, out: (text) => (io.out(text), note(text)), err: (text) => (io.err(text), note(text)) })
  return { exit, io, answers }
}

describe('a talk', () => {
  test('begins with how many there are and how they stand', async () => {
    const { exit, io } = await talk([])
    expect(io.complained()).toBe('4 users. In order: no error and no warning.\n`help` lists what can be asked; nothing is written to a tenant\n')
    expect(exit).toBe(0)
  })

  test('tries, says the difference, and takes it back', async () => {
    const { exit, answers } = await talk(['try assignLicense ENTERPRISEPACK to ada@contoso.com', 'why f1', 'undo', 'findings', 'undo'])
    expect(answers[0]).toBe('step 1, assignLicense: refused, ProhibitedInUsageLocationViolation\nNot yet: 1 error; 1 user affected. 1 of 1 step refused.\n1 new, 0 grown, 0 shrunk, 0 gone; 0 findings unchanged\n\nNew\n  + f1  error  no-e3-there  1 user  ENTERPRISEPACK\n')
    expect(answers[1]).toContain('Nobody sells it there.')
    expect(answers[1]).toContain('    ways out remedies f1\n')
    expect(answers[2]).toContain('0 new, 0 grown, 0 shrunk, 1 gone')
    expect(answers[3]).toBe('In order: no error and no warning.\n')
    expect(answers[4]).toBe('error  nothing was tried yet\n      `try` adds a change\n')
    expect(exit).toBe(2)
  })

  test('goes on with a plan, shows ways out and takes one', async () => {
    const { answers } = await talk(['remedies f1', 'take f1.r1', 'findings', 'plan', 'undo', 'findings'], 'plan.yaml')
    expect(answers[0]).toContain('Set the usage location of ada@contoso.com')
    expect(answers[1]).toContain('Clear: the plan brings no error and no warning.\n')
    expect(answers[3]).toMatch(/^title: 'For Ada'\nchanges:\n {2}- op: updateUser\n {4}user: .* {2}# ada@contoso.com\n/)
    expect(answers[5]).toContain('f1  error  no-e3-there')
  })

  test('takes a change as a plan writes it, and groups that the plan made', async () => {
    const { answers } = await talk(["try { op: createGroup, group: { displayName: Pilot } }", 'try addMembers bob@contoso.com to Pilot', 'try assignLicense ENTERPRISEPACK to Pilot', 'plan'])
    expect(answers[2]).toContain('1 new')
    expect(answers[3]).toContain("group: 'Pilot'")
  })

  test('explains users, groups and rules', async () => {
    const { answers } = await talk(['user ada@contoso.com', 'group Sales', 'explain no-e3-there', 'user', 'user nobody'])
    expect(answers[0]).toContain('user ada@contoso.com')
    expect(answers[1]).toContain('group Sales')
    expect(answers[2]).toContain('rule no-e3-there')
    expect(answers[3]).toContain('whom or what?')
    expect(answers[4]).toContain('`nobody`')
  })

  test('saves the plan on request, and over no file', async () => {
    const { io, answers } = await talk(['plan save better.yaml', 'plan save plan.yaml', 'plan sav x'], 'plan.yaml')
    expect(io.written.get('/p/better.yaml')).toContain('op: assignLicense')
    expect(answers[0]).toBe('wrote better.yaml\n')
    expect(answers[1]).toBe('error  there is a file `plan.yaml` already\n      choose another name\n')
    expect(answers[2]).toContain('write `plan`, or `plan save FILE`')
    expect(io.written.size).toBe(1)
  })

  test.each([
    ['tri x', 'unknown command `tri`\n      did you mean `try`?'],
    ['try', '`try` needs a change'],
    ['try frobnicate x', 'unknown change `frobnicate`'],
    ['try removeLicense ENTERPRISEPACK', 'this is no `removeLicense`\n      write `try removeLicense PRODUCT, ... from NAME`'],
    ['try deleteUser nobody', 'unknown user `nobody`'],
    ['try deleteGroup Twins', '`Twins` is the name of 2 groups'],
    ['try { op: deleteGrup, group: Sales }', '`deleteGrup`'],
    ['try { op: [', 'error'],
    ['why f9', 'there is no finding `f9`\n      there are no findings'],
    ['take f1.r1', 'there is no way out `f1.r1`'],
  ])('says what is wrong with `%s`', async (line, expected) => {
    const { exit, answers } = await talk([line, 'findings'])
    expect(answers[0]).toContain(expected)
    expect(answers[1]).toContain('In order')
    expect(exit).toBe(2)
  })

  test('a mistake at a terminal is no failure, and quit ends', async () => {
    const { exit, answers } = await talk(['tri', '', '# a remark', 'help', 'quit', 'findings'], undefined, true)
    expect(exit).toBe(0)
    expect(answers).toHaveLength(5)
    expect(answers[3]).toContain('  try removeLicense PRODUCT, ... from NAME\n')
  })
})

test('says the same as a check of the plan that it shows', async () => {
  const { io, answers } = await talk(['try assignLicense ENTERPRISEPACK to Sales', 'try changeUnits ENTERPRISEPACK =0', 'try reprocess Sales', 'findings', 'plan save all.yaml'])
  const entries = { ...project, '/p/all.yaml': io.written.get('/p/all.yaml')! }
  const session = openSession(memory(entries))
  const loaded = await loadProject(memory(entries), { cwd: '/p', today: '2026-11-24', env: {}, options: {}, shipped: await shipped(), plan: 'all.yaml', memberships: 'all' })
  const report = await session.check(loaded.value!, usualOptions)
  expect(report.findings.map(({ id, ruleId }) => `${id} ${ruleId}`)).toEqual(answers[3]!.split('\n').slice(1, -1).map((line) => `${line.split('  ')[0]} ${line.split('  ')[2]}`))
  expect(report.findings.length).toBeGreaterThan(0)
})

const isGroup = (name: string): boolean => name === 'Office 365 E3'

test.each<[string, object]>([
  ['assignLicense EMS, SPE_E5 to Office 365 E3 without INTUNE_A, "MFA PREMIUM"', { op: 'assignLicense', to: { group: 'Office 365 E3' }, addLicenses: [{ sku: 'EMS', disabledPlans: ['INTUNE_A', 'MFA PREMIUM'] }, { sku: 'SPE_E5', disabledPlans: ['INTUNE_A', 'MFA PREMIUM'] }] }],
  ['assignLicense EMS to ada, bob', { op: 'assignLicense', to: { users: ['ada', 'bob'] }, addLicenses: [{ sku: 'EMS', disabledPlans: [] }] }],
  ['removelicense EMS from "Ada, Countess"', { op: 'assignLicense', to: { user: 'Ada, Countess' }, removeLicenses: ['EMS'] }],
  ['addMembers ada, bob to Office 365 E3', { op: 'addMembers', group: 'Office 365 E3', users: ['ada', 'bob'] }],
  ['removeMembers ada from "Office 365 E3"', { op: 'removeMembers', group: 'Office 365 E3', users: ['ada'] }],
  ['setMembers ada of Sales', { op: 'setMembers', group: 'Sales', users: ['ada'] }],
  ['updateUser ada set usageLocation=CH, accountEnabled=false, department=null', { op: 'updateUser', user: 'ada', usageLocation: 'CH', accountEnabled: false, department: null }],
  ['updateGroup Sales set displayName=Selling', { op: 'updateGroup', group: 'Sales', displayName: 'Selling' }],
  ['createUser new@contoso.com set usageLocation=CH', { op: 'createUser', user: { userPrincipalName: 'new@contoso.com', usageLocation: 'CH' } }],
  ['createGroup The new ones', { op: 'createGroup', group: { displayName: 'The new ones' } }],
  ['deleteUser ada', { op: 'deleteUser', user: 'ada' }],
  ['restoreUser ada', { op: 'restoreUser', user: 'ada' }],
  ['deleteGroup Sales', { op: 'deleteGroup', group: 'Sales' }],
  ['changeUnits EMS +5', { op: 'changeUnits', sku: 'EMS', add: 5 }],
  ['changeUnits EMS -5', { op: 'changeUnits', sku: 'EMS', add: -5 }],
  ['changeUnits EMS = 40', { op: 'changeUnits', sku: 'EMS', set: 40 }],
  ['reprocess Office 365 E3', { op: 'reprocess', group: 'Office 365 E3' }],
  ['reprocess ada, bob', { op: 'reprocess', users: ['ada', 'bob'] }],
])('`try %s`', (text, change) => {
  expect(readShort(text, isGroup)).toEqual({ change })
})

test.each<[string, readonly string[], string]>([
  ['re', ['remedies '], 're'],
  ['try add', ['addMembers '], 'add'],
  ['user a', ['ada@contoso.com'], 'a'],
  ['try addMembers bo', ['bob@contoso.com'], 'bo'],
  ['try addMembers bob@contoso.com,ch', ['chris2@contoso.com', 'chris@contoso.com'], 'ch'],
  ['try assignLicense ENT', ['ENTERPRISEPACK'], 'ENT'],
  ['group s', ['Sales'], 's'],
  ['why ', ['f1'], ''],
  ['explain no-', ['no-e3-there'], 'no-'],
  ['nonsense x', [], 'x'],
])('after `%s` come %j', async (line, offers, typed) => {
  const session = openSession(memory(project))
  const loaded = await session.load({ cwd: '/p', today: '2026-11-24', env: {}, options: {}, shipped: await shipped(), plan: 'plan.yaml', memberships: 'all' })
  expect(loaded.value?.tenant.groups.has(ids.sales)).toBe(true)
  expect(completions(line, await openDesk({ session, options: { ...usualOptions, remedies: 'none' } }, loaded.value!))).toEqual([offers, typed])
})
