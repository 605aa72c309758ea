import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createJudge } from '../../src/engine/judge.js'
import { emptyMemory, play, type Checkpoint } from '../../src/engine/play.js'
import type { Step } from '../../src/model/change.js'
import type { Standing, Trace, TraceCohort } from '../../src/model/trace.js'
import type { Project } from '../../src/model/project.js'
import { plansOfCatalog } from '../../src/simulate/world.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import { projectOf } from '../reference/project.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'

/** Plans that share steps: with units bought before, one left out, one done twice, two in the other order. Users are created in one order. */
function plansLike({ plan, tenant }: Project): readonly (readonly Step[])[] {
  const steps = plan!.steps
  const { place } = steps[0]!
  const bought = [...tenant.subscribedSkus.keys()].flatMap((sku) => [0, 1, 100].map((add): Step => ({ change: { op: 'changeUnits', sku, add }, place })))
  const others = steps.flatMap((step, at) => (step.change.op === 'createUser' ? [] : [at]))
  return [
    steps,
    ...bought.map((step) => [step, ...steps]),
    ...others.map((at) => steps.toSpliced(at, 1)),
    ...others.map((at) => steps.toSpliced(at, 0, steps[at]!)),
    ...others.slice(1).map((at, index) => steps.with(at, steps[others[index]!]!).with(others[index]!, steps[at]!)),
    steps,
  ]
}

/** As if steps were called 1, 2, 3. What is over ended right before the step that ended it. */
function renumbered(trace: Trace, numbers: readonly number[]): Trace {
  const at = (number: number): number => numbers.indexOf(number) + 1
  const standing = <T extends Standing>(one: T): T => ({ ...one, firstStep: at(one.firstStep), lastStep: numbers.includes(one.lastStep) ? at(one.lastStep) : Math.max(0, at(one.lastStep + 1) - 1) })
  const cohort = (one: TraceCohort): TraceCohort => ({ ...one, standings: one.standings.map(standing), deltas: one.deltas.map((delta) => ({ ...delta, step: at(delta.step) })) })
  const notices = trace.notices.map((notice) => ({ ...notice, text: notice.text.replace(/^step ([\d.]+)/, (_, number) => `step ${at(Number(number))}`) }))
  return { ...trace, cohorts: trace.cohorts.map(cohort), standings: trace.standings.map(standing), notices }
}

/** Plays them from one snapshot, from one that is the same, and each by itself: the traces are the same, to the order of everything in them. */
async function compareAll(project: Project): Promise<number> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog))
  const memory = emptyMemory()
  let from: Checkpoint | undefined
  await play(project, judge, { memory, keep: (step, at) => (from = step === 0 ? at() : from) })
  const plans = plansLike(project)
  for (const steps of plans) {
    const edited = { ...project, plan: { ...project.plan!, steps } }
    const alone = await play(edited, judge)
    expect(await play(edited, judge, { from: from! })).toEqual(alone)
    const numbers = steps.map((_, at) => at + 1 / 1024)
    expect(renumbered(await play(edited, judge, { from: from!, numbers }), numbers)).toEqual(alone)
    expect(await play(edited, judge, { memory, keep: () => undefined })).toEqual(alone)
  }
  return plans.length
}

test.each([
  ['any plan', anyCase, 200],
  ['plans in which users compete', crowdedCase, 400],
] satisfies [string, fc.Arbitrary<Case>, number][])('%s comes to the same with and without what other plans left behind', { timeout: 3_600_000 }, async (_, cases, numRuns) => {
  let plans = 0
  const property = fc.asyncProperty(cases, async (one) => {
    if (one.changes.length > 0) plans += await compareAll(projectOf(one))
  })
  await fc.assert(property, { seed: 20261128, numRuns: isLong ? numRuns * 20 : numRuns })
  expect(plans).toBeGreaterThan(numRuns)
})
