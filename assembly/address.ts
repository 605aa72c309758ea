/* Addresses made normal from their bytes, as `normalAddress` does it with texts. */
import { allocate, firstLanes, lowered } from './bytes'
import { backslash } from './skip'
import { writeLower, writeText } from './text'

const colon: u8 = 0x3a
const blank: u8 = 0x20
const smtp: u32 = 0x70746d73

/** Writes an address and gives where it ends, or 0: that is for JSON.parse. It may be five bytes longer than it was, or half as long again. */
export function writeNormal(from: usize, to: usize, out: usize): usize {
  return writePlain(from, to, out) || writeOdd(from, to, out)
}

/** One of ASCII without escapes or blanks at its ends. */
function writePlain(from: usize, to: usize, out: usize): usize {
  if (from === to || load<u8>(from) === blank || load<u8>(to - 1) === blank) return 0
  if (!hasType(from, to)) {
    store<u32>(out, smtp)
    store<u8>(out, colon, 4)
    out += 5
  }
  let i = from
  while (true) {
    const bytes = v128.load(i)
    const rest = to - i
    const special = v128.or(i8x16.lt_s(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(backslash)))
    if (i8x16.bitmask(special) & firstLanes(rest)) return 0
    v128.store(out, lowered(bytes))
    if (rest <= 16) return out + rest
    i += 16
    out += 16
  }
}

/** Letters, digits and hyphens before a colon: `smtp:`, `x500:`. */
function hasType(from: usize, to: usize): bool {
  let i = from
  while (i < to && isInType(load<u8>(i))) i++
  return i > from && i < to && load<u8>(i) === colon
}

function isInType(byte: u8): bool {
  return u8((byte | 0x20) - 0x61) < 26 || u8(byte - 0x30) < 10 || byte === 0x2d
}

/** Whether a normal address is one for mail. */
export function isMail(from: usize, to: usize): bool {
  return to - from >= 5 && load<u32>(from) === smtp && load<u8>(from, 4) === colon
}

const longestOdd: u32 = 4096
let unescaped: usize = 0
let lower: usize = 0

function writeOdd(from: usize, to: usize, out: usize): usize {
  if (to - from > longestOdd) return 0
  if (!unescaped) {
    unescaped = allocate(longestOdd)
    lower = allocate(longestOdd << 1)
  }
  const textEnd = writeText(from, to, unescaped)
  const start = trimmedStart(unescaped, textEnd)
  const lowerEnd = writeLower(start, trimmedEnd(start, textEnd), lower)
  if (!lowerEnd) return 0
  for (let i = lower; i < lowerEnd; i++) if (load<u8>(i) === newline) store<u8>(i, blank)
  if (!hasType(lower, lowerEnd)) {
    store<u32>(out, smtp)
    store<u8>(out, colon, 4)
    out += 5
  }
  memory.copy(out, lower, lowerEnd - lower)
  return out + (lowerEnd - lower)
}

const newline: u8 = 0x0a

/** As JavaScript trims. */
function trimmedStart(from: usize, to: usize): usize {
  let i = from
  while (i < to) {
    const length = blankAt(i)
    if (!length) break
    i += length
  }
  return i
}

function trimmedEnd(from: usize, to: usize): usize {
  let i = to
  while (i > from) {
    let start = i - 1
    while (start > from && (load<u8>(start) & 0xc0) === 0x80) start--
    if (blankAt(start) !== i - start) break
    i = start
  }
  return i
}

/** How many bytes a blank has that stands here; 0: none does. */
function blankAt(at: usize): usize {
  const byte = load<u8>(at)
  if (byte < 0x80) return byte === blank || u8(byte - 9) < 5 ? 1 : 0
  if (byte === 0xc2) return load<u8>(at, 1) === 0xa0 ? 2 : 0
  const three = (u32(byte) << 16) | (u32(load<u8>(at, 1)) << 8) | u32(load<u8>(at, 2))
  return three === 0xe19a80 || three - 0xe28080 < 11 || three - 0xe280a8 < 2 || three === 0xe280af || three === 0xe2819f || three === 0xe38080 || three === 0xefbbbf ? 3 : 0
}
