// What commands cost: whole processes, every command once a round so that a busy moment hits all alike.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

export interface Command {
  readonly argv: readonly string[]
  readonly cwd?: string
  /** Exit codes that are right. */
  readonly codes?: readonly number[]
}

export interface Measured {
  /** Milliseconds: of the processor, and of the clock. */
  readonly cpu: number
  readonly wall: number
  /** Most memory, in kB. */
  readonly peak: number
}

/** The median of each, every command once a round. */
export function measured(runs: number, commands: readonly Command[]): readonly Measured[] {
  const all = commands.map((): Measured[] => [])
  for (let run = 0; run < runs; run++) commands.forEach((command, i) => all[i]!.push(measure(command)))
  const median = (of: readonly Measured[], key: keyof Measured): number => of.map(one => one[key]).toSorted((a, b) => a - b)[of.length >> 1]!
  return all.map(of => ({ cpu: median(of, 'cpu'), wall: median(of, 'wall'), peak: median(of, 'peak') }))
}

function measure(command: Command): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-measure-'))
  const file = join(folder, 'measured')
  const start = performance.now()
  runCommand({ ...command, argv: ['-r', join(root, 'bench/peak.cjs'), ...command.argv] }, { ...process.env, SEATPLAN_PEAK: file })
  const wall = performance.now() - start
  const cost = JSON.parse(readFileSync(file, 'utf8')) as Omit<Measured, 'wall'>
  rmSync(folder, { recursive: true })
  return { wall, ...cost }
}

/** A command that fails is not timed. */
export function runCommand({ argv, cwd = root, codes = [0] }: Command, env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd, env, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (!codes.includes(status ?? -1)) throw new Error(`\`node ${argv.join(' ')}\` ended with ${status}: ${stderr}`)
}
