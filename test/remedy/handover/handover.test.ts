import { describe, expect, test } from 'vitest'
import { createJudge } from '../../../src/engine/judge.js'
import type { Handover } from '../../../src/model/handover.js'
import type { Project } from '../../../src/model/project.js'
import { handoverOf } from '../../../src/remedy/handover/handover.js'
import { plansOfCatalog } from '../../../src/simulate/world.js'
import { scenario, scenariosIn } from './projects.js'

async function handedOver(project: Project): Promise<Handover> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
  return handoverOf(project, project.plan!, [], judge)
}

const ofScenario = async (path: string) => handedOver(await scenario(path))

test('a migration counts the units that each step needs', async () => {
  const { stages, start } = await ofScenario('rollout/two-groups-that-exclude-each-other-target-first.yaml')
  expect(stages.map(({ seats }) => seats.map(({ free }) => free))).toEqual([[], [2]])
  expect(start.seats.map(({ free }) => free)).toEqual([2])
})

test('only the users who lose Exchange and OneDrive are asked about', async () => {
  const { stages } = await ofScenario('rollout/two-groups-that-go-together-source-first.yaml')
  expect(stages.map(({ losses }) => losses)).toEqual([[{ service: 'Exchange', users: 2 }, { service: 'OneDrive', users: 2 }], []])
  expect(stages.map(({ calls }) => calls.map(({ grave }) => grave))).toEqual([[['Exchange', 'OneDrive'], ['Exchange', 'OneDrive']], [[], []]])
})

test('a swap in one call asks nothing: nobody is without', async () => {
  const { stages } = await ofScenario('field/a-swap-in-one-call-has-no-conflict.yaml')
  expect(stages.map(({ losses, takesAway, isBackground }) => ({ losses, takesAway, isBackground }))).toEqual([{ losses: [], takesAway: true, isBackground: true }])
})

test('a step that would be refused is left out', async () => {
  const { stages, remaining } = await ofScenario('rollout/a-swap-that-adds-first-is-refused.yaml')
  expect(stages.map(({ refused, calls }) => [refused, calls.length])).toEqual([['MutuallyExclusiveViolation', 0], [null, 1]])
  expect(remaining).toHaveLength(1)
})

test('users whose own call would be refused are left out of a list', async () => {
  const project = await scenario('field/a-call-for-a-list-goes-through-for-those-it-can.yaml')
  const { stages } = await handedOver(project)
  const named = project.plan!.steps.flatMap(({ change }) => (change.op === 'assignLicense' && 'users' in change.to ? change.to.users : []))
  expect(stages[0]!.calls.length).toBeGreaterThan(0)
  expect(stages[0]!.calls.length).toBeLessThan(named.length)
})

test('where seats run short nobody is waited for by name', async () => {
  const { stages } = await ofScenario('field/a-swap-without-enough-seats-leaves-somebody-on-the-old-product.yaml')
  expect(stages[0]).toMatchObject({ notDetermined: 2, passages: [] })
})

const all = ['rollout', 'field', 'founding-article'].flatMap(scenariosIn)

describe('whatever the plan', () => {
  test.each(all)('what is expected before a step is what was expected after the one before: %s', async path => {
    const project = await scenario(path)
    if (project.plan === undefined) return
    const { stages, start } = await handedOver(project)
    const rows = new Map(start.rows.flatMap(({ users, rows: now }) => users.map(user => [user, JSON.stringify(now)] as const)))
    for (const { passages } of stages)
      for (const { users, before, after } of passages)
        for (const user of users) {
          expect(JSON.stringify(before)).toBe(rows.get(user) ?? '[]')
          rows.set(user, JSON.stringify(after))
        }
  })
})

test.each([
  ['rollout/a-swap-in-two-calls-leaves-a-gap.yaml', { restored: 2, notRestored: 0 }],
  ['rollout/two-groups-that-go-together-source-first.yaml', { restored: 2, notRestored: 0 }],
  ['rollout/from-a-direct-licence-to-a-group-that-gives-less.yaml', { restored: 1, notRestored: 0 }],
  ['field/a-deleted-user-frees-a-seat-and-may-not-get-it-back.yaml', { notRestored: expect.any(Number) }],
])('what comes of taking it back is played: %s', async (path, rollback) => {
  expect((await ofScenario(path)).rollback).toMatchObject(rollback)
})
