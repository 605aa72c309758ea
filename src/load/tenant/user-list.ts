import type { Loaded, Place, Problem } from '../../model/problem.js'
import { readCsv, type CsvRow } from '../text/csv.js'
import type { Files } from '../files.js'
import { openText } from '../text/open.js'
import { problemAt } from '../text/problems.js'

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
  const rows = readCsv(file, text)
  if (rows.value === undefined) return { problems: rows.problems }
  const [header, ...records] = rows.value
  const column = columnOf(header?.cells ?? [])
  if (column === undefined) return { problems: [noColumn(file, header)] }
  const mentions = records.map((row) => ({ handle: (row.cells[column] ?? '').trim(), place: { ...row.place(0), column: 1 } }))
  return { value: mentions.filter(({ handle }) => handle !== ''), problems: mentions.filter(({ handle }) => handle === '').map(({ place }) => emptyRow(place)) }
}

function columnOf(header: readonly string[]): number | undefined {
  const names = header.map((cell) => cell.trim().toLowerCase())
  return columns.map((name) => names.indexOf(name.toLowerCase())).find((index) => index !== -1)
}

function noColumn(file: string, header: CsvRow | undefined): Problem {
  const place = header?.place(0) ?? { file, line: 1, column: 1 }
  if (header === undefined) return problemAt(place, 'empty', 'the list is empty', 'its first line is `userPrincipalName` or `id`')
  return problemAt(place, 'no-column', 'the list has no column `userPrincipalName` or `id`', 'write one of them on the first line')
}

function emptyRow(place: Place): Problem {
  return problemAt(place, 'empty', 'no user is named on this line', 'remove the line')
}
