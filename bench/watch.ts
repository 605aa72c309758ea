// npm run bench:watch [-- --runs N --users 10000]: from save to result, beside a cold run of the same check. Whole processes, medians, one table.
// Each round runs the cold check once and saves each file once, so that a busy moment hits all alike. "what changed" is the comparison that
// `--watch` prints at once; "whole report" is the JSON with all ways out. Both are told as ratios to a cold run that gives as much.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generate } from './generate.js'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, users: { type: 'string', default: '10000' } } })
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
  { what: 'a rule', file: 'rules/bench.yaml', text: (_, round) => rule(['DE', 'FR', 'IT', 'AT', 'LI'][round % 5]!) },
  { what: 'the groups', file: 'tenant/groups.json', text: (before, round) => `${before}${' '.repeat(round)}` },
]

function rule(country: string): string {
  return `rules: [{ id: not-there, kind: usage-location, severity: error, product: SPE_E5, prohibitedIn: ['${country}'], reason: Not sold there. }]\n`
}

try {
  print('| users | saved | cold, no ways out ms | what changed ms | x cold | cold, all ways out ms | whole report ms | x cold |', '|---|---|---|---|---|---|---|---|')
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
  writeFileSync(join(folder, 'rules/bench.yaml'), rule('CH'))
  return folder
}

async function measure(users: string, folder: string): Promise<void> {
  const news = watching(folder, ['--remedies', 'none'], (said) => said.includes(' unchanged\n'))
  const whole = watching(folder, ['--format', 'json'], (said) => said.endsWith('\n}\n'))
  await Promise.all([news.ready(), whole.ready()])
  const [coldNews, coldWhole]: [number[], number[]] = [[], []]
  const times = saves.map(() => ({ news: [] as number[], whole: [] as number[] }))
  for (let round = 1; round <= Number(values.runs); round++) {
    coldNews.push(cold(folder, ['--remedies', 'none']))
    coldWhole.push(cold(folder, []))
    for (const [at, { file, text }] of saves.entries()) {
      const path = join(folder, file)
      const before = readFileSync(path, 'utf8')
      for (const [watch, list] of [[news, times[at]!.news], [whole, times[at]!.whole]] as const) {
        watch.wake()
        const said = watch.next()
        const start = performance.now()
        writeFileSync(path, text(before, round))
        await said
        list.push(performance.now() - start)
        const back = watch.next()
        writeFileSync(path, before)
        await back
        watch.sleep()
      }
    }
  }
  news.end()
  whole.end()
  const [a, b] = [median(coldNews), median(coldWhole)]
  for (const [at, { what }] of saves.entries()) {
    const [x, y] = [median(times[at]!.news), median(times[at]!.whole)]
    print(`| ${[users, what, a.toFixed(0), x.toFixed(0), (x / a).toFixed(2), b.toFixed(0), y.toFixed(0), (y / b).toFixed(2)].join(' | ')} |`)
  }
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
