import { spawn, spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
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

test.each([
  ['a folder', 'rules', 'rules  error  `rules` cannot be written: it is a folder (EISDIR)\n      name a file in it\n\n1 error\n'],
  ['below a file', 'plan.yaml/report.json', 'plan.yaml/report.json  error  `plan.yaml/report.json` cannot be written: a file stands where a folder is needed (ENOTDIR)\n      choose another path\n\n1 error\n'],
])('what cannot be written is wrong input, and leaves nothing behind: %s', (_, output, complained) => {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  mkdirSync(join(folder, 'rules'))
  writeFileSync(join(folder, 'plan.yaml'), 'changes: []\n')
  const { status, stderr } = run(['check', '--tenant', join(contoso, 'tenant'), '--remedies', 'none', '--format', 'json', '--output', output], folder)
  expect({ status, stderr }).toEqual({ status: 2, stderr: complained })
  expect(readdirSync(folder)).toEqual(['plan.yaml', 'rules'])
})

test('a device is written, not replaced by a file', () => {
  const nowhere = join(mkdtempSync(join(tmpdir(), 'seatplan-')), 'nowhere')
  symlinkSync('/dev/null', nowhere)
  expect(run(['check', '--remedies', 'none', '--format', 'json', '--output', nowhere])).toMatchObject({ status: 1, stderr: '' })
  expect(lstatSync(nowhere).isSymbolicLink()).toBe(true)
})

test('links that lead round in a circle are wrong input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  symlinkSync(join(folder, 'plan.yaml'), join(folder, 'plan.yaml'))
  const { status, stdout, stderr } = run(['check', 'plan.yaml', '--tenant', join(contoso, 'tenant')], folder)
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: 'plan.yaml  error  `plan.yaml` cannot be read: links lead round in a circle (ELOOP)\n      name the file that is meant\n\n1 error\n' })
})

test('progress is for terminals', () => {
  expect(run(['test']).stderr).toBe('')
})
