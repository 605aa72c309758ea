import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { forms, generate, type Form, type Kind } from '../../bench/generate.js'

const dist = join(import.meta.dirname, '../../dist')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** More users than a page of Graph has, so that pages turn. */
function report(form: Form, kind: Kind): string {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-forms-'))
  folders.push(folder)
  generate(folder, 2500, form, kind)
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(dist, 'seatplan.js'), 'check', 'plan.yaml', '--format', 'json', '--remedies', 'none', '--states', 'all'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  expect([status, stderr]).toEqual([1, ''])
  return stdout
}

const usual = report('ndjson', 'ordinary')

test.each(forms.slice(1))('the report on users as %s is, byte for byte, that on lines', (form) => {
  expect(report(form, 'ordinary')).toBe(usual)
})

test.each<Kind>(['escapes', 'twice', 'cases', 'blanks', 'pascal', 'wrapped', 'addresses', 'nested'])('the report on users with %s is, byte for byte, that on users as Graph writes them', (kind) => {
  expect(report('ndjson', kind)).toBe(usual)
})
