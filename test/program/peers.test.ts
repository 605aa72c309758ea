import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { generate } from '../../bench/generate.js'
import { scratchFolder } from '../load/tenant/lake.js'

const root = join(import.meta.dirname, '../..')

/** Of the peers those that are installed with seatplan's own tests; the others are compared before each bench. */
test('peers of the bench count the users whom seatplan finds', () => {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'rules'))
  generate(folder, 1500)
  const run = (cwd: string, ...argv: readonly string[]) => spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  const rules = pathToFileURL(join(root, 'bench/peers/rules.mjs')).href
  expect(run(folder, '--input-type=module', '-e', `(await import(${JSON.stringify(rules)})).writeRules('.')`)).toMatchObject({ stderr: '', status: 0 })
  const written = JSON.parse(readFileSync(join(folder, 'rules/bench.json'), 'utf8')) as { readonly rules: readonly { readonly id: string }[] }
  expect(written.rules).toHaveLength(90)
  const report = JSON.parse(run(folder, join(root, 'dist/seatplan.js'), 'check', '--rules', './rules', '--remedies', 'none', '--format', 'json').stdout) as { readonly findings: readonly { readonly ruleId: string; readonly users: { readonly count: number } }[] }
  const counts: Record<string, number> = {}
  for (const { ruleId, users } of report.findings) if (written.rules.some(({ id }) => id === ruleId)) counts[ruleId] = (counts[ruleId] ?? 0) + users.count
  expect(Object.keys(counts).length).toBeGreaterThan(15)
  for (const peer of ['json-rules-engine', 'duckdb'])
    for (const mode of ['users', 'shapes']) expect(JSON.parse(run(folder, join(root, `bench/peers/${peer}.mjs`), folder, mode).stdout)).toEqual(counts)
})
