import type { Fix, Place, TextEdit } from '../model/problem.js'
import { lineStarts, placeAt } from '../load/text/tree.js'

/** The replacement of what stands between two offsets. */
export function editBetween(text: string, start: number, end: number, replacement: string): TextEdit {
  const lines = lineStarts(text)
  const [from, to] = [placeAt('', lines, start), placeAt('', lines, end)]
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, text: replacement }
}

/** The offset of a place in a text. */
export function offsetOf(text: string, { line, column }: Pick<Place, 'line' | 'column'>): number {
  return (lineStarts(text)[line - 1] ?? text.length) + column - 1
}

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the repairs made. One that touches what another has changed is left for the next time. */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  const made: Splice[] = []
  for (const { edits } of fixes) {
    const splices = edits.map((edit) => ({ start: offsetOf(text, edit), end: offsetOf(text, { line: edit.endLine, column: edit.endColumn }), text: edit.text }))
    if (!splices.some((one) => made.some((other) => one.start < other.end && other.start < one.end || one.start === other.start))) made.push(...splices)
  }
  return made.sort((a, b) => b.start - a.start).reduce((sofar, { start, end, text: put }) => sofar.slice(0, start) + put + sofar.slice(end), text)
}
