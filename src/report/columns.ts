// oxlint-disable-next-line no-control-regex
const ansi = /\u001b\[\d+m/g
const withoutWidth = /[\p{Mn}\p{Me}\p{Cf}]/u

/** Ranges of code points that take two columns (East Asian Wide and Fullwidth, and emoji), ascending. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x2329, 0x232a], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xa000, 0xa4cf],
  [0xa960, 0xa97f], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60], [0xffe0, 0xffe6], [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff], [0x1f300, 0x1f64f], [0x1f680, 0x1f6ff], [0x1f900, 0x1f9ff], [0x1fa70, 0x1faff], [0x20000, 0x3fffd],
]

/** Columns that a text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  let columns = 0
  for (const character of text.replace(ansi, '')) columns += columnsOf(character)
  return columns
}

/** Lines of cells under each other. A column of numbers, `right`, ends flush; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], align: readonly ('left' | 'right')[], indent = '  '): readonly string[] {
  const widths = align.map((_, column) => Math.max(0, ...rows.map(row => displayWidth(row[column] ?? ''))))
  return rows.map(row => {
    const cells = row.map((cell, column) => padded(cell, widths[column] ?? 0, align[column] ?? 'left'))
    return `${indent}${cells.join('  ')}`.trimEnd()
  })
}

/** A text broken between words; the first line begins with `first`, the others are as far in. */
export function wrapped(text: string, width: number, first: string): readonly string[] {
  const indent = ' '.repeat(displayWidth(first))
  const lines: string[] = []
  let line = first
  for (const word of text.split(' ')) {
    const isFull = displayWidth(line) + displayWidth(word) + 1 > width && line !== first && line !== indent
    if (isFull) lines.push(line.trimEnd())
    line = isFull ? indent + word : line === first || line === indent ? line + word : `${line} ${word}`
  }
  return [...lines, line.trimEnd()]
}

function padded(cell: string, width: number, align: 'left' | 'right'): string {
  const gap = ' '.repeat(Math.max(0, width - displayWidth(cell)))
  return align === 'left' ? cell + gap : gap + cell
}

function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (withoutWidth.test(character)) return 0
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1
}
