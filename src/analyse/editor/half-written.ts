import type { Document } from '../../load/text/document.js'
import { readText } from '../../load/text/open.js'
import { wordsOf, type Word } from './word.js'

/** Stands where the author is writing, so that what is not there yet has a place. */
const stand = 'seatplan-cursor'

export interface Writing {
  readonly document: Document
  /** The text as far as it is written; its place is that of the file as it is. */
  readonly word: Word
}

/**
 * What the word may be that is being written at an offset, likeliest first, in a file that may not be readable yet: brackets are open, the
 * value is missing. The word is taken out and a stand-in put there; what hinders reading behind it is left out step by step. Last, it may be a
 * key whose colon is to come.
 */
export async function* writingsAt(file: string, text: string, offset: number): AsyncGenerator<Writing> {
  const start = offset - /[\w.@-]*$/.exec(text.slice(0, offset))![0].length
  const end = offset + /^[\w.@-]*/.exec(text.slice(offset))![0].length
  const [before, after] = [text.slice(0, start), text.slice(end)]
  const line = /^[^\n]*/.exec(after)![0]
  const closed = closing(before.slice(before.lastIndexOf('\n') + 1))
  const rests = [after, closed + after.slice(line.length), closed]
  for (const rest of [...rests, ...rests.map((one) => `:${one}`)]) {
    const document = (await readText(file, before + stand + rest)).value
    const found = document && [...wordsOf(document)].find((word) => word.text.includes(stand))
    if (document !== undefined && found !== undefined) yield { document, word: { ...found, text: text.slice(start, offset), start, end } }
  }
}

/** The brackets that a line leaves open. */
function closing(line: string): string {
  const open: string[] = []
  for (const sign of line.replaceAll(/'[^']*'|"[^"]*"|\s#.*$/g, '')) {
    if (sign === '[' || sign === '{') open.unshift(sign === '[' ? ']' : '}')
    else if (sign === ']' || sign === '}') open.shift()
  }
  return open.join('')
}
