import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')
const text = (file: string): string => readFileSync(join(root, file), 'utf8')

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly bash?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  readonly if?: string
}

const action = parse(text('action.yml')) as { inputs: Record<string, { default: string }>; runs: { using: string; steps: readonly Step[] } }
const github = parse(text('examples/ci/github.yml')) as { on: Record<string, unknown>; permissions: Record<string, string>; jobs: Record<string, Job> }
const azure = parse(text('examples/ci/azure-pipelines.yml')) as { steps: readonly Step[] }
const gitlab = parse(text('examples/ci/gitlab.yml')) as { seatplan: { before_script: readonly string[]; script: readonly string[]; variables: Record<string, string> } }
const hooks = parse(text('.pre-commit-hooks.yaml')) as readonly { id: string; entry: string; language: string; files?: string }[]

const jobs = Object.values(github.jobs)
const scripts: readonly (readonly [string, string])[] = [
  ...action.runs.steps.flatMap(({ run, name }) => (run === undefined ? [] : [[`action: ${name}`, run] as const])),
  ...jobs.flatMap(({ steps }) => steps).flatMap(({ run, name }) => (run === undefined ? [] : [[`github: ${name}`, run] as const])),
  ...azure.steps.flatMap(({ bash }, at) => (bash === undefined ? [] : [[`azure: ${at}`, bash] as const])),
  ...[...gitlab.seatplan.before_script, ...gitlab.seatplan.script].map((script, at) => [`gitlab: ${at}`, script] as const),
]

test.each([['action.yml', action.runs.steps], ['github.yml', jobs.flatMap(({ steps }) => steps)]] as const)('%s pins every action by the SHA of a commit, and says which version that is', (file, steps) => {
  const used = steps.flatMap(({ uses }) => uses ?? []).filter(uses => !uses.startsWith('./'))
  expect(used.length).toBeGreaterThan(0)
  for (const uses of used) {
    expect(uses).toMatch(/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/)
    expect(text(file === 'action.yml' ? file : `examples/ci/${file}`)).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\n`))
  }
})

test('the workflow has no right that it does not need, and runs nothing of a pull request with more', () => {
  expect(Object.keys(github.on).sort()).toEqual(['pull_request', 'push'])
  expect(github.permissions).toEqual({ contents: 'read' })
  for (const { permissions = {}, if: when } of jobs) {
    const writes = Object.entries(permissions).filter(([, level]) => level !== 'read')
    expect(writes.every(([right]) => right === 'security-events')).toBe(true)
    if (writes.length > 0) expect(when).toContain("github.event_name == 'push'")
  }
  const checkouts = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
  expect(checkouts.map(({ with: given }) => given?.['persist-credentials'])).toEqual(checkouts.map(() => false))
})

test.each(scripts)('%s: nothing is interpolated into the script', (_, script) => {
  expect(script).not.toMatch(/\$\{\{|\$\(|`|\beval\b/)
  // Every variable stands between double quotes, or where no word is split.
  const unquoted = script.split('\n').filter(line => /(?:^|[^"'\w/])\$\{?[A-Za-z_]/.test(line.replaceAll(/"[^"]*"/g, '""').replaceAll(/'[^']*'/g, "''").replaceAll(/code=\$\?/g, '')))
  expect(unquoted).toEqual([])
})

test('every template leaves names of people out, and gives the plan behind `--`', () => {
  for (const [name, script] of scripts.filter(([, one]) => one.includes('seatplan.js') && one.includes('check'))) expect([name, script]).toEqual([name, expect.stringMatching(/--root [^]*--no-cache [^]*--anonymise people[^]* -- "\$|--root[^]*--anonymise people[^]*\(-- "\$/)])
})

test('hooks are commands of seatplan', () => {
  expect(text('.npmrc'), 'pre-commit takes what `npm pack` prints for a file').toMatch(/^foreground-scripts=false$/m)
  const commands = ['lint', 'fmt', 'test']
  expect(hooks.map(({ id, entry, language }) => [id, entry.split(' ').slice(0, 2), language])).toEqual(commands.map(command => [`seatplan-${command}`, ['seatplan', command], 'node']))
  const files = new RegExp(hooks[0]!.files!)
  expect(['plan.yaml', 'rules/house.yaml', 'a/scenarios/x.yml', 'waivers.yaml'].every(file => files.test(file))).toBe(true)
  expect(['docker-compose.yml', 'src/plan.ts', '.github/workflows/ci.yml'].some(file => files.test(file))).toBe(false)
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatplan-ci-'))
  cpSync(join(root, 'examples/contoso'), join(folder, 'project'), { recursive: true })
  writeFileSync(join(folder, 'project/clean.yaml'), 'title: Nothing\nchanges: []\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a script as a pipeline would, in an environment of its own. */
function run(script: string, env: Readonly<Record<string, string>>, cwd = join(folder, 'project')) {
  const done = spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], { cwd, env: { PATH: process.env['PATH']!, HOME: folder, ...env }, encoding: 'utf8' })
  return { exit: done.status, out: done.stdout, err: done.stderr }
}

/** The action's own step, with these inputs; the others have their defaults. */
function runAction(inputs: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find(({ name }) => name === 'Check')!
  const temp = mkdtempSync(join(folder, 'temp-'))
  const files = { GITHUB_STEP_SUMMARY: join(temp, 'summary'), GITHUB_OUTPUT: join(temp, 'output') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const value = (expression: string): string => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1]
    if (input === undefined) throw new Error(`what is ${expression}?`)
    return inputs[input] ?? action.inputs[input]!.default
  }
  const given = Object.fromEntries(Object.entries(step.env!).map(([key, expression]) => [key, value(expression)]))
  const done = run(step.run!, { ...given, ...files, GITHUB_ACTION_PATH: root, GITHUB_WORKSPACE: join(folder, 'project'), RUNNER_TEMP: temp })
  return { ...done, temp, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'), outputs: readFileSync(files.GITHUB_OUTPUT, 'utf8') }
}

test('the action passes the exit code on, annotates, sums up, and leaves a report that can be shown again', () => {
  const { exit, out, summary, outputs, temp, err } = runAction({ plan: 'plan.yaml', sarif: 'out.sarif', junit: 'out.xml' })
  expect([exit, err]).toEqual([1, ''])
  expect(out).toContain('::error file=plan.yaml,line=')
  expect(summary).toContain('5 errors')
  expect(outputs).toBe(`exit-code=1\nreport=${temp}/seatplan-report.json\n`)
  const files = ['out.sarif', 'out.xml'].map(file => readFileSync(join(folder, 'project', file), 'utf8'))
  const people = /@contoso\.com|&#64;contoso|wagner|sethi/i
  expect([out, summary, ...files, readFileSync(join(temp, 'seatplan-report.json'), 'utf8')].filter(one => people.test(one))).toEqual([])
  expect(summary).toContain('Sales')
  const shown = spawnSync(process.execPath, [join(root, 'dist/seatplan.js'), 'report', join(temp, 'seatplan-report.json'), '--format', 'html'], { encoding: 'utf8' })
  expect([shown.status, shown.stdout.startsWith('<!doctype html>')]).toEqual([1, true])
})

test('names are there where they are asked for', () => {
  expect(runAction({ plan: 'plan.yaml', names: 'true' }).summary).toMatch(/heike\.wagner/)
})

test.each([
  [{ plan: 'clean.yaml' }, 0], [{ plan: 'plan.yaml', 'fail-on': 'never' }, 0], [{}, 1], [{ plan: 'clean.yaml', 'require-findings': 'none' }, 1], [{ plan: 'clean.yaml', 'max-warnings': '99' }, 0],
  [{ plan: 'none.yaml' }, 2], [{ plan: 'clean.yaml', tenant: 'nowhere' }, 2], [{ plan: 'clean.yaml', 'working-directory': 'nowhere' }, 2], [{ plan: 'clean.yaml', 'fail-on': 'sometimes' }, 2], [{ plan: 'clean.yaml', 'max-warnings': 'many' }, 2],
] as const)('%o: exit code %i', (inputs, exit) => {
  expect(runAction(inputs).exit).toBe(exit)
})

const hostile = ['"; touch pwned; "', '$(touch pwned)', '`touch pwned`', "'; touch pwned; '", '--output=pwned', '--help', '-V', '; touch pwned', '${IFS}touch${IFS}pwned', 'a\ntouch pwned', '../../../../../../etc/hostname']
test.each(hostile)('an input that reads %j is a path and nothing else', plan => {
  for (const inputs of [{ plan }, { plan: 'clean.yaml', 'working-directory': plan }]) {
    const { exit, outputs } = runAction(inputs)
    expect([inputs, exit]).toEqual([inputs, 2])
    expect(outputs).not.toContain('exit-code=0')
  }
  expect(readdirSync(join(folder, 'project')).filter(name => name.includes('pwned'))).toEqual([])
})

test('a plan of a pull request reads nothing outside of the checkout', () => {
  writeFileSync(join(folder, 'users.csv'), 'userPrincipalName\ntop-secret@contoso.com\n')
  writeFileSync(join(folder, 'project/outside.yaml'), 'changes: [{ op: reprocess, usersFrom: ../users.csv }]\n')
  const { exit, out, err } = runAction({ plan: 'outside.yaml' })
  expect([exit, out]).toEqual([2, ''])
  expect(err).toContain('lies outside of')
  expect(err).not.toContain('top-secret')
})

test('threads read nothing outside of the root either', () => {
  for (const name of ['one', 'two']) writeFileSync(join(folder, `project/${name}-outside.yaml`), 'tenant: ../tenant-outside.json\nexpect: { findings: [] }\n')
  writeFileSync(join(folder, 'tenant-outside.json'), JSON.stringify({ users: [], groups: [], subscribedSkus: [] }))
  const play = (...more: readonly string[]) => spawnSync(process.execPath, [join(root, 'dist/seatplan.js'), 'test', 'one-outside.yaml', 'two-outside.yaml', '--jobs', '2', '--no-cache', ...more], { cwd: join(folder, 'project'), encoding: 'utf8' })
  expect(play().status).toBe(0)
  const confined = play('--root', '.')
  expect([confined.status, confined.stdout]).toEqual([2, ''])
  expect(confined.stderr).toContain('lies outside of')
})

test('a check that says all is well and leaves no report has checked nothing', () => {
  const stub = join(folder, 'stub')
  mkdirSync(join(stub, 'dist'), { recursive: true })
  writeFileSync(join(stub, 'dist/seatplan.js'), 'process.exit(0)\n')
  const step = action.runs.steps.find(({ name }) => name === 'Check')!
  const env = Object.fromEntries(Object.keys(step.env!).map(key => [key, '']))
  expect(run(step.run!, { ...env, KIT_FOLDER: '.', GITHUB_ACTION_PATH: stub, GITHUB_WORKSPACE: stub, RUNNER_TEMP: stub, GITHUB_STEP_SUMMARY: join(stub, 's'), GITHUB_OUTPUT: join(stub, 'o') }).exit).toBe(2)
  const script = gitlab.seatplan.script.join('\n')
  expect(run(script, { KIT_HOME: stub, KIT_PLAN: 'clean.yaml' }, stub).exit).toBe(2)
})

test('the action builds seatplan where it stands, without running what packages bring, and only once', () => {
  const step = action.runs.steps.find(({ name }) => name === 'Build seatplan')!
  const [fresh, bin] = [join(folder, 'fresh'), join(folder, 'bin')]
  for (const made of [fresh, bin]) mkdirSync(made)
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "$PWD: $*" >> "$LOG"\n', { mode: 0o755 })
  const env = { PATH: `${bin}:${process.env['PATH']}`, GITHUB_ACTION_PATH: fresh, LOG: join(folder, 'log') }
  expect(run(step.run!, env).exit).toBe(0)
  expect(readFileSync(env.LOG, 'utf8').split('\n')).toEqual([`${fresh}: ci --no-audit --no-fund --ignore-scripts`, `${fresh}: run build`, ''])
  mkdirSync(join(fresh, 'dist'))
  writeFileSync(join(fresh, 'dist/seatplan.js'), '')
  rmSync(env.LOG)
  expect([run(step.run!, env).exit, existsSync(env.LOG)]).toEqual([0, false])
})

test('the scripts of Azure Pipelines and GitLab give the exit code of the check and name nobody', () => {
  const results = mkdtempSync(join(folder, 'results-'))
  const checked = azure.steps.flatMap(({ bash }) => (bash?.includes('check') === true ? [bash] : []))
  const inAzure = (plan: string) => run(checked[0]!, { KIT_HOME: root, KIT_PROJECT: join(folder, 'project'), KIT_RESULTS: results, KIT_PLAN: plan })
  const inGitlab = (plan: string) => run(gitlab.seatplan.script.join('\n'), { KIT_HOME: root, KIT_PLAN: plan })
  const [azureOut] = [inAzure, inGitlab].map((template) => {
    const [failing, ...others] = ['plan.yaml', 'clean.yaml', 'none.yaml', '--help', '$(touch pwned)'].map(plan => template(plan))
    expect([failing!, ...others].map(({ exit }) => exit)).toEqual([1, 0, 2, 2, 2])
    expect(failing!.out).not.toMatch(/@contoso\.com/)
    return failing!.out
  })
  expect(azureOut).toMatch(/##vso\[task\.logissue type=error[^]*##vso\[task\.uploadsummary\]/)
  expect(readdirSync(join(folder, 'project')).filter(name => name.includes('pwned'))).toEqual([])
})
