// npm run bench [-- --sizes 10000,100000,1000000] [--runs N] [--odd 100000] [--forms ndjson,document,pages,gzip] [--skip startUp,stage,waysOut]:
// whole processes, medians of processor time, every command once a round so that a busy moment hits all alike.
// Only ratios within this run mean anything: to an empty Node process, and to a bare split and JSON.parse of the same elements.
// Ways out are a search of their own, whose cost depends on the findings and not on the users; they stand in a table of their own.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measured, root, runCommand, type Command, type Measured } from './measure.js'
import { forms, generate, kinds, usersFile, type Form, type Kind } from './generate.js'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    runs: { type: 'string', default: '3' },
    odd: { type: 'string', default: '100000' },
    forms: { type: 'string', default: forms.join() },
    skip: { type: 'string', default: '' },
  },
})
const seatplan = join(root, 'dist/seatplan.js')
const contoso = join(root, 'examples/contoso')
const small = join(root, 'examples/founding-article')
const kindWords: Readonly<Record<Kind, string>> = {
  ordinary: 'ordinary',
  different: 'no two users alike',
  groups: 'no two users in the same groups',
  escapes: 'escapes in keys and texts',
  twice: 'a key twice',
  cases: 'a key in two odd cases',
  blanks: 'blanks between all things',
  pascal: 'PascalCase',
  wrapped: 'lists in objects',
  addresses: 'addresses beyond ASCII',
  nested: 'lists in lists, 30 deep',
}
/** As the program has it (scripts/load-program.ts). */
const patient = '--interrupt-budget=1000000'
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-bench-'))

try {
  const [runs, sizes, skipped] = [Number(values.runs), values.sizes.split(',').map(Number), values.skip.split(',')]
  if (!skipped.includes('startUp')) startUp(Math.max(9, runs))
  checks(sizes, runs, values.forms.split(',') as Form[])
  if (!skipped.includes('stage')) stages(sizes, runs)
  if (!skipped.includes('waysOut')) waysOut(1000)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function startUp(runs: number): void {
  const [empty, version, one, sixty] = medians(runs, [
    { argv: ['-e', '0'] },
    { argv: [seatplan, '--version'] },
    check(small, 'all'),
    check(contoso, 'none'),
  ]) as [number, number, number, number]
  print('| start-up | ms | x empty Node | aim |', '|---|---|---|---|')
  print(`| node -e 0 | ${ms(empty)} | 1.00 | |`)
  print(`| seatplan --version | ${ms(version)} | ${ratio(version, empty)} | 1.3 |`)
  print(`| seatplan check (examples/founding-article, default options) | ${ms(one)} | ${ratio(one, empty)} | 3 |`)
  print(`| seatplan check --remedies none (examples/contoso) | ${ms(sixty)} | ${ratio(sixty, empty)} | |`, '')
}

/** Sizes as lines; of the largest one the other forms; of some, users who are unusual, each beside the ordinary ones. */
function checks(sizes: readonly number[], runs: number, forms: readonly Form[]): void {
  const largest = Math.max(...sizes)
  const [first = 'ndjson', ...others] = forms
  print('| `seatplan check plan.yaml --format json --remedies none`, all else by default | users | MB | bare s | check s | x bare | x bare, wall | us a user | peak MB |', '|---|---|---|---|---|---|---|---|---|')
  for (const users of sizes) checkLine(first, users, runs, first)
  for (const form of others) checkLine(form, largest, runs, form)
  for (const kind of kinds.slice(Number(values.odd) === 0 ? kinds.length : 0)) checkLine(`${first}, ${kindWords[kind]}`, Number(values.odd), runs, first, kind)
  print('')
}

function checkLine(name: string, users: number, runs: number, form: Form, kind: Kind = 'ordinary'): void {
  const folder = join(scratch, 'tenant')
  mkdirSync(folder)
  generate(folder, users, form, kind)
  const files = [usersFile(form), 'groupMembers.ndjson'].map(file => join(folder, 'tenant', file))
  const [bare, whole] = measured(runs, [{ argv: [join(root, 'bench/bare.cjs'), ...files] }, check(folder, 'none')]) as [Measured, Measured]
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6
  const line = [name, users, megabytes.toFixed(1), seconds(bare.cpu), seconds(whole.cpu), ratio(whole.cpu, bare.cpu), ratio(whole.wall, bare.wall), ((whole.cpu * 1000) / users).toFixed(1), (whole.peak / 1000).toFixed(0)]
  rmSync(folder, { recursive: true })
  print(`| ${line.join(' | ')} |`)
}

/** What follows reading, alone and cold, beside bare. */
function stages(sizes: readonly number[], runs: number): void {
  print('| rule stage | users | cohorts | bare s | reading s | stage s | x bare |', '|---|---|---|---|---|---|---|')
  for (const users of sizes) {
    const folder = join(scratch, 'stage')
    mkdirSync(folder)
    generate(folder, users)
    const files = ['users.ndjson', 'groupMembers.ndjson'].map(file => join(folder, 'tenant', file))
    const rounds = Array.from({ length: runs }, () => [measured(1, [{ argv: [join(root, 'bench/bare.cjs'), ...files] }])[0]!.cpu, stageIn(folder)] as const)
    const [bare, stage] = [middle(rounds.map(([one]) => one)), middle(rounds.map(([, one]) => one.stage))]
    const reading = middle(rounds.map(([, one]) => one.reading))
    rmSync(folder, { recursive: true })
    print(`| all after reading | ${users} | ${rounds[0]![1].cohorts} | ${seconds(bare)} | ${seconds(reading)} | ${seconds(stage)} | ${ratio(stage, bare)} |`)
  }
  print('')
}

function stageIn(cwd: string): { readonly reading: number; readonly stage: number; readonly cohorts: number } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [patient, join(root, 'bench/stage.mjs')], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as ReturnType<typeof stageIn>
}

function middle(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1]!
}

function waysOut(users: number): void {
  const folder = join(scratch, 'ways-out')
  mkdirSync(folder)
  generate(folder, users)
  print('| ways out | none ms | some ms | all ms |', '|---|---|---|---|')
  for (const [name, cwd] of [['examples/contoso', contoso], [`${users} users`, folder]] as const) {
    print(`| ${[name, ...(['none', 'some', 'all'] as const).map(remedies => ms(time(check(cwd, remedies))))].join(' | ')} |`)
  }
}

function check(cwd: string, remedies: 'none' | 'some' | 'all'): Command {
  return { argv: [seatplan, 'check', 'plan.yaml', '--format', 'json', '--remedies', remedies], cwd, codes: [0, 1] }
}

/** Every command once a round, so that a busy moment hits all alike. */
function medians(runs: number, commands: readonly Command[]): readonly number[] {
  const times = commands.map((): number[] => [])
  for (let run = 0; run < runs; run++) commands.forEach((command, i) => times[i]!.push(time(command)))
  return times.map(list => list.toSorted((a, b) => a - b)[list.length >> 1]!)
}

function time(command: Command): number {
  const start = performance.now()
  runCommand(command, process.env)
  return performance.now() - start
}

function ms(time: number): string {
  return time.toFixed(0)
}

function seconds(time: number): string {
  return (time / 1000).toFixed(2)
}

function ratio(time: number, base: number): string {
  return (time / base).toFixed(2)
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
