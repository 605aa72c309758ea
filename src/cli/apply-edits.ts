import type { ChangeBody, Edit } from '../model/report.js'

/** Two edits that want a different change in the place of one step. */
export interface Clash {
  readonly step: number
}

/** The changes of a plan after edits; places count in the original plan. Equal edits are made once. */
export function applyEdits(changes: readonly ChangeBody[], edits: readonly Edit[]): readonly ChangeBody[] | Clash {
  const once = [...new Map(edits.map(edit => [JSON.stringify(edit), edit])).values()]
  const at = (place: Edit['at'], step: number): readonly (ChangeBody | null)[] => once.filter(edit => edit.at === place && edit.step === step).map(edit => edit.change)
  const clash = changes.findIndex((_, index) => at('instead', index + 1).length > 1)
  if (clash !== -1) return { step: clash + 1 }
  const edited = changes.flatMap((change, index) => {
    const [instead] = at('instead', index + 1)
    return [...at('before', index + 1), instead === undefined ? change : instead, ...at('after', index + 1)]
  })
  return [...at('after', 0), ...edited].filter(change => change !== null)
}
