import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { coverageOf } from '../../../src/analyse/rule-tests/coverage.js'
import { mutate } from '../../../src/analyse/rule-tests/mutate/mutate.js'
import { exercisesOf } from '../../../src/batch/exercises.js'
import { runRuleTest } from '../../../src/batch/rule-tests.js'
import { unpackCatalog } from '../../../src/load/catalog/packed-catalog.js'
import { disk } from '../../../src/load/disk.js'
import { shipped } from '../../load/shipped.js'

const root = process.cwd().replaceAll('\\', '/')
const files = readdirSync('rules/current').filter((name) => name.endsWith('.test.yaml')).map((name) => `${root}/rules/current/${name}`)
const request = { cwd: root, root, today: '2026-11-24', shipped: await shipped() }
const results = await Promise.all(files.map((path) => runRuleTest(disk(), { ...request, path })))

describe('the tables beside the pack current', () => {
  test.each(results.map((result) => [result.file, result] as const))('%s passes', (_, { outcome, problems, cases }) => {
    expect(problems).toEqual([])
    expect(cases.filter((one) => one.outcome !== 'passed')).toEqual([])
    expect(outcome).toBe('passed')
  })

  test('show all of every rule', async () => {
    const { catalog, packs } = request.shipped
    const { rules } = packs.find(({ name }) => name === 'current')!
    const exercises = await exercisesOf(disk(), request, [], results.flatMap((result) => result.test ?? []))
    const coverage = await coverageOf(rules, exercises, unpackCatalog(catalog))
    expect(coverage.rules.flatMap(({ ruleId, points }) => points.filter(({ hits }) => hits === 0).map((point) => ({ ruleId, ...point })))).toEqual([])
    expect(coverage).toMatchObject({ percent: 100, covered: coverage.points })
    expect(coverage.points).toBeGreaterThan(60)
  })

  test('notice every change of a rule', async () => {
    const { catalog, packs } = request.shipped
    const exercises = await exercisesOf(disk(), request, [], results.flatMap((result) => result.test ?? []))
    const { mutants } = await mutate(packs.find(({ name }) => name === 'current')!.rules, exercises, unpackCatalog(catalog))
    expect(mutants.filter(({ noticedBy }) => noticedBy === null)).toEqual([])
    expect(mutants.length).toBeGreaterThan(150)
  })

  test('are in no compiled pack', () => {
    const places = request.shipped.packs.flatMap(({ rules }) => rules.map(({ place }) => place.file))
    expect(places.filter((file) => file.includes('.test.'))).toEqual([])
  })
})
