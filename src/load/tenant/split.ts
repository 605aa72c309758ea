import { isAscii, isUtf8 } from 'node:buffer'
import { parsed } from '../text/parsed.js'
import { backslash, closeList, comma, endsWord, hasNextLink, isBlank, openList, openObject, quote, sniff } from './page.js'
import { cutTail, duplicateValue, notUtf8, tooDeep, tooLarge, truncated, unexpected } from './split-faults.js'
import type { Expect, Fault } from './split-faults.js'

/** What a text of JSON values is split into, and what is wrong with it. */
export interface Split {
  /** The next bytes; they are not kept. Gives the first fault; nothing is read after it. */
  push(chunk: Buffer): Fault | undefined
  /** No more bytes. */
  end(): Fault | undefined
  /** How many pages (`{ "value": [...] }`) there were, and how many of them name a next one. */
  readonly pages: { readonly count: number; readonly linked: number }
  /** How many lists were opened. */
  readonly lists: number
}

export interface SplitLimits {
  /** Bytes of one element. */
  readonly element: number
  /** How deep values are nested. */
  readonly depth: number
}

/** A scanner counts no more than 64 levels. */
export const splitLimits: SplitLimits = { element: 64 * 1024 * 1024, depth: 64 }

/** Takes an element; what it gives back is wrong with it. */
export type TakeElement = (text: string, offset: number) => Fault | undefined

/**
 * Reads objects from the one on whose first byte stands at `from`, with commas between them in a list; gives where the last one ends
 * that it took. Each may have so many levels of lists and objects. -1: split the first one off and have it parsed.
 */
export type ReadBytes = (bytes: Buffer, from: number, offset: number, isList: boolean, levels: number) => number

/**
 * Splits bytes into elements: the items of a list, of a page or of several, or the values that stand one after the
 * other. One pass that knows strings, escapes and depth and nothing else: whoever takes an element parses it, and
 * what lies between elements (commas, brackets, the rest of a page) is checked here. Objects that lie in one chunk of UTF-8
 * are offered to `read` first, which may take several.
 */
export function splitter(take: TakeElement, limits: SplitLimits = splitLimits, read?: ReadBytes): Split {
  const frames: ('list' | 'page')[] = []
  const pages = { count: 0, linked: 0 }
  let lists = 0
  let expect: Expect = 'value'
  /** What is being passed over; its bytes of earlier chunks are in `parts`. */
  let span: Span | undefined
  let depth = 0
  let quoted = false
  let escaped = false
  let parts: Buffer[] = []
  let partBytes = 0
  let spanStart = 0
  /** Bytes that wait for more before it is clear what they are. */
  let waiting: Buffer | undefined
  let base = 0
  let fault: Fault | undefined
  let reader: ReadBytes | undefined

  function push(chunk: Buffer): Fault | undefined {
    if (fault !== undefined) return fault
    const bytes = waiting === undefined ? chunk : Buffer.concat([waiting, chunk])
    waiting = undefined
    const ascii = isAscii(bytes)
    reader = ascii || isUtf8Inside(bytes) ? read : undefined
    run(bytes, ascii, false)
    return fault
  }

  function end(): Fault | undefined {
    if (fault !== undefined) return fault
    const rest = waiting
    waiting = undefined
    if (rest !== undefined) run(rest, isAscii(rest), true)
    if (fault === undefined && span === 'word') finish(Buffer.alloc(0), 0, true)
    if (fault === undefined && span !== undefined) fault = cutOff()
    if (fault === undefined && frames.length > 0) fault = { offset: base, ...truncated }
    return fault
  }

  function run(bytes: Buffer, ascii: boolean, last: boolean): void {
    let i = 0
    while (i < bytes.length && fault === undefined && waiting === undefined) {
      if (span !== undefined) i = pass(bytes, i, ascii)
      else if (isBlank(bytes[i]!)) i++
      else i = between(bytes, i, last)
    }
    base += bytes.length - (waiting?.length ?? 0)
  }

  /** Passes over the span; the hot loop. Gives where it goes on. */
  function pass(bytes: Buffer, from: number, ascii: boolean): number {
    const to = span === 'word' ? wordEnd(bytes, from) : spanEnd(bytes, from)
    if (fault !== undefined) return to
    if (to === -1) {
      keep(bytes)
      return bytes.length
    }
    finish(bytes, to, ascii)
    return to
  }

  function spanEnd(bytes: Buffer, from: number): number {
    const length = bytes.length
    let level = depth
    let inside = quoted
    let i = from
    if (escaped && i < length) {
      escaped = false
      i++
    }
    for (; i < length; i++) {
      const byte = bytes[i]!
      if (inside) {
        if (byte === quote) {
          inside = false
          if (level === 0) return i + 1
        } else if (byte === backslash) {
          i++
          if (i === length) escaped = true
        }
      } else if (byte === quote) inside = true
      else if ((byte | 0x20) === openBrace) {
        if (++level + frames.length > limits.depth) return stop(i, tooDeep(limits.depth))
      } else if ((byte | 0x20) === closeBrace && --level === 0) return i + 1
    }
    depth = level
    quoted = inside
    return -1
  }

  function wordEnd(bytes: Buffer, from: number): number {
    for (let i = from; i < bytes.length; i++) if (endsWord(bytes[i]!)) return i
    return -1
  }

  function keep(bytes: Buffer): void {
    const part = Buffer.from(bytes.subarray(Math.max(0, spanStart - base)))
    parts.push(part)
    partBytes += part.length
    if (partBytes > limits.element) fault = { offset: spanStart, ...tooLarge(limits.element) }
  }

  /** The span ends before `to`. */
  function finish(bytes: Buffer, to: number, ascii: boolean): void {
    const kind = span
    const from = Math.max(0, spanStart - base)
    const offset = spanStart
    const text = parts.length === 0 ? sliced(bytes, from, to, ascii) : joined(bytes.subarray(0, to))
    parts = []
    partBytes = 0
    span = undefined
    if (text === undefined) fault ??= { offset, ...notUtf8 }
    else if (kind === 'tail') endPage(text, offset)
    else element(text, offset)
  }

  function joined(last: Buffer): string | undefined {
    const all = Buffer.concat([...parts, last])
    return sliced(all, 0, all.length, isAscii(all))
  }

  function element(text: string, offset: number): void {
    fault = take(text, offset)
    expect = afterValue()
  }

  const afterValue = (): Expect => {
    const frame = frames.at(-1)
    return frame === undefined ? 'value' : frame === 'list' ? 'comma' : 'tail'
  }

  /** One byte between elements. */
  function between(bytes: Buffer, i: number, last: boolean): number {
    const byte = bytes[i]!
    if (expect === 'comma') return afterItem(i, byte)
    if (expect === 'tail') return begin('tail', i, 1)
    if (byte === closeList && expect === 'item-or-end') return closeFrame(i)
    if (byte === openList) return openFrame('list', i)
    if (byte === openObject) return object(bytes, i, last)
    if (byte === quote) return begin('string', i, 0)
    if (byte === mark[0] && frames.length === 0) return passMark(bytes, i, last)
    if (endsWord(byte)) return stop(i, unexpected(byte, expect))
    return begin('word', i, 0)
  }

  /** A byte order mark, also where files were put together. */
  function passMark(bytes: Buffer, i: number, last: boolean): number {
    const cut = i + mark.length > bytes.length && !last
    if (cut) waiting = Buffer.from(bytes.subarray(i))
    else if (bytes[i + 1] === mark[1] && bytes[i + 2] === mark[2]) return i + mark.length
    return cut ? i : begin('word', i, 0)
  }

  function afterItem(i: number, byte: number): number {
    if (byte === closeList) return closeFrame(i)
    if (byte !== comma) return stop(i, unexpected(byte, expect))
    expect = 'item'
    return i + 1
  }

  function closeFrame(i: number): number {
    frames.pop()
    expect = afterValue()
    return i + 1
  }

  function openFrame(frame: 'list' | 'page', i: number): number {
    frames.push(frame)
    if (frame === 'list') lists++
    if (frames.length > limits.depth) return stop(i, tooDeep(limits.depth))
    expect = frame === 'list' ? 'item-or-end' : 'item'
    return i + 1
  }

  function begin(kind: Span, i: number, level: number): number {
    span = kind
    depth = level
    quoted = false
    escaped = false
    spanStart = base + i
    return i
  }

  /** An object is a page when `value` comes before any other key that is not an annotation; else it is an element. */
  function object(bytes: Buffer, i: number, last: boolean): number {
    const frame = frames.at(-1)
    const end = reader === undefined || frame === 'page' ? -1 : reader(bytes, i, base + i, frame === 'list', limits.depth - frames.length)
    if (end !== -1) {
      expect = afterValue()
      return end
    }
    const found = sniff(bytes, i)
    if (found === 'element' || (found === 'more' && last)) return begin('object', i, 0)
    if (found === 'more') {
      waiting = Buffer.from(bytes.subarray(i))
      return i
    }
    const head = bytes.toString('utf8', i, found)
    const page = parsed(`${head}null}`) as Page | undefined
    if (page === undefined) return begin('object', i, 0)
    pages.count++
    if (hasNextLink(page)) pages.linked++
    openFrame('page', i)
    return found
  }

  /** What follows a page's list: `,"@odata.nextLink":"..."}` or just the brace. */
  function endPage(text: string, offset: number): void {
    frames.pop()
    expect = afterValue()
    if (text === '}') return
    const tail = parsed(`{"value":[]${text}`) as Page | undefined
    if (tail === undefined) fault = { offset, ...cutTail }
    else if (!isEmptyList(tail['value'])) fault = { offset, ...duplicateValue }
    else if (hasNextLink(tail)) pages.linked++
  }

  /** What was begun is not JSON before the end, or only because of the end. A text that the end cut is closed first. */
  function cutOff(): Fault {
    const offset = spanStart
    const begun = joined(Buffer.alloc(0))
    const found = begun === undefined ? { offset, ...notUtf8 } : take(quoted ? `${begun}"` : begun, offset)
    return found === undefined || found.offset >= base ? { offset: base, ...truncated } : found
  }

  function stop(i: number, what: Omit<Fault, 'offset'>): number {
    fault = { offset: base + i, ...what }
    return i
  }

  return { push, end, pages, get lists() { return lists } }
}

type Page = Readonly<Record<string, unknown>>
type Span = 'object' | 'string' | 'word' | 'tail'

/** Whether a chunk is UTF-8 but for characters that its ends cut. */
function isUtf8Inside(bytes: Buffer): boolean {
  let from = 0
  while (from < 3 && isContinuation(bytes[from])) from++
  let to = bytes.length
  while (to > from && bytes.length - to < 3 && isContinuation(bytes[to - 1])) to--
  return isUtf8(bytes.subarray(from, to > from && bytes[to - 1]! >= 0xc0 ? to - 1 : bytes.length)) 
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** `{` and `[`, `}` and `]` differ in one bit. */
const openBrace = 0x7b
const closeBrace = 0x7d
const mark = [0xef, 0xbb, 0xbf] as const

function sliced(bytes: Buffer, from: number, to: number, ascii: boolean): string | undefined {
  if (ascii) return bytes.toString('latin1', from, to)
  return isUtf8(bytes.subarray(from, to)) ? bytes.toString('utf8', from, to) : undefined
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0
