import type { Loaded, Place, Problem } from '../../../model/problem.js'
import { readCsv, type CsvRow } from '../../text/csv.js'
import { nearest } from '../../text/nearest.js'
import { isGuid, tidy, tidyGuid } from '../../text/tidy.js'

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

type Columns = Readonly<Record<Field, number>>

/** Microsoft's list as rows; what cannot be read becomes problems at its place. */
export function readProductRows(file: string, text: string): Loaded<ProductRows> {
  const lines = readCsv(file, text)
  if (lines.value === undefined) return { problems: lines.problems }
  const [header, ...body] = lines.value
  if (header === undefined) return { problems: [emptyFile(file)] }
  const columns = readHeader(file, header)
  if (columns.value === undefined) return { problems: columns.problems }
  return readBody(body, columns.value)
}

function emptyFile(file: string): Problem {
  return { file, line: 1, column: 1, severity: 'error', code: 'csv-empty', message: 'the file is empty', hint: 'download the list again' }
}

/** Columns are found by name, in any order; others may stand beside them. */
function readHeader(file: string, header: CsvRow): Loaded<Columns> {
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

function headerProblems(file: string, header: CsvRow, titles: readonly string[], column: string): Problem[] {
  const at = titles.indexOf(titleKey(column))
  const again = titles.lastIndexOf(titleKey(column))
  const base = { file, severity: 'error', code: 'csv-header' } as const
  if (at < 0) return [{ ...base, line: 1, column: 1, message: `the column \`${column}\` is missing`, hint: headerHint(header, column) }]
  if (again === at) return []
  return [{ ...base, ...header.place(again), message: `the column \`${column}\` stands twice`, hint: 'remove one of them' }]
}

function headerHint(header: CsvRow, column: string): string {
  const known = new Set(Object.values(productNameColumns).map(titleKey))
  const spare = header.cells.map(tidy).filter(title => !known.has(titleKey(title)))
  const near = nearest(column, spare)
  if (near !== undefined) return `is it the one called \`${near}\`?`
  return `Microsoft's list has the columns ${Object.values(productNameColumns).join(', ')}`
}

function readBody(body: readonly CsvRow[], columns: Columns): Loaded<ProductRows> {
  const filled = body.filter(line => line.cells.some(cell => tidy(cell) !== ''))
  const rows = filled.map(line => readRow(line, columns))
  const width = Math.max(...Object.values(columns)) + 1
  const problems = rows.flatMap((row, i) => (filled[i]!.cells.length < width ? [shortRow(filled[i]!, width)] : rowProblems(row, filled[i]!, columns)))
  if (problems.length > 0) return { problems }
  const cellRepairs = filled.flatMap((line, i) => repairsOf(line, rows[i]!, columns))
  return { value: { rows, cellRepairs, emptyRows: body.length - filled.length }, problems }
}

function readRow(line: CsvRow, columns: Columns): ProductRow {
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
function rowProblems(row: ProductRow, line: CsvRow, columns: Columns): Problem[] {
  const bare = row.servicePlanId === '' && row.servicePlanName === ''
  const ids: Field[] = bare ? ['skuId'] : ['skuId', 'servicePlanId']
  const names: Field[] = bare ? ['skuPartNumber'] : ['skuPartNumber', 'servicePlanName']
  return [
    ...ids.filter(field => !isGuid(row[field])).map(field => notGuid(line.cells[columns[field]], field, line.place(columns[field]))),
    ...names.filter(field => row[field] === '').map(field => noName(field, line.place(columns[field]))),
  ]
}

function shortRow({ cells, place }: CsvRow, width: number): Problem {
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

function repairsOf(line: CsvRow, row: ProductRow, columns: Columns): CellRepair[] {
  const fields = Object.keys(productNameColumns) as Field[]
  return fields
    .map(field => ({ field, from: line.cells[columns[field]] ?? '', to: row[field] }))
    .filter(({ from, to }) => from !== to)
}
