import { isMail, writeNormal } from './address'
import { allocate, isSame, textHash } from './bytes'
import { packText, writeGuid } from './guid'
import { Keys, keysOf, spanFrom, spanTo } from './keys'
import { isList, isRow, isUser, scanObject } from './object'
import { Runs, findRun, full, runOf, runs } from './runs'
import { closeList, comma, enter, leave, openList, openObject, quote, skipBlanks, skipString, skipValue } from './skip'
import { sortFirst } from './sort'
import { wantsLower, writeLower, writeText } from './text'

/* The slots of a user, as the host names them: lists that are looked into, licences, texts, then words and attributes. */
const statesSlot: u32 = 0
const addressesSlot: u32 = 1
const pageSlot: u32 = 2
const licensesSlot: u32 = 3
const idSlot: u32 = 4
const nameSlot: u32 = 5
const displaySlot: u32 = 6
const firstWord: u32 = 7

/* And of a row. */
const plansSlot: u32 = 0
const skuSlot: u32 = 1
const sourceSlot: u32 = 2
const stateSlot: u32 = 3
const errorSlot: u32 = 4
const rowSlots: u32 = 5

export const mostItems: u32 = 1 << 14
/** Enough for every word of a tenant; what exceeds it is for JSON.parse. */
const mostRuns: u32 = 1 << 20
const mostBytes: u32 = 1 << 26

let userKeys = changetype<Keys>(0)
let rowKeys = changetype<Keys>(0)
/** Of an object that stands for a list. */
let listKeys = changetype<Keys>(0)
export let userWords = changetype<Runs>(0)
export let rowWords = changetype<Runs>(0)
export let knownRows = changetype<Runs>(0)
export let knownLooks = changetype<Runs>(0)
export let domains = changetype<Runs>(0)
let look: usize = 0
let row: usize = 0
let places: usize = 0
let states: usize = 0
let stateCount: u32 = 0
let licenses: usize = 0
let addresses: usize = 0
let addressCount: u32 = 0
/* Products and plans that nobody looks at, as they are written; those of the last user's direct licences, a number for both; and where a list is written without them. */
let hidingSkus = changetype<Runs>(0)
let hiddenPlans = changetype<Runs>(0)
let hidden: usize = 0
let hiddenCount: u32 = 0
let rest: usize = 0
let mayHide: bool = false
/** Of the row's list of plans, if it was there before. */
let plans: u32 = full
/** `smtp:` and the first part of the user's name, in lower case. */
let local: usize = 0
let localLength: usize = 0

const mostLocal: usize = 256

/** The longest list of which something is hidden. */
const longestHiding: usize = 0x10000

/** What nobody looks at: products, then plans, each a GUID in quotes, in the order of their numbers. */
export function prepareHidden(skus: usize, plans: usize, end: usize): void {
  hidingSkus = runs(mostRuns, mostBytes)
  hiddenPlans = runs(mostRuns, mostBytes)
  for (let at = skus; at < plans; at += guidItem) runOf(hidingSkus, at, at + guidItem)
  for (let at = plans; at < end; at += guidItem) runOf(hiddenPlans, at, at + guidItem)
  hidden = allocate(mostItems << 2)
  rest = allocate(longestHiding)
  places = allocate(rowSlots << 2)
}

/* By row: what it gives by one of groups that are alike, a number and one; and the row that stands in for it. Of such a row itself `standing`. */
let alike: usize = 0
let alikeRoom: u32 = 0
const standing: u32 = 0xffffffff
/** Stands where a product does among what is hidden. */
const inGroups: u32 = 0x7fff

/** From now on the row counts as the one that stands in for it; gives that one. */
export function standIn(row: u32, number: u32, forNumber: u32): u32 {
  for (let slot: u32 = 0; slot < rowSlots; slot++) store<u32>(places + (slot << 2), slot ? full : forNumber)
  const other = runOf(knownRows, places, places + (rowSlots << 2))
  const most = max(row, other)
  if (most >= alikeRoom) enlargeAlike(most + 1)
  store<u32>(alike + (row << 3), number + 1)
  store<u32>(alike + (row << 3), other, 4)
  store<u32>(alike + (other << 3), standing)
  return other
}

function enlargeAlike(least: u32): void {
  const room = max(least, alikeRoom << 1)
  const larger = allocate(room << 3)
  memory.fill(larger, 0, room << 3)
  memory.copy(larger, alike, alikeRoom << 3)
  alike = larger
  alikeRoom = room
}

/** Puts others in the place of rows by groups that are alike; false: a row is there twice. Gives how many are left in `stateCount`. */
function standInAll(): bool {
  const before = hiddenCount
  if (before + stateCount > mostItems) return false
  for (let i: u32 = 0; i < stateCount; i++) {
    const item = load<u32>(states + (i << 2))
    const number = item < alikeRoom ? load<u32>(alike + (item << 3)) : 0
    if (!number) continue
    store<u32>(hidden + (hiddenCount++ << 2), (inGroups << 16) | (number - 1))
    store<u32>(states + (i << 2), load<u32>(alike + (item << 3), 4))
  }
  const more = hiddenCount - before
  if (!more) return true
  sortFirst(hidden + (before << 2), more)
  for (let i = before + 1; i < hiddenCount; i++) if (load<u32>(hidden + (i << 2)) === load<u32>(hidden + ((i - 1) << 2))) return false
  sortFirst(states, stateCount)
  let count: u32 = 1
  for (let i: u32 = 1; i < stateCount; i++) {
    const item = load<u32>(states + (i << 2))
    if (item === load<u32>(states + ((count - 1) << 2)) && item < alikeRoom && load<u32>(alike + (item << 3)) === standing) continue
    store<u32>(states + (count++ << 2), item)
  }
  stateCount = count
  return true
}

/** Names as `keysOf` takes them. */
export function prepareUsers(names: usize, namesEnd: usize, rowNames: usize, rowNamesEnd: usize, listNamesEnd: usize): void {
  userKeys = keysOf(names, namesEnd, licensesSlot)
  rowKeys = keysOf(rowNames, rowNamesEnd, plansSlot + 1)
  listKeys = keysOf(rowNamesEnd, listNamesEnd, 0)
  userWords = runs(mostRuns, mostBytes)
  rowWords = runs(mostRuns, mostBytes)
  knownRows = runs(mostRuns, mostBytes)
  knownLooks = runs(mostRuns, mostBytes)
  domains = runs(1 << 16, 1 << 22)
  look = allocate((userKeys.size + mostItems) << 2)
  row = allocate(rowSlots << 2)
  states = allocate(mostItems << 2)
  licenses = allocate(mostItems << 2)
  addresses = allocate(mostItems << 3)
  local = allocate((mostLocal << 1) + 5)
  store<u32>(local, 0x70746d73)
  store<u8>(local, 0x3a, 4)
}

/** What is made of a user, beside its record. */
export let userLook: u32 = 0
/** Slots that were there, bit by bit. */
export let userSlots: u64 = 0

/** Reads a user; gives where it ends, or 0: JSON.parse is to read it. */
export function scanUser(from: usize): usize {
  addressCount = stateCount = hiddenCount = 0
  const end = scanObject(isUser, from, userKeys)
  return end && areRight() && takeLook() ? end : 0
}

export function lookIntoUser(slot: u32, value: usize): usize {
  if (slot === pageSlot) return 0
  if (slot === addressesSlot) addressCount = 0
  else stateCount = hiddenCount = 0
  if (load<u8>(value) !== openList && load<u8>(value) !== openObject) return skipValue(value)
  mayHide = slot === statesSlot && hidden !== 0
  const end = slot === addressesSlot ? addressesIn(value) : rowsIn(value, states)
  if (slot === statesSlot) stateCount = rowCount
  return end
}

/** Whether texts are texts and lists are lists. */
function areRight(): bool {
  const id = spanFrom(userKeys, idSlot)
  return id > 0 && load<u8>(id) === quote && isText(nameSlot) && isText(displaySlot) && isListed(addressesSlot) && isListed(statesSlot) && isListed(licensesSlot)
}

function isText(slot: u32): bool {
  const from = spanFrom(userKeys, slot)
  return !from || load<u8>(from) === quote || load<u8>(from) === letterN
}

function isListed(slot: u32): bool {
  const from = spanFrom(userKeys, slot)
  return !from || load<u8>(from) === openList || load<u8>(from) === openObject || load<u8>(from) === letterN
}

/* Of words: absent, null, true, false, or a text by its number. Of lists: absent, null, there, and there with rows. */
const absent: u32 = 0
const isNull: u32 = 1
const isThere: u32 = 2
const hasRows: u32 = 3
const wordCount: u32 = 4
const letterF: u8 = 0x66
const letterN: u8 = 0x6e
const letterT: u8 = 0x74

/** In the order of slots: words and attributes; then the rows, or without any the licences, each in some fixed order. */
function takeLook(): bool {
  let at = look
  userSlots = 0
  const words = userKeys.size - 1
  for (let slot: u32 = 0; slot < words; slot++) {
    const from = spanFrom(userKeys, slot)
    if (from) userSlots |= u64(1) << u64(min(slot, 63))
    if (slot < firstWord) continue
    const word = from ? wordOf(userWords, from, spanTo(userKeys, slot)) : absent
    if (word === full) return false
    store<u32>(at, word)
    at += 4
  }
  store<u32>(at, stateCount > 0 ? hasRows : listWord(statesSlot))
  at += 4
  if (alike && !standInAll()) return false
  at = stateCount > 0 ? addSorted(states, stateCount, at) : addLicenses(at)
  if (!at) return false
  userLook = runOf(knownLooks, look, at)
  return userLook !== full
}

/** Licences count only where there are no rows, so nobody looks into them before. */
function addLicenses(at: usize): usize {
  const word = listWord(licensesSlot)
  store<u32>(at, word)
  if (word !== isThere) return at + 4
  mayHide = false
  return rowsIn(spanFrom(userKeys, licensesSlot), licenses) ? addSorted(licenses, rowCount, at + 4) : 0
}

function addSorted(items: usize, count: u32, at: usize): usize {
  sortFirst(items, count)
  memory.copy(at, items, count << 2)
  return at + (count << 2)
}

function listWord(slot: u32): u32 {
  const from = spanFrom(userKeys, slot)
  return from ? (load<u8>(from) === letterN ? isNull : isThere) : absent
}

export function wordOf(words: Runs, from: usize, to: usize): u32 {
  const byte = load<u8>(from)
  if (byte === quote) {
    const run = runOf(words, from, to)
    return run === full ? full : run + wordCount
  }
  return byte === letterN ? isNull : byte === letterT ? 2 : byte === letterF ? 3 : full
}

/* What Windows PowerShell 5.1 writes for some lists: `{ "value": [...], "Count": 2 }`. */
const valueSlot: u32 = 0
const countSlot: u32 = 1

/** The list in an object that was scanned last; 0: the object stands for itself. */
function listInside(): usize {
  const from = spanFrom(listKeys, valueSlot)
  return from && load<u8>(from) === openList && spanFrom(listKeys, countSlot) ? from : 0
}

/** Reads addresses from a list, or from what stands for one; gives where that ends. */
function addressesIn(value: usize): usize {
  if (load<u8>(value) === openList) {
    if (!enter()) return 0
    const end = scanAddresses(value + 1)
    leave()
    return end
  }
  const end = scanObject(isList, value, listKeys)
  const list: usize = end ? listInside() : 0
  return list && scanAddresses(list + 1) ? end : 0
}

/** The same of rows; an object that is no list is the only one. */
function rowsIn(value: usize, items: usize): usize {
  rowCount = 0
  if (load<u8>(value) === openList) {
    if (!enter()) return 0
    const end = scanRows(value + 1, items)
    leave()
    return end
  }
  const end = scanObject(isList, value, listKeys)
  if (!end) return 0
  const list = listInside()
  if (list) return scanRows(list + 1, items) ? end : 0
  return takeRow(value, items) ? end : 0
}

/** Texts of a list, behind its bracket. */
function scanAddresses(from: usize): usize {
  let i = skipBlanks(from)
  if (load<u8>(i) === closeList) return i + 1
  while (load<u8>(i) === quote && addressCount < mostItems) {
    const to = skipString(i + 1)
    if (!to) return 0
    store<u32>(addresses + (addressCount << 3), u32(i + 1))
    store<u32>(addresses + (addressCount << 3), u32(to - 1), 4)
    addressCount++
    i = skipBlanks(to)
    if (load<u8>(i) === closeList) return i + 1
    if (load<u8>(i) !== comma) return 0
    i = skipBlanks(i + 1)
  }
  return 0
}

let rowCount: u32 = 0

/** Reads the objects of a list, behind its bracket, as numbers. */
function scanRows(from: usize, items: usize): usize {
  rowCount = 0
  let i = skipBlanks(from)
  if (load<u8>(i) === closeList) return i + 1
  while (rowCount < mostItems) {
    i = takeRow(i, items)
    if (!i) return 0
    i = skipBlanks(i)
    if (load<u8>(i) === closeList) return i + 1
    if (load<u8>(i) !== comma) return 0
    i = skipBlanks(i + 1)
  }
  return 0
}

/** Puts the number of a row behind the others; gives where it ends. */
function takeRow(from: usize, items: usize): usize {
  plans = full
  const end = scanObject(isRow, from, rowKeys)
  const item = end ? rowOf() : full
  if (item === full) return 0
  store<u32>(items + (rowCount << 2), item)
  rowCount++
  return end
}

/** A list of plans that was checked before need not be again. */
export function lookIntoRow(value: usize): usize {
  const to = load<u8>(value) === openList ? guidsEnd(value) : 0
  plans = to ? findRun(rowWords, value, to) : full
  return plans === full ? skipValue(value) : to
}

const guidItem: usize = 38

/** Where a list ends if it is one of GUIDs without blanks. Nothing is checked. */
function guidsEnd(from: usize): usize {
  let i = from + 1
  while (load<u8>(i) === quote && load<u8>(i + guidItem - 1) === quote) i += load<u8>(i + guidItem) === comma ? guidItem + 1 : guidItem
  return load<u8>(i) === closeList ? i + 1 : 0
}

function rowOf(): u32 {
  for (let slot: u32 = 0; slot < rowSlots; slot++) {
    const from = spanFrom(rowKeys, slot)
    const word = !from ? absent : slot === plansSlot && (load<u8>(from) === openList || load<u8>(from) === openObject) ? plansOf(from) : wordOf(rowWords, from, spanTo(rowKeys, slot))
    if (word === full) return full
    store<u32>(row + (slot << 2), word)
  }
  return runOf(knownRows, row, row + (rowSlots << 2))
}

function plansOf(from: usize): u32 {
  const end: usize = mayHide && load<u8>(from + 1) === quote ? withoutHidden(from) : 0
  const run = end ? runOf(rowWords, rest, end) : plans === full ? runOf(rowWords, from, spanTo(rowKeys, plansSlot)) : plans
  return run === full ? full : run + wordCount
}

/** Of a direct licence that is on with nothing recorded: writes its list without what nobody looks at, and gives where that ends; 0: nothing is hidden. */
function withoutHidden(from: usize): usize {
  const sku = isDirect() ? findRun(hidingSkus, spanFrom(rowKeys, skuSlot), spanTo(rowKeys, skuSlot)) : full
  const end: usize = sku === full ? 0 : guidsEnd(from)
  if (!end || end - from > longestHiding) return 0
  const before = hiddenCount
  let out = rest + 1
  for (let i = from + 1; load<u8>(i) === quote; ) {
    const next = i + guidItem
    const plan = findRun(hiddenPlans, i, next)
    if (plan !== full) {
      if (hiddenCount === mostItems) break
      store<u32>(hidden + (hiddenCount++ << 2), (sku << 16) | plan)
    } else {
      if (out > rest + 1) store<u8>(out++, comma)
      memory.copy(out, i, guidItem)
      out += guidItem
    }
    i = load<u8>(next) === comma ? next + 1 : next
  }
  if (hiddenCount === mostItems) hiddenCount = before
  store<u8>(rest, openList)
  store<u8>(out, closeList)
  return hiddenCount > before ? out + 1 : 0
}

function isDirect(): bool {
  return isAbsent(sourceSlot) && isText8(stateSlot, active) && (isAbsent(errorSlot) || isText6(errorSlot, none))
}

function isAbsent(slot: u32): bool {
  const from = spanFrom(rowKeys, slot)
  return !from || load<u8>(from) === letterN
}

/* `"Active"` and `"None"`. */
const active: u64 = 0x2265766974634122
const none: u64 = 0x22656e6f4e22

function isText8(slot: u32, text: u64): bool {
  const from = spanFrom(rowKeys, slot)
  return from > 0 && spanTo(rowKeys, slot) - from === 8 && load<u64>(from) === text
}

function isText6(slot: u32, text: u64): bool {
  const from = spanFrom(rowKeys, slot)
  return from > 0 && spanTo(rowKeys, slot) - from === 6 && (load<u64>(from) & 0xffffffffffff) === text
}

/** Marks a product among 16-bit words. */
const marked: u32 = 0x8000

/** Writes what is hidden of the last user: each product, and behind it its plans, in order and each once; gives where that ends. */
export function writeHidden(out: usize): usize {
  sortFirst(hidden, hiddenCount)
  let before: u32 = full
  for (let i: u32 = 0; i < hiddenCount; i++) {
    const one = load<u32>(hidden + (i << 2))
    if (one === before) continue
    if (i === 0 || one >>> 16 !== before >>> 16) {
      store<u16>(out, u16(marked | (one >>> 16)))
      out += 2
    }
    store<u16>(out, u16(one))
    out += 2
    before = one
  }
  return out
}

/** Writes the bits of the last user's id; false: it is no GUID. */
export function writeId(out: usize): bool {
  return packText(spanFrom(userKeys, idSlot), spanTo(userKeys, idSlot), out)
}

/** Where the hashes of the last user's mail addresses end, behind those that were there. */
export let hashesEnd: usize = 0
/** The hash of its name in lower case; 0: the host has to find it out. */
export let nameHash: u32 = 0

/**
 * Writes the bits of the last user's id, then name, display name and addresses, each behind its length, as src/load/tenant/people.ts reads
 * them, and hashes of its mail addresses; gives where the record ends, or 0: addresses are not plain.
 */
export function writeRecord(id: usize, out: usize, hashes: usize): usize {
  v128.store(out, v128.load(id))
  const nameAt = out + 20
  const nameEnd = hasName() ? writeSlot(nameSlot, nameAt) : writeGuid(spanFrom(userKeys, idSlot), spanTo(userKeys, idSlot), nameAt)
  if (!takeLocal(nameAt, nameEnd)) return 0
  store<u32>(out, u32(nameEnd - nameAt), 16)
  const displayAt = nameEnd + 4
  const displayEnd = writeSlot(displaySlot, displayAt)
  store<u32>(nameEnd, u32(displayEnd - displayAt))
  const end = writeAddresses(displayEnd + 4, hashes)
  if (end) store<u32>(displayEnd, u32(end - displayEnd - 4))
  return end
}

function hasName(): bool {
  return spanTo(userKeys, nameSlot) - spanFrom(userKeys, nameSlot) > 2 && load<u8>(spanFrom(userKeys, nameSlot)) === quote
}

function writeSlot(slot: u32, out: usize): usize {
  const from = spanFrom(userKeys, slot)
  return from && load<u8>(from) === quote ? writeText(from + 1, spanTo(userKeys, slot) - 1, out) : out
}

/** The name is written in lower case behind `smtp:`; what is longer than most shortens nothing. False: first the host has to say what lower case is. */
function takeLocal(from: usize, to: usize): bool {
  localLength = 0
  nameHash = 0
  if (to - from > mostLocal) return true
  const end = writeLower(from, to, local + 5)
  if (!end) return !wantsLower
  nameHash = textHash(local + 5, end)
  let i = local + 5
  while (i < end && load<u8>(i) !== atSign) i++
  if (i < end) localLength = i - local - 5
  return true
}

const atSign: u8 = 0x40
const newline: u8 = 0x0a
const mark: u8 = 0xff

/** One to a line, in the shortest way. */
function writeAddresses(out: usize, hashes: usize): usize {
  hashesEnd = hashes
  for (let i: u32 = 0; i < addressCount; i++) {
    if (i > 0) store<u8>(out++, newline)
    const end = writeNormal(load<u32>(addresses + (i << 3)), load<u32>(addresses + (i << 3), 4), out)
    if (!end) return 0
    if (isMail(out, end)) {
      store<u32>(hashesEnd, textHash(out, end))
      hashesEnd += 4
    }
    out = shortened(out, end)
  }
  return out
}

/** An address whose first part is that of the name becomes a mark, which UTF-8 does not have, and the number of its domain. */
function shortened(from: usize, to: usize): usize {
  const domain = from + 5 + localLength
  if (!localLength || domain >= to || load<u8>(domain) !== atSign || !isSame(from, local, 5 + localLength)) return to
  const run = runOf(domains, domain, to)
  if (run === full) return to
  store<u8>(from, mark)
  store<u16>(from, u16(run), 1)
  return from + 3
}
