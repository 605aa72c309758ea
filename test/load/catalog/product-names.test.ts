import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCatalog, serialiseCatalog } from '../../../src/load/catalog/catalog-files.js'
import { importProductNames } from '../../../src/load/catalog/product-names/read.js'
import { spellings } from '../../../src/load/catalog/product-names/spelling.js'
import { describeImport } from '../../../src/load/catalog/product-names/summary.js'
import type { Catalog } from '../../../src/model/catalog.js'

const traps = readFileSync(join(import.meta.dirname, '../../facts/product-names-traps.csv'))
const about = { file: 'names.csv', name: 'traps', date: '2026-08-01' }
const header = 'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names'
const sku = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const plan = '113feb6c-3fe4-4440-bddc-54d774bf0318'

const read = (text: string | Uint8Array) => importProductNames(typeof text === 'string' ? new TextEncoder().encode(text) : text, about)
const imported = (text: string | Uint8Array) => {
  const { value, problems } = read(text)
  expect(problems).toEqual([])
  return value!
}
const bytes = ({ source: _, ...catalog }: Catalog) => serialiseCatalog(catalog).map(({ text }) => text).join('')

test('the rows of the real list that are hard to read: what is repaired, what stays ambiguous', async () => {
  await expect(describeImport(imported(traps).summary)).toMatchFileSnapshot('product-names-traps.summary.txt')
})

test('one cell with two plan names gives each plan its own', () => {
  const { plans } = imported(traps).catalog
  expect(plans.get(plan)).toMatchObject({ servicePlanName: 'EXCHANGE_S_FOUNDATION', displayName: 'Exchange Foundation', aliases: [] })
  expect(plans.get('a64b30ba-f310-4065-b444-2670ef146db0')!.servicePlanName).toBe('PBI_PREMIUM_EM1_ADDON')
})

test('blanks of every kind are tidied, in GUIDs too', () => {
  const { products, plans } = imported(traps).catalog
  expect(products.get('420c7602-7f70-4895-9394-d3d679ea36fb')!.skuPartNumber).toBe('MCOCAP_FACULTY')
  expect([...products.values()].map(product => product.skuPartNumber)).toContain('O365_w/o Teams Bundle_M3')
  expect(plans.get('e7c91390-7625-45be-94e0-e16907e03118')!.servicePlanName).toBe('Virtualization Rights for Windows 10 (E3/E5+VDA)')
  for (const { skuPartNumber } of products.values()) expect(skuPartNumber).not.toMatch(/^\s|\s$|[^\S ]|\s\s/)
})

test('names with a comma or a slash come through whole', () => {
  const names = [...imported(traps).catalog.products.values()].map(product => product.skuPartNumber)
  expect(names).toContain('Power_Pages_authenticated_users_T3_min_1,000_units_100_users/per_site/month_capacity_pack_USGOV_GCCHIGH')
})

test('names that differ only in case are one name; other names become aliases', () => {
  const { plans } = imported(traps).catalog
  expect(plans.get('8c7d2df8-86f0-4902-b2ed-a0458298f3b3')).toMatchObject({ servicePlanName: 'Deskless', aliases: [] })
  expect(plans.get('bea4c11e-220a-4e6d-8eb8-8ea15d019f90')).toMatchObject({ servicePlanName: 'RMS_S_ENTERPRISE' })
  expect(plans.get('bea4c11e-220a-4e6d-8eb8-8ea15d019f90')!.aliases).toContain('RMS_S_ENTERPRISE)')
})

test('the order of the rows changes no byte', () => {
  const [head, ...rows] = new TextDecoder().decode(traps).split('\r\n').filter(row => row !== '')
  const expected = bytes(imported(traps).catalog)
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), shuffled => {
      expect(bytes(imported([head, ...shuffled, ''].join('\r\n')).catalog)).toBe(expected)
    }),
    { seed: 7, numRuns: 25 },
  )
})

test('an imported catalog, written and read, is the same catalog', () => {
  const { catalog } = imported(traps)
  const files = serialiseCatalog(catalog)
  const back = readCatalog(files)
  expect(back).toEqual({ value: catalog, problems: [] })
  expect(serialiseCatalog(back.value!)).toEqual(files)
})

const rows = `${header}\r\nOffice 365 E3,ENTERPRISEPACK,${sku},EXCHANGE_S_FOUNDATION,${plan},"Exchange – Foundation, all"\r\n`
const swapped = `Extra,Service_Plan_Id,GUID,String_Id,Product_Display_Name,Service_Plans_Included_Friendly_Names,Service_Plan_Name\nx,${plan},${sku},ENTERPRISEPACK,Office 365 E3,"Exchange – Foundation, all",EXCHANGE_S_FOUNDATION\n`

test.each([
  ['a byte order mark', `\ufeff${rows}`],
  ['line feeds alone', rows.replaceAll('\r\n', '\n')],
  ['old line ends', rows.replaceAll('\r\n', '\r')],
  ['no line end at the end', rows.trimEnd()],
  ['empty lines and rows of commas', `${rows}\r\n,,,,,\r\n\r\n`],
  ['semicolons between the cells', `${header.replaceAll(',', ';')}\nOffice 365 E3;ENTERPRISEPACK;${sku};EXCHANGE_S_FOUNDATION;${plan};Exchange – Foundation, all\n`],
  ['columns in another order, and one more', swapped],
  ['headings in other words', rows.replace('Service_Plan_Id', 'Service Plan ID').replace('GUID', 'guid')],
  ['GUIDs in capitals and braces', rows.replace(sku, `{${sku.toUpperCase()}}`)],
  ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${rows}`, 'utf16le'))],
  ['Windows-1252', new Uint8Array(Buffer.from(rows.replace('–', '\x96'), 'latin1'))],
])('%s: the same catalog', (_, text) => {
  expect(bytes(imported(text).catalog)).toBe(bytes(imported(rows).catalog))
  expect(imported(text).catalog.plans.get(plan)!.displayName).toBe('Exchange – Foundation, all')
})

test('a file in another encoding is remarked', () => {
  const { summary } = imported(new Uint8Array(Buffer.from(rows.replace('–', '\x96'), 'latin1')))
  expect(summary.repairs).toEqual([{ id: 'encoding', title: 'read as another encoding than UTF-8', count: 1, items: ['Windows-1252'] }])
})

const row = (cells: string) => `${header}\n${rows.split('\r\n')[1]}\n${cells}\n`
const at = (line: number, column: number, message: string) => expect.objectContaining({ file: 'names.csv', line, column, severity: 'error', message })

test.each([
  ['an empty file', '', [at(1, 1, 'the file is empty')]],
  ['no GUID of the product', row(`a,b,,EXCHANGE,${plan},c`), [at(3, 5, 'the row has no GUID')]],
  ['a GUID that is none', row(`"a,a",b,${sku}0,EXCHANGE,${plan},c`), [at(3, 9, `\`${sku}0\` is no GUID`)]],
  ['a row that ends early', row(`a,b,${sku}`), [at(3, 41, 'the row ends after 3 of 6 cells')]],
  ['a plan name without id', row(`a,b,${sku},EXCHANGE,,c`), [at(3, 51, 'the row has no Service_Plan_Id')]],
  ['no part number', row(`a,\u00a0,${sku},EXCHANGE,${plan},c`), [at(3, 3, 'the row has no String_Id')]],
  ['a line break in a cell before', row(`"a\nb",b,no,EXCHANGE,${plan},c`), [at(4, 6, '`no` is no GUID')]],
  ['two bad rows at once', row(`a,b,x,EXCHANGE,${plan},c\na,b,y,EXCHANGE,${plan},c`), [at(3, 5, '`x` is no GUID'), at(4, 5, '`y` is no GUID')]],
  ['a quote that never ends', row(`–,b,${sku},EXCHANGE,${plan},"c\nd,e`), [at(3, 88, 'a quotation mark is opened and never closed')]],
  ['a quote inside a cell, after a byte order mark', `\ufeff${row(`a,b "c",${sku},EXCHANGE,${plan},c`)}`, [at(3, 3, 'a quotation mark stands inside a cell')]],
  ['a column that is missing', rows.replace('String_Id', 'String_Idd'), [at(1, 1, 'the column `String_Id` is missing')]],
  ['a column that stands twice', rows.replace('String_Id', 'GUID').replace('String', ''), [at(1, 1, 'the column `String_Id` is missing'), at(1, 27, 'the column `GUID` stands twice')]],
])('%s: problems at their place', (_, text, problems) => {
  expect(read(text).problems).toEqual(problems)
  expect(read(text).value).toBeUndefined()
})

test('a column with another name is guessed at', () => {
  expect(read(rows.replace('String_Id', 'String_Idd')).problems[0]!.hint).toBe('is it the one called `String_Idd`?')
  expect(read('a,b\n').problems[0]!.hint).toMatch(/^Microsoft's list has the columns Product_Display_Name, String_Id/)
})

test('a product without plans stands in the catalog and in the summary', () => {
  const { catalog, summary } = imported(row(`New,NEW,${plan},,,`))
  expect(catalog.products.get(plan)).toMatchObject({ skuPartNumber: 'NEW', servicePlans: [] })
  expect(summary.ambiguities.map(({ id }) => id)).toContain('products-without-plans')
})

test('two words that nobody bears alone stay one name', () => {
  const { catalog } = imported(`${header}\na,b,${sku},MICROSOFT STREAM,${plan},c\n`)
  expect(catalog.plans.get(plan)!.servicePlanName).toBe('MICROSOFT STREAM')
})

test.each([
  [['b', 'a', 'b'], ['b', 'a']],
  [['b', 'a'], ['a', 'b']],
  [['A', 'a', 'a', 'b', 'b'], ['a', 'b']],
  [['', 'a'], ['a']],
])('of %j the names are %j', (names, ranked) => {
  expect(spellings(names)).toEqual(ranked)
})
