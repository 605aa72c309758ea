import type { Guid } from '../../../model/catalog.js'
import { asGuid } from '../../text/guid.js'
import type { Remarks } from '../../text/remarks.js'
import { shorten } from '../../text/tree.js'
import { isProps, prop } from './property.js'
import type { Props } from './property.js'

/** Where an element stands, and who hears what is wrong with it. */
export interface At {
  readonly file: string
  readonly offset: number
  readonly remarks: Remarks
}

/** One element while it is read. */
export interface Entry extends At {
  readonly props: Props
  /** What sentences call it: ``the group `...` ``. */
  readonly name: string
}

/** What to do where nothing better is known: Graph itself never writes such a thing. */
const usualHint = 'Microsoft Graph does not write it so: export again, or mend the file by hand'

export function remark(at: At, code: string, message: string, hint = usualHint): void {
  const { file, offset } = at
  at.remarks.add({ file, offset, code, message, hint })
}

/** An element as an object; undefined, and said, if it is none. */
export function entryOf(value: unknown, what: string, at: At): Entry | undefined {
  if (isProps(value)) return { ...at, props: value, name: nameOf(value, what) }
  if (typeof value === 'string' && isCut(value)) cut(at, what)
  else remark(at, 'not-an-object', `${what} is written as \`${shown(value)}\`, not as an object`)
  return undefined
}

function nameOf(props: Props, what: string): string {
  for (const key of ['userPrincipalName', 'displayName', 'skuPartNumber', 'id']) {
    const value = prop(props, key)
    if (typeof value === 'string' && value !== '') return `${what} \`${shorten(value)}\``
  }
  return what
}

export const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : shorten(typeof value === 'string' ? value : JSON.stringify(value))

/**
 * What `ConvertTo-Json` writes in place of something that lies deeper than its `-Depth`: the name of a type, a
 * hash table's `@{...}`, or the items of a list with blanks between them.
 */
export const isCut = (text: string): boolean => /^(?:System\.|Microsoft\.|@\{)/.test(text)

export function cut(at: At, what: string): void {
  remark(at, 'convertto-json-depth', `${what} was cut off by \`ConvertTo-Json\``, 'use -Depth 6')
}

/** A required GUID. */
export function guidOf(entry: Entry, key: string): Guid | undefined {
  const value = prop(entry.props, key)
  const guid = asGuid(value)
  if (guid !== undefined) return guid
  if (value === undefined || value === null) remark(entry, 'missing-key', `${entry.name} has no \`${key}\``, `export it with \`${key}\` in \`$select\``)
  else remark(entry, 'bad-guid', `\`${key}\` of ${entry.name} is no GUID: \`${shown(value)}\``)
  return undefined
}

/** A text; absent or null: null. */
export function textOf(entry: Entry, key: string): string | null {
  const value = prop(entry.props, key)
  if (typeof value === 'string') return value
  if (value !== undefined && value !== null) remark(entry, 'wrong-type', `\`${key}\` of ${entry.name} is \`${shown(value)}\`, not a text`)
  return null
}

/** A truth; absent or null: `otherwise`. */
export function truthOf<T>(entry: Entry, key: string, otherwise: T): boolean | T {
  const value = prop(entry.props, key)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  if (value !== undefined && value !== null) remark(entry, 'wrong-type', `\`${key}\` of ${entry.name} is \`${shown(value)}\`, not true or false`)
  return otherwise
}

/** A list as `listOf` has it; undefined: there is something to say. */
export const listIn = (value: unknown): readonly unknown[] | undefined =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : isProps(value) ? unwrapped(value) : undefined

/** A list; absent or null: undefined. One item alone, as some tools write it, is a list of one. */
export function listOf(entry: Entry, key: string): readonly unknown[] | undefined {
  const value = prop(entry.props, key)
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value as unknown[]
  if (isProps(value)) return unwrapped(value)
  if (typeof value === 'string') cut(entry, `\`${key}\` of ${entry.name}`)
  else remark(entry, 'wrong-type', `\`${key}\` of ${entry.name} is \`${shown(value)}\`, not a list`)
  return []
}

/** Windows PowerShell 5.1 writes some lists as `{ "value": [...], "Count": 2 }`. */
function unwrapped(value: Props): readonly unknown[] {
  const inner = prop(value, 'value')
  return Array.isArray(inner) && prop(value, 'count') !== undefined ? (inner as unknown[]) : [value]
}

/** The objects of a list, each as an entry at the same place. */
export function entriesOf(entry: Entry, key: string): readonly Entry[] | undefined {
  return listOf(entry, key)?.flatMap((item) => {
    if (isProps(item)) return [{ ...entry, props: item }]
    if (typeof item === 'string') cut(entry, `\`${key}\` of ${entry.name}`)
    else remark(entry, 'wrong-type', `\`${key}\` of ${entry.name} holds \`${shown(item)}\`, not an object`)
    return []
  })
}

/** The texts of a list. */
export function textsOf(entry: Entry, key: string): readonly string[] | undefined {
  return listOf(entry, key)?.flatMap((item) => {
    if (typeof item === 'string') return [item]
    remark(entry, 'wrong-type', `\`${key}\` of ${entry.name} holds \`${shown(item)}\`, not a text`)
    return []
  })
}
