import type { Edit, Remedy, Report } from '../model/report.js'
import { visibleJson } from './visible.js'

/** Text to insert into the file of a plan. */
export interface Insertion {
  readonly line: number
  readonly column: number
  readonly text: string
}

/**
 * What a remedy writes into the plan's file; undefined where that cannot be said: no file was read, a step is replaced or left
 * out (where a step ends is not known), or the end of the list is meant.
 */
export function insertionsOf({ changes }: Remedy, report: Pick<Report, 'plan' | 'steps'>): readonly Insertion[] | undefined {
  const placed = changes.map(edit => ({ edit, step: stepBehind(edit) }))
  const steps = [...new Set(placed.map(({ step }) => step))].toSorted((a, b) => a - b)
  if (changes.length === 0 || steps.some(step => !isKnown(step, report))) return undefined
  return steps.map(step => insertion(step, placed.filter(one => one.step === step).map(({ edit }) => edit), report))
}

/** The step before which the edit goes; 0: none. */
function stepBehind({ at, step }: Edit): number {
  switch (at) {
    case 'before': return step
    case 'after': return step + 1
    case 'instead': return 0
  }
}

function isKnown(step: number, { plan, steps }: Pick<Report, 'plan' | 'steps'>): boolean {
  const line = steps.find(one => one.step === step)
  return plan !== null && plan.list !== null && line !== undefined && line.file === plan.file
}

/** What comes after a step stands before what comes before the next one. */
function insertion(step: number, edits: readonly Edit[], { plan, steps }: Pick<Report, 'plan' | 'steps'>): Insertion {
  const { line, column } = steps.find(one => one.step === step)!
  const { style, column: dashes } = plan!.list!
  const next = style === 'flow' ? ', ' : `\n${' '.repeat(dashes - 1)}-${' '.repeat(Math.max(1, column - dashes - 1))}`
  const ordered = [...edits.filter(({ at }) => at === 'after'), ...edits.filter(({ at }) => at === 'before')]
  return { line, column, text: ordered.map(({ change }) => visibleJson(change) + next).join('') }
}
