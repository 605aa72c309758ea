import { expect, test } from 'vitest'
import type { Report } from '../../src/model/report.js'
import { reporters, type RenderOptions } from '../../src/report/index.js'
import { clean, empty, finding, id, remedy, rich, states } from './fixture.js'

const options: RenderOptions = { color: false, width: 100, expand: false }
const rendered = (name: string, report: Report, over: Partial<RenderOptions> = {}): string =>
  [...reporters.find(reporter => reporter.name === name)!.render(report, { ...options, ...over })].join('')
const text = (report: Report, over: Partial<RenderOptions> = {}): string => rendered('text', report, over)
const firstLine = (report: Report): string => text(report).split('\n')[0]!
const summed = (over: Partial<Report['summary']>, report = clean): Report => ({ ...report, summary: { ...clean.summary, ...over } })
// oxlint-disable-next-line no-control-regex
const withoutColor = (painted: string): string => painted.replace(/\u001b\[\d+m/g, '')

test.each(reporters.map(({ name }) => name))('%s shows everything that a report can say', async name => {
  await expect(rendered(name, rich)).toMatchFileSnapshot(`${name}.golden.txt`)
})

test('a clean plan', async () => {
  await expect(text(clean)).toMatchFileSnapshot('text-clean.golden.txt')
})

test('an empty tenant without a plan', async () => {
  await expect(text(empty)).toMatchFileSnapshot('text-empty.golden.txt')
})

test('only notices', async () => {
  await expect(text({ ...clean, notices: rich.notices })).toMatchFileSnapshot('text-notices.golden.txt')
})

test('everybody and every way out, expanded and on a narrow terminal', async () => {
  await expect(text(rich, { expand: true, width: 20 })).toMatchFileSnapshot('text-expanded.golden.txt')
})

test.each<[string, Report, string]>([
  ['errors', summed({ errors: 1, affectedUsers: 1, exitCode: 1 }), 'Not yet: 1 error; 1 user affected.'],
  ['errors that nobody asked to fail', summed({ errors: 2, affectedUsers: 5 }), 'Passed, but: 2 errors; 5 users affected.'],
  ['warnings', summed({ warnings: 1, affectedUsers: 1234567 }), 'Clear, but: 1 warning; 1,234,567 users affected.'],
  ['old findings that were asked to fail', summed({ existing: 1, exitCode: 1 }), 'Not yet: nothing new, but 1 finding that is there already.'],
  ['a tenant in disorder', summed({ errors: 4, existing: 4, affectedUsers: 9, exitCode: 1 }, empty), 'Not in order: 4 errors; 9 users affected.'],
  ['a tenant with warnings', summed({ warnings: 4, affectedUsers: 9 }, empty), 'In order, but: 4 warnings; 9 users affected.'],
  ['no user affected', summed({ errors: 1, exitCode: 1 }, { ...clean, steps: [{ ...clean.steps[0]!, outcome: 'refused' }] }), 'Not yet: 1 error. 1 of 1 step refused.'],
])('the verdict stands on the first line: %s', (_, report, line) => {
  expect(firstLine(report)).toBe(line)
})

test.each<[string, Report, string]>([
  ['errors', summed({ errors: 1, exitCode: 1 }), '  exit      1, because the plan brings 1 error'],
  ['warnings that count', summed({ warnings: 2, exitCode: 1 }), '  exit      1, because 2 warnings were asked to fail'],
  ['one or the other', summed({ warnings: 1, existing: 1, exitCode: 1 }), '  exit      1, because warnings or existing findings were asked to fail'],
  ['old findings that count', summed({ existing: 1, exitCode: 1 }), '  exit      1, because 1 existing finding was asked to fail'],
  ['errors that do not count', summed({ errors: 1 }), '  exit      0, because nothing was asked to fail'],
  ['warnings that do not count', summed({ warnings: 1 }), '  exit      0, because warnings do not fail'],
])('the last line says why the exit code is what it is: %s', (_, report, line) => {
  expect(text(report).trimEnd().split('\n').at(-1)).toBe(line)
})

test('a refused step says its reason, and a long plan only what did not go through', () => {
  const steps = Array.from({ length: 500 }, (_, at) => ({ ...clean.steps[0]!, step: at + 1, line: at + 3 }))
  steps[41] = { ...steps[41]!, outcome: 'refused', reason: 'dynamicGroup' }
  const report = text({ ...clean, steps })
  expect(report).toContain('\nSteps\n  42  refused  assignLicense  plan.yaml:44:5  dynamicGroup\n  the other 499 are accepted\n')
})

test.each([
  ['some of those who want one', { wanted: 40 }, { min: 15, max: 15 }, '15 of 40 users, nobody can know which'],
  ['an unknown number of them', { wanted: 40 }, { min: 10, max: 15 }, 'between 10 and 15 of 40 users, nobody can know which'],
  ['where nobody counted the wants', {}, { min: 2, max: 2 }, '2 users, nobody can know which'],
  ['perhaps nobody', {}, { min: 0, max: 2 }, 'between 0 and 2 users, nobody can know which'],
])('undetermined users are counted, not named: %s', (_, evidence, numbers, words) => {
  const users = { count: numbers.max, ...numbers, determined: false, sample: [] }
  const report = text({ ...clean, findings: [finding({ error: 'CountViolation', users, evidence })] })
  expect(report).toContain(`    who      ${words}\n`)
})

test('of two assignments that exclude each other the users are known, and not which of them fails', () => {
  const users = { count: 1, min: 1, max: 1, determined: false, sample: ['ada@contoso.com'] }
  const report = text({ ...clean, findings: [finding({ users })] })
  expect(report).toContain('    who      1 user: ada@contoso.com; by which of the two nobody can know\n')
})

test('whom an undetermined finding may concern is named as such', () => {
  const users = { count: 1, min: 1, max: 1, determined: false, sample: ['ada@contoso.com', 'bob@contoso.com'] }
  const report = text({ ...clean, findings: [finding({ error: 'CountViolation', users, evidence: {} })] })
  expect(report).toContain('    who      1 user, nobody can know which; among others it may be ada@contoso.com, bob@contoso.com\n')
})

test.each([
  ['a recorded conflict', {}, 'MutuallyExclusiveViolation, "Conflicting service plans"'],
  ['a refused conflict', { scope: 'change' }, 'MutuallyExclusiveViolation, "License assignment failed because service plans ... are mutually exclusive"'],
  ['a location that is not allowed', { error: 'ProhibitedInUsageLocationViolation', evidence: { usageLocation: 'CN' } }, 'ProhibitedInUsageLocationViolation, "Usage location isn\'t allowed"'],
  ['a location that is missing', { error: 'ProhibitedInUsageLocationViolation', evidence: { usageLocation: null } }, 'ProhibitedInUsageLocationViolation, "Usage location not specified"'],
  ['a group that lacks a prerequisite', { scope: 'group', error: 'DependencyViolation' }, 'DependencyViolation, "License assignment failed because service plan ... depends on the service plan(s) ..."'],
  ['a conflict on a group, of which nobody knows the words', { scope: 'group' }, 'MutuallyExclusiveViolation'],
  ['a direct call without a location', { scope: 'change', error: 'ProhibitedInUsageLocationViolation', evidence: { usageLocation: null } }, 'ProhibitedInUsageLocationViolation, "License assignment cannot be done for user with invalid usage location."'],
  ['a direct call for a country that is not allowed, of which nobody knows the words', { scope: 'change', error: 'ProhibitedInUsageLocationViolation', evidence: { usageLocation: 'CN' } }, 'ProhibitedInUsageLocationViolation'],
  ['a product that users cannot have', { scope: 'change', error: null, reason: 'notAssignable' }, 'notAssignable, "License ... cannot be assigned to a user."'],
  ['an unknown product', { scope: 'change', error: null, reason: 'unknownSku' }, 'unknownSku, "License ... does not correspond to a valid company License."'],
  ['a reason without known words', { scope: 'change', error: null, reason: 'dynamicGroup' }, 'dynamicGroup'],
] as const)('the words of the service stand beside its code: %s', (_, over, words) => {
  expect(text({ ...clean, findings: [finding({ ...over })] }, { width: Infinity })).toContain(`    code     ${words}\n`)
})

test('seats in the grace period are shown both ways, whichever way they were counted', () => {
  const line = { ...rich.seats[0]!, warning: 5, enabled: 20, consumed: { before: 20, after: 22 }, short: { min: 0, max: 0 }, pending: 0 }
  const included = text({ ...clean, seats: [{ ...line, free: { before: 5, after: 3 } }] })
  const strict = text({ ...clean, seats: [{ ...line, free: { before: 0, after: -2 } }] })
  expect(included).toContain('  ENTERPRISEPACK       20        5  20 -> 22  5 -> 3         0 -> -2\n')
  expect(strict).toContain('  ENTERPRISEPACK       20        5  20 -> 22  0 -> -2         0 -> -2\n')
})

test('without a way out the reader is told so, unless none was looked for', () => {
  const told = 'ways out none among the moves that seatplan knows'
  expect(text({ ...clean, findings: [finding({ remedies: [], remediesComplete: true })] })).toContain(told)
  expect(text({ ...clean, findings: [finding({ remedies: [], remediesComplete: false, remediesCut: null })] })).not.toContain('ways out')
  expect(text({ ...clean, findings: [finding({ remedies: [], remediesComplete: false, remediesCut: '400 sets were tried, and no more' })] })).toContain('none was found: 400 sets were tried, and no more')
})

test('colour changes nothing but the colour', () => {
  const painted = text(rich, { color: true })
  expect(painted).toContain('\u001b[31merror\u001b[39m')
  expect(withoutColor(painted)).toBe(text(rich))
})

test('no name can move the cursor, turn the text or make a line of its own', () => {
  const report = text(rich, { expand: true })
  // oxlint-disable-next-line no-control-regex
  expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
  expect(report.split('\n').filter(line => line.startsWith('f9'))).toHaveLength(1)
})

test('json: whatever the order of keys, the same bytes', () => {
  expect(rendered('json', reversed(rich) as Report)).toBe(rendered('json', rich))
})

test('json: what was written is what was reported', () => {
  expect(JSON.parse(rendered('json', rich))).toEqual(rich)
  expect(JSON.parse(rendered('json', clean))).toEqual(clean)
})

test('json: a row is a line, in chunks', () => {
  const many = Array.from({ length: 2500 }, (_, at) => ({ ...states[at % states.length]!, userId: id(String(at)) }))
  const json = reporters[1]!
  const chunks = [...json.render({ ...clean, states: many }, options)]
  expect(chunks.length).toBeGreaterThan(3)
  const lines = chunks.join('').split('\n').filter(line => line.startsWith('    {"userPrincipalName"'))
  expect(lines).toHaveLength(2500)
  expect(JSON.parse(chunks.join(''))).toEqual({ ...clean, states: many })
  expect(rendered('json', { ...clean, states: [] }).endsWith('  "states": []\n}\n')).toBe(true)
})

test('a finding shows its first few ways out and says how to see the others', () => {
  const remedies = Array.from({ length: 7 }, (_, at) => remedy({ id: `f1.r${at + 1}`, title: `Way ${at + 1}` }))
  const report = { ...clean, findings: [finding({ remedies, remediesComplete: true })] }
  expect(text(report)).toContain('      4 more ways out: seatplan remedies plan.yaml --finding f1\n')
  expect(text(report, { expand: true })).toContain('    7. Way 7 (f1.r7)\n')
})

test('what a way out costs: nothing is not mentioned, much is cut short', () => {
  const losesPlans = Array.from({ length: 30 }, (_, at) => `PLAN_${at}`)
  const purchase = remedy({ id: 'f1.r1', affects: { users: 0, groups: 0, calls: 0 }, seats: { STANDARDPACK: -2, ENTERPRISEPACK: 3, EMS: 0 }, losesPlans })
  const free = remedy({ id: 'f1.r2', title: 'Wait', affects: { users: 0, groups: 0, calls: 0 } })
  const report = { ...clean, findings: [finding({ remedies: [purchase, free] })] }
  expect(text(report, { width: Infinity })).toContain('         uses 3 ENTERPRISEPACK, frees 2 STANDARDPACK; users lose PLAN_0, PLAN_1, PLAN_2, PLAN_3, PLAN_4, PLAN_5, and 24 more\n      2. Wait (f1.r2)\n         clean, safe, instead of step 1\n      There')
  expect(text(report, { expand: true })).toContain('PLAN_29')
})

/** Keys the other way round, wherever the report decides their order. */
function reversed(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return name === 'seats' || typeof value[0] === 'object' ? value.map(item => reversed(item)) : value
  if (typeof value !== 'object' || value === null || ['change', 'facts'].includes(name)) return value
  const isMap = name === 'seats'
  return isMap ? value : Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversed(item, key)]))
}
