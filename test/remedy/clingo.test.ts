import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enumerate, type Enumeration } from '../../src/remedy/enumerate.js'
import type { Move } from '../../src/remedy/move.js'
import { projectOf } from '../reference/project.js'
import { answer, switchOf, type Answer, type Switch } from './oracle/asp.js'
import { anyChoice, caseOfChoice, eitherWay } from './oracle/choices.js'
import { open } from './oracle/open.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'
const bounds = { size: 12, trials: isLong ? 5_000 : 1_000, users: 1_000, shown: 100_000 }

/** Plans switched on and off: all that the second opinion knows. */
const narrow = (one: Move): Move | undefined => (one.kind === 'disablePlan' || one.kind === 'enablePlan' ? one : undefined)

function answerOf({ cures }: Enumeration): Answer {
  const keys = (isClean: boolean): readonly string[] =>
    cures
      .filter(({ trial }) => (trial.caused.length === 0) === isClean)
      .map(({ moves }) => switched(moves.map(switchOf)))
  return least({ clean: keys(true), atAPrice: keys(false) })
}

/** Sets that switch the same plans are one. */
const switched = (switches: readonly Switch[]): string =>
  [...new Set(switches.flatMap(({ side, to, plans }) => plans.map((plan) => `${side} ${to} ${plan}`)))].sort().join(' + ')

/** Switching off more than another set does is no way of its own: our search offers some of those beside, marked as more than is needed. */
function least({ clean, atAPrice }: Answer): Answer {
  return { clean: leastOf(clean, clean), atAPrice: leastOf(atAPrice, [...clean, ...atAPrice]) }
}

function leastOf(sets: readonly string[], among: readonly string[]): readonly string[] {
  const plans = (set: string): readonly string[] => set.split(' + ')
  const isMore = (set: string): boolean => among.some((one) => plans(one).length < plans(set).length && plans(one).every((plan) => plans(set).includes(plan)))
  return [...new Set(sets)].filter((set) => !isMore(set)).sort()
}

function bySwitches({ clean, atAPrice }: Answer, { universe }: Enumeration): Answer {
  const named = (sets: readonly string[]): readonly string[] => sets.map((set) => switched(set.split(' ').map((index) => switchOf(universe[Number(index)]!))))
  return least({ clean: named(clean), atAPrice: named(atAPrice) })
}

test('clingo finds the same sets for random choices among plans', { timeout: 3_600_000 }, async () => {
  const tally = { choices: 0, findings: 0, sets: 0, larger: 0 }
  const property = fc.asyncProperty(anyChoice, async (choice) => {
    tally.choices += 1
    const opened = await open(projectOf(caseOfChoice(choice)), bounds)
    for (const [found] of opened.findings) {
      const enumeration = await enumerate(opened.base, found, { ...opened.tools, narrow })
      if (found.origin !== 'introduced' || !enumeration.isComplete) continue
      const ours = answerOf(enumeration)
      tally.findings += 1
      tally.sets += ours.clean.length + ours.atAPrice.length
      tally.larger += [...ours.clean, ...ours.atAPrice].filter((set) => set.includes(' + ')).length
      expect(ours).toEqual(bySwitches(await answer(choice, found.cause.ruleId!, enumeration.universe.map(switchOf)), enumeration))
    }
  })
  await fc.assert(property, { seed: 20261128, numRuns: isLong ? 3_000 : 60 })
  console.info(`${tally.choices} choices, ${tally.findings} findings, ${tally.sets} sets, ${tally.larger} of more than one move`)
  expect(tally.larger).toBeGreaterThan(20)
})

test('clingo finds the same sets where each of several plans can come by two ways', async () => {
  for (const size of [1, 2, 3, 4]) {
    const choice = eitherWay(size)
    const opened = await open(projectOf(caseOfChoice(choice)), bounds)
    const [found] = opened.findings[0]!
    const enumeration = await enumerate(opened.base, found, { ...opened.tools, narrow })
    const ours = answerOf(enumeration)
    expect(ours.clean).toHaveLength(2 ** size + 1)
    expect(ours).toEqual(bySwitches(await answer(choice, 'needs_all', enumeration.universe.map(switchOf)), enumeration))
  }
})
