import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../../src/analyse/lint/lint.js'
import { disk } from '../../../src/load/disk.js'
import { memory } from '../../../src/load/memory.js'
import { shipped } from '../../load/shipped.js'

const root = join(import.meta.dirname, '../../..').replaceAll('\\', '/')

/** What is shipped is right: whatever a lint says of it would be a false alarm. */
describe('no lint finds anything', () => {
  test.each(['rules/service', 'rules/current', 'rules/classic-2018', 'rules/advisory', 'rules/speculative', 'catalogs/overlay', 'scenarios', 'examples/contoso/rules', 'examples/contoso/scenarios', 'examples/contoso/plan.yaml'])('in %s', async (path) => {
    expect(await lintFiles(disk(), [path], { cwd: root, today: '2026-11-24', shipped: await shipped() })).toEqual([])
  })

  test.each([['current'], ['classic-2018'], ['current', 'advisory'], ['current', 'advisory', 'speculative']])('in a project with %s', async (...packs) => {
    const files = memory({ '/p/seatplan.yaml': `rules: [${packs.join(', ')}]\n` })
    expect(await lintFiles(files, [], { cwd: '/p', today: '2026-11-24', shipped: await shipped() })).toEqual([])
  })
})
