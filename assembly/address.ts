/*
 * Addresses made normal from their bytes, as `normalAddress` does it with texts. What is not plain ASCII, has escapes or
 * blanks at its ends is left to that.
 */
import { firstLanes, lowered } from './bytes'
import { backslash } from './skip'

const colon: u8 = 0x3a
const blank: u8 = 0x20
const smtp: u32 = 0x70746d73

/** Writes an address and gives where it ends, or 0: it is not plain. It may be five bytes longer than it was. */
export function writeNormal(from: usize, to: usize, out: usize): usize {
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
