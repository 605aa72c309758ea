import type { CatalogSource } from '../../model/catalog.js'
import { isSame, type CatalogDiff, type Named, type PlanChange, type Renaming } from '../../load/catalog/diff.js'
import type { CatalogAnswer, PlanView, ProductView } from '../../load/catalog/show.js'

/** What `catalog show` found, for people. */
export function answerText({ products, plans }: CatalogAnswer): string {
  return [...products.map(productText), ...plans.map(planText)].join('\n')
}

function productText({ skuId, skuPartNumber, displayName, aliases, servicePlans }: ProductView): string {
  const rows = servicePlans.map(plan => [plan.servicePlanName, plan.servicePlanId, plan.appliesTo === 'User' ? plan.displayName : `${plan.displayName} (${plan.appliesTo})`])
  return lines(`product ${skuPartNumber}`, `  ${displayName}`, `  ${skuId}`, ...alsoKnown(aliases), `  ${count(servicePlans.length, 'service plan')}`, ...table(rows))
}

function planText({ servicePlanId, servicePlanName, displayName, aliases, retired, products }: PlanView): string {
  const rows = products.map(product => [product.skuPartNumber, product.skuId, product.displayName])
  const carried = retired && products.length === 0 ? 'retired: in no product' : `in ${count(products.length, 'product')}`
  return lines(`service plan ${servicePlanName}`, `  ${displayName}`, `  ${servicePlanId}`, ...alsoKnown(aliases), `  ${carried}`, ...table(rows))
}

function alsoKnown(aliases: readonly string[]): string[] {
  return aliases.length === 0 ? [] : [`  also: ${aliases.join('; ')}`]
}

function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`
}

/** Columns side by side; the last one ends where it ends. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => `    ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
}

function lines(...all: readonly string[]): string {
  return all.join('\n') + '\n'
}

/** What `catalog diff` found, for people. The plans that arrive switched on come first. */
export function diffText(diff: CatalogDiff): string {
  const head = `${sourceText(diff.from)} -> ${sourceText(diff.to)}`
  if (isSame(diff)) return lines(head, '', 'no difference')
  const { products, plans } = diff
  return lines(
    head,
    ...section('new plans in known products (on in every group that has the product and does not switch them off)', products.changedPlans.flatMap(change => planLines(change, '+', change.addedPlans))),
    ...section('plans gone from known products', products.changedPlans.flatMap(change => planLines(change, '-', change.removedPlans))),
    ...section('plans of known products that apply to others now', products.changedPlans.flatMap(change => planLines(change, '~', change.appliesTo))),
    ...section('products added', products.added.map(namedText)),
    ...section('products removed', products.removed.map(namedText)),
    ...section('products renamed', products.renamed.map(renamingText)),
    ...section('service plans added', plans.added.map(namedText)),
    ...section('service plans removed', plans.removed.map(namedText)),
    ...section('service plans renamed', plans.renamed.map(renamingText)),
    ...section('service plans retired', plans.retired.map(namedText)),
    ...section('service plans no longer retired', plans.revived.map(namedText)),
  )
}

function sourceText(source: CatalogSource | undefined): string {
  return source === undefined ? 'a catalog without source' : `catalog of ${source.date}`
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', `${title}: ${items.length}`, ...items.map(item => `  ${item}`)]
}

function planLines({ skuPartNumber }: PlanChange, sign: string, plans: readonly Named[]): string[] {
  return plans.map(plan => `${skuPartNumber} ${sign} ${namedText(plan)}`)
}

function namedText({ id, name, displayName }: Named): string {
  return `${name} (${id}) ${displayName}`
}

const renamedWhat = { name: '', displayName: ', display name', aliases: ', other names' } as const

function renamingText({ id, name, what, from, to }: Renaming): string {
  return `${name} (${id})${renamedWhat[what]}: \`${from}\` -> \`${to}\``
}
