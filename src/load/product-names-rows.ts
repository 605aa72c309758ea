import { parse } from 'csv-parse/sync'
import type { Loaded, Place, Problem } from '../model/problem.js'
import { nearest } from './nearest.js'
import { isGuid, tidy, tidyGuid } from './tidy.js'

/** The columns of Microsoft's download, by our word for what they hold. */
export const productNameColumns = {
  productName: 'Product_Display_Name',
  skuPartNumber: 'String_Id',
  skuId: 'GUID',
  servicePlanName: 'Service_Plan_Name',
  servicePlanId: 'Service_Plan_Id',
  planName: 'Service_Plans_Included_Friendly_Names',
} as const

type Field = keyof typeof productNameColumns

/** One row, its cells tidied: a product and one of its service plans. */
export type ProductRow = Readonly<Record<Field, string>>

/** A cell that had to be tidied. */
export interface CellRepair {
  readonly field: Field
  readonly from: string
  readonly to: string
}

export interface ProductRows {
  readonly rows: readonly ProductRow[]
  readonly cellRepairs: readonly CellRepair[]
  /** Rows whose cells were all empty. */
  readonly emptyRows: number
}

interface Line {
  readonly cells: readonly string[]
  readonly place: (cell: number) => Place
}

type Columns = Readonly<Record<Field, number>>

/** Microsoft's list as rows; what cannot be read becomes problems at its place. */
export function readProductRows(file: string, text: string): Loaded<ProductRows> {
  const lines = readLines(file, text.replace(/\r\n?/g, '\n'))
  if (lines.value === undefined) return { problems: lines.problems }
  const [header, ...body] = lines.value
  if (header === undefined) return { problems: [emptyFile(file)] }
  const columns = readHeader(file, header)
  if (columns.value === undefined) return { problems: columns.problems }
  return readBody(body, columns.value)
}

/** csv-parse counts a CRLF inside quotes twice, so line ends are `\n` by now. */
function readLines(file: string, text: string): Loaded<readonly Line[]> {
  const delimiter = delimiterOf(text)
  try {
    const options = { bom: true, delimiter, info: true, raw: true, relax_column_count: true, skip_empty_lines: true } as const
    const records = parse(text, options) as unknown as readonly RawRecord[]
    return { value: records.map(record => lineOf(file, record, delimiter)), problems: [] }
  } catch (error) {
    return { problems: [brokenCsv(file, text, delimiter, error)] }
  }
}

interface RawRecord {
  readonly record: readonly string[]
  readonly raw: string
  readonly info: { readonly lines: number }
}

/** Excel writes `;` or tabs where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') + 1 || undefined)
  const count = (sign: string) => header.split(sign).length
  return [';', '\t'].find(sign => count(sign) > count(',')) ?? ','
}

function lineOf(file: string, { record, raw, info }: RawRecord, delimiter: string): Line {
  const first = info.lines - linesOf(record.join('')) + 1
  return { cells: record, place: cell => ({ file, ...positionOf(raw.replace(/^\n+/, ''), cell, delimiter, first) }) }
}

/** Where a cell starts in the text of its record. A cell that is missing is looked for at the end of the row. */
function positionOf(raw: string, cell: number, delimiter: string, first: number): { line: number; column: number } {
  let quoted = false
  let passed = 0
  let at = 0
  for (; at < raw.length && passed < cell; at++) {
    if (raw[at] === '"') quoted = !quoted
    else if (raw[at] === delimiter && !quoted) passed++
    else if (raw[at] === '\n' && !quoted) break
  }
  const before = raw.slice(0, at).split('\n')
  return { line: first + before.length - 1, column: before.at(-1)!.length + 1 }
}

/** csv-parse gives the text of the record up to where it failed: a quotation mark that is never closed, up to the end of the file. */
function brokenCsv(file: string, text: string, delimiter: string, error: unknown): Problem {
  const { raw, lines, column, message } = error as { readonly raw?: string; readonly lines?: number; readonly column?: number; readonly message: string }
  if (raw === undefined || lines === undefined || column === undefined) throw error
  const record = raw.replace(/^\n+/, '')
  const open = message.includes('Not Closed')
  const first = open ? linesOf(text.slice(0, text.length - record.length)) : lines - linesOf(record) + 1
  return {
    file, ...positionOf(record, column, delimiter, first), severity: 'error', code: 'csv',
    message: open ? 'a quotation mark is opened and never closed' : 'a quotation mark stands inside a cell',
    hint: 'a cell with quotation marks is wrapped in quotation marks, those inside are doubled',
  }
}

function linesOf(text: string): number {
  return text.split('\n').length
}

function emptyFile(file: string): Problem {
  return { file, line: 1, column: 1, severity: 'error', code: 'csv-empty', message: 'the file is empty', hint: 'download the list again' }
}

/** Columns are found by name, in any order; others may stand beside them. */
function readHeader(file: string, header: Line): Loaded<Columns> {
  const titles = header.cells.map(titleKey)
  const fields = Object.keys(productNameColumns) as Field[]
  const problems = fields.flatMap(field => headerProblems(file, header, titles, productNameColumns[field]))
  if (problems.length > 0) return { problems }
  const found = fields.map(field => [field, titles.indexOf(titleKey(productNameColumns[field]))] as const)
  return { value: Object.fromEntries(found) as Columns, problems }
}

/** `GUID`, `guid` and `Service Plan Id` are what they seem. */
function titleKey(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function headerProblems(file: string, header: Line, titles: readonly string[], column: string): Problem[] {
  const at = titles.indexOf(titleKey(column))
  const again = titles.lastIndexOf(titleKey(column))
  const base = { file, severity: 'error', code: 'csv-header' } as const
  if (at < 0) return [{ ...base, line: 1, column: 1, message: `the column \`${column}\` is missing`, hint: headerHint(header, column) }]
  if (again === at) return []
  return [{ ...base, ...header.place(again), message: `the column \`${column}\` stands twice`, hint: 'remove one of them' }]
}

function headerHint(header: Line, column: string): string {
  const known = new Set(Object.values(productNameColumns).map(titleKey))
  const spare = header.cells.map(tidy).filter(title => !known.has(titleKey(title)))
  const near = nearest(column, spare)
  if (near !== undefined) return `is it the one called \`${near}\`?`
  return `Microsoft's list has the columns ${Object.values(productNameColumns).join(', ')}`
}

function readBody(body: readonly Line[], columns: Columns): Loaded<ProductRows> {
  const filled = body.filter(line => line.cells.some(cell => tidy(cell) !== ''))
  const rows = filled.map(line => readRow(line, columns))
  const width = Math.max(...Object.values(columns)) + 1
  const problems = rows.flatMap((row, i) => (filled[i]!.cells.length < width ? [shortRow(filled[i]!, width)] : rowProblems(row, filled[i]!, columns)))
  if (problems.length > 0) return { problems }
  const cellRepairs = filled.flatMap((line, i) => repairsOf(line, rows[i]!, columns))
  return { value: { rows, cellRepairs, emptyRows: body.length - filled.length }, problems }
}

function readRow(line: Line, columns: Columns): ProductRow {
  const cell = (field: Field) => tidy(line.cells[columns[field]] ?? '')
  const guid = (field: Field) => tidyGuid(line.cells[columns[field]] ?? '')
  return {
    productName: cell('productName'),
    skuPartNumber: cell('skuPartNumber'),
    skuId: guid('skuId'),
    servicePlanName: cell('servicePlanName'),
    servicePlanId: guid('servicePlanId'),
    planName: cell('planName'),
  }
}

/** Ids and names must be there; display names may be empty. A product may stand without any plan. */
function rowProblems(row: ProductRow, line: Line, columns: Columns): Problem[] {
  const bare = row.servicePlanId === '' && row.servicePlanName === ''
  const ids: Field[] = bare ? ['skuId'] : ['skuId', 'servicePlanId']
  const names: Field[] = bare ? ['skuPartNumber'] : ['skuPartNumber', 'servicePlanName']
  return [
    ...ids.filter(field => !isGuid(row[field])).map(field => notGuid(line.cells[columns[field]], field, line.place(columns[field]))),
    ...names.filter(field => row[field] === '').map(field => noName(field, line.place(columns[field]))),
  ]
}

function shortRow({ cells, place }: Line, width: number): Problem {
  return {
    ...place(cells.length), severity: 'error', code: 'csv-short',
    message: `the row ends after ${cells.length} of ${width} cells`,
    hint: 'correct the row or take it out',
  }
}

function notGuid(cell: string | undefined, field: Field, place: Place): Problem {
  const written = tidy(cell ?? '')
  return {
    ...place, severity: 'error', code: 'csv-guid',
    message: written === '' ? `the row has no ${productNameColumns[field]}` : `\`${written}\` is no GUID`,
    hint: 'rows are told apart by their GUIDs: correct the row or take it out',
  }
}

function noName(field: Field, place: Place): Problem {
  return {
    ...place, severity: 'error', code: 'csv-name',
    message: `the row has no ${productNameColumns[field]}`,
    hint: 'correct the row or take it out',
  }
}

function repairsOf(line: Line, row: ProductRow, columns: Columns): CellRepair[] {
  const fields = Object.keys(productNameColumns) as Field[]
  return fields
    .map(field => ({ field, from: line.cells[columns[field]] ?? '', to: row[field] }))
    .filter(({ from, to }) => from !== to)
}
