import type { Document } from '../../load/text/document.js'
import { isJson } from '../../load/text/document.js'
import type { FileType } from '../../load/text/schema.js'
import { inOrder, keyOrder } from '../format/order.js'
import { resolved, shapeOf, shapeWithin, type Shape } from '../shape.js'
import { hasComments, isBlock, treeOf, type Entry, type Node } from '../format/tree.js'
import { editBetween } from '../text-edits.js'
import type { Lint, Remark } from './lint.js'

const types: readonly FileType[] = ['rules', 'plan', 'overlay']

/** Keys that do not stand where people look for them. */
export const order: Lint = {
  id: 'order',
  about: 'Keys of a rule, a change or a catalog entry do not stand in the usual order. `seatplan fmt` writes them in it.',
  file: ({ document, type }) => (types.includes(type) && !isJson(document.file) ? unordered(treeOf(document), shapeOf(type), [], document) : []),
}

type Path = readonly (string | number)[]

function unordered(node: Node, within: Shape | undefined, path: Path, document: Document): readonly Remark[] {
  const shape = resolved(within, node.value)
  const own = node.form === 'map' ? remarksOn(node, keyOrder(shape), path, document) : []
  return [...own, ...node.entries.flatMap((entry) => unordered(entry.node, shapeWithin(shape, entry.name), [...path, entry.name], document))]
}

function remarksOn(node: Node, keys: readonly string[] | undefined, path: Path, document: Document): readonly Remark[] {
  const entries = keys === undefined ? node.entries : inOrder(node.entries, ({ name }) => String(name), keys)
  const late = node.entries.find((entry, index) => entries.indexOf(entry) < index)
  if (late === undefined) return []
  const before = entries[entries.indexOf(late) + 1]!
  const fix = moved(node, entries, path, document)
  return [{
    place: document.place([...path, late.name], 'key'),
    message: `\`${late.name}\` belongs before \`${before.name}\``,
    hint: `the usual order: ${entries.map(({ name }) => name).join(', ')}`,
    ...(fix === undefined ? {} : { fix }),
  }]
}

/** The same pieces of text in another order; what stands between them stays. */
function moved(node: Node, entries: readonly Entry[], path: Path, { source: { text } }: Document): Remark['fix'] {
  if (!isMovable(node, path)) return undefined
  const slots = node.entries.map((entry) => slotOf(entry, node, text))
  const texts = entries.map((entry) => text.slice(...slotOf(entry, node, text)))
  const whole = texts.map((piece, index) => piece + (index + 1 < slots.length ? text.slice(slots[index]![1], slots[index + 1]![0]) : '')).join('')
  return { title: 'put the keys in order', edits: [editBetween(text, slots[0]![0], slots.at(-1)![1], whole)] }
}

/** Where comments leave no doubt as to what they are about. */
function isMovable(node: Node, path: Path): boolean {
  if (!isBlock(node)) return !hasComments(node)
  return !node.entries.some((entry) => hasTail(entry.node)) && (path.length === 0 || node.entries[0]!.before.length === 0)
}

function hasTail({ tail, entries }: Node): boolean {
  return tail.length > 0 || entries.some((entry) => hasTail(entry.node))
}

function slotOf({ start, end, before }: Entry, node: Node, text: string): [number, number] {
  const from = node.entries[0]!.start === start ? start : (before[0]?.at ?? start)
  const last = from + text.slice(from, end).trimEnd().length
  return [from, isBlock(node) ? restOfLine(text, last) : last]
}

/** With a comment behind it. */
function restOfLine(text: string, from: number): number {
  return from + /^[^\n]*/.exec(text.slice(from))![0].trimEnd().length
}
