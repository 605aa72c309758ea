import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Place, TextEdit as Edit } from '../model/problem.js'
import type { Location, Range, TextEdit } from './protocol.js'

/** The path of a file that an editor names, with forward slashes; undefined where it is no file on a disk. */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri).replaceAll('\\', '/') : undefined
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href
}

/** Editors count from 0. */
export function rangeOf({ line, column, endLine, endColumn }: Omit<Edit, 'text'>): Range {
  return { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } }
}

export function editOf(edit: Edit): TextEdit {
  return { range: rangeOf(edit), newText: edit.text }
}

export function locationOf({ file, line, column }: Place): Location {
  return { uri: uriOf(file), range: rangeOf({ line, column, endLine: line, endColumn: column }) }
}
