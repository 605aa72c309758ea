import { quote } from '../page.js'
import { keysOf, scanObject } from './object.js'
import { full, runs } from './runs.js'
import { no } from './skip.js'

const names = ['value', 'groupId', 'id', '@odata.type']
const [groupSlot, idSlot, typeSlot] = [1, 2, 3]

/** A membership's bytes, looked at once. Valid until the next one. */
export interface ScannedMember {
  /** A number for the text of `groupId`; `full`: there is none. */
  group: number
  /** Where the id's text stands. */
  idFrom: number
  idTo: number
  /** A number for the text of `@odata.type`; `full`: there is none. */
  type: number
}

export interface MemberScanner {
  readonly member: ScannedMember
  /** Reads an object that begins at `from`; gives where it ends, or `no`: JSON.parse is to read it. */
  scan(bytes: Uint8Array, from: number): number
  /** What a number stands for, with its quotes. */
  textOf(number: number): string
}

/** Elements of `groupMembers`, and of lists of members, which name no group. */
export function memberScanner(): MemberScanner {
  const keys = keysOf(names)
  const spans = new Int32Array(keys.size * 2)
  const texts = runs()
  const member: ScannedMember = { group: full, idFrom: 0, idTo: 0, type: full }

  function scan(bytes: Uint8Array, from: number): number {
    const end = scanObject(bytes, from, bytes.length, keys, spans, 1, () => no)
    if (end === no || bytes[spans[idSlot * 2]!] !== quote) return no
    member.idFrom = spans[idSlot * 2]! + 1
    member.idTo = spans[idSlot * 2 + 1]! - 1
    member.group = textAt(bytes, groupSlot)
    member.type = textAt(bytes, typeSlot)
    return isTaken(member.group, groupSlot) && isTaken(member.type, typeSlot) ? end : no
  }

  function textAt(bytes: Uint8Array, slot: number): number {
    const from = spans[slot * 2]!
    return bytes[from] === quote && from > 0 ? texts.of(bytes, from, spans[slot * 2 + 1]!) : full
  }

  /** Absent, or a text that there was room for. */
  const isTaken = (text: number, slot: number): boolean => text !== full || spans[slot * 2] === 0

  return { member, scan, textOf: (number) => new TextDecoder().decode(texts.at(number)) }
}
