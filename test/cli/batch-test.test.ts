import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestReport } from '../../src/model/tests.js'
import { testReporters } from '../../src/report/tests/index.js'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'dist/seatplan.js')
const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
const cache = join(folder, 'cache')

/** Scenarios of the repository that stand alone, and one that cannot be read. */
beforeAll(() => {
  mkdirSync(join(folder, 'scenarios'))
  const all = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml') && !/\.\/|^plan:|^tenant: \S/m.test(readFileSync(join(root, 'scenarios', file), 'utf8')))
  for (const [at, file] of all.slice(0, 24).entries()) cpSync(join(root, 'scenarios', file), join(folder, 'scenarios', `${at}.yaml`))
  writeFileSync(join(folder, 'scenarios/broken.yaml'), 'tenant: {\nexpect: {}\n')
})

const run = (...argv: readonly string[]) => seatplan('test', ...argv)

function seatplan(...argv: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...argv], { cwd: folder, encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: cache } })
  return { stdout, stderr, status }
}

describe('many scenarios', () => {
  test('give the same bytes in one thread, in three, from the cache and without', () => {
    const one = run('--jobs', '1', '--no-cache')
    expect(one).toMatchObject({ status: 2, stderr: expect.stringContaining('scenarios/broken.yaml') })
    expect(one.stdout).toContain('24 scenarios passed, 1 could not be read\n')
    expect(existsSync(join(cache, 'seatplan/results'))).toBe(false)
    expect(run('--jobs', '3')).toEqual(one)
    expect(readdirSync(join(cache, 'seatplan/results')).length).toBeGreaterThan(24)
    expect(run('--jobs', '3')).toEqual(one)
    expect(run()).toEqual(one)
  })

  test('are counted on standard error where that is asked for', () => {
    const { stderr, status } = run('--no-cache', '--progress', 'lines')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^25 of 25 scenarios, 1 unread, [\d.,]+ a second$/m)
    expect(run('--progress', 'lines').stderr).toMatch(/^25 of 25 scenarios, 1 unread, 24 known, /m)
  })

  test('leave nothing in the project', () => {
    const inside = readdirSync(folder).toSorted()
    expect(inside).toEqual(['cache', 'scenarios'])
    expect(statSync(join(cache, 'seatplan')).mode & 0o777).toBe(0o700)
  })

  test.each([['0/4'], ['5/4'], ['third']])('refuse the shard %s', shard => {
    expect(run('--shard', shard)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('`--shard` cannot be') })
  })

  test('become the answer of the whole in every format, byte for byte, also where one fails', () => {
    mkdirSync(join(folder, 'rules'), { recursive: true })
    writeFileSync(join(folder, 'rules/house.yaml'), 'rules:\n  - { id: no-guests, kind: condition, subject: user, severity: error, when: { all: [ { fact: userType, operator: equal, value: Guest } ] }, reason: none here }\n')
    writeFileSync(join(folder, 'rules/house.test.yaml'), 'title: Guests\nusers:\n  guest: { userType: Guest }\n  member: {}\ncases:\n  - rule: no-guests\n    verdicts: { guest: { as is: ok }, member: { as is: ok } }\n')
    writeFileSync(join(folder, 'scenarios/failing.yaml'), "title: Nothing happens\nrules: [current]\ntenant: { usageLocation: 'CH', subscribedSkus: [{ sku: ENTERPRISEPACK, units: 1 }], users: [{ upn: ada@contoso.com }] }\nchanges: []\nexpect: { exitCode: 1 }\n")
    const asked = ['scenarios', 'rules', '--quiet'] as const
    const parts = [1, 2, 3].map(number => run(...asked, '--shard', `${number}/3`, '--format', 'json', '--output', `parts/${number}.json`).status)
    expect(Math.max(...parts.map(Number))).toBe(2)
    expect((JSON.parse(run(...asked, '--format', 'json').stdout) as TestReport).summary, 'a scenario and a table fail').toMatchObject({ failed: 2, unread: 1 })
    for (const { name: format } of testReporters.filter(({ needs }) => needs === undefined)) {
      const whole = run(...asked, '--format', format)
      const merged = seatplan('merge-reports', 'parts', '--format', format, '--quiet')
      expect({ format, stdout: merged.stdout, status: merged.status }).toEqual({ format, stdout: whole.stdout, status: 2 })
    }
    expect(seatplan('merge-reports', 'parts', '--format', 'lcov')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('unknown format `lcov`') })
    rmSync(join(folder, 'parts/2.json'))
    expect(seatplan('merge-reports', 'parts')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('results are missing') })
  })

  test('an empty shard of something is clean, nothing is not', () => {
    const one = run('scenarios/0.yaml', '--shard', '1/2', '--format', 'json')
    const other = run('scenarios/0.yaml', '--shard', '2/2', '--format', 'json')
    expect([one.status, other.status]).toEqual([0, 0])
    expect([one, other].map(({ stdout }) => (JSON.parse(stdout) as { scenarios: unknown[] }).scenarios.length).toSorted()).toEqual([0, 1])
    expect(run('nowhere', '--shard', '1/2')).toMatchObject({ status: 2, stdout: '' })
  })
})
