import type { MutantResult, MutationScore } from '../../analyse/rule-tests/mutate/mutate.js'
import { version } from '../../model/version.js'
import { table } from '../../report/columns.js'
import { counted, digits } from '../../report/count.js'
import { colored, uncolored } from '../../report/paint.js'
import { allVisible, visible } from '../../report/visible.js'

/** The changes that no test noticed, rule by rule, and the share of those that were. */
export function mutationText({ mutants, noticed, percent, failing }: MutationScore, color: boolean): string {
  const paint = color ? colored : uncolored
  const left = mutants.filter(({ noticedBy }) => noticedBy === null)
  const isAll = left.length === 0
  return [
    ...(failing.length === 0 ? [] : [paint.yellow(`${counted(failing.length, 'file')} of tests ${failing.length === 1 ? 'does' : 'do'} not pass as the rules are, so what fails there notices nothing:`), ...failing.map(file => `  ${visible(file)}`), '']),
    ...(isAll ? [] : ['noticed by no test', ...table(left.map(rowOf), ['left', 'left', 'left', 'left']), '']),
    `${(isAll ? paint.green : paint.yellow)(`score ${percent}%`)} (${digits(noticed)} of ${counted(mutants.length, 'changed rule')} noticed)`, '',
  ].join('\n')
}

function rowOf({ ruleId, operator, says, place }: MutantResult, at: number, all: readonly MutantResult[]): readonly string[] {
  const isFirst = all[at - 1]?.ruleId !== ruleId
  return [isFirst ? visible(ruleId) : '', operator, visible(says), isFirst ? visible(`${place.file}:${place.line}:${place.column}`) : '']
}

export function mutationJson({ mutants, noticed, percent, failing }: MutationScore): string {
  const shown = mutants.map(({ place, ...mutant }) => ({ ...mutant, ...place }))
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, summary: { mutants: mutants.length, noticed, percent }, failing, mutants: allVisible(shown) }, undefined, 2)}\n`
}
