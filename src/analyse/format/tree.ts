import type { Document } from '../../load/text/document.js'
import type { Spot } from '../../load/text/tree.js'

/** A comment: from its `#` to the end of its line. */
export interface Comment {
  readonly at: number
  readonly text: string
  /** Nothing else stands on its line. */
  readonly alone: boolean
  readonly column: number
  /** An empty line stands above it. */
  readonly afterBlank: boolean
}

/** A pair of a mapping, or an item of a list, with the comments that belong to it. */
export interface Entry {
  readonly name: string | number
  /** As it is written. */
  readonly keyText: string | undefined
  readonly start: number
  readonly end: number
  readonly node: Node
  readonly afterBlank: boolean
  /** On the lines above it. */
  readonly before: Comment[]
  /** Behind its key or dash, where its value stands below. */
  opening: Comment | undefined
  /** Behind its value. */
  beside: Comment | undefined
}

/** A value. */
export interface Node {
  readonly value: unknown
  readonly spot: Spot
  readonly form: 'scalar' | 'map' | 'list'
  readonly entries: readonly Entry[]
  readonly column: number
  /** Below its last entry. */
  readonly tail: Comment[]
}

/** A document's text as a tree, every comment where it belongs. */
export function treeOf({ data, source: { text, root } }: Document): Node {
  const tree = nodeOf(data, root, text)
  for (const comment of commentsIn(text, tree)) attach(tree, comment, text)
  return tree
}

function nodeOf(value: unknown, spot: Spot, text: string): Node {
  const form = spot.children === undefined ? 'scalar' : Array.isArray(value) ? 'list' : 'map'
  const children = [...(spot.children ?? [])]
  let last = spot.at
  const entries = children.map(([name, child]): Entry => {
    const start = child.key ?? (spot.brackets ? child.at : dashAfter(text, last, child.at))
    const end = endOf(text, start, Math.max(child.end, child.keyEnd ?? 0, start + 1))
    const keyText = child.key === undefined ? undefined : text.slice(child.key, child.keyEnd)
    last = end
    return { name, keyText, start, end, node: nodeOf((value as Record<string | number, unknown>)[name], child, text), afterBlank: spot.brackets !== true && isAfterBlank(text, start), before: [], opening: undefined, beside: undefined }
  })
  return { value, spot, form, entries, column: columnOf(text, entries[0]?.start ?? spot.at), tail: [] }
}

/** A block of text takes in the end of its last line, which is no part of what we look at. */
function endOf(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length
}

/** The dash of an item stands between what was before and the item; comments may stand there too. */
function dashAfter(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === '#') at = lineEnd(text, at)
    else if (text[at] === '-') return at
  }
  return to
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1)
}

/** Whether the line above the one at `at` is empty. */
function isAfterBlank(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  return lineStart > 1 && text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, lineStart).trim() === ''
}

/** A `#` outside of scalars, after a blank, begins a comment. */
function commentsIn(text: string, tree: Node): readonly Comment[] {
  const comments: Comment[] = []
  const scalars = scalarsIn(tree).sort((a, b) => a[0] - b[0])
  let next = 0
  for (let at = 0; at < text.length; at++) {
    while (next < scalars.length && scalars[next]![1] <= at) next++
    const scalar = scalars[next]
    if (scalar !== undefined && scalar[0] <= at && at < scalar[1]) {
      at = scalar[1] - 1
      continue
    }
    if (text[at] !== '#' || (at > 0 && !/\s/.test(text[at - 1]!))) continue
    const end = lineEnd(text, at)
    comments.push({ at, text: text.slice(at, end).trimEnd(), alone: text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '', column: columnOf(text, at), afterBlank: isAfterBlank(text, at) })
    at = end
  }
  return comments
}

function scalarsIn(node: Node): (readonly [number, number])[] {
  const own: (readonly [number, number])[] = node.form === 'scalar' && node.spot.end > node.spot.at ? [[node.spot.at, node.spot.end]] : []
  const keys = node.entries.flatMap(({ node: { spot } }): (readonly [number, number])[] => (spot.key === undefined ? [] : [[spot.key, spot.keyEnd ?? spot.key]]))
  return [...own, ...keys, ...node.entries.flatMap((entry) => scalarsIn(entry.node))]
}

function attach(node: Node, comment: Comment, text: string): void {
  const index = node.entries.findLastIndex(({ start }) => start <= comment.at)
  const entry = node.entries[index]
  if (entry === undefined) return void (node.entries[0]?.before ?? node.tail).push(comment)
  if (comment.at < entry.end) return attachInside(entry, comment, text)
  if (!text.slice(entry.end, comment.at).includes('\n')) return attachBeside(entry, comment, text)
  if (isBlock(entry.node) && comment.column >= entry.node.column) return attach(entry.node, comment, text)
  const next = node.entries[index + 1]
  if (next === undefined) node.tail.push(comment)
  else next.before.push(comment)
}

/** Between the key and the end of its value. */
function attachInside(entry: Entry, comment: Comment, text: string): void {
  const [first] = entry.node.entries
  const opens = !text.slice(entry.start, comment.at).includes('\n')
  if (first === undefined || (opens && comment.at < first.start && isBlock(entry.node))) entry.opening = joined(entry.opening, comment)
  else attach(entry.node, comment, text)
}

/** Two comments before one scalar are said in one. */
function joined(one: Comment | undefined, other: Comment): Comment {
  return one === undefined ? other : { ...one, text: `${one.text}\n${other.text}` }
}

function attachBeside(entry: Entry, comment: Comment, text: string): void {
  if (isBlock(entry.node)) attach(entry.node, comment, text)
  else entry.beside = comment
}

/** A mapping or list that is written below each other. */
export function isBlock({ form, spot, entries }: Node): boolean {
  return form !== 'scalar' && spot.brackets !== true && entries.length > 0
}

/** Whether a comment stands anywhere in it. */
export function hasComments({ entries, tail }: Node): boolean {
  return tail.length > 0 || entries.some((entry) => entry.before.length > 0 || entry.opening !== undefined || entry.beside !== undefined || hasComments(entry.node))
}

/** Whether a comment or an empty line stands among its entries. */
export function isGrouped({ entries, tail }: Node): boolean {
  return tail.length > 0 || entries.some((entry, index) => entry.before.length > 0 || entry.opening !== undefined || entry.beside !== undefined || (index > 0 && entry.afterBlank))
}
