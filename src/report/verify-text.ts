import type { Comparison, Difference, FewUsers, GroupDifference, Proposal, Verification } from '../model/verification.js'
import { wrapped } from './columns.js'
import { counted } from './count.js'
import { colored, uncolored, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { basisWords, cleanWords, holds, isClean, licences, proposalWords, rowWords, sameState, sourceWords, titles, verdictOf } from './verify-words.js'
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
  const { differences, groups, onlyBefore, onlyAfter } = comparison
  const some = (outcome: Difference['outcome']) => differences.filter(one => one.outcome === outcome).flatMap(differenceLines)
  return [
    paint[holds(comparison) ? 'green' : 'red'](verdictOf(comparison)),
    ...(onlyBefore.count === 0 ? [] : [`Not compared: ${whom(onlyBefore)}, not in the later export.`]),
    ...(onlyAfter.count === 0 ? [] : [`Not compared: ${whom(onlyAfter)}, only in the later export.`]),
    '',
    ...section(titles.groups, groups.flatMap(groupLines), paint),
    ...section(titles.differing, some('differing'), paint),
    ...section(titles.unexplained, some('unexplained'), paint),
    ...section(titles.proposals, hostile.proposals.flatMap(proposalLines), paint),
  ]
}

function section(title: string, lines: readonly Line[], paint: Paint): readonly Line[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines, '']
}

function differenceLines({ users, group, sku, predicted, actual, restsOn }: Difference): readonly string[] {
  const isPlans = sameState(predicted, actual)
  return [
    `  ${sku.skuPartNumber} ${sourceWords(group)}, ${whom(users)}`,
    `    predicted ${rowWords(predicted, isPlans)}, is ${rowWords(actual, isPlans)}`,
    ...restsOn.map(basis => `    rests on ${basisWords(basis)}`),
  ]
}

function groupLines({ group, predicted, actual }: GroupDifference): readonly string[] {
  return [`  ${group.displayName}: predicted ${licences(predicted)}, has ${licences(actual)}`]
}

function proposalLines(proposal: Proposal): readonly Line[] {
  const { yaml } = proposal
  return [allVisible(`  ${proposalWords(proposal)}`), { verbatim: yaml.trimEnd().split('\n').map(line => `      ${allVisible(line)}`) }]
}

function aloneLines(hostile: Verification, paint: Paint): readonly Line[] {
  const { contradicted, unexplainedErrors } = allVisible(hostile)
  return [
    ...(isClean(hostile) ? [paint.green(cleanWords)] : []),
    ...section(titles.contradicted, contradicted.map(({ ruleId, users }) => `  ${ruleId}, ${whom(users)}`), paint),
    ...section(titles.unexplainedErrors, unexplainedErrors.map(({ error, sku, group, users }) => `  ${error}, ${sku?.skuPartNumber ?? 'no product'} ${sourceWords(group)}, ${whom(users)}`), paint),
  ]
}

function whom({ count, sample }: FewUsers): string {
  return count === 1 ? (sample[0] ?? '1 user') : `${counted(count, 'user')}${sample[0] === undefined ? '' : ` like ${sample[0]}`}`
}
