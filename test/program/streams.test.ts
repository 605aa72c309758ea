import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'dist/seatplan.js')
const contoso = join(root, 'examples/contoso')

function run(argv: readonly string[], cwd = contoso) {
  return spawnSync(process.execPath, [program, ...argv], { cwd, encoding: 'utf8', env: { ...process.env, SEATPLAN_DEBUG: '' } })
}

test('a reader who stops reading ends nothing with a stack trace', async () => {
  const child = spawn(process.execPath, [program, 'check', 'plan.yaml', '--expand', '--states', 'all', '--remedies', 'none', '--format', 'json'], { cwd: contoso })
  child.stdout.destroy()
  let complained = ''
  child.stderr.on('data', (chunk: Buffer) => void (complained += chunk.toString()))
  const exit = await new Promise(resolve => child.on('close', resolve))
  expect({ exit, complained }).toEqual({ exit: 1, complained: '' })
})

test('the whole report goes through a pipe', () => {
  const { stdout, status, stderr } = run(['check', 'plan.yaml', '--expand', '--states', 'all', '--remedies', 'none', '--format', 'json'])
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(JSON.parse(stdout).states.length).toBeGreaterThan(60)
})

test('a file is written whole, its folder is made, and nothing else is left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  const { status } = run(['check', 'plan.yaml', '--remedies', 'none', '--format', 'json', '--output', join(folder, 'deep/report.json')])
  expect(status).toBe(1)
  expect(JSON.parse(readFileSync(join(folder, 'deep/report.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 })
  expect(readdirSync(join(folder, 'deep'))).toEqual(['report.json'])
})

test('a link to an input is no way to overwrite it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  writeFileSync(join(folder, 'plan.yaml'), 'changes: []\n')
  symlinkSync(join(folder, 'plan.yaml'), join(folder, 'report.json'))
  run(['check', 'plan.yaml', '--tenant', join(contoso, 'tenant'), '--format', 'json', '--output', 'report.json'], folder)
  expect(readFileSync(join(folder, 'plan.yaml'), 'utf8')).toBe('changes: []\n')
})

test('progress is for terminals', () => {
  expect(run(['test']).stderr).toBe('')
})
