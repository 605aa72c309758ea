import { parse } from 'csv-parse/sync'
import type { Loaded, Place, Problem } from '../model/problem.js'
import type { Files } from './files.js'
import { openText } from './open.js'
import { problemAt } from './problems.js'

/** A user as a file names it, and where. */
export interface Mention {
  readonly handle: string
  readonly place: Place
}

const columns = ['userPrincipalName', 'id']

/** Reads a CSV file whose header has `userPrincipalName` or `id`. Other columns are passed over. */
export async function openUserList(files: Files, path: string, shown: string): Promise<Loaded<readonly Mention[]>> {
  const text = await openText(files, path, shown)
  return text.value === undefined ? { problems: text.problems } : readUserList(shown, text.value)
}

export function readUserList(file: string, text: string): Loaded<readonly Mention[]> {
  const rows = rowsOf(file, text)
  if (rows.value === undefined) return { problems: rows.problems }
  const [header, ...records] = rows.value
  const column = columnOf(header?.cells ?? [])
  if (column === undefined) return { problems: [noColumn(file, header)] }
  const mentions = records.map(({ cells, line }) => ({ handle: (cells[column] ?? '').trim(), place: { file, line, column: 1 } }))
  return { value: mentions.filter(({ handle }) => handle !== ''), problems: mentions.filter(({ handle }) => handle === '').map(({ place }) => emptyRow(place)) }
}

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

/** Excel in many countries separates with semicolons. */
function rowsOf(file: string, text: string): Loaded<readonly Row[]> {
  const header = text.slice(0, text.indexOf('\n') + 1 || text.length)
  const delimiter = header.includes(';') && !header.includes(',') ? ';' : header.includes('\t') ? '\t' : ','
  try {
    const records = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as unknown as readonly { record: string[]; info: { lines: number } }[]
    return { value: records.map(({ record, info }) => ({ cells: record, line: info.lines })), problems: [] }
  } catch (error) {
    return { problems: [unreadable(file, error as { readonly lines?: number })] }
  }
}

function unreadable(file: string, { lines }: { readonly lines?: number }): Problem {
  return problemAt({ file, line: lines ?? 1, column: 1 }, 'not-csv', 'a quote in this list is not closed, or stands inside a cell', 'put the whole cell between double quotes, and double the quotes inside it')
}

function columnOf(header: readonly string[]): number | undefined {
  const names = header.map((cell) => cell.toLowerCase())
  return columns.map((name) => names.indexOf(name.toLowerCase())).find((index) => index !== -1)
}

function noColumn(file: string, header: Row | undefined): Problem {
  const place = { file, line: header?.line ?? 1, column: 1 }
  if (header === undefined) return problemAt(place, 'empty', 'the list is empty', 'its first line is `userPrincipalName` or `id`')
  return problemAt(place, 'no-column', 'the list has no column `userPrincipalName` or `id`', 'write one of them on the first line')
}

function emptyRow(place: Place): Problem {
  return problemAt(place, 'empty', 'no user is named on this line', 'remove the line')
}
