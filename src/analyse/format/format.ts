import { isSameData } from './same.js'
import type { Document } from '../../load/text/document.js'
import { isJson, readDocument } from '../../load/text/document.js'
import { fileTypeOf } from '../../load/text/file-type.js'
import type { FileType } from '../../load/text/schema.js'
import { resolved, shapeOf, shapeWithin, type Shape } from '../shape.js'
import { inOrder, isSet, keyOrder, nameOf } from './order.js'
import { print } from './print.js'
import { isGrouped, treeOf, type Node } from './tree.js'

/** A text in canonical form. */
export interface Formatted {
  readonly text: string
  readonly changed: boolean
  /** It is left as it was because what would be written does not read back the same. */
  readonly refused: boolean
}

/**
 * Canonical YAML: keys in the order of the schema, sets sorted, two blanks a level. Comments and single empty lines stay, and so
 * does the meaning: what would not read back the same is left as it is. JSON is not touched.
 */
export function formatDocument(document: Document): Formatted {
  const { text } = document.source
  const formatted = isJson(document.file) ? text : canonical(document)
  return formatted === undefined ? { text, changed: false, refused: true } : { text: formatted, changed: formatted !== text, refused: false }
}

function canonical(document: Document): string | undefined {
  const { text, root } = document.source
  if (root.children === undefined || root.children.size === 0) return text
  const type = fileTypeOf(document)
  const tree = withHeader(treeOf(document))
  const arranged = type === undefined ? tree.node : arrange(tree.node, shapeOf(type), [], type)
  const written = restored(marker(text, root.at) + tree.header + print(arranged, text), text)
  return isSame(document, written, arranged) ? written : undefined
}

/** Comments at the very top belong to the file and stay there, whatever key comes first. */
function withHeader(tree: Node): { readonly header: string; readonly node: Node } {
  const [first, ...others] = tree.entries
  if (first === undefined || first.before.length === 0) return { header: '', node: tree }
  const header = first.before.flatMap(({ text, afterBlank }, index) => (afterBlank && index > 0 ? ['', text] : [text]))
  const lines = [...header, ...(first.afterBlank ? [''] : [])]
  return { header: `${lines.join('\n')}\n`, node: { ...tree, entries: [{ ...first, before: [], afterBlank: false }, ...others] } }
}

/** What opens the document: `---`, with directives before it. */
function marker(text: string, at: number): string {
  const found = /^(?:(?:%|#)[^\n]*\r?\n|\s*\n)*---(?=\s)/.exec(text.slice(0, at))
  const directives = (found?.[0] ?? '').split('\n').filter((line) => line.startsWith('%')).map((line) => `${line.trimEnd()}\n`)
  return found === null ? '' : `${directives.join('')}---\n`
}

/** Line ends as the file has them. */
function restored(written: string, text: string): string {
  const clean = written.replace(/\r\n/g, '\n')
  return /^[^\n]*\r\n/.test(text) ? clean.replace(/\n/g, '\r\n') : clean
}

type Path = readonly (string | number)[]

function arrange(node: Node, within: Shape | undefined, path: Path, type: FileType): Node {
  const shape = resolved(within, node.value)
  const entries = node.entries.map((entry) => ({ ...entry, node: arrange(entry.node, shapeWithin(shape, entry.name), [...path, entry.name], type) }))
  if (node.form === 'list') return { ...node, entries: sortedItems({ ...node, entries }, path, type) }
  const order = node.form === 'map' ? keyOrder(shape) : undefined
  return { ...node, entries: order === undefined ? entries : inOrder(entries, ({ name }) => String(name), order) }
}

/** Comments and empty lines among items mean an order of the author's own. */
function sortedItems(node: Node, path: Path, type: FileType): Node['entries'] {
  if (isGrouped(node) || !isSet(type, path, node.value as readonly unknown[])) return node.entries
  return [...node.entries].sort((a, b) => compare(nameOf(a.node.value)!, nameOf(b.node.value)!))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** The data of a tree whose entries may have moved. */
function dataOf({ form, value, entries }: Node): unknown {
  if (form === 'list') return entries.map((entry) => dataOf(entry.node))
  return form === 'map' ? Object.fromEntries(entries.map(({ name, node }) => [name, dataOf(node)])) : value
}

/** Reads what was written and compares: the data, and how many comments there are of each wording. */
function isSame(before: Document, written: string, arranged: Node): boolean {
  const after = readDocument(before.file, written).value
  if (after === undefined || !isSameData(after.data, dataOf(arranged))) return false
  return isSameData(commentsOf(treeOf(after)), commentsOf(treeOf(before)))
}

function commentsOf(node: Node): readonly string[] {
  const own = (one: Node): readonly string[] => [...one.tail, ...one.entries.flatMap(({ before, opening, beside }) => [...before, opening ?? [], beside ?? []].flat())].flatMap(({ text }) => text.split('\n'))
  return [...own(node), ...node.entries.flatMap((entry) => commentsOf(entry.node))].sort()
}
