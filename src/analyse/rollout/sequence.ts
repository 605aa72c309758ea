import { sampleOf } from '../../explain/situation.js'
import { writeChange } from '../../load/project/write-change.js'
import type { Guid } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Passage, Stage } from '../../model/handover.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Sequence, SequenceKind, SequenceStep, SomeUsers } from '../../model/rollout.js'
import { handoverOf } from '../../remedy/handover/handover.js'
import type { Assessed } from './assess.js'
import { planOf, type Draft } from './draft.js'
import { usersOf } from './drafts.js'

const titles = {
  'as-given': 'The steps as they are, one after the other',
  'order': 'The same steps in another order',
  'one-call': 'What belongs together in one call',
  'two-groups': 'Into the new group first, out of the old one when it is verified',
  'batches': 'In batches that fit the free seats',
  'safe-users': 'Only for those who keep everything',
} as const satisfies Readonly<Record<SequenceKind, string>>

/** A sequence that was played, with what to wait for and to verify at each step. */
export async function sequenceOf(id: string, project: Project, plan: Plan, draft: Draft, assessed: Assessed, judge: Judge): Promise<Sequence> {
  const { stages } = await handoverOf(project, planOf(draft, plan), [], judge)
  return {
    id,
    kind: draft.kind,
    title: titles[draft.kind],
    verdict: assessed.verdict === 'safe' ? 'safe' : 'verify',
    passesThrough: assessed.violations,
    leavesOut: leftOut(plan, draft, assessed),
    steps: stages.map((stage, index) => stepOf(stage, draft, index, assessed)),
  }
}

function stepOf({ step, what, isBackground, passages, seats, notDetermined }: Stage, { steps }: Draft, index: number, assessed: Assessed): SequenceStep {
  const { names } = assessed.situation
  const { change, from } = steps[index]!
  return {
    step,
    from,
    what,
    change: writeChange(change),
    isBackground,
    verify: passages.map(passage => ({
      users: usersIn(passage, assessed),
      rows: passage.after.map(({ skuId, assignedByGroup, state, error }) => ({ sku: names.product(skuId), by: assignedByGroup === null ? 'direct' : names.group(assignedByGroup), state, error })),
    })),
    freeUnits: seats.map(({ skuId, free }) => ({ sku: names.product(skuId), atLeast: free })),
    notDetermined,
  }
}

const usersIn = ({ users }: Passage, assessed: Assessed): SomeUsers => some(users, assessed)

function some(users: readonly Guid[], { situation }: Assessed): SomeUsers {
  const ordinals = users.flatMap(id => situation.project.tenant.find(id) ?? createdAs(id, situation) ?? [])
  return { count: users.length, sample: sampleOf(situation, [Uint32Array.from(ordinals.sort((a, b) => a - b))]) }
}

function createdAs(id: Guid, { trace }: Assessed['situation']): number | undefined {
  return [...trace.created].find(([, user]) => user.id === id)?.[0]
}

/** Users whom the plan names in a step and the draft does not. */
function leftOut(plan: Plan, { steps }: Draft, assessed: Assessed): SomeUsers {
  const left = plan.steps.flatMap(({ change }, index) => {
    const named = new Set(steps.filter(({ from }) => from.includes(index + 1)).flatMap(step => usersOf(step.change)))
    return usersOf(change).filter(user => !named.has(user))
  })
  return some([...new Set(left)].sort(), assessed)
}
