import type { Comparison, Difference, GroupDifference, Proposal, Verification } from '../model/verification.js'
import { counted } from './count.js'
import { html } from './html-text.js'
import { md } from './markdown-text.js'
import { fitting, taking, type Room } from './text-fit.js'
import { basisWords, cleanWords, isClean, licences, proposalWords, rowWords, sameState, sourceWords, titles, verdictOf } from './verify-words.js'

/** GitHub takes a job summary of 1 MiB. */
const most = 1_000_000

/** A verification for a job's summary or a ticket. Numbers of users, no names. */
export function* verifyMarkdown(verification: Verification): Iterable<string> {
  const { comparison, contradicted, unexplainedErrors } = verification
  const room: Room = { bytes: most }
  yield taking(headOf(verification), room)
  if (comparison !== null) yield* compared(comparison, room)
  yield* table(titles.contradicted, ['rule', 'users'], contradicted, ({ ruleId, users }) => [ruleId, counted(users.count, 'user')], room)
  yield* table(titles.unexplainedErrors, ['error', 'product', 'source', 'users'], unexplainedErrors, ({ error, sku, group, users }) => [error, sku?.skuPartNumber ?? 'no product', sourceWords(group), counted(users.count, 'user')], room)
}

function headOf(verification: Verification): string {
  const { plan, comparison } = verification
  const verdict = comparison === null ? (isClean(verification) ? [cleanWords] : []) : [verdictOf(comparison)]
  const left = comparison === null ? [] : notCompared(comparison)
  return ['## seatplan verify', ...verdict.map(line => `**${md(line)}**`), ...(plan === null ? [] : [`Plan **${md(plan.title)}** (${md(plan.file)})`]), ...left.map(md)].join('\n\n') + '\n'
}

function notCompared({ onlyBefore, onlyAfter }: Comparison): readonly string[] {
  const [gone, come] = [onlyBefore.count, onlyAfter.count]
  return [...(gone === 0 ? [] : [`Not compared: ${counted(gone, 'user')}, not in the later export.`]), ...(come === 0 ? [] : [`Not compared: ${counted(come, 'user')}, only in the later export.`])]
}

function* compared({ differences, groups, proposals }: Comparison, room: Room): Iterable<string> {
  const head = ['product', 'source', 'users', 'predicted', 'is', 'rests on']
  yield* table(titles.groups, ['group', 'predicted', 'has'], groups, groupCells, room)
  yield* table(titles.differing, head, differences.filter(({ outcome }) => outcome === 'differing'), differenceCells, room)
  yield* table(titles.unexplained, head, differences.filter(({ outcome }) => outcome === 'unexplained'), differenceCells, room)
  if (proposals.length > 0) yield taking(`\n### ${titles.proposals}\n`, room)
  yield* fitting(proposals, proposalBlock, room, keep, left => `\n${counted(left, 'more proposal')} found no room here.\n`)
}

/** For the heads of what follows. */
const keep = 4000

function groupCells({ group, predicted, actual }: GroupDifference): readonly string[] {
  return [group.displayName, licences(predicted), licences(actual)]
}

function differenceCells({ sku, group, users, predicted, actual, restsOn }: Difference): readonly string[] {
  const isPlans = sameState(predicted, actual)
  return [sku.skuPartNumber, sourceWords(group), counted(users.count, 'user'), rowWords(predicted, isPlans), rowWords(actual, isPlans), restsOn.map(basisWords).join('; ')]
}

function proposalBlock(proposal: Proposal): string {
  return `\n${md(proposalWords(proposal))}\n\n<pre>${proposal.yaml.trimEnd().split('\n').map(html).join('\n')}</pre>\n`
}

function* table<T>(title: string, head: readonly string[], items: readonly T[], cells: (item: T) => readonly string[], room: Room): Iterable<string> {
  if (items.length === 0) return
  yield taking(`\n### ${title}\n\n| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n`, room)
  yield* fitting(items, item => `| ${cells(item).map(md).join(' | ')} |\n`, room, keep, left => `\n${counted(left, 'more line')} found no room here: the JSON answer has all.\n`)
}
