import type { Loaded } from '../../model/problem.js'
import { deepest, documentFrom, duplicateKey, isExact, placed, protoKey, shorten, tooDeep, tooLarge } from './tree.js'
import type { Document, Slip, Spot } from './tree.js'

interface Reader {
  readonly file: string
  readonly text: string
  at: number
  readonly slips: Slip[]
}
type Key = Pick<Spot, 'key' | 'keyEnd'>
const noKey: Key = { key: undefined }

interface Read {
  readonly data: unknown
  readonly spot: Spot
}

/** Not a bug but the quick way out of a nested text: caught in `readJson`. */
class Unreadable extends Error {}

/** Strict JSON with the place of every value. The first thing that is not JSON ends the reading. */
export function readJson(file: string, text: string): Loaded<Document> {
  const reader: Reader = { file, text, at: text.startsWith('\uFEFF') ? 1 : 0, slips: [] }
  const read = readWhole(reader)
  const problems = placed(file, text, reader.slips)
  return read === undefined ? { problems } : { value: documentFrom(file, text, read.data, read.spot), problems }
}

function readWhole(reader: Reader): Read | undefined {
  try {
    const read = readValue(reader, noKey, 0)
    skipBlanks(reader)
    if (reader.at < reader.text.length) fail(reader, 'something stands after the end of the JSON value', 'a JSON file holds one value')
    return read
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

function readValue(reader: Reader, key: Key, depth: number): Read {
  skipBlanks(reader)
  const at = reader.at
  if (depth > deepest) stop(reader, tooDeep(at))
  const first = reader.text[at]
  if (first === '{') return readObject(reader, key, depth)
  if (first === '[') return readArray(reader, key, depth)
  const data = first === '"' ? readString(reader) : readWord(reader)
  return { data, spot: { at, end: reader.at, ...key, quoted: first === '"', children: undefined } }
}

function readObject(reader: Reader, key: Key, depth: number): Read {
  const data: Record<string, unknown> = {}
  const children = new Map<string, Spot>()
  const at = reader.at++
  if (!closes(reader, '}')) do {
    skipBlanks(reader)
    const keyAt = reader.at
    if (reader.text[keyAt] !== '"') fail(reader, 'a key between double quotes is missing here', trailing(reader))
    const name = readString(reader)
    const keyEnd = reader.at
    skipBlanks(reader)
    if (reader.text[reader.at] !== ':') fail(reader, `a colon is missing after \`${name}\``)
    reader.at++
    const { data: value, spot } = readValue(reader, { key: keyAt, keyEnd }, depth + 1)
    if (isNewKey(reader, name, children, keyAt)) {
      data[name] = value
      children.set(name, spot)
    }
  } while (goesOn(reader, '}'))
  return { data, spot: { at, end: reader.at, ...key, quoted: false, brackets: true, children } }
}

function isNewKey(reader: Reader, name: string, known: ReadonlyMap<string, Spot>, at: number): boolean {
  if (name === '__proto__') reader.slips.push(protoKey(at))
  else if (known.has(name)) reader.slips.push(duplicateKey(name, at, known.get(name)!.key!))
  else return true
  return false
}

function readArray(reader: Reader, key: Key, depth: number): Read {
  const data: unknown[] = []
  const children = new Map<number, Spot>()
  const at = reader.at++
  if (!closes(reader, ']')) do {
    const item = readValue(reader, noKey, depth + 1)
    children.set(data.length, item.spot)
    data.push(item.data)
  } while (goesOn(reader, ']'))
  return { data, spot: { at, end: reader.at, ...key, quoted: false, brackets: true, children } }
}

function closes(reader: Reader, end: string): boolean {
  skipBlanks(reader)
  if (reader.text[reader.at] !== end) return false
  reader.at++
  return true
}

function goesOn(reader: Reader, end: string): boolean {
  if (closes(reader, end)) return false
  if (reader.text[reader.at] !== ',') fail(reader, reader.at < reader.text.length ? `a comma or \`${end}\` is missing here` : `the file ends before its \`${end}\``)
  reader.at++
  skipBlanks(reader)
  if (reader.text[reader.at] === end) fail(reader, `a comma stands before \`${end}\``, 'JSON has no trailing commas')
  return true
}

const plainString = /"[^"\\\u0000-\u001f]*"/y

function readString(reader: Reader): string {
  const plain = match(reader, plainString)
  if (plain !== undefined) return plain.slice(1, -1)
  const escaped = reader.text.slice(reader.at, endOfString(reader))
  reader.at += escaped.length
  try {
    return JSON.parse(escaped) as string
  } catch {
    reader.at -= escaped.length
    return fail(reader, 'a text is not closed, or holds a bare line break, tab or wrong escape', 'inside the quotes write \\n, \\t and \\\\')
  }
}

function endOfString(reader: Reader): number {
  let at = reader.at + 1
  while (at < reader.text.length && reader.text[at] !== '"') at += reader.text[at] === '\\' ? 2 : 1
  return at + 1
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+-])/y
const word = /[^\s,\]}:]+/y

function readWord(reader: Reader): unknown {
  const at = reader.at
  const digits = match(reader, number)
  if (digits !== undefined) return readNumber(reader, digits, at)
  const text = match(reader, word)
  if (text === 'true') return true
  if (text === 'false') return false
  if (text === 'null') return null
  reader.at = at
  return fail(reader, text === undefined ? missing(reader) : `\`${shorten(text)}\` is no JSON value`, wordHint(text))
}

function readNumber(reader: Reader, digits: string, at: number): number {
  const value = Number(digits)
  return isExact(value, digits) ? value : stop(reader, tooLarge(digits, at))
}

function missing(reader: Reader): string {
  return reader.at < reader.text.length ? 'a value is missing here' : 'the file ends where a value is missing'
}

function wordHint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (text.startsWith('/')) return 'JSON has no comments; a `.yaml` file has'
  if (text.startsWith("'")) return 'JSON knows double quotes only'
  return 'text stands between double quotes'
}

function trailing(reader: Reader): string | undefined {
  if (reader.text[reader.at] === '/') return 'JSON has no comments; a `.yaml` file has'
  return reader.text[reader.at] === "'" ? 'JSON knows double quotes only' : undefined
}

const blanks = /[ \t\r\n]*/y

function skipBlanks(reader: Reader): void {
  match(reader, blanks)
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at = pattern.lastIndex
  return found
}

function fail(reader: Reader, message: string, hint?: string): never {
  return stop(reader, { at: reader.at, code: 'not-json', message, hint: hint ?? 'check the commas, colons, quotes and brackets around here' })
}

function stop(reader: Reader, slip: Slip): never {
  reader.slips.push(slip)
  throw new Unreadable()
}
