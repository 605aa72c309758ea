import type { Slip } from './tree.js'

/** What the yaml package says, in our words where ours help more. By its error codes. */
const words: Readonly<Record<string, { readonly message: string; readonly hint?: string }>> = {
  TAB_AS_INDENT: { message: 'a tab stands where YAML wants blanks', hint: 'indent with blanks' },
  BAD_INDENT: { message: 'this line is not indented as what it belongs to', hint: 'give all keys of one mapping the same indentation, and close every bracket' },
  BAD_DQ_ESCAPE: { message: 'an escape between these double quotes is wrong', hint: "write \\\\ for a backslash, or use single quotes" },
  BAD_SCALAR_START: { message: 'text cannot start with this character', hint: 'write the text between quotes' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'a second colon stands on this line', hint: 'write text with a colon between quotes' },
  BLOCK_IN_FLOW: { message: 'an indented block stands inside brackets', hint: 'inside { } and [ ] separate with commas' },
  KEY_OVER_1024_CHARS: { message: 'a key is longer than 1024 characters', hint: 'a colon or a quote is missing before it' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key stretches over several lines', hint: 'a colon or a closing quote is missing' },
  BAD_ALIAS: { message: 'text cannot start with `*`', hint: 'write the text between quotes' },
  MULTIPLE_DOCS: { message: 'a second document starts here', hint: 'a file holds one document: write a file for each' },
  RESOURCE_EXHAUSTION: { message: 'this cannot be read: it is too large or too deep', hint: 'no file of seatplan needs that' },
}

/** A problem of the yaml package as one of ours. */
export function slipOf(error: { readonly code: string; readonly message: string; readonly pos: readonly [number, number] }): Slip {
  const { message, hint } = unclosed(error.message) ?? words[error.code] ?? theirs(error.message)
  return { at: error.pos[0], code: 'not-yaml', message, ...(hint === undefined ? {} : { hint }) }
}

/** The package calls a bracket that nobody closed a fault of indentation. */
function unclosed(message: string): { readonly message: string; readonly hint: string } | undefined {
  const end = /^Flow .* end with a ([}\]])/.exec(message)?.[1]
  if (end === undefined) return undefined
  return { message: `a \`${end === '}' ? '{' : '['}\` before this is not closed: its \`${end}\` is missing`, hint: 'close it; lines inside brackets stand further right than the key that they belong to' }
}

function theirs(message: string): { message: string; hint?: string } {
  const quote = /^Missing closing (['"])quote/.exec(message)
  if (quote) return { message: `the closing ${quote[1]} is missing`, hint: 'close the quotes on the same line' }
  return { message: lowered(message), hint: 'check colons, commas, brackets, quotes and the indentation around here' }
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/ in YAML stream/, '').replace(/"([^"]*)"/g, '`$1`')
}
