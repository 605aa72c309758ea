import { backslash, closeList, closeObject, colon, comma, isBlank, openList, openObject, quote } from '../page.js'

/*
 * JSON passed over byte by byte, as strictly as JSON.parse. Every function takes where something begins and gives where it
 * ends, or `no`: it is not JSON, or goes on past the end, or lies too deep. Whoever hears `no` gives the element to
 * JSON.parse, which knows why. That strings are UTF-8 is for the caller to know.
 */

export const no = -1

/** Values inside a value that is passed over: deeper ones are for JSON.parse. */
const deepest = 16

/** Bytes that a string does not just contain: its end, escapes, and controls, which are wrong. */
const special = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === quote || byte === backslash ? 1 : 0))

export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let i = from
  while (i < end && isBlank(bytes[i]!)) i++
  return i
}

/** Any value, beginning at its first byte. */
export function skipValue(bytes: Uint8Array, from: number, end: number, depth = 0): number {
  const byte = bytes[from]!
  if (byte === quote) return skipString(bytes, from + 1, end)
  if (byte === openObject) return depth === deepest ? no : skipObject(bytes, from + 1, end, depth + 1)
  if (byte === openList) return depth === deepest ? no : skipList(bytes, from + 1, end, depth + 1)
  if (byte === letterT) return skipWord(bytes, from, end, wordTrue)
  if (byte === letterF) return skipWord(bytes, from, end, wordFalse)
  return byte === letterN ? skipWord(bytes, from, end, wordNull) : skipNumber(bytes, from, end)
}

/** A string, beginning behind its first quote; ends behind its last one. */
export function skipString(bytes: Uint8Array, from: number, end: number): number {
  let i = from
  while (i < end) {
    const byte = bytes[i]!
    if (special[byte] === 0) i++
    else if (byte === quote) return i + 1
    else if (byte !== backslash || (i = skipEscape(bytes, i + 1, end)) === no) return no
  }
  return no
}

function skipEscape(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return no
  const byte = bytes[from]!
  if (byte !== letterU) return simpleEscapes.includes(byte) ? from + 1 : no
  if (from + 4 >= end) return no
  for (let i = from + 1; i <= from + 4; i++) if (!isHex(bytes[i]!)) return no
  return from + 5
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isHex = (byte: number): boolean => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)

function skipNumber(bytes: Uint8Array, from: number, end: number): number {
  let i = bytes[from] === minus ? from + 1 : from
  i = bytes[i] === zero ? i + 1 : skipDigits(bytes, i, end)
  if (i !== no && bytes[i] === point) i = skipDigits(bytes, i + 1, end)
  if (i === no || (bytes[i]! | 0x20) !== letterE) return i >= end ? no : i
  const sign = bytes[i + 1]!
  return skipDigits(bytes, sign === plus || sign === minus ? i + 2 : i + 1, end)
}

/** At least one; what stands at the end may go on. */
function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let i = from
  while (i < end && isDigit(bytes[i]!)) i++
  return i === from || i >= end ? no : i
}

function skipWord(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  if (from + word.length > end) return no
  for (let i = 1; i < word.length; i++) if (bytes[from + i] !== word[i]) return no
  return from + word.length
}

function skipList(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let i = skipBlanks(bytes, from, end)
  if (bytes[i] === closeList && i < end) return i + 1
  while (i < end) {
    i = skipValue(bytes, i, end, depth)
    if (i === no) return no
    i = skipBlanks(bytes, i, end)
    if (i >= end) return no
    if (bytes[i] === closeList) return i + 1
    if (bytes[i] !== comma) return no
    i = skipBlanks(bytes, i + 1, end)
  }
  return no
}

function skipObject(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let i = skipBlanks(bytes, from, end)
  if (bytes[i] === closeObject && i < end) return i + 1
  while (i < end) {
    if (bytes[i] !== quote) return no
    i = skipString(bytes, i + 1, end)
    if (i === no) return no
    i = skipColon(bytes, i, end)
    if (i === no) return no
    i = skipValue(bytes, i, end, depth)
    if (i === no) return no
    i = skipBlanks(bytes, i, end)
    if (i >= end) return no
    if (bytes[i] === closeObject) return i + 1
    if (bytes[i] !== comma) return no
    i = skipBlanks(bytes, i + 1, end)
  }
  return no
}

/** The colon behind a key and the blanks around it; gives where the value begins. */
export function skipColon(bytes: Uint8Array, from: number, end: number): number {
  const i = skipBlanks(bytes, from, end)
  if (i >= end || bytes[i] !== colon) return no
  const value = skipBlanks(bytes, i + 1, end)
  return value >= end ? no : value
}

const [minus, plus, point, zero] = [0x2d, 0x2b, 0x2e, 0x30]
const [letterE, letterF, letterN, letterT, letterU] = [0x65, 0x66, 0x6e, 0x74, 0x75]
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const [wordTrue, wordFalse, wordNull] = [ascii('true'), ascii('false'), ascii('null')]
const simpleEscapes = ascii('"\\/bfnrt')
