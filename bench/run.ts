// npm run bench [-- --sizes 1000,10000,100000] [--runs N] [--form ndjson|envelope]: one table, whole processes, medians.
// Times are told as ratios within this run: to an empty Node process, and to a bare split and JSON.parse of the same files.
// Ways out are a search of their own, whose cost depends on the findings and not on the users; they stand in a table of their own.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generate, type Form } from './generate.js'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    runs: { type: 'string', default: '5' },
    form: { type: 'string', default: 'ndjson' },
  },
})
const root = join(import.meta.dirname, '..')
const seatplan = join(root, 'dist/seatplan.js')
const contoso = join(root, 'examples/contoso')
const small = join(root, 'examples/founding-article')
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-bench-'))

interface Command {
  readonly argv: readonly string[]
  readonly cwd?: string
  /** Exit codes that are right. */
  readonly codes?: readonly number[]
}

try {
  const [runs, sizes, form] = [Number(values.runs), values.sizes.split(',').map(Number), values.form as Form]
  startUp(Math.max(9, runs))
  checks(sizes, runs, form)
  waysOut(Math.min(...sizes), form)
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

function checks(sizes: readonly number[], runs: number, form: Form): void {
  print('| users | MB | bare ms | check ms | x bare | peak MB |', '|---|---|---|---|---|---|')
  for (const users of sizes) print(checkLine(users, runs, form))
}

function checkLine(users: number, runs: number, form: Form): string {
  const folder = join(scratch, String(users))
  mkdirSync(folder)
  generate(folder, users, form)
  const files = [`users.${form === 'ndjson' ? 'ndjson' : 'json'}`, 'groupMembers.ndjson'].map(file => join(folder, 'tenant', file))
  const bare: Command = { argv: [join(root, 'bench/bare.cjs'), ...files] }
  const whole = check(folder, 'none')
  const [bareMs, checkMs] = medians(runs, [bare, whole]) as [number, number]
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6
  const line = [users, megabytes.toFixed(1), ms(bareMs), ms(checkMs), ratio(checkMs, bareMs), (peak(whole) / 1000).toFixed(0)]
  rmSync(folder, { recursive: true })
  return `| ${line.join(' | ')} |`
}

function waysOut(users: number, form: Form): void {
  const folder = join(scratch, 'ways-out')
  mkdirSync(folder)
  generate(folder, users, form)
  print('', '| ways out | none ms | some ms | all ms |', '|---|---|---|---|')
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
  runs(command, process.env)
  return performance.now() - start
}

function peak(command: Command): number {
  const file = join(scratch, 'peak')
  runs({ ...command, argv: ['-r', join(root, 'bench/peak.cjs'), ...command.argv] }, { ...process.env, SEATPLAN_PEAK: file })
  return Number(readFileSync(file, 'utf8'))
}

/** A command that fails is not timed. */
function runs({ argv, cwd = root, codes = [0] }: Command, env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd, env, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (!codes.includes(status ?? -1)) throw new Error(`\`node ${argv.join(' ')}\` ended with ${status}: ${stderr}`)
}

function ms(time: number): string {
  return time.toFixed(0)
}

function ratio(time: number, base: number): string {
  return (time / base).toFixed(2)
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
