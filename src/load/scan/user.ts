import { closeList, comma, openList, openObject, quote } from '../page.js'
import { keysOf, scanObject } from './object.js'
import { full, lists, runs } from './runs.js'
import { no, skipBlanks, skipValue } from './skip.js'
import { sortFirst } from './sort.js'

/** What is wanted of a user besides attributes that rules name. Lists first, `value` (then it is a page) among them. */
const lookedInto = ['licenseAssignmentStates', 'proxyAddresses', 'value'] as const
const words = ['usageLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled'] as const
const texts = ['id', 'userPrincipalName', 'displayName'] as const
const names: readonly string[] = [...lookedInto, 'assignedLicenses', ...texts, ...words]

const slotOf = (name: string): number => names.indexOf(name)
const [statesSlot, licensesSlot, addressesSlot, pageSlot] = [slotOf('licenseAssignmentStates'), slotOf('assignedLicenses'), slotOf('proxyAddresses'), slotOf('value')]
const [idSlot, nameSlot, displaySlot] = [slotOf('id'), slotOf('userPrincipalName'), slotOf('displayName')]
const firstWord = slotOf(words[0])

/** A user's bytes, looked at once. Valid until the next user. */
export interface ScannedUser {
  /** Where the id's text stands. */
  idFrom: number
  idTo: number
  /** Where names stand, with their quotes; 0, 0 where there is none. */
  nameFrom: number
  nameTo: number
  displayFrom: number
  displayTo: number
  /** Where addresses stand, with their quotes: from and to in turn. */
  readonly addresses: Int32Array
  addressCount: number
  /** A number for what licensing sees: equal for users in whom all of that is written alike. */
  look: number
}

export interface UserScanner {
  readonly user: ScannedUser
  /** Reads a user that begins at `from`; gives where it ends, or `no`: JSON.parse is to read it. */
  scan(bytes: Uint8Array, from: number): number
  /** Whether the last user that was scanned has the key. */
  has(name: string): boolean
}

const mostItems = 1024

export function userScanner(attributes: readonly string[]): UserScanner {
  const keys = keysOf([...names, ...attributes])
  const lastWord = names.length + attributes.length
  const spans = new Int32Array(keys.size * 2)
  const rows = rowScanner()
  const values = runs()
  const looks = lists()
  const states = new Int32Array(mostItems)
  const licenses = new Int32Array(mostItems)
  let stateCount = 0
  const look = new Int32Array(lastWord + mostItems)
  const user: ScannedUser = { idFrom: 0, idTo: 0, nameFrom: 0, nameTo: 0, displayFrom: 0, displayTo: 0, addresses: new Int32Array(mostItems * 2), addressCount: 0, look: full }

  function lookInto(slot: number, bytes: Uint8Array, from: number, end: number): number {
    if (slot === pageSlot) return no
    if (bytes[from] !== openList) return skipValue(bytes, from, end)
    if (slot === addressesSlot) return scanAddresses(bytes, from + 1, end, user)
    const to = rows.scan(bytes, from + 1, end, states)
    stateCount = rows.count
    return to
  }

  function scan(bytes: Uint8Array, from: number): number {
    user.addressCount = stateCount = 0
    const end = scanObject(bytes, from, bytes.length, keys, spans, lookedInto.length, lookInto)
    return end !== no && takeTexts(bytes) && takeLook(bytes) ? end : no
  }

  function takeTexts(bytes: Uint8Array): boolean {
    const id = spans[idSlot * 2]!
    if (bytes[id] !== quote || !isText(bytes, spans[nameSlot * 2]!) || !isText(bytes, spans[displaySlot * 2]!)) return false
    if (!isList(bytes, spans[addressesSlot * 2]!)) return false
    user.idFrom = id + 1
    user.idTo = spans[idSlot * 2 + 1]! - 1
    user.nameFrom = textFrom(bytes, nameSlot)
    user.nameTo = spans[nameSlot * 2 + 1]!
    user.displayFrom = textFrom(bytes, displaySlot)
    user.displayTo = spans[displaySlot * 2 + 1]!
    return true
  }

  const textFrom = (bytes: Uint8Array, slot: number): number => (bytes[spans[slot * 2]!] === quote ? spans[slot * 2]! : 0)

  /** In the order of slots: words and attributes; then the rows, or without any the licences, each in some fixed order. */
  function takeLook(bytes: Uint8Array): boolean {
    let length = 0
    for (let slot = firstWord; slot < lastWord; slot++) {
      const word = wordAt(bytes, slot)
      if (word === full) return false
      look[length++] = word
    }
    const [states0, licenses0] = [spans[statesSlot * 2]!, spans[licensesSlot * 2]!]
    if (!isList(bytes, states0) || !isList(bytes, licenses0)) return false
    look[length++] = stateCount > 0 ? hasRows : listWord(bytes, states0)
    length = stateCount > 0 ? addSorted(states, stateCount, length) : addLicenses(bytes, licenses0, length)
    user.look = length === no ? full : looks.of(look, length)
    return user.look !== full
  }

  /** Licences count only where there are no rows, so nobody looks into them before. */
  function addLicenses(bytes: Uint8Array, from: number, length: number): number {
    look[length] = listWord(bytes, from)
    if (look[length] !== isThere) return length + 1
    return rows.scan(bytes, from + 1, bytes.length, licenses) === no ? no : addSorted(licenses, rows.count, length + 1)
  }

  function addSorted(items: Int32Array, count: number, length: number): number {
    if (count > 1) sortFirst(items, count)
    for (let i = 0; i < count; i++) look[length + i] = items[i]!
    return length + count
  }

  /** Absent, null, true, false, or a text. */
  function wordAt(bytes: Uint8Array, slot: number): number {
    const from = spans[slot * 2]!
    return from === 0 ? absent : wordOf(bytes, from, spans[slot * 2 + 1]!, values)
  }

  return { user, scan, has: (name) => spans[keys.slotFor(name) * 2] !== 0 }
}

const absent = 0
const wordCount = 4
/** Of lists: there, and there with rows. */
const isThere = 2
const hasRows = 3

function wordOf(bytes: Uint8Array, from: number, to: number, values: ReturnType<typeof runs>): number {
  const byte = bytes[from]
  if (byte === quote) {
    const run = values.of(bytes, from, to)
    return run === full ? full : run + wordCount
  }
  return byte === letterN ? 1 : byte === letterT ? 2 : byte === letterF ? 3 : full
}

const [letterF, letterN, letterT] = [0x66, 0x6e, 0x74]

const isText = (bytes: Uint8Array, from: number): boolean => from === 0 || bytes[from] === quote || bytes[from] === letterN
const isList = (bytes: Uint8Array, from: number): boolean => from === 0 || bytes[from] === openList || bytes[from] === letterN
const listWord = (bytes: Uint8Array, from: number): number => (from === 0 ? absent : bytes[from] === openList ? isThere : 1)

/** Texts of a list, behind its bracket. */
function scanAddresses(bytes: Uint8Array, from: number, end: number, user: ScannedUser): number {
  let i = skipBlanks(bytes, from, end)
  if (i < end && bytes[i] === closeList) return i + 1
  while (i < end && bytes[i] === quote && user.addressCount < mostItems) {
    const to = skipValue(bytes, i, end)
    if (to === no) return no
    user.addresses[user.addressCount * 2] = i
    user.addresses[user.addressCount * 2 + 1] = to
    user.addressCount++
    i = skipBlanks(bytes, to, end)
    if (i < end && bytes[i] === closeList) return i + 1
    if (bytes[i] !== comma) return no
    i = skipBlanks(bytes, i + 1, end)
  }
  return no
}

interface RowScanner {
  /** Reads the objects of a list, behind its bracket, as numbers. */
  scan(bytes: Uint8Array, from: number, end: number, items: Int32Array): number
  /** How many there were. */
  readonly count: number
}

const rowNames = ['disabledPlans', 'skuId', 'assignedByGroup', 'state', 'error']
const plansSlot = 0

/** Rows of `licenseAssignmentStates` and items of `assignedLicenses`: equal ones have the same number. */
function rowScanner(): RowScanner {
  const keys = keysOf(rowNames)
  const spans = new Int32Array(keys.size * 2)
  const values = runs()
  const known = lists()
  const row = new Int32Array(rowNames.length)
  let count = 0
  /** Of the row's list of plans, if it was there before. */
  let plans = full

  function lookInto(_: number, bytes: Uint8Array, from: number, end: number): number {
    const to = bytes[from] === openList ? guidsEnd(bytes, from, end) : no
    plans = to === no ? full : values.find(bytes, from, to)
    return plans === full ? skipValue(bytes, from, end) : to
  }

  function scan(bytes: Uint8Array, from: number, end: number, items: Int32Array): number {
    count = 0
    let i = skipBlanks(bytes, from, end)
    if (i < end && bytes[i] === closeList) return i + 1
    while (i < end && bytes[i] === openObject && count < mostItems) {
      i = scanObject(bytes, i, end, keys, spans, plansSlot + 1, lookInto)
      if (i === no) return no
      const item = rowOf(bytes)
      if (item === full) return no
      items[count++] = item
      i = skipBlanks(bytes, i, end)
      if (i < end && bytes[i] === closeList) return i + 1
      if (bytes[i] !== comma) return no
      i = skipBlanks(bytes, i + 1, end)
    }
    return no
  }

  function rowOf(bytes: Uint8Array): number {
    for (let slot = 0; slot < row.length; slot++) {
      const from = spans[slot * 2]!
      const word = from === 0 ? absent : slot === plansSlot && bytes[from] === openList ? plansOf(bytes, from) : wordOf(bytes, from, spans[slot * 2 + 1]!, values)
      if (word === full) return full
      row[slot] = word
    }
    return known.of(row, row.length)
  }

  function plansOf(bytes: Uint8Array, from: number): number {
    const run = plans === full ? values.of(bytes, from, spans[plansSlot * 2 + 1]!) : plans
    return run === full ? full : run + wordCount
  }

  return {
    scan,
    get count() {
      return count
    },
  }
}

const guidItem = 38

/**
 * Where a list ends if it is one of GUIDs without blanks. Nothing is checked: if the bytes are those of a list that was
 * checked before, they need not be again.
 */
function guidsEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from + 1
  while (i + guidItem < end && bytes[i] === quote && bytes[i + guidItem - 1] === quote) i += bytes[i + guidItem] === comma ? guidItem + 1 : guidItem
  return i < end && bytes[i] === closeList ? i + 1 : no
}
