import { describe, expect, test } from 'vitest'
import { rolloutOf } from '../../../src/analyse/rollout/rollout.js'
import { check } from '../../../src/check.js'
import { createJudge } from '../../../src/engine/judge.js'
import type { Project } from '../../../src/model/project.js'
import type { Rollout, Sequence } from '../../../src/model/rollout.js'
import { readBack } from '../../../src/remedy/handover/edited-plan.js'
import { plansOfCatalog } from '../../../src/simulate/world.js'
import { contoso, scenario, scenariosIn } from '../../remedy/handover/projects.js'

async function asked(project: Project): Promise<Rollout> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
  return (await rolloutOf(project, project.plan!, judge, ({ verdict }) => verdict === 'unsafe')).rollout
}

const ofScenario = async (name: string) => asked(await scenario(`rollout/${name}.yaml`))
const ways = ({ sequences }: Rollout) => sequences.map(({ kind, verdict }) => `${kind} ${verdict}`)
const order = ({ steps }: Sequence) => steps.map(({ from }) => from.join('+')).join(' ')

interface Case {
  readonly verdict: Rollout['asGiven']['verdict']
  /** Steps after which somebody is without something, and services that are missing. */
  readonly gaps?: readonly (readonly [readonly number[], readonly string[]])[]
  readonly ways: readonly string[]
  readonly order?: string
}

const cases: Readonly<Record<string, Case>> = {
  'a-new-group-for-a-migration-is-made-too-late': { verdict: 'unsafe', gaps: [[[1, 2, 3], ['Exchange', 'OneDrive']]], ways: ['two-groups safe'], order: '2 3 4 1 5' },
  'a-swap-in-two-calls-leaves-a-gap': { verdict: 'unsafe', gaps: [[[1], ['Exchange', 'OneDrive']]], ways: ['one-call safe'], order: '1+2' },
  'a-swap-that-adds-first-is-refused': { verdict: 'unsafe', ways: ['one-call safe'], order: '1+2' },
  'two-groups-that-exclude-each-other-source-first': { verdict: 'unsafe', gaps: [[[1], ['Exchange', 'OneDrive']]], ways: ['two-groups verify'], order: '2 1' },
  'two-groups-that-exclude-each-other-target-first': { verdict: 'verify', ways: ['two-groups verify'], order: '1 2' },
  'two-groups-that-go-together-source-first': { verdict: 'unsafe', gaps: [[[1], ['Exchange', 'OneDrive']]], ways: ['two-groups safe'], order: '2 1' },
  'two-groups-that-go-together-target-first': { verdict: 'safe', ways: ['as-given safe'], order: '1 2' },
  'two-groups-change-places-with-one-free-seat': { verdict: 'unsafe', ways: ['batches safe'], order: '1 2 3 4 1 2 3 4 1 2 3 4' },
  'two-groups-with-too-few-seats-at-the-target': { verdict: 'unsafe', ways: [] },
  'from-a-direct-licence-to-a-group-in-the-right-order': { verdict: 'safe', ways: ['as-given safe'], order: '1 2' },
  'from-a-direct-licence-to-a-group-in-the-wrong-order': { verdict: 'unsafe', gaps: [[[1], ['Exchange', 'OneDrive']]], ways: ['order safe'], order: '2 1' },
  'from-a-direct-licence-to-two-groups-that-together-give-the-same': { verdict: 'safe', ways: ['as-given safe'], order: '1' },
  'from-a-direct-licence-to-a-group-that-gives-less': { verdict: 'unsafe', ways: [] },
  'from-a-direct-licence-to-a-group-whose-row-is-in-error': { verdict: 'unsafe', ways: ['safe-users safe'], order: '1 2' },
}

test('every scenario of this folder is a case', () => {
  expect(scenariosIn('rollout').map(path => path.replace(/^rollout\/|\.yaml$/g, ''))).toEqual(Object.keys(cases).sort())
})

describe.each(Object.entries(cases))('%s', (name, expected) => {
  test('is judged, and what is safe instead is found', async () => {
    const rollout = await ofScenario(name)
    expect(rollout.asGiven.verdict).toBe(expected.verdict)
    expect(rollout.asGiven.gaps.filter(({ services }) => services.length > 0).map(({ gapAtSteps, services }) => [gapAtSteps, services])).toEqual(expected.gaps ?? [])
    expect(ways(rollout)).toEqual(expected.ways)
    expect(rollout.sequences.slice(0, 1).map(order)).toEqual(expected.order === undefined ? [] : [expected.order])
  })

  test('is answered the same twice', async () => {
    expect(JSON.stringify(await ofScenario(name))).toBe(JSON.stringify(await ofScenario(name)))
  })
})

/** A second witness: the report of `check` over the sequence, cut after every step. */
describe.each([...Object.keys(cases).map(name => [name, () => scenario(`rollout/${name}.yaml`)] as const), ['the example of Contoso', contoso] as const])('every sequence for %s', (_, load) => {
  test('leaves nobody without a service between its steps, and no error behind', async () => {
    const project = await load()
    const { sequences } = await asked(project)
    for (const sequence of sequences) {
      const changes = sequence.steps.map(({ change }) => change)
      const plan = await readBack(project, sequence.title, changes)
      const report = await check({ ...project, plan }, { failOn: 'error', failOnExisting: false, failOnTransient: sequence.verdict === 'safe', states: 'none', remedies: 'none', expand: true })
      expect(report.summary.exitCode).toBe(0)
      expect(report.impact.flatMap(({ gapAtSteps }) => gapAtSteps)).toEqual([])
      expect(report.steps.map(({ outcome }) => outcome)).toEqual(changes.map(() => 'accepted'))
      for (let cut = 1; cut < changes.length; cut += 1) {
        const half = await check({ ...project, plan: { ...plan, steps: plan.steps.slice(0, cut) } }, { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: true })
        if (sequence.verdict === 'safe') expect(half.summary.errors).toBe(0)
      }
    }
  })
})

test('a conflicting migration says which error to expect, on whom, before the old group is left', async () => {
  const { sequences: [first] } = await ofScenario('two-groups-that-exclude-each-other-target-first')
  expect(first!.passesThrough).toMatchObject([{ error: 'MutuallyExclusiveViolation', step: 1, lastStep: 1, users: { count: 2 } }])
  expect(first!.steps[0]).toMatchObject({ isBackground: true, verify: [{ users: { count: 2 }, rows: [{ sku: 'STANDARDPACK', by: 'Office E1', state: 'Active' }, { sku: 'ENTERPRISEPACK', by: 'Office E3', state: 'Error', error: 'MutuallyExclusiveViolation' }] }] })
  expect(first!.steps[1]).toMatchObject({ freeUnits: [{ sku: 'ENTERPRISEPACK', atLeast: 2 }], verify: [{ rows: [{ sku: 'ENTERPRISEPACK', by: 'Office E3', state: 'Active' }] }] })
})

test('a migration of products that go together waits until both are there', async () => {
  const { sequences: [first] } = await ofScenario('two-groups-that-go-together-source-first')
  expect(first!.steps[0]!.verify).toMatchObject([{ rows: [{ by: 'Office E3', state: 'Active' }, { by: 'Office E5', state: 'Active' }] }])
  expect(first!.steps[0]!.freeUnits).toEqual([{ sku: 'ENTERPRISEPREMIUM', atLeast: 2 }])
})

describe('taking direct licences away', () => {
  test('is safe where the groups together give the same', async () => {
    const { asGiven } = await ofScenario('from-a-direct-licence-to-two-groups-that-together-give-the-same')
    expect(asGiven.directRemovals).toEqual([{ step: 1, sku: 'ENTERPRISEPACK', safe: { count: 1, sample: ['ada@contoso.com'] }, unsafe: [] }])
  })

  test('is not where they give less: it says what would be lost', async () => {
    const { asGiven } = await ofScenario('from-a-direct-licence-to-a-group-that-gives-less')
    expect(asGiven.directRemovals).toMatchObject([{ safe: { count: 0 }, unsafe: [{ users: { sample: ['ada@contoso.com'] }, because: 'fewerPlans', servicePlans: ['EXCHANGE_S_ENTERPRISE'] }] }])
  })

  test('is not where a group row is in error: the others can go ahead', async () => {
    const { asGiven, sequences } = await ofScenario('from-a-direct-licence-to-a-group-whose-row-is-in-error')
    expect(asGiven.directRemovals).toMatchObject([{ safe: { sample: ['ada@contoso.com'] }, unsafe: [{ users: { sample: ['ben@contoso.com'] }, because: 'groupInError', error: 'CountViolation' }] }])
    expect(sequences[0]!.leavesOut).toEqual({ count: 1, sample: ['ben@contoso.com'] })
  })
})
