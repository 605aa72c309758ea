// npm run bench:peers [-- --users 200000] [--each-users 5000] [--runs N]: seatplan beside what else judges rules, whole processes, medians.
// All are given the same files and the same 90 rules, and must count the same users for each rule before anything is timed. Peers only
// count; seatplan checks. Each peer comes twice: asked about every user, and about every kind of user once (grouped by the same
// reader). Those that take a thousandth of a second a user have a smaller tenant, and seatplan beside them the same one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generate } from '../generate.js'

const { values } = parseArgs({
  options: { users: { type: 'string', default: '200000' }, 'each-users': { type: 'string', default: '5000' }, runs: { type: 'string', default: '3' } },
})
const here = import.meta.dirname
const root = join(here, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-peers-'))
const slow = ['json-rules-engine', 'cedar']
const quick = ['json-logic', 'sqlite', 'duckdb']

type Mode = 'users' | 'shapes'
type Counts = Readonly<Record<string, number>>
interface Command {
  readonly name: string
  readonly argv: readonly string[]
  readonly cwd: string
}
interface Cost {
  readonly cpu: number
  readonly wall: number
}

try {
  install()
  process.stdout.write('| | users | CPU ms | x seatplan | ms | x seatplan |\n|---|---|---|---|---|---|\n')
  const usersOf = (names: readonly string[]) => names.map((name) => [name, 'users'] as const)
  const kindsOf = (names: readonly string[]) => names.map((name) => [name, 'shapes'] as const)
  for (const line of table(Number(values['each-users']), usersOf(slow))) print(line)
  for (const line of table(Number(values.users), [...usersOf(quick), ...kindsOf([...slow, ...quick])])) print(line)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** Peers are no dependencies of seatplan's: they are installed here, at the versions of bench/peers/package-lock.json. */
function install(): void {
  if (existsSync(join(here, 'node_modules'))) return
  process.stderr.write('installing the peers (SQLite is compiled where there is no binary for this machine) ...\n')
  const { status } = spawnSync('npm', ['ci'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the peers cannot be installed')
}

/** Lines of the table: seatplan, and the peers beside it. */
function table(users: number, peers: readonly (readonly [name: string, mode: Mode])[]): readonly (readonly string[])[] {
  const folder = tenant(users)
  const commands = [seatplan(folder), ...peers.map(([name, mode]) => peer(name, mode, folder))]
  compare(commands)
  const costs = medians(commands)
  const base = costs[0]!
  return commands.map(({ name }, i) => [name, String(users), costs[i]!.cpu.toFixed(0), (costs[i]!.cpu / base.cpu).toFixed(2), costs[i]!.wall.toFixed(0), (costs[i]!.wall / base.wall).toFixed(2)])
}

function print(line: readonly string[]): void {
  process.stdout.write(`| ${line.join(' | ')} |\n`)
}

function tenant(users: number): string {
  const folder = join(scratch, String(users))
  mkdirSync(join(folder, 'rules'), { recursive: true })
  generate(folder, users)
  node({ name: 'rules', argv: ['--input-type=module', '-e', `import { writeRules } from ${JSON.stringify(join(here, 'rules.mjs'))}; writeRules(${JSON.stringify(folder)})`], cwd: here })
  return folder
}

function seatplan(cwd: string): Command {
  return { name: 'seatplan', argv: [join(root, 'dist/seatplan.js'), 'check', '--rules', './rules', '--remedies', 'none', '--format', 'json', '--fail-on', 'never'], cwd }
}

function peer(name: string, mode: Mode, folder: string): Command {
  return { name: `${name}, ${mode === 'users' ? 'each user' : 'each kind of user once'}`, argv: [join(here, `${name}.mjs`), folder, mode], cwd: here }
}

/** Nobody is timed who does not say the same. */
function compare(commands: readonly Command[]): void {
  const said = commands.map((command) => sorted(command.name === 'seatplan' ? countsOf(node(command)) : (JSON.parse(node(command)) as Counts)))
  const odd = commands.find((_, i) => said[i] !== said[0])
  if (said[0] === '[]' || odd !== undefined) throw new Error(`${odd?.name ?? 'seatplan'} counts otherwise: ${said.join('\n')}`)
}

function sorted(counts: Counts): string {
  return JSON.stringify(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Users by rule of the bench; what the service pack finds beside them is nobody else's business. */
function countsOf(report: string): Counts {
  const { findings } = JSON.parse(report) as { readonly findings: readonly { readonly ruleId: string | null; readonly users: { readonly count: number } }[] }
  const counts: Record<string, number> = {}
  for (const { ruleId, users } of findings) if (/^(?:conflict|prerequisite|country|group|account)-\d+$/.test(ruleId ?? '')) counts[ruleId!] = (counts[ruleId!] ?? 0) + users.count
  return counts
}

/** Every command once a round, so that a busy moment hits all alike. */
function medians(commands: readonly Command[]): readonly Cost[] {
  const costs = commands.map((): Cost[] => [])
  for (let run = 0; run < Number(values.runs); run++) commands.forEach((command, i) => costs[i]!.push(timed(command)))
  const middle = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!
  return costs.map((list) => ({ cpu: middle(list.map(({ cpu }) => cpu)), wall: middle(list.map(({ wall }) => wall)) }))
}

function timed(command: Command): Cost {
  const file = join(scratch, 'cpu')
  const start = performance.now()
  node({ ...command, argv: ['-r', join(root, 'bench/cpu.cjs'), ...command.argv] }, { ...process.env, SEATPLAN_CPU: file })
  return { wall: performance.now() - start, cpu: Number(readFileSync(file, 'utf8')) }
}

function node({ name, argv, cwd }: Command, env = process.env): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`)
  return stdout
}
