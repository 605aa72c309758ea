import type { Catalog } from '../../../model/catalog.js'
import type { NameSplit } from './double.js'
import { productNameColumns, type CellRepair, type ProductRow } from './rows.js'
import { groupRows, spellings } from './spelling.js'
import { fold, sortedSet } from '../../text/tidy.js'

/** How the rows had to be changed before they made a catalog. */
export interface RowRepairs {
  readonly encoding: string | undefined
  readonly cells: readonly CellRepair[]
  readonly splits: readonly NameSplit[]
  readonly emptyRows: number
  /** Rows that say again what another says, cell by cell. */
  readonly duplicates: readonly ProductRow[]
}

/** One sort of oddity: how often, and each one as a line. */
export interface ImportRemark {
  readonly id: string
  readonly title: string
  readonly count: number
  /** Sorted. */
  readonly items: readonly string[]
}

/** What an import found, what it repaired, and what it had to leave ambiguous. */
export interface ImportSummary {
  readonly rows: number
  readonly products: number
  readonly plans: number
  /** (product, plan) pairs. */
  readonly pairs: number
  readonly repairs: readonly ImportRemark[]
  readonly ambiguities: readonly ImportRemark[]
}

/** Only remarks that apply are listed. Counts are of rows or cells for repairs, of ids or names for ambiguities. */
export function summariseImport(rowCount: number, rows: readonly ProductRow[], catalog: Catalog, repairs: RowRepairs): ImportSummary {
  const pairs = [...catalog.products.values()].reduce((sum, product) => sum + product.servicePlans.length, 0)
  const remarked = ({ count }: ImportRemark) => count > 0
  return {
    rows: rowCount,
    products: catalog.products.size,
    plans: catalog.plans.size,
    pairs,
    repairs: [...readingRepairs(repairs), ...rowRepairs(rows, repairs)].filter(remarked),
    ambiguities: [...namesOfOneId(rows), ...idsOfOneName(rows, catalog), ...oddNames(rows)].filter(remarked),
  }
}

/** The summary for people: every remark, every item. */
export function describeImport(summary: ImportSummary): string {
  const { rows, products, plans, pairs } = summary
  const head = `${counted(rows, 'row')}: ${counted(products, 'product')}, ${counted(plans, 'service plan')}, ${counted(pairs, 'pair')} of both`
  return [head, ...section('repaired', summary.repairs), ...section('left as it is', summary.ambiguities)].join('\n') + '\n'
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function section(title: string, remarks: readonly ImportRemark[]): string[] {
  if (remarks.length === 0) return ['', `${title}: nothing`]
  return ['', `${title}:`, ...remarks.flatMap(({ title, count, items }) => [`  ${title}: ${count}`, ...items.map(item => `    ${item}`)])]
}

function remark(id: string, title: string, items: Iterable<string>, count?: number): ImportRemark {
  const sorted = sortedSet(items)
  return { id, title, count: count ?? sorted.length, items: sorted }
}

function readingRepairs({ encoding, cells, emptyRows }: RowRepairs): ImportRemark[] {
  const blanks = cells.filter(cell => !isCase(cell))
  return [
    remark('encoding', 'read as another encoding than UTF-8', encoding === undefined ? [] : [encoding]),
    remark('empty-rows', 'empty rows left out', [], emptyRows),
    remark('blanks', 'cells with blanks, tabs or no-break spaces too many', tally(blanks.map(cellLine)), blanks.length),
    remark('guid-case', 'GUIDs in capitals', tally(cells.filter(isCase).map(cellLine)), cells.filter(isCase).length),
  ]
}

function isCase({ from, to }: CellRepair): boolean {
  return from.toLowerCase() === to && from !== to
}

/** JSON shows blanks of other kinds only when they are escaped. */
function cellLine({ field, from, to }: CellRepair): string {
  return `${productNameColumns[field]} ${visible(from)} -> ${visible(to)}`
}

function visible(text: string): string {
  const escape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(/[^\S ]|[\u200b-\u200d\u2060\ufeff]/g, escape)
}

/** Equal lines once, with how often. */
function tally(lines: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} cells)`))
}

function rowRepairs(rows: readonly ProductRow[], { duplicates, splits }: RowRepairs): ImportRemark[] {
  const repeated = [...groupRows(rows, pairKey).values()].filter(group => group.length > 1 && group[0]!.servicePlanId !== '')
  return [
    remark('duplicate-rows', 'rows that stand twice', duplicates.map(pairLine), duplicates.length),
    remark('repeated-pairs', 'rows that name a plan of a product again, by other names', repeated.map(group => pairLine(group[0]!)), repeated.flatMap(group => group.slice(1)).length),
    remark('two-names', 'cells with the names of two plans, taken apart', splits.map(({ servicePlanId, from, to }) => `${visible(from)} -> ${visible(to)} for ${servicePlanId}`)),
    remark('case', 'names in several spellings that differ only in case', caseLines(rows)),
  ]
}

function pairKey(row: ProductRow): string {
  return `${row.skuId} ${row.servicePlanId}`
}

function pairLine(row: ProductRow): string {
  return `${row.skuPartNumber} (${row.skuId}): ${row.servicePlanId}`
}

function caseLines(rows: readonly ProductRow[]): string[] {
  const plans = groupRows(rows.filter(row => row.servicePlanId !== ''), row => row.servicePlanId)
  const products = groupRows(rows, row => row.skuId)
  return [
    ...[...plans].flatMap(([id, group]) => caseOf(id, group.map(row => row.servicePlanName))),
    ...[...plans].flatMap(([id, group]) => caseOf(id, group.map(row => row.planName))),
    ...[...products].flatMap(([id, group]) => caseOf(id, group.map(row => row.skuPartNumber))),
    ...[...products].flatMap(([id, group]) => caseOf(id, group.map(row => row.productName))),
  ]
}

function caseOf(id: string, names: readonly string[]): string[] {
  return spellings(names).flatMap(kept => {
    const others = sortedSet(names.filter(name => name !== kept && fold(name) === fold(kept)))
    return others.length === 0 ? [] : [`${id}: ${[...others].map(visible).join(', ')} -> ${visible(kept)}`]
  })
}

/** The first name stands for the id, the others are aliases. */
function namesOfOneId(rows: readonly ProductRow[]): ImportRemark[] {
  const plans = groupRows(rows.filter(row => row.servicePlanId !== ''), row => row.servicePlanId)
  const products = groupRows(rows, row => row.skuId)
  const several = (groups: ReadonlyMap<string, readonly ProductRow[]>, name: (row: ProductRow) => string) =>
    [...groups].map(([id, group]) => ({ id, names: spellings(group.map(name)) })).filter(({ names }) => names.length > 1).map(({ id, names }) => `${id}: ${names.map(visible).join(', ')}`)
  return [
    remark('plan-names', 'service plans with several names (the first is kept)', several(plans, row => row.servicePlanName)),
    remark('plan-display-names', 'service plans with several display names (the first is kept)', several(plans, row => row.planName)),
    remark('part-numbers', 'products with several part numbers (the first is kept)', several(products, row => row.skuPartNumber)),
    remark('product-display-names', 'products with several display names (the first is kept)', several(products, row => row.productName)),
  ]
}

/** Whoever means one of these writes the GUID. */
function idsOfOneName(rows: readonly ProductRow[], catalog: Catalog): ImportRemark[] {
  const shared = (name: (row: ProductRow) => string, id: (row: ProductRow) => string) =>
    [...groupRows(rows.filter(row => id(row) !== '' && name(row) !== ''), row => fold(name(row)))]
      .map(([, group]) => ({ names: spellings(group.map(name)), ids: sortedSet(group.map(id)) }))
      .filter(({ ids }) => ids.length > 1).map(({ names, ids }) => `${visible(names[0]!)}: ${ids.join(', ')}`)
  const twofold = [...catalog.products.keys()].filter(id => catalog.plans.has(id))
  return [
    remark('shared-plan-names', 'names of several service plans', shared(row => row.servicePlanName, row => row.servicePlanId)),
    remark('shared-part-numbers', 'part numbers of several products', shared(row => row.skuPartNumber, row => row.skuId)),
    remark('shared-plan-display-names', 'display names of several service plans', shared(row => row.planName, row => row.servicePlanId)),
    remark('shared-product-display-names', 'display names of several products', shared(row => row.productName, row => row.skuId)),
    remark('shared-ids', 'GUIDs of both a product and a service plan', twofold.map(id => `${id}: product ${catalog.products.get(id)!.skuPartNumber}, plan ${catalog.plans.get(id)!.servicePlanName}`)),
    remark('both-kinds', 'names of both a product and a service plan', namesOfBothKinds(catalog)),
  ]
}

function namesOfBothKinds({ products, plans }: Catalog): string[] {
  const plansByName = new Set([...plans.values()].map(plan => fold(plan.servicePlanName)))
  return [...products.values()].map(product => product.skuPartNumber).filter(name => plansByName.has(fold(name)))
}

function oddNames(rows: readonly ProductRow[]): ImportRemark[] {
  const odd = (names: readonly string[]) => names.filter(name => /[^\w-]/.test(name)).map(visible)
  const unreadable = rows.flatMap(row => Object.values(row)).filter(cell => cell.includes('\ufffd'))
  return [
    remark('odd-part-numbers', 'part numbers with blanks or signs (write them in quotes)', odd(rows.map(row => row.skuPartNumber))),
    remark('odd-plan-names', 'names of service plans with blanks or signs (write them in quotes)', odd(rows.map(row => row.servicePlanName))),
    remark('lost-characters', 'cells with characters that were lost before', unreadable.map(visible)),
    remark('products-without-plans', 'products without service plans', rows.filter(row => row.servicePlanId === '').map(row => `${row.skuPartNumber} (${row.skuId})`)),
  ]
}
