import { expect, test } from 'vitest'
import { lookupIn } from '../../../src/load/catalog/names.js'
import { memory } from '../../../src/load/memory.js'
import { openWorkspace, readRuleSet } from '../../../src/load/project/workspace.js'
import { loadShipped } from '../../../src/cli/shipped.js'

const rules = {
  '/p/plain/a.yaml': 'rules: [{ id: keep-five, kind: seats, severity: warning, reason: A reserve., keepFree: 5 }]\n',
  '/p/named/b.yaml': "rules: [{ id: no-guests, kind: condition, subject: user, severity: warning, reason: None., when: { all: [{ fact: groups, operator: includesAnyOf, value: [Sales] }] } }]\n",
}
const group = (id: string) => new Map([[id, { displayName: 'Sales' }]])
const [one, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const

async function opened(pack: string) {
  const { value } = await openWorkspace(memory(rules), { cwd: '/p', today: '2026-11-24', env: {}, options: { rules: [pack] }, shipped: await loadShipped() })
  return value!
}

test('rules of a folder are read once for all tenants with one catalog', async () => {
  const workspace = await opened('./plain')
  const first = readRuleSet(workspace, lookupIn(workspace.catalog, { groups: group(one) })).value!
  expect(first.rules.map(({ id }) => id)).toContain('keep-five')
  expect(readRuleSet(workspace, lookupIn(workspace.catalog, { groups: group(other) })).value).toBe(first)
  const another = { ...workspace.catalog }
  expect(readRuleSet(workspace, lookupIn(another, { groups: group(one) })).value).not.toBe(first)
})

test('rules that name a group are read for each tenant', async () => {
  const workspace = await opened('./named')
  const value = (id: string) => readRuleSet(workspace, lookupIn(workspace.catalog, { groups: group(id) })).value!.rules.find(rule => rule.id === 'no-guests')
  expect(JSON.stringify(value(one))).toContain(one)
  expect(JSON.stringify(value(other))).toContain(other)
})
