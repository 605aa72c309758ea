import { expect, test } from 'vitest'
import { runScenario } from '../../../src/batch/scenarios.js'
import { loadShipped } from '../../../src/cli/shipped.js'
import { memory } from '../../../src/load/memory.js'

const tenant = "tenant: { subscribedSkus: [{ sku: STANDARDPACK, units: 1 }], groups: [], users: [{ upn: ada@contoso.com, usageLocation: 'CH', licenses: [STANDARDPACK] }] }"

async function played(rules: string, expected: string) {
  const text = `rules: ${rules}\n${tenant}\nexpect: ${expected}\n`
  return runScenario(memory({ '/s.yaml': text }), { path: '/s.yaml', root: '/', cwd: '/', today: '2026-11-24', env: {}, options: {}, shipped: await loadShipped() })
}

const house = '{ id: no-mail, kind: condition, subject: user, severity: error, reason: None., when: { fact: plans, operator: includes, value: EXCHANGE_S_STANDARD } }'

test.each([
  ['a rule that is written out is judged, and no pack is loaded', `[${house}]`, '{ findings: [{ rule: no-mail, users: [ada@contoso.com] }] }'],
  ['beside a pack', `[current, ${house}]`, '{ findings: [{ rule: no-mail }] }'],
  ['its severity is its own', `[${house.replace('severity: error', 'severity: info')}]`, '{ findings: [{ rule: no-mail, severity: info }] }'],
  ['a severity by its id', `[${house}, { no-mail: warning }]`, '{ findings: [{ rule: no-mail, severity: warning }] }'],
  ['switched off', `[${house}, { no-mail: off }]`, '{ findings: [] }'],
])('%s', async (_, rules, expected) => {
  const { outcome, differences, problems } = await played(rules, expected)
  expect([problems, differences, outcome]).toEqual([[], [], 'passed'])
})

test.each([
  ['a rule without its condition', '[{ id: no-mail, kind: condition, subject: user, severity: error, reason: None. }]', 's.yaml:1:9', 'when'],
  ['an unknown plan', `[current, ${house.replace('EXCHANGE_S_STANDARD', 'EXCHANGE_S_STANDRAD')}]`, 's.yaml:1:', 'EXCHANGE_S_STANDRAD'],
  ['a severity that is none', '[current, { one-exchange-plan: loud }]', 's.yaml:1:', 'cannot be `loud`'],
  ['the severity of a rule that is not loaded', '[current, { one-exchange-pan: info }]', 's.yaml:1:', 'no rule `one-exchange-pan` is loaded'],
])('%s is told at its place', async (_, rules, place, message) => {
  const { outcome, problems } = await played(rules, '{}')
  expect(outcome).toBe('unread')
  const [problem] = problems
  expect(`${problem?.file}:${problem?.line}:${problem?.column}`).toContain(place)
  expect(problem?.message).toContain(message)
})
