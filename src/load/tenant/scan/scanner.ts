import { scanner } from '../../generated/scanner.js'
import type { Unseen } from '../hidden-plans.js'
import type { Props } from '../graph/property.js'
import { lowerCase } from './lower-case.js'

/** What assembly/index.ts exports. Places are addresses in `memory`. */
interface Assembly {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly inputSize: { readonly value: number }
  readonly input: { readonly value: number }
  readonly spans: { readonly value: number }
  readonly ids: { readonly value: number }
  readonly looks: { readonly value: number }
  readonly nameHashes: { readonly value: number }
  readonly recordEnds: { readonly value: number }
  readonly hashEnds: { readonly value: number }
  readonly hashes: { readonly value: number }
  readonly records: { readonly value: number }
  readonly hidden: { readonly value: number }
  readonly hiddenEnds: { readonly value: number }
  readonly groups: { readonly value: number }
  readonly types: { readonly value: number }
  prepareForUsers(length: number, rowLength: number, listLength: number): void
  prepareForHidden(skus: number, end: number): void
  prepareForMembers(length: number): void
  closeInput(end: number): void
  scanUsers(from: number, isList: boolean, levels: number): number
  scanMembers(from: number, isList: boolean, levels: number): number
  lacksLower(): number
  lowerAt(pages: number): number
  taken(): number
  hasSlot(slot: number): number
  lookAt(look: number): number
  lookLength(look: number): number
  standIn(row: number, number: number, forNumber: number): number
  rowCount(): number
  rowAt(row: number): number
  userWordAt(run: number): number
  userWordLength(run: number): number
  rowWordAt(run: number): number
  rowWordLength(run: number): number
  domainAt(run: number): number
  domainLength(run: number): number
  textAt(run: number): number
  textLength(run: number): number
}

/** What scanners do: there is no type for WebAssembly without that of browsers. */
interface Machine {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

let module: object | undefined

/** One with a memory of its own. */
function assembly(): Assembly {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Machine }).WebAssembly
  module ??= new Module(Buffer.from(scanner, 'base64'))
  return new Instance(module).exports as Assembly
}

/** Where something stands in the scanner's memory: valid until it scans again. */
export interface Reader {
  /**
   * Takes elements from the one on that begins at `from`, as many as there are without a break; gives where the last one
   * ends, or -1: JSON.parse is to read the first. In a list there are commas between them. Each may have so many levels of
   * lists and objects.
   */
  scan(bytes: Buffer, from: number, isList: boolean, levels: number): number
  /** How many were taken. */
  readonly count: number
  /** Where an element stands in the bytes: from and to in turn. */
  spanOf(element: number): readonly [from: number, to: number]
  /** Bits of ids, four words each. */
  ids(): Uint32Array
}

export interface UserReader extends Reader {
  /** By user, a number for what licensing sees: equal for users in whom all of that is written alike. */
  looks(): Uint32Array
  /** Hashes of names in lower case; 0: not of ASCII. */
  nameHashes(): Uint32Array
  /** Records as `people` keeps them, one after the other, and where each ends. */
  records(): Uint8Array
  recordEnds(): Uint32Array
  /** Hashes of mail addresses, and where each user's end. */
  hashes(): Uint32Array
  hashEnds(): Uint32Array
  /** What nobody looks at, as `hiddenPlans` has it, and where that of each user ends: in bytes. It is no part of the looks. */
  hidden(): Uint8Array
  hiddenEnds(): Uint32Array
  /** Whether one of the users has the key. */
  has(name: string): boolean
  /** The domain that a record names by its number. */
  domain(number: number): string
  /** What a look is made of, as it would be written; undefined: it has no rows. The same object for the same row. */
  propsOf(look: number): Props | undefined
  /** Calls with rows that were not there before, once with each. Of a number of `AlikeGroups` that it is given back it is hidden from now on. */
  newRows(take: (row: Props) => Alike | undefined): void
}

/** A row by one of groups that are alike: its number, that of the row which stands in for it, and what that one looks like. */
export interface Alike {
  readonly number: number
  readonly standIn: number
  readonly props: Props
}

export interface MemberReader extends Reader {
  /** Numbers, and one, for the texts of `groupId` and `@odata.type`; 0: there is none. */
  groups(): Uint32Array
  types(): Uint32Array
  /** What a number stands for, with its quotes. */
  textOf(number: number): string
}

const more = 'additionalProperties'
const userNames = ['licenseAssignmentStates', 'proxyAddresses', 'value', 'assignedLicenses', 'id', 'userPrincipalName', 'displayName', 'usageLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled']
const rowNames = ['disabledPlans', 'skuId', 'assignedByGroup', 'state', 'error', more]
const listNames = ['value', 'count', more]
const memberNames = ['value', 'groupId', 'id', '@odata.type', more]

/** Users, in whose looks these attributes count, and plans that nobody looks at do not. */
export function userReader(attributes: readonly string[], unseen?: Unseen): UserReader {
  const machine = assembly()
  const names = [...userNames, ...attributes, more]
  const [first, rows, list] = [packed(names), packed(rowNames), packed(listNames)]
  put(machine, Buffer.concat([first, rows, list]))
  machine.prepareForUsers(first.length, rows.length, list.length)
  if (unseen !== undefined && (unseen.plans.length > 0 || unseen.groups !== undefined)) prepareHidden(machine, unseen)
  const words = wordsOf(machine)
  const last = (ends: Uint32Array): number => ends.at(-1) ?? 0
  const reader = readerOf(machine, machine.scanUsers, words)
  const recordEnds = () => words(machine.recordEnds, machine.taken())
  const hashEnds = () => words(machine.hashEnds, machine.taken())
  const hiddenEnds = () => words(machine.hiddenEnds, machine.taken())
  return {
    ...reader,
    get count() {
      return machine.taken()
    },
    looks: () => words(machine.looks, machine.taken()),
    nameHashes: () => words(machine.nameHashes, machine.taken()),
    recordEnds,
    records: () => new Uint8Array(machine.memory.buffer, machine.records.value, last(recordEnds())),
    hashEnds,
    hiddenEnds,
    hidden: () => new Uint8Array(machine.memory.buffer, machine.hidden.value, last(hiddenEnds())),
    hashes: () => words(machine.hashes, last(hashEnds())),
    has: (name) => machine.hasSlot(names.indexOf(name)) !== 0,
    domain: (number) => textAt(machine, machine.domainAt(number), machine.domainLength(number)),
    ...propsOfLooks(machine, names.slice(firstWord, -1)),
  }
}

/** Slots before it are no words of a look. */
const firstWord = userNames.indexOf('usageLocation')

/* As assembly/user.ts has them: whether there are rows, and how many words are no texts. */
const hasRows = 3
const wordCount = 4

function propsOfLooks(machine: Assembly, names: readonly string[]): Pick<UserReader, 'propsOf' | 'newRows'> {
  const userWord = wordsRead((run) => textAt(machine, machine.userWordAt(run), machine.userWordLength(run)))
  const rowWord = wordsRead((run) => textAt(machine, machine.rowWordAt(run), machine.rowWordLength(run)))
  const rows: Props[] = []
  const standIns = new Set<Props>()

  function rowOf(row: number): Props {
    const words = new Uint32Array(machine.memory.buffer, machine.rowAt(row), rowNames.length - 1)
    return Object.fromEntries(rowNames.slice(0, -1).map((name, slot) => [name, rowWord(words[slot]!)]))
  }

  const propsOfRow = (row: number): Props => (rows[row] ??= rowOf(row))
  let seen = 0

  function newRows(take: (row: Props) => Alike | undefined): void {
    for (const end = machine.rowCount(); seen < end; seen++) {
      const alike = rows[seen] === undefined || !standIns.has(rows[seen]!) ? take(propsOfRow(seen)) : undefined
      if (alike === undefined) continue
      rows[machine.standIn(seen, alike.number, alike.standIn)] = alike.props
      standIns.add(alike.props)
    }
  }

  function propsOf(look: number): Props | undefined {
    const words = new Uint32Array(machine.memory.buffer, machine.lookAt(look), machine.lookLength(look) >>> 2)
    if (words[names.length] !== hasRows) return undefined
    const props: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) props[names[i]!] = userWord(words[i]!)
    const states: Props[] = []
    for (let i = names.length + 1; i < words.length; i++) states.push(propsOfRow(words[i]!))
    props['licenseAssignmentStates'] = states
    return props
  }

  return { propsOf, newRows }
}

/** The value that a word stands for. */
function wordsRead(textOf: (run: number) => string): (word: number) => unknown {
  const known: unknown[] = [undefined, null, true, false]
  return (word) => {
    if (word >= wordCount && known[word] === undefined) known[word] = JSON.parse(textOf(word - wordCount))
    return known[word]
  }
}

function prepareHidden(machine: Assembly, { skus, plans }: Unseen): void {
  const quoted = (ids: readonly string[]): Buffer => Buffer.from(ids.map((id) => `"${id}"`).join(''))
  const first = quoted(skus)
  machine.prepareForHidden(first.length, put(machine, Buffer.concat([first, quoted(plans)])))
}

/** Elements of `groupMembers`, and of lists of members, which name no group. */
export function memberReader(): MemberReader {
  const machine = assembly()
  machine.prepareForMembers(put(machine, packed(memberNames)))
  const words = wordsOf(machine)
  return {
    ...readerOf(machine, machine.scanMembers, words),
    get count() {
      return machine.taken()
    },
    groups: () => words(machine.groups, machine.taken()),
    types: () => words(machine.types, machine.taken()),
    textOf: (number) => textAt(machine, machine.textAt(number), machine.textLength(number)),
  }
}

/** Each behind its length. */
const packed = (names: readonly string[]): Buffer => Buffer.concat(names.map(Buffer.from).flatMap((name) => [Buffer.from([name.length]), name]))

function put(machine: Assembly, bytes: Buffer): number {
  new Uint8Array(machine.memory.buffer, machine.input.value).set(bytes)
  return bytes.length
}

/** A text beyond ASCII was met, which most tenants do not have. */
function putLower(machine: Assembly): void {
  const { index, pages, count } = lowerCase()
  const at = machine.lowerAt(count)
  new Uint16Array(machine.memory.buffer, at, index.length).set(index)
  new Uint32Array(machine.memory.buffer, at + index.byteLength, pages.length).set(pages)
}

const textAt = (machine: Assembly, at: number, length: number): string => Buffer.from(machine.memory.buffer, at, length).toString()

type Words = (place: { readonly value: number }, length: number) => Uint32Array

const wordsOf = (machine: Assembly): Words => (place, length) => new Uint32Array(machine.memory.buffer, place.value, length)

/** The machine sees a window of the bytes at a time; a new one is opened where the last one had not all of an element. */
function readerOf(machine: Assembly, scanFrom: Assembly['scanUsers'], words: Words): Pick<Reader, 'scan' | 'spanOf' | 'ids'> {
  let seen: Buffer | undefined
  let [start, end] = [0, 0]

  function open(bytes: Buffer, from: number): void {
    end = Math.min(bytes.length, from + machine.inputSize.value)
    put(machine, bytes.subarray(from, end))
    machine.closeInput(end - from)
    seen = bytes
    start = from
  }

  function scan(bytes: Buffer, from: number, isList: boolean, levels: number): number {
    if (seen !== bytes || from < start || from >= end) open(bytes, from)
    let to = start + scanFrom(from - start, isList, levels)
    if (to === from && start < from && end < bytes.length) {
      open(bytes, from)
      to = start + scanFrom(0, isList, levels)
    }
    if (to !== from) return to
    if (machine.lacksLower() === 0) return -1
    putLower(machine)
    return scan(bytes, from, isList, levels)
  }

  function spanOf(element: number): readonly [number, number] {
    const [from, to] = words({ value: machine.spans.value + element * 8 }, 2)
    return [start + from!, start + to!]
  }

  return { scan, spanOf, ids: () => words(machine.ids, machine.taken() * 4) }
}
