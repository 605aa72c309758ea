import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { DraftStep } from './draft.js'

/** Whether everything that the steps make is made before it is used, and nothing is used after it is deleted unless the plan does so. */
export function keepsLives(steps: readonly DraftStep[]): boolean {
  return steps.every(({ change, from }, at) => {
    const made = madeBy(change)
    if (made !== undefined && steps.slice(0, at).some(step => mentions(step.change, made))) return false
    const gone = goneBy(change)
    return gone === undefined || !steps.slice(at + 1).some(step => mentions(step.change, gone) && Math.min(...step.from) < Math.min(...from))
  })
}

function madeBy(change: Change): Guid | undefined {
  return change.op === 'createGroup' ? change.group.id : change.op === 'createUser' ? change.user.id : undefined
}

function goneBy(change: Change): Guid | undefined {
  return change.op === 'deleteGroup' ? change.group : change.op === 'deleteUser' || change.op === 'restoreUser' ? change.user : undefined
}

const mentions = (change: Change, id: Guid): boolean => JSON.stringify(change).includes(id)
