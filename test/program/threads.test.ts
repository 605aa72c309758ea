import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'dist/seatplan.js')
const scenario = 'tenant: { usageLocation: CH }\nchanges: []\nexpect: { findings: [] }\n'
const count = 40
const doomed = 'scenarios/07.yaml'

/** A project of many scenarios, and a cache of its own. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  mkdirSync(join(folder, 'in/scenarios'), { recursive: true })
  for (let at = 0; at < count; at++) writeFileSync(join(folder, 'in/scenarios', `${String(at).padStart(2, '0')}.yaml`), `title: number ${at}\n${scenario}`)
  return folder
}

function run(folder: string, argv: readonly string[], node: readonly string[] = []) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...node, program, ...argv], { cwd: join(folder, 'in'), encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } })
  return { stdout, stderr, status }
}

/** Goes into each thread, and ends it in this way when it reads the file. */
function deathBy(folder: string, act: string): readonly string[] {
  const file = join(folder, 'death.cjs')
  writeFileSync(file, `
const { isMainThread, parentPort } = require('node:worker_threads')
const fs = require('node:fs')
if (!isMainThread) {
  const read = fs.readFileSync
  fs.readFileSync = (path, ...rest) => {
    if (String(path).replaceAll('\\\\', '/').endsWith('${doomed}')) { ${act} }
    return read(path, ...rest)
  }
}`)
  return ['--max-old-space-size=160', '-r', file]
}

type TestAnswer = { readonly summary: object; readonly scenarios: readonly { readonly file: string; readonly outcome: string; readonly problems: readonly { readonly code: string; readonly message: string }[] }[] }

describe('a thread that ends early', () => {
  test.each([
    ['with a full heap', 'const all = []; for (;;) all.push(new Array(1000).fill({}))', 2, 'out-of-memory', `\`${doomed}\` needs more memory than there is`],
    ['without a word', 'process.exit(0)', 3, 'seatplan-failed', 'seatplan itself failed: a thread ended before its work was done (exit code 0)'],
  ])('%s takes nothing with it but what it was doing', (_, act, exit, code, message) => {
    const folder = project()
    const { stdout, stderr, status } = run(folder, ['test', '--jobs', '2', '--no-cache', '--format', 'json'], deathBy(folder, act))
    const { summary, scenarios } = JSON.parse(stdout) as TestAnswer
    expect([status, summary]).toEqual([exit, { passed: count - 1, failed: 0, unread: 1 }])
    expect(scenarios.filter(({ outcome }) => outcome === 'unread')).toEqual([expect.objectContaining({ file: doomed, problems: [expect.objectContaining({ code, message: expect.stringContaining(message) })] })])
    expect(stderr).toContain('1 scenario came to no end; the others are kept\n')
    const resumed = run(folder, ['test', '--jobs', '2', '--no-cache', '--resume', '--format', 'json'])
    expect(resumed).toMatchObject({ status: 0, stderr: `${count - 1} of ${count} scenarios were done before\n` })
    expect(resumed.stdout).toBe(run(folder, ['test', '--no-cache', '--format', 'json']).stdout)
    expect(readdirSync(join(folder, 'cache/seatplan/runs'))).toEqual([])
  })

  test('of an error that nobody catches, once it has told of its task, has lost nothing', () => {
    const folder = project()
    const { stdout, status } = run(folder, ['test', '--jobs', '2', '--no-cache', '--format', 'json'], deathBy(folder, "setImmediate(() => { throw new Error('on fire') })"))
    expect([status, (JSON.parse(stdout) as TestAnswer).summary]).toEqual([0, { passed: count, failed: 0, unread: 0 }])
  })

  test('between two tasks has lost nothing', () => {
    const folder = project()
    const act = "const tell = parentPort.postMessage.bind(parentPort); parentPort.postMessage = (...all) => { tell(...all); if (all[0]?.done?.result?.file === '" + doomed + "') process.exit(1) }"
    const { stdout, status } = run(folder, ['test', '--jobs', '2', '--no-cache', '--format', 'json'], deathBy(folder, act))
    expect([status, (JSON.parse(stdout) as TestAnswer).summary]).toEqual([0, { passed: count, failed: 0, unread: 0 }])
  })

  test('before it did anything is none: what others cannot do for it is said once', () => {
    const folder = project()
    writeFileSync(join(folder, 'death.cjs'), "if (!require('node:worker_threads').isMainThread) process.exit(7)")
    const { stderr, stdout, status } = run(folder, ['test', '--jobs', '2', '--no-cache'], ['-r', join(folder, 'death.cjs')])
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^seatplan itself failed: a thread ended before its work was done \(exit code 7\)\n/)
  })

  test('is told apart from a fault that it survives', () => {
    const folder = project()
    const { stderr, status } = run(folder, ['test', '--jobs', '2', '--no-cache', '--quiet'], deathBy(folder, "throw new Error('the disk is on fire')"))
    expect([status, stderr.split('\n')[0]]).toEqual([3, expect.stringContaining(`${doomed}  error  seatplan itself failed: the disk is on fire`)])
    const debugged = spawnSync(process.execPath, [...deathBy(folder, "throw new Error('the disk is on fire')"), program, 'test', '--jobs', '2', '--no-cache'], { cwd: join(folder, 'in'), encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), SEATPLAN_DEBUG: '1' } })
    expect(debugged.stderr).toMatch(/at .*death\.cjs/)
  })
})

describe('threads with --root', () => {
  const secret = 'title: top-secret\ntenant: {}\nchanges: []\nexpect: { findings: [] }\n'

  test('say what they say without, keep results, and find them', () => {
    const folder = project()
    const [confined, free] = [run(folder, ['test', '--root', '.', '--jobs', '2', '--format', 'json']), run(folder, ['test', '--jobs', '2', '--no-cache', '--format', 'json'])]
    expect(confined).toEqual(free)
    expect(run(folder, ['test', '--root', '.', '--jobs', '2', '--progress', 'lines', '--quiet']).status).toBe(0)
    expect(run(folder, ['test', '--root', '.', '--jobs', '2', '--progress', 'lines']).stderr).toContain(`${count} of ${count} scenarios, ${count} known`)
  })

  test.each([['1'], ['2']])('read nothing that lies elsewhere, by a link or by name, and write nothing then (%s)', jobs => {
    const folder = project()
    writeFileSync(join(folder, 'secret.yaml'), secret)
    symlinkSync('../../secret.yaml', join(folder, 'in/scenarios/06-link.yaml'))
    writeFileSync(join(folder, 'in/scenarios/39-named.yaml'), 'tenant: ../../tenant.json\nchanges: []\nexpect: { findings: [] }\n')
    const { stderr, stdout, status } = run(folder, ['test', '--root', '.', '--jobs', jobs, '--format', 'json', '--output', 'out.json'])
    expect([status, stdout, readdirSync(join(folder, 'in')).includes('out.json')]).toEqual([2, '', false])
    expect(stderr.match(/`[^`]*` lies outside of `--root \.`/g)).toEqual(['`../tenant.json` lies outside of `--root .`', '`scenarios/06-link.yaml` lies outside of `--root .`'])
    expect(stderr).not.toContain('top-secret')
  })

  test('take no result that was kept before a file became a link to one that lies elsewhere', () => {
    const folder = project()
    expect(run(folder, ['test', '--root', '.', '--jobs', '2', '--quiet']).status).toBe(0)
    const text = readFileSync(join(folder, 'in', doomed), 'utf8')
    writeFileSync(join(folder, 'same.yaml'), text)
    rmSync(join(folder, 'in', doomed))
    symlinkSync('../../same.yaml', join(folder, 'in', doomed))
    expect(run(folder, ['test', '--root', '.', '--jobs', '2', '--quiet'])).toMatchObject({ status: 2, stdout: '' })
  })
})

test('an answer that cannot be written is no reason to do everything anew, and no folder is made for ever', () => {
  const folder = project()
  const refused = process.platform === 'linux' ? '/proc/seatplan/below/out.json' : 'scenarios/00.yaml/out.json'
  const argv = ['test', '--jobs', '2', '--no-cache', '--format', 'json'] as const
  expect(run(folder, [...argv, '--output', refused])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('cannot be written: ') })
  expect(run(folder, [...argv, '--resume', '--output', 'new/folder/out.json'])).toMatchObject({ status: 0, stderr: `${count} of ${count} scenarios were done before\n` })
  expect(JSON.parse(readFileSync(join(folder, 'in/new/folder/out.json'), 'utf8'))).toMatchObject({ summary: { passed: count } })
  expect(readdirSync(join(folder, 'cache/seatplan/runs'))).toEqual([])
})
