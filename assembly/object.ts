import { Keys, isPlainKey, keyEnd, oddSlot, slotOf, passesOver, takeSpelling, undecided, unwanted } from './keys'
import { closeObject, colon, comma, enter, leave, openObject, quote, skipBlanks, skipColon, skipValue } from './skip'
import { lookIntoRow, lookIntoUser } from './user'

/** What an object is, and so who looks into the values of its first slots. */
export const isUser: i32 = 0
export const isRow: i32 = 1
export const isMember: i32 = 2
export const isList: i32 = 3

/**
 * Finds the wanted values of the object that begins at `from`, and checks everything else; gives where it ends. 0
 * where it is not JSON, or where JSON.parse had better look: a key in two spellings.
 */
export function scanObject(kind: i32, from: usize, keys: Keys): usize {
  memory.fill(keys.spans, 0, keys.size << 3)
  keys.unusual = 0
  return load<u8>(from) === openObject ? scanInto(kind, from, keys, true) : 0
}

function scanInto(kind: i32, from: usize, keys: Keys, outer: bool): usize {
  if (!enter()) return 0
  let i = skipBlanks(from + 1)
  if (load<u8>(i) === closeObject) {
    leave()
    return i + 1
  }
  while (true) {
    if (load<u8>(i) !== quote) return 0
    const key = i + 1
    const end = keyEnd(key)
    if (!end) return 0
    const value = load<u8>(end + 1) === colon && load<u8>(end + 2) > 0x20 ? end + 2 : skipColon(end + 1)
    if (!value) return 0
    const slot = isPlainKey ? slotOf(keys, key, u32(end - key)) : oddSlot(keys, key, end)
    if (slot === unwanted) i = skipValue(value)
    else {
      const taken = slot === undecided ? 0 : takeSpelling(keys, slot, outer, value)
      if (!taken) return 0
      const span = keys.spans + (slot << 3)
      if (taken === passesOver) i = skipValue(value)
      else if (slot === keys.more && outer && load<u8>(value) === openObject) i = scanInto(kind, value, keys, false)
      else i = slot < keys.looked ? look(kind, slot, value) : skipValue(value)
      if (taken !== passesOver) {
        store<u32>(span, u32(value))
        store<u32>(span, u32(i), 4)
      }
    }
    if (!i) return 0
    i = skipBlanks(i)
    const byte = load<u8>(i)
    if (byte === closeObject) break
    if (byte !== comma) return 0
    i = skipBlanks(i + 1)
  }
  leave()
  return i + 1
}

/** Of a member only pages are looked into, which are none. */
function look(kind: i32, slot: u32, value: usize): usize {
  return kind === isUser ? lookIntoUser(slot, value) : kind === isRow ? lookIntoRow(value) : 0
}
