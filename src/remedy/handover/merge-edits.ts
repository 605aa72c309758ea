import type { ChangeBody, Edit } from '../../model/report.js'
import { mergeBodies } from './merge-bodies.js'

/** Two edits that want different things of one step. */
export interface Clash {
  readonly step: number
}

/**
 * The changes of a plan after edits; places count in the plan as it was. Equal edits are made once; of several edits
 * instead of one step each does what it changes in it, and two that change the same thing in different ways clash.
 */
export function mergeEdits(changes: readonly ChangeBody[], edits: readonly Edit[]): readonly ChangeBody[] | Clash {
  const once = [...new Map(edits.map(edit => [JSON.stringify(edit), edit])).values()]
  const at = (place: Edit['at'], step: number): readonly (ChangeBody | null)[] => once.filter(edit => edit.at === place && edit.step === step).map(edit => edit.change)
  const edited: (ChangeBody | null)[] = [...at('after', 0)]
  for (const [index, change] of changes.entries()) {
    const step = index + 1
    const instead = merged(change, at('instead', step))
    if (instead === undefined) return { step }
    edited.push(...at('before', step), instead, ...at('after', step))
  }
  return edited.filter(change => change !== null)
}

/** The step with all that its edits change in it. Undefined: they clash. */
function merged(change: ChangeBody, edits: readonly (ChangeBody | null)[]): ChangeBody | null | undefined {
  if (edits.length === 0) return change
  return edits.slice(1).reduce<ChangeBody | null | undefined>((now, edit) => together(change, now, edit), edits[0])
}

function together(change: ChangeBody, one: ChangeBody | null | undefined, other: ChangeBody | null | undefined): ChangeBody | null | undefined {
  if (one === undefined || other === undefined) return undefined
  return one === null || other === null ? (one === other ? one : undefined) : mergeBodies(change, one, other)
}
