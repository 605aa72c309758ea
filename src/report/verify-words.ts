import type { Basis, Comparison, Proposal, RowWords, Verification } from '../model/verification.js'
import type { GroupName } from '../model/report.js'
import { counted } from './count.js'

/** What stands above each part of a verification. */
export const titles = {
  groups: 'Groups whose licences differ',
  differing: 'Differing',
  unexplained: 'Unexplained: nothing that was assumed or loaded says why',
  proposals: 'Would explain it',
  contradicted: 'Rules that the export contradicts: what they forbid is Active',
  unexplainedErrors: 'Recorded errors that no loaded rule explains',
} as const

export function holds({ differing, unexplained, groups }: Comparison): boolean {
  return differing + unexplained === 0 && groups.length === 0
}

export function verdictOf(comparison: Comparison): string {
  const { agreed, differing, unexplained } = comparison
  const wrong = differing + unexplained
  const agree = `${counted(agreed, 'row')} ${agreed === 1 ? 'agrees' : 'agree'}`
  if (holds(comparison)) return `The prediction holds: ${agree}.`
  return `The prediction does not hold: ${agree}, ${wrong} ${wrong === 1 ? 'differs' : 'differ'}${unexplained === 0 ? '' : `, ${unexplained} of them unexplained`}.`
}

/** Of one export alone. */
export function isClean({ comparison, contradicted, unexplainedErrors }: Verification): boolean {
  return comparison === null && contradicted.length + unexplainedErrors.length === 0
}

export const cleanWords = 'The export contradicts no loaded rule, and every recorded error has one that explains it.'

export function sourceWords(group: GroupName | null): string {
  return group === null ? 'directly' : `by ${group.displayName}`
}

export function sameState(predicted: RowWords | null, actual: RowWords | null): boolean {
  return predicted !== null && actual !== null && predicted.state === actual.state && predicted.error === actual.error
}

/** With `withPlans` which plans are off, too: for rows that differ in nothing else. */
export function rowWords(row: RowWords | null, withPlans: boolean): string {
  if (row === null) return 'no row'
  if (row.oneOf !== undefined) return `one of ${row.oneOf.map(one => stateWords(one)).join(' or ')}`
  return `${stateWords(row)}${withPlans ? ` without ${row.disabledPlans.length === 0 ? 'nothing' : row.disabledPlans.join(', ')}` : ''}`
}

function stateWords({ state, error }: { readonly state: string; readonly error: string | null }): string {
  return error === null ? state : `${state} (${error})`
}

export function basisWords({ type, id, findings, tried }: Basis): string {
  const where = findings.length === 0 ? '' : ` (${findings.join(', ')})`
  switch (type) {
    case 'rule': return `the rule ${id}${where}${tried ? ': with it off the rows agree' : ''}`
    case 'assumption': return `the assumption ${id}${where}${tried ? ': with it flipped the rows agree' : ''}`
    case 'refusal': return `a refusal of the service: ${id}${where}`
    case 'recorded': return `the error that the earlier export records: ${id}${where}`
    case 'pending': return 'an assignment that was still waiting in the earlier export'
    default: return type satisfies never
  }
}

export function licences(some: readonly string[] | null): string {
  if (some === null) return 'no such group'
  return some.length === 0 ? 'no licence' : some.join(', ')
}

export function proposalWords({ type, ids, users, rows, why, alternatives }: Proposal): string {
  const what = { 'add-rule': 'a rule', 'turn-off': `turning off ${ids.join(' and ')}`, 'flip-assumption': `flipping ${ids.join(' and ')}` }[type]
  const others = alternatives.count === 0 ? '' : ` The exports do not tell it from ${counted(alternatives.count, 'other pair')} of plans, such as ${alternatives.sample.join('; ')}.`
  return `${what}: ${why}; it explains ${counted(rows, 'row')} of ${counted(users, 'user')} and contradicts none that agreed.${others}`
}
