import { parse } from 'csv-parse/sync'
import type { Loaded, Place, Problem } from '../../model/problem.js'

/** A row, and where its cells start. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** Of a cell that is missing: the end of the row. */
  place(cell: number): Place
}

/** Reads CSV with commas, semicolons or tabs between the cells. Empty lines are left out, rows may be short or long; a broken quotation mark is a problem. */
export function readCsv(file: string, source: string): Loaded<readonly CsvRow[]> {
  // csv-parse counts a CRLF inside quotes twice.
  const text = source.replace(/\r\n?/g, '\n')
  const delimiter = delimiterOf(text)
  try {
    const options = { bom: true, delimiter, info: true, raw: true, relax_column_count: true, skip_empty_lines: true } as const
    const records = parse(text, options) as unknown as readonly RawRecord[]
    return { value: records.map(record => rowOf(file, record, delimiter)), problems: [] }
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

function rowOf(file: string, { record, raw, info }: RawRecord, delimiter: string): CsvRow {
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
