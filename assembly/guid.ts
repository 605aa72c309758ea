import { allocate } from './bytes'
import { writeLowerAscii, writeText } from './text'

const longest: usize = 6 * 36 + 2
let unescaped: usize = 0

/** The same of a string with its quotes, which may have escapes. */
export function packText(from: usize, to: usize, words: usize): bool {
  if (to - from === 38) return packGuid(from + 1, to - 1, words)
  if (to - from > longest) return false
  const text = plain()
  return packGuid(text, writeText(from + 1, to - 1, text), words)
}

/** Writes the text of a GUID's string, in lower case; gives where it ends. */
export function writeGuid(from: usize, to: usize, out: usize): usize {
  const text = plain()
  return writeLowerAscii(text, writeText(from + 1, to - 1, text), out)
}

function plain(): usize {
  if (!unescaped) unescaped = allocate(longest)
  return unescaped
}

/** Writes the bits of a GUID's text as four words that sort as texts do; false: it is none. Case does not matter. */
export function packGuid(from: usize, to: usize, words: usize): bool {
  if (to - from !== 36 || load<u8>(from, 8) !== dash || load<u8>(from, 13) !== dash || load<u8>(from, 18) !== dash || load<u8>(from, 23) !== dash) return false
  const middle = v128.load(from, 16)
  const first = i8x16.shuffle(v128.load(from), middle, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17)
  const last = i8x16.shuffle(middle, v128.load(from, 20), 3, 4, 5, 6, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
  if (!i8x16.all_true(v128.and(areDigits(first), areDigits(last)))) return false
  const bytes = i8x16.narrow_i16x8_u(paired(digitsOf(first)), paired(digitsOf(last)))
  v128.store(words, i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12))
  return true
}

const dash: u8 = 0x2d

// @ts-ignore: decorator
@inline
function areDigits(text: v128): v128 {
  return v128.or(i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10)), i8x16.lt_u(i8x16.sub(v128.or(text, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(6)))
}

/** Letters have bit 6, digits have not. */
// @ts-ignore: decorator
@inline
function digitsOf(text: v128): v128 {
  const isLetter = i8x16.gt_u(text, i8x16.splat(0x40))
  return i8x16.add(v128.and(text, i8x16.splat(0x0f)), v128.and(isLetter, i8x16.splat(9)))
}

/** Two digits to a byte, in lanes of two bytes. */
// @ts-ignore: decorator
@inline
function paired(digits: v128): v128 {
  return v128.and(v128.or(i16x8.shl(digits, 4), i16x8.shr_u(digits, 8)), i16x8.splat(0xff))
}
