/*
 * JSON passed over as strictly as JSON.parse. Every function takes where something begins and gives where it ends, or 0: it
 * is not JSON, or goes on past the end, or lies deeper than is allowed. Whoever hears 0 has JSON.parse look, which knows why. That strings
 * are UTF-8 is for the host to know.
 */

export const quote: u8 = 0x22
export const backslash: u8 = 0x5c
export const comma: u8 = 0x2c
export const colon: u8 = 0x3a
export const openList: u8 = 0x5b
export const closeList: u8 = 0x5d
export const openObject: u8 = 0x7b
export const closeObject: u8 = 0x7d
const blank: u8 = 0x20

/** Lists and objects that may still be opened inside each other: as many as the host allows, less those that are open. Never more than 64. */
export let levels: i32 = 0

export function setLevels(left: i32): void {
  levels = left
}

/** Of a list or an object that is looked into. False: it lies too deep. */
// @ts-ignore: decorator
@inline
export function enter(): bool {
  return levels-- > 0
}

// @ts-ignore: decorator
@inline
export function leave(): void {
  levels++
}

// @ts-ignore: decorator
@inline
export function skipBlanks(from: usize): usize {
  return load<u8>(from) > blank ? from : skipSome(from)
}

function skipSome(from: usize): usize {
  let i = from
  while (true) {
    const bytes = v128.load(i)
    const blanks = v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x0a))), v128.or(i8x16.eq(bytes, i8x16.splat(0x0d)), i8x16.eq(bytes, i8x16.splat(0x09))))
    const others = i8x16.bitmask(blanks) ^ 0xffff
    if (others) return i + ctz(others)
    i += 16
  }
}

/** A string, beginning behind its first quote; ends behind its last one. */
// @ts-ignore: decorator
@inline
export function skipString(from: usize): usize {
  const bytes = v128.load(from)
  const special = v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))), i8x16.lt_u(bytes, i8x16.splat(blank)))
  const found = i8x16.bitmask(special)
  if (!found) return skipLong(from + 16)
  const at = from + ctz(found)
  return load<u8>(at) === quote ? at + 1 : skipLong(at)
}

function skipLong(from: usize): usize {
  let i = from
  while (true) {
    const bytes = v128.load(i)
    const special = v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))), i8x16.lt_u(bytes, i8x16.splat(blank)))
    const found = i8x16.bitmask(special)
    if (!found) {
      i += 16
      continue
    }
    i += ctz(found)
    const byte = load<u8>(i)
    if (byte === quote) return i + 1
    if (byte !== backslash) return 0
    i = skipEscape(i + 1)
    if (!i) return 0
  }
}

function skipEscape(from: usize): usize {
  const byte = load<u8>(from)
  if (byte === 0x75) return isHex(from + 1) && isHex(from + 2) && isHex(from + 3) && isHex(from + 4) ? from + 5 : 0
  const isSimple = byte === quote || byte === backslash || byte === 0x2f || byte === 0x62 || byte === 0x66 || byte === 0x6e || byte === 0x72 || byte === 0x74
  return isSimple ? from + 1 : 0
}

// @ts-ignore: decorator
@inline
function isHex(at: usize): bool {
  const byte = load<u8>(at)
  return isDigit(byte) || u8((byte | 0x20) - 0x61) < 6
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return u8(byte - 0x30) < 10
}

/** True, false, null or a number, whatever comes behind it. */
function skipScalar(from: usize): usize {
  const word = load<u32>(from)
  if (word === 0x65757274 || word === 0x6c6c756e) return from + 4
  if (word === 0x736c6166) return load<u8>(from + 4) === 0x65 ? from + 5 : 0
  return skipNumber(from)
}

function skipNumber(from: usize): usize {
  let i = load<u8>(from) === 0x2d ? from + 1 : from
  if (load<u8>(i) === 0x30) i++
  else if (!(i = skipDigits(i))) return 0
  if (load<u8>(i) === 0x2e && !(i = skipDigits(i + 1))) return 0
  if ((load<u8>(i) | 0x20) !== 0x65) return i
  const sign = load<u8>(i + 1)
  return skipDigits(sign === 0x2b || sign === 0x2d ? i + 2 : i + 1)
}

/** At least one. */
function skipDigits(from: usize): usize {
  let i = from
  while (isDigit(load<u8>(i))) i++
  return i === from ? 0 : i
}

/** Any value, beginning at its first byte. */
// @ts-ignore: decorator
@inline
export function skipValue(from: usize): usize {
  const byte = load<u8>(from)
  if (byte === quote) return skipString(from + 1)
  return (byte | 0x20) === openObject ? skipNested(from) : skipScalar(from)
}

/** A list or an object and all that is in it. `open` has a bit for each that is open, its last one that of the innermost: 1 is an object. */
function skipNested(from: usize): usize {
  let open: u64 = 0
  let depth = 0
  let i = from
  while (true) {
    const byte = load<u8>(i)
    if (byte === quote) i = skipString(i + 1)
    else if ((byte | 0x20) !== openObject) i = skipScalar(i)
    else {
      if (depth++ === levels) return 0
      const isObject = byte === openObject
      open = (open << 1) | u64(isObject)
      i = skipBlanks(i + 1)
      if (load<u8>(i) !== (isObject ? closeObject : closeList)) {
        if (isObject && !(i = skipKey(i))) return 0
        continue
      }
      i++
      open >>= 1
      depth--
    }
    if (!i) return 0
    for (; depth > 0; i++, open >>= 1, depth--) {
      i = skipBlanks(i)
      const next = load<u8>(i)
      if (next === comma) {
        i = skipBlanks(i + 1)
        if (u32(open) & 1 && !(i = skipKey(i))) return 0
        break
      }
      if (next !== (u32(open) & 1 ? closeObject : closeList)) return 0
    }
    if (depth === 0) return i
  }
}

/** A key and its colon; ends where the value begins. */
function skipKey(from: usize): usize {
  if (load<u8>(from) !== quote) return 0
  const end = skipString(from + 1)
  return end ? skipColon(end) : 0
}

/** The colon behind a key and the blanks around it. */
export function skipColon(from: usize): usize {
  const i = skipBlanks(from)
  return load<u8>(i) === colon ? skipBlanks(i + 1) : 0
}
