// npx tsx scripts/make-trap-csv.ts CSV: picks from Microsoft's list the rows that are hard to read, and writes test/facts/product-names-traps.csv.
// Rows stay as they are, byte by byte, in the order of the list.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readProductRows, type ProductRow } from '../src/load/catalog/product-names/rows.js'

const list = process.argv[2]
if (list === undefined) throw new Error('name the CSV file')
const target = join(import.meta.dirname, '..', 'test/facts/product-names-traps.csv')

const text = readFileSync(list, 'utf8')
const [header, ...lines] = text.split('\r\n').filter((line) => line !== '')
const rows = readProductRows(list, text).value!.rows
if (rows.length !== lines.length) throw new Error('a row stands on several lines: pick by records instead')

const picked = new Set([
  ...firstsOf(oddBlanks, 1),
  ...groupsOf((_, line) => line, isRepeated).slice(0, 3).flat(),
  ...groupsOf((row) => `${row.skuId} ${row.servicePlanId}`, isRepeated).filter(differ).slice(0, 3).flat(),
  ...named((row) => row.servicePlanId, (row) => row.servicePlanName, 2),
  ...named((row) => row.servicePlanId, (row) => row.planName, 1).slice(0, 12),
  ...named((row) => row.skuId, (row) => row.productName, 1),
  ...named((row) => row.servicePlanName, (row) => row.servicePlanId, 2),
  ...named((row) => row.skuPartNumber, (row) => row.skuId, 2),
  ...named((row) => row.productName, (row) => row.skuId, 1).slice(0, 6),
  ...firstsOf((row) => /[\s/,()]/.exec(row.skuPartNumber)?.[0], 1),
  ...firstsOf((row) => /[\s/,()]/.exec(row.servicePlanName)?.[0], 1),
  ...firstsOf((_, line) => /["–]/.exec(line)?.[0], 2),
])
const chosen = lines.filter((_, at) => picked.has(at))
writeFileSync(target, [header, ...chosen, ''].join('\r\n'))
process.stdout.write(`${chosen.length} rows in ${target}\n`)

function oddBlanks(_: ProductRow, line: string): string | undefined {
  return /[^,"]*(?:[\t\u00a0]| {2}| (?=,))[^,"]*/.exec(line)?.[0]
}

/** Of each sort of oddity the first rows. */
function firstsOf(sortOf: (row: ProductRow, line: string) => string | undefined, count: number): number[] {
  return groupsOf((row, line) => sortOf(row, line) ?? '', () => true)
    .filter(([first]) => sortOf(rows[first!]!, lines[first!]!) !== undefined)
    .flatMap((group) => group.slice(0, count))
}

function groupsOf(key: (row: ProductRow, line: string) => string, wanted: (group: readonly number[]) => boolean): number[][] {
  const groups = new Map<string, number[]>()
  rows.forEach((row, at) => groups.set(key(row, lines[at]!), [...(groups.get(key(row, lines[at]!)) ?? []), at]))
  return [...groups.values()].filter(wanted)
}

function isRepeated(group: readonly number[]): boolean {
  return group.length > 1
}

function differ(group: readonly number[]): boolean {
  return new Set(group.map((at) => lines[at])).size > 1
}

/** Ids with several names (or names with several ids): of each the first rows. */
function named(id: (row: ProductRow) => string, name: (row: ProductRow) => string, count: number): number[] {
  return groupsOf(id, isRepeated).flatMap((group) => {
    const byName = new Map<string, number[]>()
    for (const at of group) byName.set(name(rows[at]!), [...(byName.get(name(rows[at]!)) ?? []), at])
    return byName.size === 1 ? [] : [...byName.values()].flatMap((same) => same.slice(0, count))
  })
}
