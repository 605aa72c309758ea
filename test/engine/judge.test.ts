import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAsker } from '../../src/engine/ask.js'
import { createJudge } from '../../src/engine/judge.js'
import { triggersOf } from '../../src/engine/trigger.js'
import { kindNamed, kindOf, kinds } from '../../src/kinds/index.js'
import { factValue } from '../../src/kinds/vocabulary.js'
import type { Rule } from '../../src/model/rule.js'
import type { Subject } from '../../src/model/subject.js'
import { attempt, plansOf as lettersOf } from '../kinds/judging.js'
import { rule } from '../kinds/reading.js'
import { plansOf, ruleSets, rulesOf, subjects } from './arbitraries.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'
const runs = { seed: 7, numRuns: isLong ? 20_000 : 1_000 }

/** Whether the engine alone fires: no triggers, no memory. */
async function fires(one: Rule, subject: Subject): Promise<boolean> {
  const asker = createAsker(one.id, kindOf(one).conditions(one, subject.type))
  const { fired } = await asker.ask(({ fact, params }) => factValue(fact, params ?? {}, subject, plansOf))
  return fired
}

function isAsked(one: Rule, subject: Subject): boolean {
  return kindOf(one).judges(one).includes(subject.type)
}

describe.each(kinds.map(({ kind }) => kind))('%s', (kind) => {
  test('no rule that the engine would fire is hidden by its trigger', async () => {
    let fired = 0
    await fc.assert(
      fc.asyncProperty(rulesOf[kind]!, fc.array(subjects, { minLength: 1, maxLength: 8 }), async (one, all) => {
        const triggers = triggersOf([kindOf(one).trigger(one)])(plansOf)
        for (const subject of all.filter((each) => isAsked(one, each))) {
          if (!(await fires(one, subject))) continue
          fired++
          expect(triggers.couldFire(subject)).toEqual([0])
        }
      }),
      runs,
    )
    expect(fired).toBeGreaterThan(100)
  })
})

describe('a judge', () => {
  test('agrees with the engine alone, whatever it remembers', async () => {
    await fc.assert(
      fc.asyncProperty(ruleSets, fc.array(subjects, { minLength: 1, maxLength: 20 }), async (rules, all) => {
        const judge = createJudge(rules, plansOf, { verify: true })
        const first = await judge.judge(all)
        expect(await judge.judge([...all].reverse())).toEqual([...first].reverse())
      }),
      { ...runs, numRuns: runs.numRuns / 2 },
    )
  })

  test('answers the same whatever the order of rules and whoever else asks', async () => {
    await fc.assert(
      fc.asyncProperty(ruleSets, fc.array(subjects, { minLength: 1, maxLength: 10 }), async (rules, all) => {
        const judge = createJudge([...rules].reverse(), plansOf)
        const [together, apart] = await Promise.all([judge.judge(all), Promise.all(all.map(async (one) => (await judge.judge([one]))[0]))])
        expect(apart).toEqual(together)
        expect(await createJudge(rules, plansOf).judge(all)).toEqual(together)
        for (const violations of together) expect(violations.map((one) => one.ruleId)).toEqual(violations.map((one) => one.ruleId).sort())
      }),
      { ...runs, numRuns: runs.numRuns / 4 },
    )
  })

  test('says of one rule the same whichever others there are', async () => {
    await fc.assert(
      fc.asyncProperty(ruleSets, subjects, async (rules, subject) => {
        const [together] = await createJudge(rules, plansOf).judge([subject])
        const alone = await Promise.all(rules.map(async (one) => (await createJudge([one], plansOf).judge([subject]))[0]!))
        expect(alone.flat()).toEqual(together)
      }),
      { ...runs, numRuns: runs.numRuns / 4 },
    )
  })

  const aOrB = rule('mutually-exclusive', { plans: ['a', 'b'] })
  const both = attempt('G1', [], ['direct:a', 'G1:b'])

  test('takes a rule that is off for none', async () => {
    expect(await createJudge([{ ...aOrB, severity: 'off' }], lettersOf, { verify: true }).judge([both])).toEqual([[]])
  })

  test('answers nothing with nothing', async () => {
    expect(await createJudge([], lettersOf).judge([])).toEqual([])
  })

  /** Makes the trigger of a kind miss everything for a while. */
  async function blindly(one: Rule, ask: () => Promise<unknown>): Promise<unknown> {
    const kind = kindOf(one) as { trigger: unknown }
    const trigger = kind.trigger
    kind.trigger = () => ({ type: 'present', items: [] })
    try {
      return await ask()
    } finally {
      kind.trigger = trigger
    }
  }

  test('that verifies finds a trigger that hides a rule, and names the rule and the subject', async () => {
    const ask = () => createJudge([aOrB], lettersOf, { verify: true }).judge([both])
    await expect(blindly(aOrB, ask)).rejects.toThrow(/rule a-rule is judged wrongly on \{"type":"attempt".*"source":"G1"/)
  })

  test('goes on after a failure', async () => {
    const kind = kindNamed('mutually-exclusive') as { evidence: unknown }
    const evidence = kind.evidence
    const judge = createJudge([aOrB], lettersOf)
    kind.evidence = () => {
      throw new Error('a bug')
    }
    const failing = judge.judge([both])
    await expect(failing).rejects.toThrow('a bug')
    kind.evidence = evidence
    expect((await judge.judge([both]))[0]).toHaveLength(1)
  })
})
