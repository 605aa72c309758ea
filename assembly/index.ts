/*
 * Reads users and memberships from bytes, chunk by chunk. The host (src/load/tenant/scan/scanner.ts) puts bytes at `input`, calls
 * `scanUsers` or `scanMembers` once for all elements in them, and takes what was written to the columns below.
 */
import { allocate } from './bytes'
import { memberGroup, memberType, prepareMembers, scanMember, texts } from './member'
import { startOf } from './runs'
import { comma, openObject, setLevels, skipBlanks } from './skip'
import { placeForLower, wantsLower } from './text'
import { domains, hashesEnd, knownLooks, knownRows, mostItems, nameHash, prepareHidden, prepareUsers, rowWords, scanUser, standIn, userLook, userSlots, userWords, writeHidden, writeId, writeRecord } from './user'

/** Bytes of input that are looked at together. */
export const inputSize: u32 = 0x110000
/** Elements of one call. */
const mostElements: u32 = 1 << 14
const mostHashes: u32 = 1 << 17
/** A record is never longer than twice its element. */
const recordsSize: u32 = inputSize * 2 + 0x10000

export const input = allocate(inputSize)
/** Where an element begins and ends. */
export const spans = allocate(mostElements << 3)
export const ids = allocate(mostElements << 4)
/** Of users: looks, hashes of names, where records end, where hashes end. */
export const looks = allocate(mostElements << 2)
export const nameHashes = allocate(mostElements << 2)
export const recordEnds = allocate(mostElements << 2)
export const hashEnds = allocate(mostElements << 2)
export const hashes = allocate(mostHashes << 2)
export const records = allocate(recordsSize)
/** What nobody looks at, in words of 16 bits, and where each user's end. */
const mostHidden: u32 = 1 << 17
export const hidden = allocate(mostHidden << 1)
export const hiddenEnds = allocate(mostElements << 2)
/** Of memberships: numbers for groups and types, and one; 0 is none. */
export const groups = allocate(mostElements << 2)
export const types = allocate(mostElements << 2)

/** Names of wanted keys are put at `input`, each behind its length: those of users, those of rows, and those of what stands for a list. */
export function prepareForUsers(length: u32, rowLength: u32, listLength: u32): void {
  const rows = input + length
  prepareUsers(input, rows, rows, rows + rowLength, rows + rowLength + listLength)
}

/** What nobody looks at is put at `input`. */
export function prepareForHidden(skus: u32, end: u32): void {
  prepareHidden(input, input + skus, input + end)
}

export function prepareForMembers(length: u32): void {
  prepareMembers(input, input + length)
}

let count: u32 = 0
let slots: u64 = 0

/** Elements of the last call. */
export function taken(): u32 {
  return count
}

/** Whether one of the last call's users had the key. */
export function hasSlot(slot: u32): bool {
  return (slots & (u64(1) << u64(min(slot, 63)))) !== 0
}

/** Zeros behind what is scanned; they stay for as long as the same bytes are. */
export function closeInput(end: u32): void {
  memory.fill(input + end, 0, 64)
}

/** Whether the last element was not taken because there is no table of lower case yet, and where such a table goes that has so many pages. */
export function lacksLower(): bool {
  return wantsLower
}
export function lowerAt(pages: u32): usize {
  return placeForLower(pages)
}

/**
 * Reads users from an offset on, with commas or blanks between them; gives where the last one ends that was taken. Each may have so
 * many levels of lists and objects.
 */
export function scanUsers(from: u32, isList: bool, levels: i32): u32 {
  count = 0
  slots = 0
  let record = records
  let hash = hashes
  let out = hidden
  let i = input + from
  for (let next = i; next; next = following(i, isList)) {
    if (count === mostElements || out + (mostItems << 2) > hidden + (mostHidden << 1)) break
    setLevels(levels)
    const end = scanUser(next)
    if (!end || usize(record) + ((end - next) << 1) + 128 > records + recordsSize || hash + (mostItems << 2) > hashes + (mostHashes << 2)) break
    const id = ids + (count << 4)
    if (!writeId(id)) break
    const recordEnd = writeRecord(id, record, hash)
    if (!recordEnd) break
    record = recordEnd
    hash = hashesEnd
    out = writeHidden(out)
    store<u32>(hiddenEnds + (count << 2), u32(out - hidden))
    slots |= userSlots
    store<u32>(looks + (count << 2), userLook)
    store<u32>(nameHashes + (count << 2), nameHash)
    store<u32>(recordEnds + (count << 2), u32(record - records))
    store<u32>(hashEnds + (count << 2), u32(hash - hashes) >>> 2)
    take(next, end)
    i = end
  }
  return u32(i - input)
}

export function scanMembers(from: u32, isList: bool, levels: i32): u32 {
  count = 0
  let i = input + from
  for (let next = i; next; next = following(i, isList)) {
    if (count === mostElements) break
    setLevels(levels)
    const end = scanMember(next, ids + (count << 4))
    if (!end) break
    store<u32>(groups + (count << 2), memberGroup)
    store<u32>(types + (count << 2), memberType)
    take(next, end)
    i = end
  }
  return u32(i - input)
}

function take(from: usize, end: usize): void {
  store<u32>(spans + (count << 3), u32(from - input))
  store<u32>(spans + (count << 3), u32(end - input), 4)
  count++
}

/** Where the next object begins; 0: something else comes. */
function following(end: usize, isList: bool): usize {
  let i = skipBlanks(end)
  if (isList) {
    if (load<u8>(i) !== comma) return 0
    i = skipBlanks(i + 1)
  }
  return load<u8>(i) === openObject ? i : 0
}

export { standIn }
/** Rows that are known. */
export function rowCount(): u32 {
  return knownRows.size
}

/* What looks and rows are: their words, and the texts of those. */
export function lookAt(run: u32): usize {
  return knownLooks.data + startOf(knownLooks, run)
}
export function lookLength(run: u32): u32 {
  return startOf(knownLooks, run + 1) - startOf(knownLooks, run)
}
export function rowAt(run: u32): usize {
  return knownRows.data + startOf(knownRows, run)
}
export function userWordAt(run: u32): usize {
  return userWords.data + startOf(userWords, run)
}
export function userWordLength(run: u32): u32 {
  return startOf(userWords, run + 1) - startOf(userWords, run)
}
export function rowWordAt(run: u32): usize {
  return rowWords.data + startOf(rowWords, run)
}
export function rowWordLength(run: u32): u32 {
  return startOf(rowWords, run + 1) - startOf(rowWords, run)
}

/** Where a text stands that has a number. */
export function domainAt(run: u32): usize {
  return domains.data + startOf(domains, run)
}
export function domainLength(run: u32): u32 {
  return startOf(domains, run + 1) - startOf(domains, run)
}
export function textAt(run: u32): usize {
  return texts.data + startOf(texts, run)
}
export function textLength(run: u32): u32 {
  return startOf(texts, run + 1) - startOf(texts, run)
}
