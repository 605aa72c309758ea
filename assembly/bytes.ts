/*
 * Bytes, sixteen at a time. Whatever is read here has `slack` bytes behind it that may be read as well, and what is scanned
 * ends in zeros, which no JSON has outside of nothing: so nobody asks where the end is.
 */

export const slack: usize = 64

let free: usize = (__heap_base + 15) & ~15

/** Memory is given out and never taken back: a scanner lives as long as one reading. */
export function allocate(bytes: usize): usize {
  const at = free
  free = (free + bytes + slack + 15) & ~15
  const missing = i32((free + 0xffff) >>> 16) - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) unreachable()
  return at
}

/** A larger place for what stood at `at`. */
export function enlarged(at: usize, bytes: usize, more: usize): usize {
  const larger = allocate(more)
  memory.copy(larger, at, bytes)
  return larger
}

/** The bits of the first `count` of sixteen lanes. */
// @ts-ignore: decorator
@inline
export function firstLanes(count: usize): i32 {
  return count >= 16 ? 0xffff : (1 << i32(count)) - 1
}

export function isSame(a: usize, b: usize, length: usize): bool {
  for (; length > 16; length -= 16, a += 16, b += 16) if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false
  const lanes = firstLanes(length)
  return (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))) & lanes) === lanes
}

/** For tables: eight bytes a step. */
export function hashOf(from: usize, to: usize): u32 {
  const prime: u64 = 0x9e3779b97f4a7c15
  let hash = u64(to - from) * prime
  let i = from
  for (; i + 8 <= to; i += 8) {
    hash = (hash ^ load<u64>(i)) * prime
    hash ^= hash >> 29
  }
  if (i < to) {
    hash = (hash ^ (load<u64>(i) & ((u64(1) << (u64(to - i) << 3)) - 1))) * prime
    hash ^= hash >> 29
  }
  return u32(hash ^ (hash >> 32))
}

/** Of texts that the host looks for as well: `hashOfBytes` in src/load/text/hash.ts is the same. */
export function textHash(from: usize, to: usize): u32 {
  let hash = u32(to - from)
  let i = from
  for (; i + 4 <= to; i += 4) {
    hash = (hash ^ load<u32>(i)) * 0x9e3779b1
    hash ^= hash >>> 15
  }
  for (; i < to; i++) hash = (hash ^ load<u8>(i)) * 0x01000193
  hash ^= hash >>> 15
  return (hash * 0x9e3779b1) ^ (hash >>> 13)
}

/** Sixteen bytes, ASCII letters in lower case. */
// @ts-ignore: decorator
@inline
export function lowered(bytes: v128): v128 {
  const isUpper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26))
  return v128.or(bytes, v128.and(isUpper, i8x16.splat(0x20)))
}
