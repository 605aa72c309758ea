// npm run bench:worst [-- --runs N]: what is legal and unkind, at half of its size and at all of it, whole processes, medians of processor time.
// Twice as much should take no more than about twice as long, beyond what every check takes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measured } from './measure.js'
import { worstCases, type WorstCase } from './worst-cases.js'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' }, only: { type: 'string', default: '' } } })
const scratch = mkdtempSync(join(tmpdir(), 'seatplan-worst-'))

try {
  process.stdout.write('| worst case | how many | s | half s | growth | peak MB |\n|---|---|---|---|---|---|\n')
  for (const one of worstCases.filter(({ name }) => name.includes(values.only))) process.stdout.write(`| ${lineOf(one).join(' | ')} |\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function lineOf(one: WorstCase): readonly (string | number)[] {
  const [half, whole] = [one.size / 2, one.size].map((size) => folderWith(one, size))
  const [least, less, all] = measured(Number(values.runs), [check(folderWith(one, 2)), check(half!), check(whole!)]) as [Cost, Cost, Cost]
  rmSync(scratch, { recursive: true })
  return [one.name, one.size, seconds(all.cpu), seconds(less.cpu), ((all.cpu - least.cpu) / (less.cpu - least.cpu)).toFixed(2), (all.peak / 1000).toFixed(0)]
}

type Cost = ReturnType<typeof measured>[number]

function folderWith(one: WorstCase, size: number): string {
  const folder = join(scratch, String(size))
  mkdirSync(folder, { recursive: true })
  one.write(folder, size)
  return folder
}

function check(cwd: string) {
  return { argv: [join(import.meta.dirname, '../dist/seatplan.js'), 'check', 'plan.yaml', '--format', 'json', '--remedies', 'none'], cwd, codes: [0, 1] }
}

function seconds(time: number): string {
  return (time / 1000).toFixed(2)
}
