// npm run bench:watch [-- --runs N --users 10000 --news]: from save to result, beside a cold run of the same check. Whole processes, medians, one table.
// Each round runs the cold check once and saves each file once, so that a busy moment hits all alike. "what changed" is the comparison that
// `--watch` prints at once; "whole report" is the JSON with all ways out. Both are told as ratios to a cold run that gives as much.
// With --news the whole report is left out, which takes most of the time.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generate } from './generate.js'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, users: { type: 'string', default: '10000' }, news: { type: 'boolean', default: false } } })
const root = join(import.meta.dirname, '..')
const seatplan = join(root, 'dist/seatplan.js')
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-bench-'))

/** A file, and its text after a save, by the number of the round. */
interface Saves {
  readonly what: string
  readonly file: string
  text(before: string, round: number): string
}

const saves: readonly Saves[] = [
  { what: 'plan, a step at its end', file: 'plan.yaml', text: (before, round) => `${before}  - { op: changeUnits, sku: EMS, add: ${round} }\n` },
  { what: 'plan, its first step', file: 'plan.yaml', text: (before, round) => before.replace('changes:\n', `changes:\n  - { op: changeUnits, sku: EMS, add: ${round} }\n`) },
  { what: 'a rule', file: 'rules/bench.yaml', text: (_, round) => rule(countries[round % 5]!) },
  { what: 'the project file', file: 'seatplan.yaml', text: (before, round) => `${before}seats: ${round % 2 === 0 ? 'include-warning' : 'strict'}\n` },
  { what: 'a waiver', file: 'waivers.yaml', text: (_, round) => waiver(`Round ${round}.`) },
  { what: 'an overlay of the catalog', file: 'catalogs/overlay/bench.yaml', text: (_, round) => overlay(`BENCH_${round}`) },
  { what: 'a licence of a group', file: 'tenant/groups.json', text: (before, round) => swap(before, /"disabledPlans": ?\[[^\]]*\]/g, round, (one) => (/\[\]/.test(one) ? one.replace('[]', `["${teams}"]`) : one.replace(/\[.*\]/, '[]'))) },
  { what: 'a member', file: 'tenant/members', text: (before, round) => swap(before, /\{"@odata.type":"#microsoft.graph.user","id":"[^"]*"\},\n|\{"groupId":.*\}\n/g, round, () => '') },
  { what: 'the country of a user', file: 'tenant/users', text: (before, round) => swap(before, /"usageLocation": ?"[A-Z]*"/g, round, () => `"usageLocation":"${countries[round % 5]!}"`) },
  { what: 'units of a product', file: 'tenant/subscribedSkus.json', text: (before, round) => swap(before, /"enabled": ?\d+/g, round, () => `"enabled":${100 + round}`) },
]

const countries = ['DE', 'FR', 'IT', 'AT', 'LI']
const teams = '57ff2da0-773e-42df-b2af-ffb7a2317929'

/** Another one of the places is changed in each round. */
function swap(text: string, place: RegExp, round: number, now: (before: string) => string): string {
  const wanted = round % (text.match(place)?.length ?? 1)
  let at = 0
  const after = text.replace(place, (one) => (at++ === wanted ? now(one) : one))
  if (after === text) throw new Error(`nothing to change like ${String(place)}`)
  return after
}

function rule(country: string): string {
  return `rules: [{ id: not-there, kind: usage-location, severity: error, product: SPE_E5, prohibitedIn: ['${country}'], reason: Not sold there. }]\n`
}

function waiver(reason: string): string {
  return `waivers: [{ rule: not-there, reason: '${reason}', expires: '2030-01-01' }]\n`
}

function overlay(name: string): string {
  return `plans: [{ servicePlanId: 11111111-2222-4333-8444-555555555555, servicePlanName: ${name}, reason: For the bench., source: bench/watch.ts }]\n`
}

try {
  const columns = ['users', 'saved', 'cold, no ways out ms', 'what changed ms', 'x cold', ...(values.news ? [] : ['cold, all ways out ms', 'whole report ms', 'x cold'])]
  print(`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`)
  await measure('60', contoso())
  await measure(values.users, generated(Number(values.users)))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function contoso(): string {
  const folder = join(scratch, 'contoso')
  cpSync(join(root, 'examples/contoso'), folder, { recursive: true })
  return prepared(folder)
}

function generated(users: number): string {
  const folder = join(scratch, String(users))
  generate(folder, users)
  writeFileSync(join(folder, 'seatplan.yaml'), `${readFileSync(join(folder, 'seatplan.yaml'), 'utf8')}rules: [current, ./rules]\n`)
  return prepared(folder)
}

function prepared(folder: string): string {
  cpSync(join(root, 'examples/contoso/rules'), join(folder, 'rules'), { recursive: true })
  mkdirSync(join(folder, 'catalogs/overlay'), { recursive: true })
  writeFileSync(join(folder, 'rules/bench.yaml'), rule('CH'))
  writeFileSync(join(folder, 'waivers.yaml'), waiver('Before.'))
  writeFileSync(join(folder, 'catalogs/overlay/bench.yaml'), overlay('BENCH'))
  writeFileSync(join(folder, 'seatplan.yaml'), `${readFileSync(join(folder, 'seatplan.yaml'), 'utf8')}waivers: waivers.yaml\n`)
  return folder
}

/** The one of these names that the folder has; of a folder, its first file. */
function found(folder: string, name: string): string {
  const path = [name, `${name}.json`, `${name}.ndjson`, `${name}.yaml`, name.replace('/members', '/groupMembers.ndjson')].map((one) => join(folder, one)).find((one) => existsSync(one))!
  return statSync(path).isDirectory() ? join(path, readdirSync(path).sort()[0]!) : path
}

type Watching = ReturnType<typeof watching>

async function measure(users: string, folder: string): Promise<void> {
  const news = watching(folder, ['--remedies', 'none'], (said) => said.includes(' unchanged\n'))
  const whole = values.news ? undefined : watching(folder, ['--format', 'json'], (said) => said.endsWith('\n}\n'))
  await Promise.all([news.ready(), whole?.ready()])
  const [coldNews, coldWhole]: [number[], number[]] = [[], []]
  const times = saves.map(() => ({ news: [] as number[], whole: [] as number[] }))
  for (let round = 1; round <= Number(values.runs); round++) {
    coldNews.push(cold(folder, ['--remedies', 'none']))
    if (whole !== undefined) coldWhole.push(cold(folder, []))
    for (const [at, { file, text }] of saves.entries()) {
      const path = found(folder, file)
      times[at]!.news.push(await fromSave(news, path, (before) => text(before, round)))
      if (whole !== undefined) times[at]!.whole.push(await fromSave(whole, path, (before) => text(before, round)))
    }
  }
  news.end()
  whole?.end()
  for (const [at, { what }] of saves.entries()) print(`| ${[users, what, ...ratio(coldNews, times[at]!.news), ...(whole === undefined ? [] : ratio(coldWhole, times[at]!.whole))].join(' | ')} |`)
}

async function fromSave(watch: Watching, path: string, edit: (before: string) => string): Promise<number> {
  const before = readFileSync(path, 'utf8')
  watch.wake()
  const said = watch.next()
  const start = performance.now()
  save(path, edit(before))
  await said
  const time = performance.now() - start
  const back = watch.next()
  save(path, before)
  await back
  watch.sleep()
  return time
}

/** All at once: half a file would be an answer of its own. */
function save(path: string, text: string): void {
  writeFileSync(join(scratch, 'new'), text)
  renameSync(join(scratch, 'new'), path)
}

function ratio(cold: readonly number[], after: readonly number[]): readonly string[] {
  const [a, b] = [median(cold), median(after)]
  return [a.toFixed(0), b.toFixed(0), (b / a).toFixed(2)]
}

function cold(folder: string, more: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [seatplan, 'check', 'plan.yaml', ...more], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status !== 0 && status !== 1) throw new Error(stderr)
  return performance.now() - start
}

/** A process that watches; one at a time is awake, so that they do not share the machine. */
function watching(folder: string, more: readonly string[], isSaid: (said: string) => boolean) {
  const child = spawn(process.execPath, [seatplan, 'check', 'plan.yaml', '--watch', ...more], { cwd: folder })
  let [said, complained] = ['', '']
  let tell: (() => void) | undefined
  let [isReady, ready] = [false, () => {}]
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
    if (isSaid(said)) tell?.()
  })
  child.stderr.on('data', (data: Buffer) => {
    complained += data.toString()
    if (isReady || !complained.includes('watching;')) return
    isReady = true
    ready()
  })
  return {
    ready: () => new Promise<void>((resolve) => (isReady ? resolve() : (ready = resolve))),
    next: () => new Promise<void>((resolve) => ((said = ''), (tell = resolve))),
    wake: () => child.kill('SIGCONT'),
    sleep: () => child.kill('SIGSTOP'),
    end: () => child.kill('SIGKILL'),
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
