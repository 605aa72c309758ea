import type { Change, Plan } from '../../model/change.js'
import type { SequenceKind } from '../../model/rollout.js'

/** A step of a draft, and the steps of the plan that it stands for (from 1). */
export interface DraftStep {
  readonly change: Change
  readonly from: readonly number[]
}

/** A sequence that has not been played yet. */
export interface Draft {
  readonly kind: SequenceKind
  readonly steps: readonly DraftStep[]
}

export const asGiven = ({ steps }: Plan): Draft => ({ kind: 'as-given', steps: steps.map(({ change }, index) => ({ change, from: [index + 1] })) })

export function planOf({ steps }: Draft, plan: Plan): Plan {
  return { ...plan, steps: steps.map(({ change, from }) => ({ change, place: plan.steps[(from[0] ?? 1) - 1]?.place ?? { file: plan.file, line: 1, column: 1 } })) }
}

/** Equal drafts have equal keys. */
export const keyOf = ({ steps }: Draft): string => JSON.stringify(steps.map(({ change }) => change))

type MembersChange = Extract<Change, { op: 'addMembers' | 'removeMembers' }>

/** A move of users from one group to another: two steps. */
export interface GroupMove {
  readonly add: number
  readonly remove: number
}

/** Steps that put users into one group and take the same users out of another. */
export function movesIn(steps: readonly DraftStep[]): readonly GroupMove[] {
  return steps.flatMap(({ change }, add) => {
    if (change.op !== 'addMembers') return []
    const remove = steps.findIndex(({ change: other }) => other.op === 'removeMembers' && other.group !== change.group && sameUsers(other, change))
    return remove === -1 ? [] : [{ add, remove }]
  })
}

function sameUsers(one: MembersChange, other: MembersChange): boolean {
  const users = new Set(one.users)
  return one.users.length === other.users.length && other.users.every(user => users.has(user))
}
