import type { Basis, Comparison, Difference, FewUsers, GroupDifference, Proposal, RowWords, Verification } from '../model/verification.js'
import { wrapped } from './columns.js'
import { counted } from './count.js'
import { colored, uncolored, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { allVisible, harmlessJson } from './visible.js'

/** A prediction beside what came of it, for people. */
export function verifyText(hostile: Verification, { color, width }: Pick<RenderOptions, 'color' | 'width'>): string {
  const paint = color ? colored : uncolored
  const sections = [...(hostile.comparison === null ? [] : comparisonLines(hostile.comparison, paint)), ...aloneLines(hostile, paint)]
  return `${sections.flatMap(line => broken(line, Math.max(60, width))).join('\n').trimEnd()}\n`
}

export function verifyJson(verification: Verification): string {
  return `${harmlessJson(JSON.stringify({ schemaVersion: 1, ...verification }, undefined, 2))}\n`
}

/** Sentences are broken between words; YAML stays as it is. */
function broken(line: string | Verbatim, width: number): readonly string[] {
  if (typeof line !== 'string') return line.verbatim
  return line === '' ? [''] : wrapped(line.trimStart(), width, /^ */.exec(line)![0])
}

interface Verbatim {
  readonly verbatim: readonly string[]
}
type Line = string | Verbatim

function comparisonLines(hostile: Comparison, paint: Paint): readonly Line[] {
  const comparison = allVisible(hostile)
  const { agreed, differing, unexplained, differences, groups, onlyBefore, onlyAfter } = comparison
  const wrong = differing + unexplained
  const holds = wrong === 0 && groups.length === 0
  const some = (outcome: Difference['outcome']) => differences.filter(one => one.outcome === outcome).flatMap(differenceLines)
  return [
    holds ? paint.green(`The prediction holds: ${counted(agreed, 'row')} ${agreed === 1 ? 'agrees' : 'agree'}.`) : paint.red(`The prediction does not hold: ${counted(agreed, 'row')} ${agreed === 1 ? 'agrees' : 'agree'}, ${wrong} ${wrong === 1 ? 'differs' : 'differ'}${unexplained === 0 ? '' : `, ${unexplained} of them unexplained`}.`),
    ...(onlyBefore.count === 0 ? [] : [`Not compared: ${whom(onlyBefore)}, not in the later export.`]),
    ...(onlyAfter.count === 0 ? [] : [`Not compared: ${whom(onlyAfter)}, only in the later export.`]),
    '',
    ...section('Groups whose licences differ', groups.flatMap(groupLines), paint),
    ...section('Differing', some('differing'), paint),
    ...section('Unexplained: nothing that was assumed or loaded says why', some('unexplained'), paint),
    ...section('Would explain it', hostile.proposals.flatMap(proposalLines), paint),
  ]
}

function section(title: string, lines: readonly Line[], paint: Paint): readonly Line[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines, '']
}

function differenceLines({ users, group, sku, predicted, actual, restsOn }: Difference): readonly string[] {
  const isPlans = predicted !== null && actual !== null && predicted.state === actual.state && predicted.error === actual.error
  return [
    `  ${sku.skuPartNumber} ${group === null ? 'directly' : `by ${group.displayName}`}, ${whom(users)}`,
    `    predicted ${rowWords(predicted, isPlans)}, is ${rowWords(actual, isPlans)}`,
    ...restsOn.map(basis => `    rests on ${basisWords(basis)}`),
  ]
}

function rowWords(row: RowWords | null, withPlans: boolean): string {
  if (row === null) return 'no row'
  if (row.oneOf !== undefined) return `one of ${row.oneOf.map(one => stateWords(one)).join(' or ')}`
  return `${stateWords(row)}${withPlans ? ` without ${row.disabledPlans.length === 0 ? 'nothing' : row.disabledPlans.join(', ')}` : ''}`
}

function stateWords({ state, error }: { readonly state: string; readonly error: string | null }): string {
  return error === null ? state : `${state} (${error})`
}

function basisWords({ type, id, findings, tried }: Basis): string {
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

function groupLines({ group, predicted, actual }: GroupDifference): readonly string[] {
  return [`  ${group.displayName}: predicted ${licences(predicted)}, has ${licences(actual)}`]
}

function licences(some: readonly string[] | null): string {
  if (some === null) return 'no such group'
  return some.length === 0 ? 'no licence' : some.join(', ')
}

function proposalLines({ type, ids, users, rows, why, yaml, alternatives }: Proposal): readonly Line[] {
  const what = { 'add-rule': 'a rule', 'turn-off': `turning off ${ids.join(' and ')}`, 'flip-assumption': `flipping ${ids.join(' and ')}` }[type]
  const others = alternatives.count === 0 ? '' : ` The exports do not tell it from ${counted(alternatives.count, 'other pair')} of plans, such as ${alternatives.sample.join('; ')}.`
  return [allVisible(`  ${what}: ${why}; it explains ${counted(rows, 'row')} of ${counted(users, 'user')} and contradicts none that agreed.${others}`), { verbatim: yaml.trimEnd().split('\n').map(line => `      ${allVisible(line)}`) }]
}

function aloneLines(hostile: Verification, paint: Paint): readonly Line[] {
  const { comparison, contradicted, unexplainedErrors } = allVisible(hostile)
  const clean = comparison === null && contradicted.length + unexplainedErrors.length === 0
  return [
    ...(clean ? [paint.green('The export contradicts no loaded rule, and every recorded error has one that explains it.')] : []),
    ...section('Rules that the export contradicts: what they forbid is Active', contradicted.map(({ ruleId, users }) => `  ${ruleId}, ${whom(users)}`), paint),
    ...section('Recorded errors that no loaded rule explains', unexplainedErrors.map(({ error, sku, group, users }) => `  ${error}, ${sku?.skuPartNumber ?? 'no product'} ${group === null ? 'directly' : `by ${group.displayName}`}, ${whom(users)}`), paint),
  ]
}

function whom({ count, sample }: FewUsers): string {
  return count === 1 ? (sample[0] ?? '1 user') : `${counted(count, 'user')}${sample[0] === undefined ? '' : ` like ${sample[0]}`}`
}
