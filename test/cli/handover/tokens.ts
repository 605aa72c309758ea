/** A token of a PowerShell script, of the kinds that ours may hold. */
export interface Token {
  readonly type: 'comment' | 'string' | 'expandable' | 'variable' | 'number' | 'word' | 'sign'
  readonly text: string
  readonly line: number
}

/** PowerShell takes all of these for quotes, and some for dashes: in executable text ours has only the plain ones. */
const singleQuotes = /['\u2018\u2019\u201a\u201b]/u
const doubleQuotes = /["\u201c\u201d\u201e]/u
const lineEnds = /[\r\n\u0085\u2028\u2029]/u

/**
 * Cuts a script into tokens as PowerShell's own tokenizer would, written from its specification and not from our emitter.
 * Throws on anything that it does not know, so that what is emitted stays within what is understood here.
 */
export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  const take = (type: Token['type'], end: number): void => {
    tokens.push({ type, text: script.slice(at, end), line })
    line += script.slice(at, end).split('\n').length - 1
    at = end
  }
  while (at < script.length) {
    const rest = script.slice(at)
    const character = rest[0]!
    if (character === '\n') { line += 1; at += 1 }
    else if (/[ \t]/.test(character)) at += 1
    else if (rest.startsWith('<#') || rest.startsWith('@\'') || rest.startsWith('@"')) throw new Error(`line ${line}: a block comment or a here-string`)
    else if (character === '#') take('comment', at + (rest.search(lineEnds) === -1 ? rest.length : rest.search(lineEnds)))
    else if (singleQuotes.test(character)) take('string', at + quotedLength(rest, singleQuotes, line))
    else if (doubleQuotes.test(character)) take('expandable', at + quotedLength(rest, doubleQuotes, line))
    else if (/^\$[\w:]+/.test(rest)) take('variable', at + /^\$[\w:]+/.exec(rest)![0].length)
    else if (/^\$[(_]/.test(rest)) take('variable', at + 2)
    else if (/^\d+/.test(rest)) take('number', at + /^\d+/.exec(rest)![0].length)
    else if (/^-?[A-Za-z_][\w-]*/.test(rest)) take('word', at + /^-?[A-Za-z_][\w-]*/.exec(rest)![0].length)
    else if (/^[@(){}[\];,.=+|:!*-]/.test(rest)) take('sign', at + 1)
    else throw new Error(`line ${line}: \`${character}\` (U+${character.codePointAt(0)!.toString(16)}) in executable text`)
  }
  return tokens
}

/** A doubled quote stands for one. */
function quotedLength(text: string, quote: RegExp, line: number): number {
  for (let at = 1; at < text.length; at += 1) {
    if (lineEnds.test(text[at]!)) throw new Error(`line ${line}: a string that does not end on its line`)
    if (!quote.test(text[at]!)) continue
    if (quote.test(text[at + 1] ?? '')) at += 1
    else return at + 1
  }
  throw new Error(`line ${line}: a string that does not end`)
}

/** What PowerShell obeys. */
export const executable = (tokens: readonly Token[]): readonly Token[] => tokens.filter(({ type }) => type !== 'comment')

/** The blocks around a token, outermost first: for each the tokens of the statement that opens it. */
export function blocksAround(tokens: readonly Token[], index: number): readonly string[] {
  const open: number[] = []
  for (let at = 0; at < index; at += 1) {
    if (tokens[at]!.text === '{') open.push(at)
    if (tokens[at]!.text === '}') open.pop()
  }
  return open.map(at => headOf(tokens, at))
}

function headOf(tokens: readonly Token[], brace: number): string {
  const first = tokens.findIndex(({ line }) => line === tokens[brace]!.line)
  return tokens.slice(first, brace).map(({ text }) => text).join(' ')
}
