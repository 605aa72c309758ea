import { allocate, firstLanes } from './bytes'
import { quote } from './skip'

/** A key that somebody wants. Its number is its slot. */
@unmanaged
class Key {
  next: usize
  name: usize
  length: u32
  slot: u32
}

/** Keys that are wanted of one kind of object, and where their values stand in the last one: from and to, by slot; 0, 0 where there is none. */
@unmanaged
export class Keys {
  heads: usize
  spans: usize
  size: u32
  /** Of the slot where PowerShell puts what it has no property for. */
  more: u32
  /** Values of slots below it are looked into. */
  looked: u32
}

export const unwanted: u32 = 0xffffffff
/** Wanted, but written as nobody writes it. */
export const odd: u32 = 0xfffffffe

const heads: u32 = 256

/** Names one after the other, each behind a byte with its length; the last one is that of `more`. */
export function keysOf(names: usize, end: usize, looked: u32): Keys {
  const keys = changetype<Keys>(allocate(offsetof<Keys>()))
  keys.heads = allocate(heads << 2)
  keys.looked = looked
  for (let at = names; at < end; at += 1 + load<u8>(at)) addKey(keys, at + 1, load<u8>(at))
  keys.more = keys.size - 1
  keys.spans = allocate(keys.size << 3)
  return keys
}

function addKey(keys: Keys, name: usize, length: u32): void {
  const key = changetype<Key>(allocate(offsetof<Key>()))
  const head = keys.heads + (hashOfKey(name, length) << 2)
  key.next = load<u32>(head)
  key.name = allocate(length)
  key.length = length
  key.slot = keys.size++
  memory.copy(key.name, name, length)
  store<u32>(head, u32(changetype<usize>(key)))
}

/** Whatever the case. */
// @ts-ignore: decorator
@inline
function hashOfKey(name: usize, length: u32): u32 {
  const first = load<u32>(name) | 0x20202020
  if (length < 4) return (((first & ((1 << (length << 3)) - 1)) * 0x9e3779b1) ^ (length * 0x85ebca6b)) >>> 24
  return ((first * 0x9e3779b1) ^ ((load<u32>(name + length - 4) | 0x20202020) * 0xc2b2ae35) ^ (length * 0x85ebca6b)) >>> 24
}

/** The slot of a key; `unwanted`, or `odd`. */
export function slotOf(keys: Keys, name: usize, length: u32): u32 {
  for (let at = load<u32>(keys.heads + (hashOfKey(name, length) << 2)); at; ) {
    const key = changetype<Key>(usize(at))
    if (key.length === length) {
      const likeness = likenessOf(name, key.name, length)
      if (likeness) return likeness === same ? key.slot : odd
    }
    at = u32(key.next)
  }
  return unwanted
}

const same: u32 = 1
const alike: u32 = 2

/** The same as Graph writes it, or in PascalCase; alike but for the case, or nearly so; or 0. */
function likenessOf(name: usize, wanted: usize, length: u32): u32 {
  let isOdd = false
  for (let i: u32 = 0; i < length; i += 16) {
    const lanes = firstLanes(length - i)
    const difference = v128.xor(v128.load(name + i), v128.load(wanted + i))
    if ((i8x16.bitmask(i8x16.eq(v128.and(difference, i8x16.splat(~0x20)), i8x16.splat(0))) & lanes) !== lanes) return 0
    const differing = lanes & ~i8x16.bitmask(i8x16.eq(difference, i8x16.splat(0)))
    if (differing && (i > 0 || differing !== 1 || u8(load<u8>(wanted) - 0x61) >= 26)) isOdd = true
  }
  return isOdd ? alike : same
}

/** Where a key ends that begins here; 0: it has escapes or is not all ASCII, so it may be a wanted one in disguise; or it is wrong. */
// @ts-ignore: decorator
@inline
export function keyEnd(from: usize): usize {
  let i = from
  while (true) {
    const bytes = v128.load(i)
    const special = v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(0x5c))), i8x16.lt_s(bytes, i8x16.splat(0x20)))
    const found = i8x16.bitmask(special)
    if (found) return load<u8>(i + ctz(found)) === quote ? i + ctz(found) : 0
    i += 16
  }
}

// @ts-ignore: decorator
@inline
export function spanFrom(keys: Keys, slot: u32): usize {
  return load<u32>(keys.spans + (slot << 3))
}

// @ts-ignore: decorator
@inline
export function spanTo(keys: Keys, slot: u32): usize {
  return load<u32>(keys.spans + (slot << 3), 4)
}
