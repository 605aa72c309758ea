import type { RuleDifference, RulesDiff } from '../../analyse/rules-diff/diff.js'
import type { ChangedProduct } from '../../analyse/rules-diff/products.js'
import type { Witness } from '../../analyse/rules-diff/witness.js'
import { version } from '../../model/version.js'
import { counted, fewOf } from '../../report/count.js'
import { colored, uncolored, type Paint } from '../../report/paint.js'
import { allVisible } from '../../report/visible.js'

const fewFiles = 5
const fewProducts = 8

/** Every rule that decides otherwise, and the totals. */
export function diffLines(hostile: RulesDiff, color: boolean): string {
  const { rules, reworded, scenarios } = allVisible(hostile)
  const paint = color ? colored : uncolored
  const other = reworded.length === 0 ? [] : [`${counted(reworded.length, 'rule')} ${reworded.length === 1 ? 'says' : 'say'} the same in other words: ${reworded.join(', ')}`]
  if (rules.length === 0) return [...other, paint.green('no difference in meaning'), ''].join('\n')
  const total = `${counted(rules.length, 'rule')} ${rules.length === 1 ? 'decides' : 'decide'} otherwise; ${counted(scenarios, 'scenario')} compared`
  return [...rules.flatMap(rule => [...ruleLines(rule, paint), '']), ...other, total, ''].join('\n')
}

const changes = { added: 'added', removed: 'removed', changed: 'changed', same: 'under the other catalog' } as const

function ruleLines({ ruleId, change, place, keys, witness, scenarios, products }: RuleDifference, paint: Paint): readonly string[] {
  return [
    `${paint.bold(ruleId)}  ${changes[change]}  ${place.file}:${place.line}:${place.column}`,
    ...keys.map(key => `  ${key}`),
    ...(witness === null ? ['  no case was found that comes out otherwise'] : witnessLines(witness, paint)),
    ...(products.length === 0 ? [] : [`  products   ${productWords(products)}`]),
    ...(scenarios.length === 0 ? [] : [`  scenarios  ${fewOf(scenarios, fewFiles)}`]),
  ]
}

function witnessLines({ words, day, old, new: after, alone, test }: Witness, paint: Paint): readonly string[] {
  const when = test[0]?.startsWith('now:') === true ? ` on ${day}` : ''
  return [
    `  ${words}${when}${alone ? ' (under this rule alone; others stand in the way)' : ''}`,
    `    old  ${said(old, paint)}`,
    `    new  ${said(after, paint)}`,
  ]
}

function said(verdict: Witness['old'], paint: Paint): string {
  if (verdict === 'ok') return paint.green('ok')
  return verdict === 'error' ? paint.red('error') : verdict === 'unknown' ? 'not in the catalog' : paint.yellow(verdict)
}

function productWords(products: readonly ChangedProduct[]): string {
  const alone = products.filter(one => one.alone)
  const beside = products.filter(one => !one.alone)
  return [
    alone.length > 0 && `${counted(alone.length, 'product')} by itself: ${fewOf(alone.map(one => one.skuPartNumber), fewProducts)}`.replace('products by itself', 'products by themselves'),
    beside.length > 0 && `${counted(beside.length, 'product')} beside another: ${fewOf(beside.map(one => `${one.skuPartNumber} with ${one.beside[0]}`), 4)}`,
  ].filter(Boolean).join('; ')
}

export function diffJson({ rules, reworded, scenarios }: RulesDiff): string {
  const shown = rules.map(({ place, ...rule }) => ({ ...rule, ...place }))
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, summary: { rules: rules.length, reworded: reworded.length, scenarios }, rules: allVisible(shown), reworded }, undefined, 2)}\n`
}
