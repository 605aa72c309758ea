import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operators } from '../../../src/analyse/rule-tests/mutate/mutant.js'
import { memory } from '../../../src/load/memory.js'
import { runRuleTest } from '../../../src/batch/rule-tests.js'
import { ruletestSchema } from '../../../src/load/schemas/ruletest.js'
import { shipped } from '../../load/shipped.js'

const text = readFileSync('docs/rule-tests.md', 'utf8')

test('the example of docs/rule-tests.md passes beside the pack current', async () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(text) ?? []
  const files = memory({ '/p/docs.test.yaml': example })
  const { outcome, cases, problems } = await runRuleTest(files, { cwd: '/p', root: '/p', path: '/p/docs.test.yaml', today: '2026-11-24', shipped: await shipped() })
  expect(problems).toEqual([])
  expect(cases.filter((one) => one.outcome !== 'passed')).toEqual([])
  expect(outcome).toBe('passed')
  expect(cases.length).toBeGreaterThan(5)
})

test('docs/rule-tests.md names every key of a file', () => {
  const keys = Object.keys(ruletestSchema['properties'] as object).filter((key) => !['schemaVersion', 'title', 'usageLocation'].includes(key))
  for (const key of keys) expect(text).toContain(`\`${key}\``)
})

test('docs/rule-tests.md says how rules are changed', () => {
  const [, table = ''] = text.split('## What nobody would miss')
  const words = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, word]) => word!))
  expect(words.sort()).toEqual([...operators].sort())
})
