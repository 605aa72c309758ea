import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createJudge, emptyRuleMemory } from '../../src/engine/judge.js'
import type { Rule } from '../../src/model/rule.js'
import { attempt, plansOf, user } from '../kinds/judging.js'
import { rule } from '../kinds/reading.js'

/** Rules that the engine was run for, in order. */
const asked: string[] = []

vi.mock('../../src/engine/rules-engine.js', async (original) => {
  const { createRun } = await original<typeof import('../../src/engine/rules-engine.js')>()
  return {
    createRun: (name: string, ...rest: unknown[]) => {
      const run = (createRun as (...all: unknown[]) => (...facts: unknown[]) => unknown)(name, ...rest)
      return (...facts: unknown[]) => {
        asked.push(name)
        return run(...facts)
      }
    },
  }
})

beforeEach(() => void (asked.length = 0))

const named = (id: string, one: Rule): Rule => ({ ...one, id })
const rules: readonly Rule[] = [
  named('a-or-b', rule('mutually-exclusive', { plans: ['a', 'b'] })),
  named('c-needs-d', rule('prerequisite', { plan: 'c', requiresAnyOf: ['d'] })),
  named('e-not-there', rule('usage-location', { plan: 'e', prohibitedIn: ['CH'] })),
  named('no-f', rule('condition', { subject: 'user', severity: 'warning', when: { all: [{ fact: 'plans', operator: 'includesAnyOf', value: ['f'] }, { fact: 'accountEnabled', operator: 'equal', value: false }] } })),
]

describe('the engine is run', () => {
  test.each<readonly [string, ReturnType<typeof attempt> | ReturnType<typeof user>, readonly string[]]>([
    ['for nothing, where no trigger is met', attempt(null, [], ['direct:a']), []],
    ['for the conflict, where both are there', attempt(null, [], ['direct:a', 'G1:b']), ['a-or-b']],
    ['for no prerequisite that is met', attempt(null, [], ['direct:cd']), []],
    ['for a prerequisite that is not', attempt(null, [], ['direct:c']), ['c-needs-d']],
    ['for a place, where its plan is', attempt(null, [], ['direct:e']), ['e-not-there']],
    ['for a condition, where its plan is', user(['direct:f'], { accountEnabled: false }), ['no-f']],
    ['for no condition, where its plan is not', user(['direct:g'], { accountEnabled: false }), []],
  ])('%s', async (_, subject, expected) => {
    await createJudge(rules, plansOf).judge([subject])
    expect(asked).toEqual(expected)
  })

  test('once for subjects that are equal in what the rule reads', async () => {
    const judge = createJudge(rules, plansOf)
    await judge.judge([attempt(null, [], ['direct:c']), attempt(null, [], ['direct:c'], { usageLocation: 'US' })])
    await judge.judge([attempt(null, [], ['direct:c'])])
    expect(asked).toEqual(['c-needs-d'])
  })

  test('no second time for who is told what another judge learnt, by other rules or of another catalog', async () => {
    const memory = emptyRuleMemory()
    const subject = attempt(null, [], ['direct:c'])
    const first = await createJudge(rules, plansOf, { memory }).judge([subject])
    await createJudge(rules.slice(0, 1), plansOf, { memory }).judge([subject])
    expect(await createJudge([...rules], (skuId) => plansOf(skuId), { memory }).judge([subject])).toEqual(first)
    expect(asked).toEqual(['c-needs-d'])
  })

  test('for every rule, when everything is verified', async () => {
    await createJudge(rules, plansOf, { verify: true }).judge([attempt(null, [], ['direct:a'])])
    expect(asked.toSorted()).toEqual(['a-or-b', 'c-needs-d', 'e-not-there'])
  })
})
