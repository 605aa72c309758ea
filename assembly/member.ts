import { packText } from './guid'
import { Keys, keysOf, spanFrom, spanTo } from './keys'
import { isMember, scanObject } from './object'
import { Runs, full, runOf, runs } from './runs'
import { quote } from './skip'

/* The slots of a membership, as the host names them. Slot 0 is `value`: a page is no membership. */
const groupSlot: u32 = 1
const idSlot: u32 = 2
const typeSlot: u32 = 3

let keys = changetype<Keys>(0)
export let texts = changetype<Runs>(0)

export function prepareMembers(names: usize, end: usize): void {
  keys = keysOf(names, end, groupSlot)
  texts = runs(1 << 20, 1 << 26)
}

/** Numbers for the texts of `groupId` and `@odata.type`, and one; 0: there is none. */
export let memberGroup: u32 = 0
export let memberType: u32 = 0

/** Reads a membership and writes the bits of its id; gives where it ends, or 0: JSON.parse is to read it. */
export function scanMember(from: usize, id: usize): usize {
  const end = scanObject(isMember, from, keys)
  const idAt = spanFrom(keys, idSlot)
  if (!end || !idAt || load<u8>(idAt) !== quote || !packText(idAt, spanTo(keys, idSlot), id)) return 0
  memberGroup = textAt(groupSlot)
  memberType = textAt(typeSlot)
  return memberGroup !== full && memberType !== full ? end : 0
}

function textAt(slot: u32): u32 {
  const from = spanFrom(keys, slot)
  if (!from) return 0
  const run = load<u8>(from) === quote ? runOf(texts, from, spanTo(keys, slot)) : full
  return run === full ? full : run + 1
}
