import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/load/project/config.js'
import type { Config, ConfigRequest } from '../../../src/load/project/config.js'
import { memory } from '../../../src/load/memory.js'
import type { Loaded } from '../../../src/model/problem.js'

const full = `
tenant: ./export
catalogs: [../lists]
rules: [current, ./rules, { one-exchange-plan: warning, two: { severity: off } }]
scenarios: ./scenarios
channel: admin-center
seats: strict
assumptions: { A-RETRY: false }
now: '2026-01-31'
`

function load(text: string | undefined, request: Partial<ConfigRequest> = {}): Promise<Loaded<Config>> {
  const files = memory(text === undefined ? { '/w/p/other.txt': '' } : { '/w/p/seatplan.yaml': text, '/w/p/deep/down/x': '' })
  return loadConfig(files, { cwd: '/w/p', today: '2026-11-24', ...request })
}

async function config(text: string | undefined, request: Partial<ConfigRequest> = {}): Promise<Config> {
  const { value, problems } = await load(text, request)
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

const packs = ({ packs }: Config): readonly string[] => packs.map((ref) => ('name' in ref ? ref.name : ref.path))

test('without a file: shipped rules, today, as Graph does it, and every assumption holds', async () => {
  const found = await config(undefined)
  expect(found).toMatchObject({ root: '/w/p', file: undefined, tenant: undefined, catalogs: [], overrides: [], now: '2026-11-24' })
  expect(packs(found)).toEqual(['current'])
  expect(found.settings).toMatchObject({ channel: 'graph', seats: 'include-warning', assumeReprocess: false, assumeMembersInferred: false })
  expect(Object.values(found.settings.assumptions).every((holds) => holds)).toBe(true)
})

test('the file is found from below, and its paths are its own', async () => {
  const found = await config(full, { cwd: '/w/p/deep/down' })
  expect(found).toMatchObject({ root: '/w/p', file: 'seatplan.yaml', now: '2026-01-31' })
  expect(found.tenant).toMatchObject({ path: '/w/p/export', shown: 'export' })
  expect(found.catalogs).toMatchObject([{ path: '/w/lists', shown: '../lists' }])
  expect(found.scenarios).toMatchObject([{ path: '/w/p/scenarios', shown: 'scenarios' }])
  expect(packs(found)).toEqual(['current', '/w/p/rules'])
  expect(found.settings).toMatchObject({ channel: 'admin-center', seats: 'strict', assumptions: { 'A-RETRY': false, 'A-LOCATION': true } })
})

test('tiers that are named come first, in the order given; the others follow', async () => {
  expect((await config(undefined)).settings.ranking).toEqual(['causes', 'safety', 'losesPlans', 'money', 'alsoCures', 'users', 'calls'])
  expect((await config('ranking: [money, calls]')).settings.ranking).toEqual(['money', 'calls', 'causes', 'safety', 'losesPlans', 'alsoCures', 'users'])
  expect((await config('', { env: { SEATPLAN_RANKING: 'users' } })).settings.ranking[0]).toBe('users')
})

test.each([
  ['ranking: [mony]', 'did you mean `money`?'],
  ['ranking: [money, money]', 'name it once'],
])('%s is wrong input', async (text, hint) => {
  const { problems } = await load(text)
  expect(problems).toMatchObject([{ severity: 'error', line: 1, hint }])
})

describe('rules and overrides', () => {
  test.each([
    ['a list with a mapping in it', 'rules: [advisory, { a: warning }]', ['advisory'], [['a', 'warning']]],
    ['packs and overrides', 'rules: { packs: [advisory], overrides: { a: { severity: off } } }', ['advisory'], [['a', 'off']]],
    ['overrides alone keep the usual pack', 'rules: { overrides: { a: info } }', ['current'], [['a', 'info']]],
    ['a mapping alone keeps it, too', 'rules: [{ a: info }]', ['current'], [['a', 'info']]],
    ['one word', 'rules: advisory', ['advisory'], []],
    ['none but the service', 'rules: []', [], []],
    ['a folder starts with a point or has a slash', "rules: [.hidden, a/b, 'c\\d']", ['/w/p/.hidden', '/w/p/a/b', '/w/p/c/d'], []],
  ])('%s', async (_, text, expectedPacks, expectedOverrides) => {
    const found = await config(text)
    expect(packs(found)).toEqual(expectedPacks)
    expect(found.overrides.map(({ id, severity }) => [id, severity])).toEqual(expectedOverrides)
  })

  test('an option replaces the packs and keeps the overrides', async () => {
    const found = await config(full, { options: { rules: ['classic-2018', './mine'] }, cwd: '/w/p/deep/down' })
    expect(packs(found)).toEqual(['classic-2018', '/w/p/deep/down/mine'])
    expect(found.overrides.map(({ id, severity, place }) => [id, severity, place.line])).toEqual([['one-exchange-plan', 'warning', 4], ['two', 'off', 4]])
  })
})

describe('options win over the environment, which wins over the file', () => {
  const env = { SEATPLAN_TENANT: 'from-env', SEATPLAN_CHANNEL: 'graph', SEATPLAN_NOW: '2026-02-01', SEATPLAN_RULES: 'advisory, ./env', SEATPLAN_ASSUMPTIONS: 'A-RETRY=true,A-LOCATION=false', SEATPLAN_SEATS: '' }

  test('the environment', async () => {
    const found = await config(full, { env, cwd: '/w/p/deep' })
    expect(found.tenant?.path).toBe('/w/p/deep/from-env')
    expect(packs(found)).toEqual(['advisory', '/w/p/deep/env'])
    expect([found.now, found.settings.channel, found.settings.seats]).toEqual(['2026-02-01', 'graph', 'strict'])
    expect(found.settings.assumptions).toMatchObject({ 'A-RETRY': true, 'A-LOCATION': false })
  })

  test('options', async () => {
    const found = await config(full, { env, options: { tenant: 'mine', now: '2026-03-01', channel: 'admin-center', assumptions: { 'A-LOCATION': true }, assumeReprocess: true, assumeMembers: 'inferred' } })
    expect(found.tenant?.path).toBe('/w/p/mine')
    expect([found.now, found.settings.channel]).toEqual(['2026-03-01', 'admin-center'])
    expect(found.settings).toMatchObject({ assumeReprocess: true, assumeMembersInferred: true, assumptions: { 'A-RETRY': true, 'A-LOCATION': true } })
  })

  test('what is wrong is said of whoever said it', async () => {
    const { problems } = await load('channel: grahp\n', { env: { SEATPLAN_SEATS: 'strickt', SEATPLAN_ASSUMPTIONS: 'A-RETRI=false', SEATPLAN_ASSUME_REPROCESS: 'perhaps' }, options: { now: '2026-02-30', assumeMembers: 'guessed' } })
    expect(problems.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['--assume-members', undefined, '`assumeMembers` cannot be `guessed`'],
      ['--now', undefined, '`now` is `2026-02-30`, which is no day of the calendar'],
      ['SEATPLAN_ASSUME_REPROCESS', undefined, '`assumeReprocess` cannot be `perhaps`'],
      ['SEATPLAN_ASSUMPTIONS', undefined, 'unknown assumption `A-RETRI`'],
      ['SEATPLAN_SEATS', undefined, '`seats` cannot be `strickt`'],
      ['seatplan.yaml', 1, '`channel` cannot be `grahp`'],
    ])
  })

  test('a project file that is asked for must be there', async () => {
    expect((await load(full, { options: { config: 'elsewhere.yaml' } })).problems).toMatchObject([{ file: '--config', message: 'there is no file `elsewhere.yaml`' }])
    expect((await load(full, { options: { config: '.' } })).problems).toMatchObject([{ file: '--config', message: '`.` is a folder, not a file' }])
    expect(await config(full, { options: { config: '../p/seatplan.yaml' }, cwd: '/w/q' })).toMatchObject({ root: '/w/p' })
  })
})
