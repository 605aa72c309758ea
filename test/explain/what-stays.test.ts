import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../src/check.js'
import { loadShipped } from '../../src/cli/shipped.js'
import { disk } from '../../src/load/disk.js'
import { loadScenario } from '../../src/load/project/scenario.js'

const root = join(import.meta.dirname, '../..').replaceAll('\\', '/')

test.each([
  ['a-stuck-leaver-waits-for-a-reprocess', /stays on, although the group no longer asks for it, and the seat stays in use\./],
  ['a-blocked-removal-keeps-every-product-of-the-group', /stay on, although the group no longer asks for them, and the seats stay in use\./],
])('%s', async (name, said) => {
  const { value } = await loadScenario(disk(), { cwd: root, today: '2026-11-24', env: {}, shipped: await loadShipped(), root, path: `${root}/scenarios/field/${name}.yaml` })
  const { findings } = await check(value!.project, value!.options)
  expect(findings.flatMap(({ because }) => because).join('\n')).toMatch(said)
})
