import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { BatchReport } from '../../src/model/batch.js'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'dist/seatplan.js')
const contoso = join(root, 'examples/contoso')
const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
const formats = ['text', 'json', 'ndjson', 'sarif', 'junit', 'markdown', 'github', 'azure', 'csv', 'html'] as const

/** Two customers, one whose export was cut off; two plans, one of which names a group that had no licences. */
beforeAll(() => {
  for (const customer of ['adatum', 'contoso', 'fabrikam']) cpSync(join(contoso, 'tenant'), join(folder, 'customers', customer), { recursive: true })
  writeFileSync(join(folder, 'customers/fabrikam/users.json'), '{"value":[')
  mkdirSync(join(folder, 'plans'))
  cpSync(join(contoso, 'plan.yaml'), join(folder, 'plans/e3.yaml'))
  writeFileSync(join(folder, 'plans/nothing.yaml'), 'title: Nothing\nchanges: []\n')
  writeFileSync(join(folder, 'seatplan.yaml'), `now: '2026-11-24'\n`)
  writeFileSync(join(folder, 'waivers.yaml'), `waivers:
  - { rule: one-sharepoint-plan, reason: moved next week, expires: '2026-12-31' }
  - { rule: nobody-breaks-this, reason: nobody knows, expires: '2026-12-31' }
`)
})

function run(...argv: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...argv], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } })
  return { stdout, stderr, status }
}

const batchOf = (...argv: readonly string[]): BatchReport => JSON.parse(run('check', ...argv, '--remedies', 'none', '--format', 'json').stdout) as BatchReport

describe('many plans in many tenants', () => {
  test('are each checked as if alone, and one that cannot be read stops no other', () => {
    const { summary, results, notices } = batchOf('plans', '--tenants', 'customers')
    expect(summary).toMatchObject({ results: 6, passed: 2, failed: 2, unread: 2, exitCode: 2 })
    expect(results.map(({ tenant, plan, outcome }) => [tenant, plan, outcome])).toEqual([
      ['customers/adatum', 'plans/e3.yaml', 'failed'], ['customers/adatum', 'plans/nothing.yaml', 'passed'],
      ['customers/contoso', 'plans/e3.yaml', 'failed'], ['customers/contoso', 'plans/nothing.yaml', 'passed'],
      ['customers/fabrikam', 'plans/e3.yaml', 'unread'], ['customers/fabrikam', 'plans/nothing.yaml', 'unread'],
    ])
    expect(results[4]!.problems).toMatchObject([{ file: 'customers/fabrikam/users.json', severity: 'error' }])
    expect(notices, 'nobody knows what is of no use').toEqual([])
    for (const { tenant, plan, report } of results.slice(0, 4)) {
      const alone = JSON.parse(run('check', plan!, '--tenant', tenant!, '--remedies', 'none', '--format', 'json').stdout) as { notices: { id: string }[] }
      expect(report).toEqual({ ...alone, notices: alone.notices.filter(({ id }) => !id.startsWith('waiver-')) })
    }
  })

  test('say in the end what no check has use for', () => {
    const { notices, summary } = batchOf('plans', '--tenant', 'customers/adatum', '--tenant', 'customers/contoso')
    expect(summary.exitCode).toBe(1)
    expect(notices.map(({ id, text }) => [id, text])).toEqual([['waiver-unused', expect.stringContaining('nobody-breaks-this')]])
  })

  test.each([
    ['one', ['plans/e3.yaml'], '0'],
    ['one', ['plans/e3.yaml'], '257'],
    ['many', ['plans/*.yaml'], '99999999'],
  ])('of %s refuse a number of threads that is none: %j, --jobs %s', (_, plans, jobs) => {
    expect(run('check', ...plans, '--tenant', 'customers/contoso', '--jobs', jobs)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`\`--jobs\` cannot be \`${jobs}\``) })
  })

  test.each([
    ['a pattern of plans', ['plans/*.yaml', '--tenant', 'customers/adatum'], 2],
    ['a pattern that one plan fits', ['plans/n*.yaml', '--tenant', 'customers/adatum'], 1],
    ['a pattern of tenants', ['plans/nothing.yaml', '--tenants', 'customers/[ac]*'], 0],
    ['another pattern of tenants', ['plans/nothing.yaml', '--tenants', 'cust*/a*'], 1],
    ['a pattern of alternatives', ['plans/nothing.yaml', '--tenants', 'customers/{adatum,con*}'], 2],
    ['a pattern of any depth', ['plans/nothing.yaml', '--tenants', '**/a?atum'], 1],
    ['a pattern with nothing between', ['plans/nothing.yaml', '--tenants', 'customers/**/adatum'], 1],
    ['a list of plans and one of tenants', ['--plans', 'plans.txt', '--tenants', 'tenants.txt'], 4],
    ['tenants as they are', ['--tenants', 'customers'], 3],
  ])('are found by %s', (_, argv, results) => {
    writeFileSync(join(folder, 'plans.txt'), '# two\nplans/e3.yaml\nplans/nothing.yaml\n')
    writeFileSync(join(folder, 'tenants.txt'), 'customers/adatum/\r\ncustomers/contoso\r\n')
    const { stdout, status } = run('check', ...argv, '--remedies', 'none', '--format', 'json')
    if (results === 0) expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
    else expect((JSON.parse(stdout) as BatchReport).summary.results).toBe(results)
  })

  test.each([
    ['no plan there', ['empty', '--tenants', 'customers'], 'no plan found at `empty`'],
    ['no tenant there', ['plans', '--tenants', 'empty'], 'no tenant found at `empty`'],
    ['a snapshot for a folder of them', ['plans', '--tenants', 'customers/adatum'], '--tenant customers/adatum'],
    ['an empty list', ['--plans', 'none.txt', '--tenants', 'customers'], '`none.txt` names nothing'],
    ['a list as Windows PowerShell writes it', ['--plans', 'wide.txt', '--tenants', 'customers'], 'wide.txt  error  the file is written in UTF-16'],
    ['a folder that takes no files', ['plans', '--tenants', 'customers', '--format', 'json', '--output', 'seatplan.yaml/below/out.json'], '`seatplan.yaml/below/out.json` cannot be written: '],
    ['a baseline to write, and nobody says where', ['plans', '--tenants', 'customers', '--update-baseline'], '`--update-baseline` needs a baseline'],
    ['a baseline to write of a part', ['plans', '--tenants', 'customers', '--baseline', 'b.json', '--update-baseline', '--shard', '1/2'], 'do not go together'],
    ['a baseline to write, and something unread', ['plans', '--tenants', 'customers', '--baseline', 'b.json', '--update-baseline'], 'the baseline is not written: 2 of 6 checks could not be read'],
    ['a baseline that is not there', ['plans', '--tenants', 'customers', '--baseline', 'b.json', '--remedies', 'none'], 'there is no baseline `b.json`'],
    ['an input to write to', ['plans', '--tenants', 'customers', '--format', 'json', '--output', 'plans/e3.yaml'], 'would overwrite an input'],
  ])('are refused where there is %s', (_, argv, words) => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    writeFileSync(join(folder, 'none.txt'), '# nothing\n')
    writeFileSync(join(folder, 'wide.txt'), '\ufeffplans/e3.yaml\r\n', 'utf16le')
    expect(run('check', ...argv, '--remedies', 'none')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(words) })
  })
})

test('the library gives the same answer, in threads of its own', () => {
  const program = `
    import { readFileSync } from 'node:fs'
    import { batchReporters, checkMany, disk, usualOptions } from ${JSON.stringify(pathToFileURL(join(root, 'dist/index.mjs')).href)}
    const shipped = JSON.parse(readFileSync(${JSON.stringify(join(root, 'dist/shipped.json'))}, 'utf8'))
    const { value } = await checkMany(disk(), { shipped, cwd: process.cwd(), env: {}, options: {}, today: '2026-11-24', report: { ...usualOptions, remedies: 'none' }, plans: ['plans/e3.yaml', 'plans/nothing.yaml'], tenants: ['customers/contoso', 'customers/adatum'], jobs: 2 })
    for (const chunk of batchReporters.find(({ name }) => name === 'json').render(value, { color: false, width: 80, expand: false })) process.stdout.write(chunk)
  `
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  expect(stderr).toBe('')
  expect(stdout).toBe(run('check', 'plans', '--tenant', 'customers/adatum', '--tenant', 'customers/contoso', '--remedies', 'none', '--format', 'json').stdout)
})

describe('a baseline of many', () => {
  const asked = ['check', 'plans', '--tenant', 'customers/adatum', '--tenant', 'customers/contoso', '--remedies', 'none', '--baseline', 'accepted.json', '--format', 'json'] as const

  test('holds what all checks find, each once; from then on only what is new counts, and what is gone is told', () => {
    const first = run(...asked, '--update-baseline')
    expect(first).toMatchObject({ status: 0, stderr: expect.stringMatching(/^wrote accepted.json: \d+ findings, \d+ new, 0 gone$/m) })
    expect(run(...asked).stdout).toBe(first.stdout)
    const text = readFileSync(join(folder, 'accepted.json'), 'utf8')
    const { baseline } = JSON.parse(text) as { baseline: readonly { fingerprint: string }[] }
    expect(new Set(baseline.map(({ fingerprint }) => fingerprint)).size).toBe(baseline.length)
    expect(run(...asked, '--update-baseline').stderr).toContain('0 new, 0 gone')
    expect(readFileSync(join(folder, 'accepted.json'), 'utf8')).toBe(text)
    change('accepted.json', all => all.replaceAll(/\{"fingerprint":"[0-9a-f]{8}/g, '{"fingerprint":"00000000'))
    const { summary, notices } = JSON.parse(run(...asked).stdout) as BatchReport
    expect(summary.exitCode).toBe(1)
    expect(notices.map(({ id }) => id)).toContain('baseline-gone')
  })
})

describe('shards', () => {
  const asked = ['plans', '--tenant', 'customers/adatum', '--tenant', 'customers/contoso', '--tenant', 'customers/fabrikam', '--remedies', 'none', '--quiet'] as const
  const shard = (number: number, file: string, ...more: readonly string[]) => run('check', ...asked, '--shard', `${number}/4`, '--format', 'json', '--output', file, ...more)

  test('become the answer of the whole in every format, byte for byte', () => {
    for (const number of [1, 2, 3, 4]) shard(number, `parts/machine-${number}/report.json`)
    for (const format of formats) {
      const whole = run('check', ...asked, '--format', format)
      const merged = run('merge-reports', 'parts', '--format', format, '--quiet')
      expect({ format, stdout: merged.stdout, status: merged.status }).toEqual({ format, stdout: whole.stdout, status: whole.status })
    }
  })

  test.each<[string, () => void, string | RegExp]>([
    ['one is missing', () => rmSync(join(folder, 'mixed/2.json')), 'results are missing, such as `customers/'],
    ['one is there twice', () => cpSync(join(folder, 'mixed/2.json'), join(folder, 'mixed/2-again.json')), 'already'],
    ['one was made by another version', () => change('mixed/3.json', text => text.replaceAll('"version": "0.1.0"', '"version": "9.9.9"')), 'written by seatplan 9.9.9'],
    ['one was made with other rules', () => change('mixed/3.json', text => text.replace(/("rules": "sha256:)[0-9a-f]{4}/, '$10000')), 'the rules are others'],
    ['one was made with other options', () => void shard(3, 'mixed/3.json', '--fail-on', 'never'), 'the files or options are others'],
    ['one was made from another export of a tenant, of the same names and sizes', () => {
      const users = readFileSync(join(folder, 'customers/contoso/users.json'), 'utf8')
      change('customers/contoso/users.json', text => text.replace(/"displayName": ?"A/, match => `${match.slice(0, -1)}B`))
      expect(readFileSync(join(folder, 'customers/contoso/users.json'), 'utf8')).not.toBe(users)
      for (const number of [1, 2]) shard(number, `mixed/${number}.json`)
      writeFileSync(join(folder, 'customers/contoso/users.json'), users)
    }, '`customers/contoso/users.json` was another file'],
    ['one was made on another day', () => void shard(3, 'mixed/3.json', '--now', '2026-11-25'), 'was made for 2026-11-25'],
    ['one is no part', () => void run('check', ...asked, '--format', 'json', '--output', 'mixed/whole.json'), 'is no part of a run'],
    ['one does not fit the schema', () => change('mixed/3.json', text => text.replace('"schemaVersion": 1,', '"schemaVersion": 1, "surprise": 1,')), 'mixed/3.json'],
    ['one is no JSON', () => change('mixed/3.json', text => text.slice(0, -20)), /^mixed\/3\.json:\d+:\d+  error  /],
    ['there is no folder', () => rmSync(join(folder, 'mixed'), { recursive: true }), 'there is no folder `mixed`'],
  ])('are refused where %s', (_, spoil, words) => {
    rmSync(join(folder, 'mixed'), { recursive: true, force: true })
    for (const number of [1, 2, 3, 4]) cpSync(join(folder, `parts/machine-${number}/report.json`), join(folder, `mixed/${number}.json`))
    spoil()
    expect(run('merge-reports', 'mixed')).toMatchObject({ status: 2, stdout: '', stderr: typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words) })
  })

  test('say nothing of where they were made', () => {
    const text = readFileSync(join(folder, 'parts/machine-1/report.json'), 'utf8')
    expect(text).not.toContain(folder)
    expect(text).not.toMatch(/machine|1\/4|duration/)
  })
})

describe('the answer to many', () => {
  test('is shown again in any format', () => {
    const asked = ['check', 'plans', '--tenants', 'customers', '--remedies', 'none', '--quiet'] as const
    run(...asked, '--format', 'json', '--output', 'whole.json')
    for (const format of formats) expect(run('report', 'whole.json', '--format', format, '--quiet')).toMatchObject({ stdout: run(...asked, '--format', format).stdout, status: 2 })
  })
})

function change(file: string, to: (text: string) => string): void {
  writeFileSync(join(folder, file), to(readFileSync(join(folder, file), 'utf8')))
}
