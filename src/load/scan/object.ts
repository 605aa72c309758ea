import { closeObject, colon, comma, openObject, quote } from '../page.js'
import { no, skipBlanks, skipColon, skipValue } from './skip.js'

/** Keys that somebody wants, each with a number, its slot. */
export interface Keys {
  /** The slot of the key in these bytes; `unwanted`, or `odd`: wanted, but written as nobody writes it. */
  slotOf(bytes: Uint8Array, from: number, to: number): number
  /** Of a name that is wanted. */
  slotFor(name: string): number
  readonly size: number
  /** Of the slot where PowerShell puts what it has no property for. */
  readonly more: number
}

export const unwanted = -1
export const odd = -2

const moreKey = 'additionalProperties'

/** Keys by Graph's names; a slot is a place in the list. PascalCase counts as well. */
export function keysOf(names: readonly string[]): Keys {
  const all = [...names, moreKey].map((name, slot): Key => ({ slot, graph: ascii(name), pascal: ascii(name[0]!.toUpperCase() + name.slice(1)) }))
  const byLength = Array.from({ length: Math.max(...all.map(({ graph }) => graph.length)) + 1 }, (_, length) => all.filter(({ graph }) => graph.length === length))
  function slotOf(bytes: Uint8Array, from: number, to: number): number {
    const candidates = byLength[to - from]
    if (candidates === undefined) return unwanted
    for (let i = 0; i < candidates.length; i++) if (is(bytes, from, candidates[i]!.graph)) return candidates[i]!.slot
    return candidates.length === 0 ? unwanted : otherwise(bytes, from, candidates)
  }
  return { slotOf, slotFor: (name) => names.indexOf(name), size: all.length, more: all.length - 1 }
}

interface Key {
  readonly slot: number
  readonly graph: Uint8Array
  readonly pascal: Uint8Array
}

/** A key that is not written as Graph writes it. */
function otherwise(bytes: Uint8Array, from: number, candidates: readonly Key[]): number {
  for (const { slot, graph, pascal } of candidates) if (isLike(bytes, from, graph)) return is(bytes, from, pascal) ? slot : odd
  return unwanted
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The same but for the case, or nearly so. */
function isLike(bytes: Uint8Array, from: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (((bytes[from + i]! ^ name[i]!) & 0xdf) !== 0) return false
  return true
}

function is(bytes: Uint8Array, from: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name[i]) return false
  return true
}

/** Where wanted values stand: from and to, by slot; 0, 0 where there is none. */
export type Spans = Int32Array

/** Reads the value of a slot that is looked into; gives where it ends, or `no`. */
export type Look = (slot: number, bytes: Uint8Array, from: number, end: number) => number

/**
 * Finds the wanted values of the object that begins at `from`, and checks everything else; gives where the object ends. `no`
 * where it is not JSON, or where JSON.parse had better look: a key twice, with escapes, or in odd case. `look` reads
 * values of the slots below `looked`.
 */
export function scanObject(bytes: Uint8Array, from: number, end: number, keys: Keys, spans: Spans, looked: number, look: Look): number {
  for (let i = 0; i < spans.length; i++) spans[i] = 0
  return bytes[from] === openObject ? scanInto(bytes, from, end, keys, spans, looked, look, true) : no
}

function scanInto(bytes: Uint8Array, from: number, end: number, keys: Keys, spans: Spans, looked: number, look: Look, outer: boolean): number {
  let i = skipBlanks(bytes, from + 1, end)
  if (i < end && bytes[i] === closeObject) return i + 1
  while (i < end) {
    if (bytes[i] !== quote) return no
    const key = i + 1
    const keyEnd = plainKeyEnd(bytes, key, end)
    if (keyEnd === no) return no
    const value = bytes[keyEnd + 1] === colon && bytes[keyEnd + 2]! > blank ? keyEnd + 2 : skipColon(bytes, keyEnd + 1, end)
    if (value === no) return no
    const slot = keys.slotOf(bytes, key, keyEnd)
    if (slot === unwanted) i = skipValue(bytes, value, end)
    else {
      if (slot === odd || spans[slot * 2] !== 0) return no
      if (slot === keys.more && outer && bytes[value] === openObject) i = scanInto(bytes, value, end, keys, spans, looked, look, false)
      else i = slot < looked ? look(slot, bytes, value, end) : skipValue(bytes, value, end)
      spans[slot * 2] = value
      spans[slot * 2 + 1] = i
    }
    if (i === no) return no
    if (bytes[i]! <= blank) i = skipBlanks(bytes, i, end)
    if (i >= end) return no
    if (bytes[i] === closeObject) return i + 1
    if (bytes[i] !== comma) return no
    i = bytes[i + 1] === quote ? i + 1 : skipBlanks(bytes, i + 1, end)
  }
  return no
}

const blank = 0x20

/** Bytes that keys consist of; one with escapes or beyond ASCII may be a wanted one in disguise. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== 0x5c ? 1 : 0))

function plainKeyEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from
  while (i < end && plain[bytes[i]!] === 1) i++
  return i < end && bytes[i] === quote ? i : no
}
