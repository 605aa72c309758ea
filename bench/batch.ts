// npm run bench:batch [-- --scenarios 2000] [--runs 3]: many scenarios in one thread and in two, and again from what was kept.
// Whole processes, one after the other in turns; of each the fastest run, because a busy machine only ever adds. Beside them two
// processes at once that have nothing in common, with a half of the scenarios each: threads cannot have more of this machine than they.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { scenarios: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' } } })
const root = join(import.meta.dirname, '..')
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-bench-'))
const count = Number(values.scenarios)

interface Took {
  readonly wall: number
  /** Processor time of the process and its threads. */
  readonly user: number
  /** Which part of their time its threads had nothing to do; NaN: nobody knows. */
  readonly idle: number
}

try {
  generate()
  const took = { one: [] as Took[], two: [] as Took[], cold: [] as Took[], warm: [] as Took[] }
  const halves: number[] = []
  for (let run = 0; run < Number(values.runs); run++) {
    took.one.push(time('--no-cache', '--jobs', '1'))
    took.two.push(time('--no-cache', '--jobs', '2'))
    halves.push(await bothHalves())
    rmSync(join(scratch, 'cache'), { recursive: true, force: true })
    took.cold.push(time('--jobs', '1'))
    took.warm.push(time('--jobs', '1'))
  }
  print(took, halves)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** Scenarios of the repository that stand alone, over and over, each with a text of its own. */
function generate(): void {
  mkdirSync(join(scratch, 'scenarios'))
  const texts = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml')).sort().map(file => readFileSync(join(root, 'scenarios', file), 'utf8')).filter(text => /^expect:/m.test(text) && !/\.\/|^plan:|^tenant: \S/m.test(text))
  for (let at = 0; at < count; at++) writeFileSync(join(scratch, 'scenarios', `${String(at).padStart(5, '0')}.yaml`), `${texts[at % texts.length]}\n# ${at}\n`)
}

/**
 * Goes into the process and says what it used, threads and all; and into each thread, and says what Linux knows of it: since when it
 * is there, how long it calculated, and how long it could have, had it been given a core.
 */
function probeText(file: string): string {
  return `
const { isMainThread, threadId } = require('node:worker_threads')
const { readFileSync, writeFileSync } = require('node:fs')
if (isMainThread) process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.cpuUsage().user / 1000)))
else if (process.platform === 'linux') {
  const start = performance.now()
  setInterval(() => {
    const [ran, waited] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map(ns => Number(ns) / 1e6)
    writeFileSync(${JSON.stringify(file)} + threadId, JSON.stringify([performance.now() - start, ran + waited]))
  }, 100).unref()
}
`
}

/** Which part of their time the threads that said something had nothing to do. */
function idleIn(file: string, threads: number): number {
  const all = Array.from({ length: threads }, (_, at) => `${file}${at + 1}`).filter(path => existsSync(path)).map(path => JSON.parse(readFileSync(path, 'utf8')) as [number, number])
  const sum = (at: 0 | 1): number => all.reduce((total, one) => total + one[at], 0)
  return all.length === 0 ? NaN : Math.max(0, 1 - sum(1) / sum(0))
}

function time(...more: readonly string[]): Took {
  const file = join(scratch, 'used')
  const probe = join(scratch, 'probe.cjs')
  writeFileSync(probe, probeText(file))
  for (const thread of [1, 2]) rmSync(`${file}${thread}`, { force: true })
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['-r', probe, join(root, 'dist/seatplan.js'), 'test', '--quiet', ...more], { cwd: scratch, encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(scratch, 'cache') } })
  const wall = performance.now() - start
  if (status !== 0) throw new Error(`the scenarios do not pass (${status}): ${stderr.slice(0, 500)}`)
  return { wall, user: Number(readFileSync(file, 'utf8')), idle: idleIn(file, 2) }
}

/** How long two processes take at once. */
async function bothHalves(): Promise<number> {
  const start = performance.now()
  await Promise.all(['1/2', '2/2'].map(shard => new Promise((resolve, reject) => {
    const half = spawn(process.execPath, [join(root, 'dist/seatplan.js'), 'test', '--quiet', '--no-cache', '--jobs', '1', '--shard', shard], { cwd: scratch, stdio: 'ignore' })
    half.on('exit', code => (code === 0 ? resolve(code) : reject(new Error(`half ${shard} ends with ${code}`))))
  })))
  return performance.now() - start
}

function print({ one, two, cold, warm }: Readonly<Record<'one' | 'two' | 'cold' | 'warm', readonly Took[]>>, halves: readonly number[]): void {
  const best = (all: readonly Took[], key: keyof Took): number => Math.min(...all.map(took => took[key]))
  const line = (name: string, all: readonly Took[], base: readonly Took[]): string => `| ${name} | ${best(all, 'wall').toFixed(0)} | ${best(all, 'user').toFixed(0)} | ${(best(base, 'wall') / best(all, 'wall')).toFixed(2)} | ${(best(base, 'user') / best(all, 'user')).toFixed(2)} |`
  process.stdout.write([
    `| ${count} scenarios | ms | processor ms | times faster | times less work |`, '|---|--:|--:|--:|--:|',
    line('--jobs 1', one, one), line('--jobs 2', two, one), line('cold, results kept', cold, cold), line('warm', warm, cold),
    '', `--jobs 2 is ${(best(one, 'wall') / best(two, 'wall')).toFixed(2)} times as fast as --jobs 1 (aim: 1.7); warm takes ${(best(warm, 'wall') / best(cold, 'wall')).toFixed(3)} of cold (aim: 0.1)`,
    `the two threads had nothing to do for ${(100 * best(two, 'idle')).toFixed(1)}% of their time`,
    `two processes with a half each: ${(best(one, 'wall') / Math.min(...halves)).toFixed(2)} times as fast as --jobs 1`, '',
  ].join('\n'))
}
