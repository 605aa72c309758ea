import { allocate, firstLanes, lowered } from './bytes'
import { backslash } from './skip'

/** Writes the text of a string that was passed over, escapes undone, as UTF-8; gives where it ends. It is never longer than it was. */
export function writeText(from: usize, to: usize, out: usize): usize {
  let i = from
  while (i < to) {
    const bytes = v128.load(i)
    v128.store(out, bytes)
    const rest = to - i
    const found = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(backslash))) & firstLanes(rest)
    if (found) {
      const plain = ctz(found)
      out = writeEscape(i + plain, out + plain)
      i = escapeEnd
    } else if (rest <= 16) return out + rest
    else {
      i += 16
      out += 16
    }
  }
  return out
}

/** Where the escape ends that was written last. */
let escapeEnd: usize = 0

function writeEscape(from: usize, out: usize): usize {
  const letter = load<u8>(from, 1)
  escapeEnd = from + 2
  if (letter === 0x75) return writeUnit(from, out)
  const plain: u8 = letter === 0x6e ? 0x0a : letter === 0x74 ? 0x09 : letter === 0x72 ? 0x0d : letter === 0x62 ? 0x08 : letter === 0x66 ? 0x0c : letter
  store<u8>(out, plain)
  return out + 1
}

/** Half a pair alone is written as Node writes it: as U+FFFD. */
function writeUnit(from: usize, out: usize): usize {
  escapeEnd = from + 6
  let point = unitAt(from + 2)
  if ((point & 0xf800) === 0xd800) {
    const low = point < 0xdc00 && load<u8>(from, 6) === backslash && load<u8>(from, 7) === 0x75 ? unitAt(from + 8) : 0
    if ((low & 0xfc00) === 0xdc00) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff)
      escapeEnd = from + 12
    } else point = 0xfffd
  }
  return writePoint(point, out)
}

function unitAt(from: usize): u32 {
  return (digitAt(from) << 12) | (digitAt(from + 1) << 8) | (digitAt(from + 2) << 4) | digitAt(from + 3)
}

// @ts-ignore: decorator
@inline
function digitAt(at: usize): u32 {
  const byte = u32(load<u8>(at))
  return byte > 0x40 ? (byte & 0x0f) + 9 : byte & 0x0f
}

function writePoint(point: u32, out: usize): usize {
  if (point < 0x80) {
    store<u8>(out, u8(point))
    return out + 1
  }
  if (point < 0x800) {
    store<u8>(out, u8(0xc0 | (point >>> 6)))
    store<u8>(out, u8(0x80 | (point & 0x3f)), 1)
    return out + 2
  }
  if (point < 0x10000) {
    store<u8>(out, u8(0xe0 | (point >>> 12)))
    store<u8>(out, u8(0x80 | ((point >>> 6) & 0x3f)), 1)
    store<u8>(out, u8(0x80 | (point & 0x3f)), 2)
    return out + 3
  }
  store<u8>(out, u8(0xf0 | (point >>> 18)))
  store<u8>(out, u8(0x80 | ((point >>> 12) & 0x3f)), 1)
  store<u8>(out, u8(0x80 | ((point >>> 6) & 0x3f)), 2)
  store<u8>(out, u8(0x80 | (point & 0x3f)), 3)
  return out + 4
}

export function escapeIn(from: usize, to: usize): bool {
  for (let i = from; i < to; i += 16) if (i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(backslash))) & firstLanes(to - i)) return true
  return false
}

/** Writes ASCII in lower case; gives where it ends, or 0: it is not all ASCII. */
export function writeLowerAscii(from: usize, to: usize, out: usize): usize {
  for (let i = from; i < to; i += 16, out += 16) {
    const bytes = v128.load(i)
    const rest = to - i
    if (i8x16.bitmask(bytes) & firstLanes(rest)) return 0
    v128.store(out, lowered(bytes))
    if (rest <= 16) return out + rest
  }
  return out
}

/*
 * Lower case beyond ASCII is whatever JavaScript says, which knows another Unicode in every version: the host puts its table here when
 * it is first wanted. A table has a page for 64 code points; those that have no page, and planes without letters, stay as they are.
 */
const pageBits: u32 = 6
const points: u32 = 0x20000
const pages: u32 = points >> pageBits
/** What the table has for a letter whose lower case depends on those around it, or is several. */
const several: u32 = 0xffffffff

let lowerIndex: usize = 0
let lowerPages: usize = 0

/** Whether a table is wanted, and is not there. */
export let wantsLower: bool = false

/** Where the host puts the table: a number for each page, 0 for none, then those pages that there are, from 1 on. */
export function placeForLower(count: u32): usize {
  lowerIndex = allocate((pages << 1) + ((count << pageBits) << 2))
  lowerPages = lowerIndex + (pages << 1) - (1 << (pageBits + 2))
  wantsLower = false
  return lowerIndex
}

/** Writes a text in lower case; gives where it ends, or 0: that is for the host to find out. It may be half as long again. */
export function writeLower(from: usize, to: usize, out: usize): usize {
  const end = writeLowerAscii(from, to, out)
  return end || writeLowerUnicode(from, to, out)
}

function writeLowerUnicode(from: usize, to: usize, out: usize): usize {
  if (!lowerIndex) {
    wantsLower = true
    return 0
  }
  for (let i = from; i < to; ) {
    const byte = u32(load<u8>(i))
    if (byte < 0x80) {
      store<u8>(out++, byte - 0x41 < 26 ? u8(byte | 0x20) : u8(byte))
      i++
      continue
    }
    const length: usize = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    const point = pointAt(i, length)
    const lower = lowerOf(point)
    if (lower === several) return 0
    out = writePoint(lower, out)
    i += length
  }
  return out
}

function pointAt(at: usize, length: usize): u32 {
  const second = u32(load<u8>(at, 1)) & 0x3f
  if (length === 2) return ((u32(load<u8>(at)) & 0x1f) << 6) | second
  const third = u32(load<u8>(at, 2)) & 0x3f
  if (length === 3) return ((u32(load<u8>(at)) & 0x0f) << 12) | (second << 6) | third
  return ((u32(load<u8>(at)) & 0x07) << 18) | (second << 12) | (third << 6) | (u32(load<u8>(at, 3)) & 0x3f)
}

function lowerOf(point: u32): u32 {
  if (point >= points) return point
  const page = u32(load<u16>(lowerIndex + ((point >> pageBits) << 1)))
  return page ? load<u32>(lowerPages + (((page << pageBits) | (point & ((1 << pageBits) - 1))) << 2)) : point
}
