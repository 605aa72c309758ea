import type { Place } from '../../model/problem.js'
import { textOf } from './bytes.js'
import type { Files } from '../files.js'

const newline = 0x0a

/**
 * Line and column of byte offsets in a file's text. Places are wanted rarely and files are large, so nobody counts lines
 * while reading: the file is read once more, up to the last offset.
 */
export async function placesOf(files: Files, path: string, offsets: readonly number[]): Promise<ReadonlyMap<number, Place>> {
  const wanted = [...new Set(offsets)].sort((a, b) => a - b)
  const places = new Map<number, Place>()
  let at = { base: 0, line: 1, column: 1 }
  for await (const chunk of textOf(files, path)) {
    let done = 0
    while (places.size < wanted.length && wanted[places.size]! - at.base < chunk.length) {
      const offset = wanted[places.size]!
      at = { ...advanced(at, chunk, done, offset - at.base), base: at.base }
      done = offset - at.base
      places.set(offset, { file: path, line: at.line, column: at.column })
    }
    if (places.size === wanted.length) return places
    at = { ...advanced(at, chunk, done, chunk.length), base: at.base + chunk.length }
  }
  for (const offset of wanted) if (!places.has(offset)) places.set(offset, { file: path, line: at.line, column: at.column })
  return places
}

interface Position {
  readonly line: number
  readonly column: number
}

/** Columns count characters: the bytes that continue one do not count, nor does a byte order mark. */
function advanced(from: Position, chunk: Buffer, start: number, end: number): Position {
  let { line, column } = from
  for (let i = start; i < end; i++) {
    const byte = chunk[i]!
    if (byte === newline) {
      line++
      column = 1
    } else if ((byte & 0xc0) !== 0x80 && !(byte === 0xef && chunk[i + 1] === 0xbb && chunk[i + 2] === 0xbf)) column++
  }
  return { line, column }
}
