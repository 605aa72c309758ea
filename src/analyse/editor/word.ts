import type { Document } from '../../load/text/document.js'
import { walk } from '../document-walk.js'

/** A text of a file with its place: a value, or a key. */
export interface Word {
  readonly text: string
  /** Of a key: the path of what it is the key of. */
  readonly path: readonly (string | number)[]
  readonly isKey: boolean
  /** Offsets; quotes are part of it. */
  readonly start: number
  readonly end: number
  readonly quoted: boolean
}

/** Every text of a file, in its order. */
export function* wordsOf(document: Document): Generator<Word> {
  for (const { value, spot, path } of walk(document)) {
    if (spot.key !== undefined && spot.keyEnd !== undefined) yield { text: String(path.at(-1)), path, isKey: true, start: spot.key, end: spot.keyEnd, quoted: false }
    if (typeof value === 'string') yield { text: value, path, isKey: false, start: spot.at, end: spot.end, quoted: spot.quoted }
  }
}

/** The text at an offset, or that ends there. */
export function wordAt(document: Document, offset: number): Word | undefined {
  for (const word of wordsOf(document)) if (word.start <= offset && offset <= word.end) return word
  return undefined
}

/** The end of what stands at an offset and has a problem: of the word that the message speaks of, of a whole line where it is about what begins there. */
export function endOfWord(document: Document | undefined, text: string, offset: number, message: string): number {
  const word = document && [...wordsOf(document)].find(({ start, isKey, text: key }) => start === offset && (!isKey || message.includes(`\`${key}\``)))
  const line = offset + /^[^\n\r]*/.exec(text.slice(offset))![0].trimEnd().length
  if (word !== undefined) return Math.min(word.end, line)
  if (document !== undefined) return line
  const bare = /^(?:'[^'\n]*'|"[^"\n]*"|[\w.@-]+)/.exec(text.slice(offset))?.[0].length
  return bare === undefined ? line : offset + bare
}
