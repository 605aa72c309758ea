import { isBlock, hasComments, type Comment, type Entry, type Node } from './tree.js'

/** Lists of names longer than this are filled over several lines. */
const width = 120

interface Printing {
  readonly text: string
}

/** A tree as canonical text: two blanks a level, one empty line at most, comments where they were. */
export function print(tree: Node, text: string): string {
  const lines = tree.form === 'scalar' || !isPrintedBelow(tree) ? [inline(tree, { text })] : block(tree, 0, { text })
  while (lines[0] === '') lines.shift()
  return `${lines.join('\n')}\n`
}

/** Comments cannot stand in brackets of one line, so what holds some is written below each other. */
function isPrintedBelow(node: Node): boolean {
  return node.entries.length > 0 && (isBlock(node) || hasComments(node))
}

function block(node: Node, indent: number, printing: Printing): string[] {
  const lines = node.entries.flatMap((entry, index) => {
    const previous = node.entries[index - 1]
    return [...above(entry, indent, previous !== undefined && keepsBlanks(previous.node, printing)), ...entryLines(entry, indent, printing)]
  })
  const tail = node.tail.flatMap((comment) => commentLines(comment, indent))
  const last = node.entries.at(-1)
  return [...lines, ...(last !== undefined && keepsBlanks(last.node, printing) ? withoutFirstBlank(tail) : tail)]
}

/** Of a block of text that keeps the empty lines below it, these are part. */
function keepsBlanks(node: Node, { text }: Printing): boolean {
  if (node.form !== 'scalar') return node.tail.length === 0 && node.entries.length > 0 && isPrintedBelow(node) && keepsBlanks(node.entries.at(-1)!.node, { text })
  return /^[|>][0-9]?\+/.test(text.slice(node.spot.at, node.spot.at + 3))
}

function above({ before, afterBlank }: Entry, indent: number, withoutBlank: boolean): readonly string[] {
  const lines = [...before.flatMap((comment) => commentLines(comment, indent)), ...(afterBlank ? [''] : [])]
  return withoutBlank && lines[0] === '' ? lines.slice(1) : lines
}

function commentLines({ text, afterBlank }: Comment, indent: number): readonly string[] {
  return [...(afterBlank ? [''] : []), ...text.split('\n').map((line) => blanks(indent) + line)]
}

function blanks(count: number): string {
  return ' '.repeat(count)
}

function entryLines(entry: Entry, indent: number, printing: Printing): readonly string[] {
  const { keyText, node, opening, beside } = entry
  const head = blanks(indent) + (keyText === undefined ? '-' : `${keyText}:`)
  const opened = opening === undefined ? head : `${head} ${opening.text.split('\n').join(`\n${blanks(indent + 2)}`)}`
  if (isPrintedBelow(node)) return below(entry, opened, indent, printing)
  const [first, ...rest] = valueLines(node, indent, keyText !== undefined, printing)
  const end = beside === undefined ? '' : ` ${beside.text}`
  if (first === '' && rest.length === 0) return [opened + end]
  const lines = opening === undefined ? (first === '' ? [head] : [`${head} ${first}`]) : [opened, blanks(indent + 2) + first]
  return withEnd([...lines, ...rest], end, isText(node, printing))
}

/** Behind the last line; of a block of text there is no such place. */
function withEnd(lines: readonly string[], end: string, isBlockOfText: boolean): readonly string[] {
  return end === '' || isBlockOfText ? lines : [...lines.slice(0, -1), lines.at(-1)! + end]
}

function isText({ form, spot }: Node, { text }: Printing): boolean {
  return form === 'scalar' && /[|>]/.test(text[spot.at] ?? '') && spot.end > spot.at && !spot.brackets && text.slice(spot.at, spot.end).includes('\n')
}

function below({ keyText, node, opening, beside }: Entry, opened: string, indent: number, printing: Printing): readonly string[] {
  const lines = withoutFirstBlank(block(node, indent + 2, printing))
  const all = keyText !== undefined || opening !== undefined ? [opened, ...lines] : behindDash(opened, lines)
  return beside === undefined ? all : [...all, blanks(indent + 2) + beside.text]
}

/** The first line goes behind the dash, be it a comment. */
function behindDash(dash: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  const head = first.trimStart()
  return [`${dash} ${head}`, ...(head.startsWith('#') ? withoutFirstBlank(rest) : rest)]
}

function withoutFirstBlank(lines: readonly string[]): readonly string[] {
  return lines[0] === '' ? lines.slice(1) : lines
}

/** A value that follows its key or dash. The first line may be empty: then it stands on the lines below. */
function valueLines(node: Node, indent: number, hasKey: boolean, printing: Printing): readonly string[] {
  const { spot, form } = node
  if (form !== 'scalar') return bracketLines(node, indent, hasKey, printing)
  const source = printing.text.slice(spot.at, spot.end)
  if (isText(node, printing)) return blockOfText(source, spot.at, indent, printing)
  const [first = '', ...rest] = source.trimEnd().split(/\r?\n/)
  return [rest.length > 0 ? first.trimEnd() : first, ...rest.map((line) => (line.trim() === '' ? '' : blanks(indent + 2) + line.trim()))]
}

/** `|` and `>`: the header, and the lines moved as far as their block moves. */
function blockOfText(source: string, at: number, indent: number, { text }: Printing): readonly string[] {
  const [header = '', ...lines] = source.split(/\r?\n/)
  const asked = /^[|>][+-]?([1-9])/.exec(header)?.[1]
  const own = asked === undefined ? Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/[^ ]/))) : Number(asked) + parentIndent(text, at)
  const moved = lines.map((line) => (line.trim() === '' && line.length <= own ? '' : blanks(indent + (asked === undefined ? 2 : Number(asked))) + line.slice(own)))
  if (moved.at(-1) === '') moved.pop()
  if (!/^[|>][0-9]?\+/.test(header)) while (moved.at(-1) === '') moved.pop()
  return [header.trimEnd(), ...moved]
}

/** The indentation of the line on which a block of text is opened, dashes counted as blanks. */
function parentIndent(text: string, at: number): number {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^(?: *- +)* */.exec(line)![0].replace(/- *$/, '').length
}

/** On one line where it fits or was; else filled. */
function bracketLines(node: Node, indent: number, hasKey: boolean, printing: Printing): readonly string[] {
  const line = inline(node, printing)
  const wasOneLine = !printing.text.slice(node.spot.at, node.spot.end).includes('\n')
  if (wasOneLine || line.length + indent + 20 <= width) return [line]
  const at = indent + 2
  const filled = fill(node.entries.map((entry) => inlineEntry(entry, printing)), node.form === 'map' ? '{}' : '[]', at)
  return hasKey ? ['', ...filled.map((one) => blanks(at) + one)] : [filled[0]!, ...filled.slice(1).map((one) => blanks(at) + one)]
}

function fill(parts: readonly string[], [open, close]: string, indent: number): readonly string[] {
  const lines: string[] = []
  let line = open!
  parts.forEach((part, index) => {
    const put = index === parts.length - 1 ? part + close! : `${part},`
    const gap = line === open || line === ' ' ? '' : ' '
    if (indent + line.length + gap.length + put.length > width && gap !== '') {
      lines.push(line)
      line = ` ${put}`
    } else line += gap + put
  })
  return [...lines, line]
}

function inline(node: Node, printing: Printing): string {
  const { form, spot, entries } = node
  if (form === 'scalar') return printing.text.slice(spot.at, spot.end).trim().replace(/\s*\r?\n\s*/g, ' ')
  const parts = entries.map((entry) => inlineEntry(entry, printing)).join(', ')
  if (form === 'list') return `[${parts}]`
  return parts === '' ? '{}' : `{ ${parts} }`
}

function inlineEntry({ keyText, node }: Entry, printing: Printing): string {
  const value = inline(node, printing)
  return keyText === undefined ? value : value === '' ? `${keyText}:` : `${keyText}: ${value}`
}
