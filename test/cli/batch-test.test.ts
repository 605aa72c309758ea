import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

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

function run(...argv: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'test', ...argv], { cwd: folder, encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: cache } })
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

  test('an empty shard of something is clean, nothing is not', () => {
    const one = run('scenarios/0.yaml', '--shard', '1/2', '--format', 'json')
    const other = run('scenarios/0.yaml', '--shard', '2/2', '--format', 'json')
    expect([one.status, other.status]).toEqual([0, 0])
    expect([one, other].map(({ stdout }) => (JSON.parse(stdout) as { scenarios: unknown[] }).scenarios.length).toSorted()).toEqual([0, 1])
    expect(run('nowhere', '--shard', '1/2')).toMatchObject({ status: 2, stdout: '' })
  })
})
