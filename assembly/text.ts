import { firstLanes, lowered } from './bytes'
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

/** Writes ASCII in lower case; gives where it ends, or 0: it is not all ASCII. */
export function writeLower(from: usize, to: usize, out: usize): usize {
  for (let i = from; i < to; i += 16, out += 16) {
    const bytes = v128.load(i)
    const rest = to - i
    if (i8x16.bitmask(bytes) & firstLanes(rest)) return 0
    v128.store(out, lowered(bytes))
    if (rest <= 16) return out + rest
  }
  return out
}
