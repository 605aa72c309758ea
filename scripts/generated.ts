// npm run generated: makes every generated file again and fails if one was not up to date.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What is generated and committed, and by which script. */
const generators = [
  { script: 'scripts/schemas.ts', writes: ['schemas', 'src/load/generated'] },
  { script: 'scripts/scanner.ts', writes: ['src/load/generated'] },
  { script: 'scripts/rules-reference.ts', writes: ['docs/rules.md'] },
  { script: 'scripts/contoso.ts', writes: ['examples/contoso/tenant'] },
  { script: 'scripts/transcript.ts', writes: ['README.md'] },
] as const

const root = join(import.meta.dirname, '..')
const stale = generators.flatMap(({ script, writes }) => changedBy(script, writes))
if (stale.length > 0) {
  process.stderr.write(`these were out of date and are now made anew; commit them:\n${stale.map((file) => `  ${file}\n`).join('')}`)
  process.exitCode = 1
}

function changedBy(script: string, writes: readonly string[]): readonly string[] {
  const before = digests(writes)
  if (before.size === 0) throw new Error(`nothing stands in ${writes.join(', ')}; what does ${script} write?`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${script} failed`)
  const after = digests(writes)
  return [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).toSorted()
}

function digests(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.flatMap(filesIn).map((file) => [file, createHash('sha256').update(readFileSync(join(root, file))).digest('hex')]))
}

function filesIn(path: string): readonly string[] {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (!statSync(absolute).isDirectory()) return [path]
  return readdirSync(absolute).flatMap((name) => filesIn(`${path}/${name}`))
}
