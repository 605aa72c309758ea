import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { kindOf } from '../../../src/kinds/index.js'
import { lookedAt } from '../../../src/kinds/looked-at.js'
import { hiddenPlans } from '../../../src/load/tenant/hidden-plans.js'
import { unseenBy } from '../../../src/load/tenant/unseen.js'
import type { Row } from '../../../src/load/tenant/graph/users.js'
import { anyCase } from '../../reference/arbitraries.js'
import { projectOf } from '../../reference/project.js'
import { guid } from './snapshot.js'

const skus = [0, 1, 2].map((n) => guid('s', n)).sort()
const plans = [0, 1, 2, 3, 4].map((n) => guid('p', n)).sort()
const seen = guid('p', 9)

const row = (skuId: string, disabledPlans: readonly string[]): Row => ({ skuId, disabledPlans: [...disabledPlans].sort(), source: null, state: 'Active', unknownState: undefined, error: null })
const rows = fc.array(fc.subarray([...plans, seen]), { minLength: 3, maxLength: 3 }).map((off) => skus.map((sku, at) => row(sku, off[at]!)))
const licenses = (of: readonly Row[]) => of.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }))

test('what is hidden comes back, and lists compare as the texts of the licences do', () => {
  const hidden = hiddenPlans({ skus, plans, facts: [] })
  const property = fc.property(rows, rows, (one, other) => {
    const [a, b] = [one, other].map((some) => hidden.split(some)) as [ReturnType<typeof hidden.split>, ReturnType<typeof hidden.split>]
    expect(a.rows.flatMap(({ disabledPlans }) => disabledPlans).every((plan) => plan === seen)).toBe(true)
    expect(hidden.licenses(licenses(a.rows), a.hidden)).toEqual(licenses(one))
    // The same rest, with the one or the other.
    const [first, second] = [a.hidden, b.hidden].map((of) => JSON.stringify(hidden.licenses(licenses(a.rows), of))) as [string, string]
    expect(Math.sign(hidden.compare(a.hidden, b.hidden))).toBe(first < second ? -1 : first > second ? 1 : 0)
    const both = hidden.joined(a.hidden, b.hidden)
    expect(hidden.joined(hidden.without(both, a.hidden), a.hidden)).toBe(both)
  })
  fc.assert(property, { seed: 20261124, numRuns: 2000 })
})

test.each<readonly [string, Partial<Row>]>([
  ['of a group', { source: guid('g', 1) }],
  ['with an error', { error: 'CountViolation' }],
  ['that is not on', { state: 'Error' }],
  ['in a state that nobody knows', { state: 'Disabled', unknownState: 'New' }],
  ['of a product that nobody knows', { skuId: guid('s', 7) }],
])('of a row %s nothing is hidden', (_, more) => {
  const written = [{ ...row(skus[0]!, plans), ...more }]
  expect(hiddenPlans({ skus, plans, facts: [] }).split(written)).toEqual({ rows: written, hidden: 0 })
})

test('what a rule asks for is looked at', () => {
  const property = fc.property(anyCase, (input) => {
    const { rules } = projectOf(input).rules
    const { plans: unseen } = unseenBy(rules, projectOf(input).catalog)
    for (const rule of rules) {
      const asked = JSON.stringify([kindOf(rule).trigger(rule), kindOf(rule).judges(rule).map((type) => kindOf(rule).conditions(rule, type))])
      const concernsUsers = kindOf(rule).judges(rule).some((type) => type === 'user' || type === 'attempt')
      if (rule.severity !== 'off' && concernsUsers) expect(unseen.filter((id) => asked.includes(`"${id}"`))).toEqual([])
    }
  })
  fc.assert(property, { seed: 20261124, numRuns: 300 })
})

test('a condition that asks whether any plan is on looks at all of them, and at the facts that it reads', () => {
  const place = { file: 'rules.yaml', line: 1, column: 1 }
  const rule = (when: { readonly fact: string; readonly operator: string; readonly value: unknown }) => ({ id: 'house', kind: 'condition', subject: 'user', severity: 'warning', reason: '', pack: 'house', place, when }) as const
  expect(lookedAt([rule({ fact: 'plans', operator: 'exists', value: true })] as never).everyPlan).toBe(true)
  expect(lookedAt([rule({ fact: 'lostPlans', operator: 'exists', value: true })] as never).everyPlan).toBe(true)
  expect(lookedAt([rule({ fact: 'plans', operator: 'includes', value: plans[0] })] as never)).toEqual({ words: expect.objectContaining({}), everyPlan: false })
  const catalog = { plans: new Map(), products: new Map() }
  expect(unseenBy([], catalog).facts).toEqual(['accountEnabled', 'onPremisesSyncEnabled', 'userType'])
  expect(unseenBy([rule({ fact: 'userType', operator: 'equal', value: 'Guest' })] as never, catalog).facts).toEqual(['accountEnabled', 'onPremisesSyncEnabled'])
})
