import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generate } from '../../bench/generate.js'
import { scratchFolder } from '../load/tenant/lake.js'

const seatplan = join(import.meta.dirname, '../../dist/seatplan.js')

test('`check --verify` of 10,000 users says, byte for byte, what `check` says', () => {
  const folder = scratchFolder()
  generate(folder, 10_000)
  const run = (...more: readonly string[]) => spawnSync(process.execPath, [seatplan, 'check', 'plan.yaml', '--remedies', 'none', '--format', 'json', ...more], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  const quickly = run()
  expect(quickly).toMatchObject({ status: 1, stderr: '' })
  expect(run('--verify')).toMatchObject({ status: 1, stderr: '', stdout: quickly.stdout })
}, 120_000)
