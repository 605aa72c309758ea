import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runScenario } from '../src/batch/scenarios.js'
import { loadShipped } from '../src/cli/shipped.js'
import { disk } from '../src/load/disk.js'

const root = join(import.meta.dirname, '..').replaceAll('\\', '/')
const shipped = await loadShipped()

/** Every scenario that we ship, as `seatplan test scenarios` runs them. */
describe.each(['founding-article', 'field', 'rollout'])('%s', folder => {
  const files = readdirSync(join(root, 'scenarios', folder)).filter(name => name.endsWith('.yaml'))

  test.each(files)('%s', async file => {
    const result = await runScenario(disk(), { cwd: root, today: '2026-11-24', env: {}, shipped, root, path: `${root}/scenarios/${folder}/${file}` })
    expect({ ...result, file }).toEqual({ file, title: expect.any(String), outcome: 'passed', differences: [], problems: [] })
  })
})

test('the article\'s cases have a counterpart under the rules of today', () => {
  const names = readdirSync(join(root, 'scenarios/founding-article')).filter(name => name.endsWith('.yaml'))
  const old = names.filter(name => !name.endsWith('-today.yaml'))
  expect(old.map(name => name.replace('.yaml', '-today.yaml')).filter(name => !names.includes(name))).toEqual([])
  expect(old.length).toBeGreaterThan(15)
})

describe('the article\'s cases list all ways out of what they break, and no case is left out', () => {
  const folder = join(root, 'scenarios/founding-article')
  const cases = readdirSync(folder).filter(name => name.endsWith('.yaml'))

  test.each(cases)('%s', name => {
    const { expect: wanted } = parse(readFileSync(join(folder, name), 'utf8')) as { expect: { findings: readonly { origin?: string }[]; remedies?: readonly { complete: boolean; remedies: readonly unknown[] }[] } }
    const broken = wanted.findings.filter(({ origin }) => origin !== 'resolved')
    const lists = wanted.remedies ?? []
    expect(lists).toHaveLength(broken.length)
    for (const { complete, remedies } of lists) expect({ complete, some: remedies.length > 0 }).toEqual({ complete: true, some: true })
  })
})
