import { allocate, firstLanes, isSame } from './bytes'
import { quote, skipString } from './skip'
import { escapeIn, writeText } from './text'

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
  /** Whether all names are ASCII. */
  isAscii: bool
  /** Whether a key of the last object was written otherwise than Graph writes it, or inside of `more`. */
  unusual: u32
  /** By slot, how the key was written, where something is unusual, and where that stands if it is in any case. */
  spellings: usize
  oddKeys: usize
}

export const unwanted: u32 = 0xffffffff
/** Perhaps wanted: that is for JSON.parse to find out. */
export const undecided: u32 = 0xfffffffe

const heads: u32 = 256

/** Names one after the other, each behind a byte with its length; the last one is that of `more`. */
export function keysOf(names: usize, end: usize, looked: u32): Keys {
  const keys = changetype<Keys>(allocate(offsetof<Keys>()))
  keys.heads = allocate(heads << 2)
  keys.looked = looked
  keys.isAscii = true
  for (let at = names; at < end; at += 1 + load<u8>(at)) addKey(keys, at + 1, load<u8>(at))
  keys.more = keys.size - 1
  keys.spans = allocate(keys.size << 3)
  keys.spellings = allocate(keys.size)
  keys.oddKeys = allocate(keys.size << 2)
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
  for (let i: u32 = 0; i < length; i++) if (load<u8>(name + i) > 0x7f) keys.isAscii = false
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

/** How the key was written whose slot was found last, where, and how long it is. */
let spelling: u32 = 0
let written: usize = 0
let writtenLength: u32 = 0

/** The slot of a key, or `unwanted`. */
export function slotOf(keys: Keys, name: usize, length: u32): u32 {
  for (let at = load<u32>(keys.heads + (hashOfKey(name, length) << 2)); at; ) {
    const key = changetype<Key>(usize(at))
    if (key.length === length) {
      spelling = spellingOf(name, key.name, length)
      if (spelling) {
        written = name
        writtenLength = length
        return key.slot
      }
    }
    at = u32(key.next)
  }
  return unwanted
}

/* As Graph writes it; in PascalCase; in any other case. */
const exact: u32 = 1
const pascal: u32 = 2
const anyCase: u32 = 3

/** 0: it is another key. */
function spellingOf(name: usize, wanted: usize, length: u32): u32 {
  let found = exact
  for (let i: u32 = 0; i < length; i += 16) {
    const lanes = firstLanes(length - i)
    const bytes = v128.load(wanted + i)
    const difference = v128.xor(v128.load(name + i), bytes)
    const differing = lanes & ~i8x16.bitmask(i8x16.eq(difference, i8x16.splat(0)))
    if (!differing) continue
    const inCase = v128.and(i8x16.eq(difference, i8x16.splat(0x20)), i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26)))
    if (differing & ~i8x16.bitmask(inCase)) return 0
    found = i === 0 && differing === 1 && load<u8>(wanted) > 0x60 ? pascal : anyCase
  }
  return found
}

/** What becomes of the value of a key whose slot was found last. */
export const takes: u32 = 1
/** Another one counts. */
export const passesOver: u32 = 2

/**
 * Notes how the key is written; 0: that is for JSON.parse. The last one counts of those that are written alike, as with JSON.parse; of
 * others the one that `prop` (src/load/tenant/graph/property.ts) looks for first.
 */
// @ts-ignore: decorator
@inline
export function takeSpelling(keys: Keys, slot: u32, outer: bool, value: usize): u32 {
  return spelling === exact && outer && !keys.unusual && !load<u32>(keys.spans + (slot << 3)) ? takes : takeUnusual(keys, slot, outer, value)
}

const letterN: u8 = 0x6e

/** Inside of `more`. */
const inner: u8 = 0x80

function takeUnusual(keys: Keys, slot: u32, outer: bool, value: usize): u32 {
  if (spelling === anyCase && (slot === keys.more || load<u8>(value) === letterN)) return 0
  if (!keys.unusual) {
    keys.unusual = 1
    memory.fill(keys.spellings, u8(exact), keys.size)
  }
  const place = keys.spellings + slot
  const oddKey = keys.oddKeys + (slot << 2)
  const now = u8(outer ? spelling : spelling | inner)
  const before = load<u8>(place)
  if (load<u32>(keys.spans + (slot << 3))) {
    const isAlike = before === now
    if (slot === keys.more || (!isAlike && before & now & inner)) return 0
    if (!isAlike && before < now) return passesOver
    if (isAlike && spelling === anyCase) return isPlainKey && load<u32>(oddKey) ? (isSame(load<u32>(oddKey), written, writtenLength) ? takes : passesOver) : 0
  }
  store<u8>(place, now)
  store<u32>(oddKey, isPlainKey ? u32(written) : 0)
  return takes
}

/** Whether the last key that was passed over is ASCII without escapes. */
export let isPlainKey: bool = true

/** Where a key ends that begins here; 0: it is wrong. */
// @ts-ignore: decorator
@inline
export function keyEnd(from: usize): usize {
  const bytes = v128.load(from)
  isPlainKey = true
  const found = i8x16.bitmask(specialIn(bytes))
  const at = from + ctz(found)
  return found && load<u8>(at) === quote ? at : longKeyEnd(from)
}

// @ts-ignore: decorator
@inline
function specialIn(bytes: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(0x5c))), i8x16.lt_s(bytes, i8x16.splat(0x20)))
}

function longKeyEnd(from: usize): usize {
  for (let i = from; ; i += 16) {
    const found = i8x16.bitmask(specialIn(v128.load(i)))
    if (!found) continue
    if (load<u8>(i + ctz(found)) === quote) return i + ctz(found)
    isPlainKey = false
    const end = skipString(i + ctz(found))
    return end ? end - 1 : 0
  }
}

/** The longest key with escapes that is looked at here. */
const longestOdd: u32 = 1024
let unescaped: usize = 0

/** The slot of a key that is not plain. Of letters beyond ASCII only the Kelvin sign has a lower case in it. */
export function oddSlot(keys: Keys, from: usize, to: usize): u32 {
  let name = from
  let end = to
  if (escapeIn(from, to)) {
    if (to - from > longestOdd) return undecided
    if (!unescaped) unescaped = allocate(longestOdd)
    name = unescaped
    end = writeText(from, to, name)
  }
  for (let i = name; i < end; i++) {
    if (load<u8>(i) < 0x80) continue
    if (!keys.isAscii || (load<u32>(i) & 0xffffff) === kelvin) return undecided
  }
  return slotOf(keys, name, u32(end - name))
}

const kelvin: u32 = 0xaa84e2

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
