import { isUtf8 } from 'node:buffer'
import { expect, test } from 'vitest'
import { isMail, normalAddress } from '../../../../src/load/tenant/addresses.js'
import { listIn } from '../../../../src/load/tenant/graph/entry.js'
import { prop } from '../../../../src/load/tenant/graph/property.js'
import { readShape } from '../../../../src/load/tenant/graph/users.js'
import { unpackGuid } from '../../../../src/load/text/guid.js'
import { hashOfText } from '../../../../src/load/text/hash.js'
import { displayNamePart, namePart, people } from '../../../../src/load/tenant/people.js'
import { collectRemarks } from '../../../../src/load/text/remarks.js'
import { alikeGroups } from '../../../../src/load/tenant/alike-groups.js'
import { internShapes } from '../../../../src/load/tenant/shapes.js'
import type { Shapes } from '../../../../src/load/tenant/shapes.js'
import { userReader } from '../../../../src/load/tenant/scan/scanner.js'
import type { UserReader } from '../../../../src/load/tenant/scan/scanner.js'
import { guid, row, user } from '../snapshot.js'
import { anyUser, drawer, one, written } from './elements.js'
import type { Draw } from './elements.js'
import { invalid, valid } from './json.js'

const runs = process.env['SEATPLAN_LONG'] ? 4_000_000 : 30_000
const attributes = ['department']
type Data = Record<string, unknown>

const bytesOf = (text: string): Buffer => Buffer.from(text)
const levels = 64

/** What JSON.parse has of the bytes that the scanner took, beside what the scanner has. */
function seen(scanner: UserReader, bytes: Buffer, end: number): { readonly scanned: unknown; readonly parsed: unknown; readonly shape: string } {
  const data = JSON.parse(bytes.toString('utf8', 0, end)) as Data
  const found = people(scanner.domain)
  const places = scanner.recordEnds().slice()
  found.pushAll(scanner.records(), places)
  expect([...places, found.count, [...found.places()]]).toEqual([0, 1, [0]])
  expect(found.idAt(0)).toEqual(scanner.ids().slice())
  const [hash] = scanner.nameHashes()
  const scanned = [unpackGuid(scanner.ids(), 0), found.textAt(0, namePart), found.textAt(0, displayNamePart), found.addressesAt(0), [...scanner.hashes()], hash]
  const name = asBytes(prop(data, 'userPrincipalName') ?? '') || (prop(data, 'id') as string).toLowerCase()
  const addresses = (listIn(prop(data, 'proxyAddresses')) as readonly string[]).map((address) => asBytes(normalAddress(address).replaceAll('\n', ' ')))
  const parsed = [(prop(data, 'id') as string).toLowerCase(), name, asBytes(prop(data, 'displayName') ?? ''), addresses.join('\n') === '' ? [] : addresses, addresses.filter(isMail).map(hashOfText), hash === 0 ? 0 : hashOfText(name.toLowerCase())]
  return { scanned, parsed, shape: shapeOf(data) }
}

/** As text that went through UTF-8: half a surrogate pair does not. */
const asBytes = (text: unknown): string => Buffer.from(text as string).toString()

/** The shape, and what there was to say about it. */
function shapeOf(props: Data): string {
  const remarks = collectRemarks()
  const said: unknown[] = []
  const shape = readShape({ props, name: 'the user', file: 'f', offset: 0, remarks: { ...remarks, add: (remark) => void said.push(remark) } }, attributes)
  return JSON.stringify([unordered(shape), said])
}

/** Lists of what a user has are sets: which of two equal products comes first means nothing. */
function unordered(shape: unknown): unknown {
  const lists = Object.entries(shape ?? {}).map(([key, value]) => [key, Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value])
  return Object.fromEntries(lists)
}

const noGroup = { displayName: 'Group', groupTypes: [], securityEnabled: true, mailEnabled: false, onPremisesSyncEnabled: false, isAssignableToRole: false, members: 'listed', otherMembers: 0, proxyAddresses: [] } as const
const unseen = { skus: [guid('s', 0), guid('s', 1)], plans: [guid('p', 0), guid('p', 2)], facts: [] }

/** What users with a look, and the same hidden, are; and what those with that look are beside what is hidden. */
interface Known {
  readonly shapes: Map<string, string>
  readonly rests: Map<number, string>
  readonly interned: Shapes
}

const nothingKnown = (): Known => ({ shapes: new Map(), rests: new Map(), interned: internShapes(attributes, unseen) })

/** What the scanner takes, JSON.parse takes, with the same values; users whose looks are equal, and what is hidden, have equal shapes. */
function compared(scanner: UserReader, { shapes, rests, interned }: Known, bytes: Buffer): boolean {
  const end = scanner.scan(bytes, 0, true, levels)
  if (end === -1) return false
  const { scanned, parsed, shape } = seen(scanner, bytes, end)
  expect(scanned).toEqual(parsed)
  const [look, hidden] = [scanner.looks()[0]!, scanner.hidden()]
  expect([...scanner.hiddenEnds()]).toEqual([hidden.length])
  expectSame(shapes, `${look} ${Buffer.from(hidden).toString('hex')}`, shape)
  const rest = restOf(interned, JSON.parse(bytes.toString('utf8', 0, end)) as Data, hidden)
  expectSame(rests, look, rest)
  const made = scanner.propsOf(look)
  if (made !== undefined && isRight(made)) expect(restOf(interned, made, new Uint8Array())).toBe(rest)
  return true
}

function restOf(interned: Shapes, data: Data, hidden: Uint8Array): string {
  const whole = interned.of(data, { file: 'f', offset: 0, remarks: collectRemarks() })
  const rest = interned.showing(whole, interned.plans!.of(hidden, 0, hidden.length))
  expect(interned.hiding(rest, interned.plans!.of(hidden, 0, hidden.length))).toBe(whole)
  return contentOf(interned, rest)
}

function contentOf(shapes: Shapes, shape: number): string {
  const parts = shapes.parts()
  return JSON.stringify([unordered(shapes.all[parts[shape * 2]!]), parts[shape * 2 + 1]])
}

function isRight(props: Data): boolean {
  const remarks = collectRemarks()
  readShape({ props, name: 'the user', file: 'f', offset: 0, remarks }, attributes)
  return remarks.count === 0
}

function expectSame<K>(known: Map<K, string>, key: K, now: string): void {
  const before = known.get(key)
  if (before === undefined) known.set(key, now)
  else if (before !== now) expect(now).toBe(before)
}

test('users are taken from their bytes, whatever tool wrote them', () => {
  const scanner = userReader(attributes, unseen)
  const known = nothingKnown()
  let [taken, hiding] = [0, 0]
  for (let n = 0; n < runs / 10; n++) {
    const draw = drawer(n)
    if (!compared(scanner, known, bytesOf(written(draw, anyUser(draw, n))))) continue
    taken++
    if (scanner.hidden().length > 0) hiding++
  }
  // Keys in two spellings and some letters are left to JSON.parse.
  expect(taken).toBeGreaterThan((runs / 10) * 0.7)
  expect(hiding).toBeGreaterThan(runs / 10 / 100)
})

const alphabet = ['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '\u0000', '0', '1', '-', '.', 'e', 'u', 't', 'null', 'é', '\u00a0', '\\u00', '""', '[]', '{}', '"id"', '"value"', '"skuId":', 'true', '"AdditionalProperties":{', '\u212a']

/** One to three mistakes. */
function spoilt(draw: Draw, text: string): Buffer {
  let bytes = bytesOf(text)
  for (let i = draw(3); i >= 0; i--) bytes = mistake(draw, bytes)
  return bytes
}

function mistake(draw: Draw, bytes: Buffer): Buffer {
  const [at, length] = [draw(bytes.length), draw(6)]
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (draw(8)) {
    case 0: return Buffer.concat([before, bytesOf(one(draw, alphabet)), after])
    case 1: return Buffer.concat([before, after.subarray(length)])
    case 2: return Buffer.concat([before, bytesOf(one(draw, alphabet)), after.subarray(1)])
    case 3: return Buffer.concat([before, after.subarray(0, length), after])
    case 4: return before
    case 5: return Buffer.concat([before, Buffer.from([after[0]! ^ (1 << draw(8))]), after.subarray(1)])
    case 6: return replaced(draw, bytes, /"[A-Za-z@.]+": ?/g, () => one(draw, ['"id":', '"ID":', '"SkuId":', '"v\\u0061lue":', '"":', '"department":', '"licenseassignmentstates":']))
    default: return replaced(draw, bytes, /null|true|false|"[^"]*"(?=[,}\]])/g, () => one(draw, draw(2) === 0 ? valid : invalid))
  }
}

/** One of the places that match is written otherwise. */
function replaced(draw: Draw, bytes: Buffer, what: RegExp, by: () => string): Buffer {
  const text = bytes.toString()
  const found = [...text.matchAll(what)]
  if (found.length === 0) return bytes
  const { index, 0: old } = one(draw, found)
  return bytesOf(text.slice(0, index) + by() + text.slice(index + old.length))
}

test('what is taken from spoilt bytes is what JSON.parse has', () => {
  const scanner = userReader(attributes, unseen)
  const known = nothingKnown()
  const counts = { taken: 0, refused: 0 }
  for (let n = 0; n < runs; n++) {
    const draw = drawer(1_000_000 + n)
    const bytes = spoilt(draw, written(draw, anyUser(draw, n % 50)))
    if (!isUtf8(bytes) || bytes[0] !== 0x7b) continue
    counts[compared(scanner, known, bytes) ? 'taken' : 'refused']++
  }
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(runs / 10)
})

const plain = (more: Data = {}): Data => user(guid('u', 1), 'ada', { licenseAssignmentStates: [row(guid('s', 1), guid('g', 1))], ...more })
const isTaken = (text: string, most = levels): boolean => userReader(attributes).scan(bytesOf(text), 0, true, most) === Buffer.byteLength(text)
const parses = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

/** A value that nobody wants, deep in a user. */
const around = (value: string): string => JSON.stringify(plain({ x: { y: ['?'] } })).replace('"?"', () => value)

test.each(valid)('a value that JSON has is passed over: %j', (value) => {
  expect(parses(around(value))).toBe(true)
  expect(isTaken(around(value))).toBe(true)
})

test.each([1, 2, 3, 4, 40, 60, 61, 62, 63, 64, 65, 100])('values are passed over as deep as is allowed and no deeper: %i', (depth) => {
  for (const [open, close] of [['[', ']'], ['{"a":', '}']] as const) {
    const value = `${open.repeat(depth - 1)}${open === '[' ? '' : '1'}${close.repeat(depth - 1)}`
    const text = JSON.stringify(plain({ x: '?', licenseAssignmentStates: [] })).replace('"?"', () => value || '0')
    for (const most of [3, 4, 50, 64]) expect([most, isTaken(text, most)]).toEqual([most, depth <= most])
    const inRow = JSON.stringify(plain({ licenseAssignmentStates: [{ ...row(guid('s', 1), null), x: '?' }] })).replace('"?"', () => value || '0')
    for (const most of [5, 6, 50, 64]) expect([most, isTaken(inRow, most)]).toEqual([most, depth + 2 <= most || depth === 1])
  }
})

test.each(invalid)('a value that JSON does not have is refused: %j', (value) => {
  // `[` and `]` around it: nothing is no value, too.
  const text = around(`0,${value}`)
  expect([parses(text), isTaken(text)]).toEqual([false, false])
})

test.each(valid.filter((value) => value.startsWith('"')))('a text that JSON has is taken: %j', (value) => {
  const scanner = userReader(attributes)
  const text = bytesOf(JSON.stringify(plain({ userPrincipalName: '?' })).replace('"?"', () => value))
  expect(compared(scanner, nothingKnown(), text)).toBe(true)
})

test('what the bytes end in is refused wherever they end', () => {
  const scanner = userReader(attributes)
  for (const value of valid) {
    const bytes = bytesOf(around(value))
    for (let cut = 1; cut < bytes.length; cut++) if (scanner.scan(bytes.subarray(0, cut), 0, true, levels) !== -1) expect.fail(`${value} ${cut}`)
  }
})

test.each<readonly [string, Data | string]>([
  ['a key in odd case without a value', JSON.stringify(plain()).replace('"displayName":', '"displayname":null,"x":')],
  ['a key in odd case beside another one with an escape', JSON.stringify(plain()).replace('"displayName":', '"displayname":"x","DISPLAYN\\u0041ME":')],
  ['a key with the Kelvin sign', JSON.stringify(plain({ '\u212a': 1 }))],
  ['a key of many escapes', JSON.stringify(plain()).replace('{', `{"${'\\u0061'.repeat(200)}":1,`)],
  ['an address whose lower case depends on what stands around', plain({ proxyAddresses: ['smtp:\u03a3@x'] })],
  ['a letter that is two in lower case', plain({ proxyAddresses: ['smtp:\u0130@x'] })],
  ['AdditionalProperties twice', JSON.stringify(plain()).replace('{', '{"AdditionalProperties":{},"AdditionalProperties":{},')],
  ['a page', { '@odata.context': 'x', value: [plain()] }],
  ['a page whose list comes late', { Count: 1, Value: [plain()] }],
  ['a name that is no text', plain({ displayName: 7 })],
  ['an id that is no text', plain({ id: null })],
  ['a location that is a list', plain({ usageLocation: [] })],
  ['addresses that are an object', plain({ proxyAddresses: { value: [] } })],
  ['addresses that are one text', plain({ proxyAddresses: 'smtp:a@x' })],
  ['a row that is a text', plain({ licenseAssignmentStates: ['@{}'] })],
  ['an address that is no text', plain({ proxyAddresses: ['a', null] })],
])('%s is left to JSON.parse', (_, data) => {
  expect(isTaken(JSON.stringify(plain()))).toBe(true)
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  expect([parses(text), isTaken(text)]).toEqual([true, false])
})

test.each<readonly [string, string]>([
  ['a key twice', JSON.stringify(plain()).replace('{', '{"displayName":"x","proxyAddresses":["a"],"licenseAssignmentStates":[],"usageLocation":"US",')],
  ['a key in two odd cases', JSON.stringify(plain()).replace('{', '{"DISPLAYNAME":"x","displayname":"y",').replace('"displayName"', '"more"')],
  ['a key in two odd cases, one of them twice', JSON.stringify(plain()).replace('{', '{"DISPLAYNAME":"x","displayname":"y","DISPLAYNAME":"z",').replace('"displayName"', '"more"')],
  ['lists in objects', JSON.stringify(plain({ proxyAddresses: { value: ['smtp:a@x'], Count: 1 }, licenseAssignmentStates: { Count: 1, value: [row(guid('s', 1), null, { disabledPlans: { value: [guid('p', 1)], Count: 1 } })] } }))],
  ['an object instead of a list', JSON.stringify(plain({ licenseAssignmentStates: row(guid('s', 1), null), assignedLicenses: { skuId: guid('s', 1), disabledPlans: [] } }))],
  ['licences in an object, without rows', JSON.stringify(plain({ licenseAssignmentStates: { value: [], Count: 0 }, assignedLicenses: { value: [{ skuId: guid('s', 1), disabledPlans: [] }], Count: 1 } }))],
  ['thousands of rows and addresses', JSON.stringify(plain({ licenseAssignmentStates: Array.from({ length: 3000 }, (_, n) => row(guid('s', 3000 - n), guid('g', n % 7))), proxyAddresses: Array.from({ length: 3000 }, (_, n) => `smtp:a${n}@x`) }))],
  ['a list, and then none', JSON.stringify(plain()).replace(/}$/, ',"proxyAddresses":null,"licenseAssignmentStates":null}')],
  ['a key twice with an escape', JSON.stringify(plain()).replace('{', '{"d\\u0069splayName":"x",')],
  ['a key with an escape', JSON.stringify(plain()).replace('displayName', 'd\\u0069splayName')],
  ['a stranger with an escape', JSON.stringify(plain()).replace('{', '{"\\"\\u00e9\\ud800":{},')],
  ['a key in odd case', JSON.stringify(plain()).replace('displayName', 'displayname').replace('usageLocation', 'USAGELOCATION')],
  ['a key beyond ASCII', JSON.stringify(plain({ é: 1, '\u{1f3d4}': { ü: '' } }))],
  ['a key in both cases', JSON.stringify(plain({ DisplayName: 'x', ProxyAddresses: ['x@y'] }))],
  ['a key in both cases, the other way round', JSON.stringify({ DisplayName: 'x', LicenseAssignmentStates: [], ProxyAddresses: ['x@y'], usagelocation: 'US', ...plain() })],
  ['a key in odd case beside itself', JSON.stringify(plain({ displayname: 'x' }))],
  ['a property beside itself in AdditionalProperties', JSON.stringify(plain({ AdditionalProperties: { displayName: 'x', PROXYADDRESSES: ['z'] } }))],
  ['a property behind itself in AdditionalProperties', JSON.stringify({ additionalProperties: { DisplayName: 'x', usageLocation: 'US', proxyAddresses: ['z'] }, ...plain() })],
  ['an id with escapes', JSON.stringify(plain({ userPrincipalName: '' })).replace('-', '\\u002d')],
  ['an address beyond ASCII', JSON.stringify(plain({ userPrincipalName: 'ZOË.Ⱥ@x', proxyAddresses: [' SMTP:ZOË.Ⱥ@X\u00a0', 'zoë.ⱥ@x', '', '\u212a:1'] }))],
])('%s is read as JSON.parse reads it', (_, text) => {
  expect(compared(userReader(attributes, unseen), nothingKnown(), bytesOf(text))).toBe(true)
})

test('lower case is that of JavaScript, for every letter', () => {
  const scanner = userReader(attributes)
  for (let point = 0x20, step = 32; point < 0x110000; point += step) {
    if (point >= 0x20000) step = 512
    const letters = Array.from({ length: step }, (_, i) => String.fromCodePoint(point + i)).join('').replace(/[\ud800-\udfff\u0130\u03a3]/gu, '')
    if (letters.trim() === '') continue
    const data = { id: guid('u', 1), userPrincipalName: `${letters}@x`, proxyAddresses: [`smtp:${letters}@y`, letters] }
    if (!compared(scanner, nothingKnown(), bytesOf(JSON.stringify(data)))) expect.fail(point.toString(16))
  }
})

/** Two groups that are alike, two others that are, and one that is like none; members have rows by some of them, some of which say something else. */
const groups = [1, 1, 2, 2, 3].map((licenses, n) => ({ ...noGroup, id: guid('g', n), assignedLicenses: Array.from({ length: licenses }, (_, at) => ({ skuId: guid('s', at + licenses), disabledPlans: at === 0 ? [] : [guid('p', 1)] })) }))

function memberOfSome(draw: Draw, n: number): string {
  const rows = groups.filter(() => draw(3) > 0).flatMap(({ id, assignedLicenses }) => assignedLicenses.map(({ skuId, disabledPlans }) => row(skuId, draw(9) === 0 ? id.toUpperCase() : id, { disabledPlans, ...(draw(15) === 0 && { state: 'Error', error: 'CountViolation' }), ...(draw(15) === 0 && { disabledPlans: [guid('p', 2)] }) })))
  const direct = row(guid('s', 0), null, { disabledPlans: [guid('p', 0), guid('p', 2), guid('p', 4)].filter(() => draw(2) === 0) })
  const all = [...rows, ...(draw(2) === 0 ? [direct] : []), ...(draw(20) === 0 ? rows.slice(0, 1) : [])].sort(() => draw(3) - 1)
  return JSON.stringify(plain({ id: guid('u', n), licenseAssignmentStates: all }))
}

test('rows by groups that are alike are hidden from bytes as they are from values', () => {
  const hiding = { ...unseen, groups: alikeGroups(groups) }
  const [scanner, shapes] = [userReader(attributes, hiding), internShapes(attributes, hiding)]
  const looks = new Map<number, Set<string>>()
  const told = { hidden: 0, refused: 0, made: 0 }
  for (let n = 0; n < runs / 10; n++) {
    const text = memberOfSome(drawer(n), n)
    const remarks = collectRemarks()
    const whole = shapes.of(JSON.parse(text) as Data, { file: 'f', offset: 0, remarks })
    if (scanner.scan(bytesOf(text), 0, true, levels) === -1) {
      // There is something to say: a row is there twice.
      expect(remarks.count).toBeGreaterThan(0)
      told.refused++
      continue
    }
    if (remarks.count > 0) continue
    const [look, hidden] = [scanner.looks()[0]!, scanner.hidden()]
    const number = shapes.plans!.of(hidden, 0, hidden.length)
    const [props, quiet] = [scanner.propsOf(look), collectRemarks()]
    const made = props && shapes.of(props, { file: 'f', offset: 0, remarks: quiet })
    // An odd row by a group that stands in for others looks like one that is there twice: then the user is read.
    const rest = made === undefined || quiet.count > 0 ? shapes.showing(whole, number) : made
    told.made += Number(rest === made)
    const again = shapes.hiding(rest, number)
    expect(contentOf(shapes, again)).toBe(contentOf(shapes, whole))
    looks.set(look, (looks.get(look) ?? new Set()).add(Buffer.from(hidden).toString('hex')))
    told.hidden += Number(hidden.length > 0)
    scanner.newRows(shapes.alike)
  }
  expect(told.hidden).toBeGreaterThan(runs / 20)
  expect(told.made).toBeGreaterThan(runs / 20)
  expect(told.refused).toBeGreaterThan(runs / 1000)
  expect([...looks.values()].some(({ size }) => size > 4)).toBe(true)
})

test('looks that differ in one word are two', () => {
  const scanner = userReader(attributes)
  const looks = [{}, { usageLocation: 'US' }, { usageLocation: null }, { accountEnabled: false }, { userType: 'Guest' }, { department: 'x' }, { licenseAssignmentStates: [] }, { licenseAssignmentStates: null }, { assignedLicenses: null, licenseAssignmentStates: [] }, { licenseAssignmentStates: [row(guid('s', 1), null)] }].map((more) => {
    expect(scanner.scan(bytesOf(JSON.stringify(plain(more))), 0, true, levels)).not.toBe(-1)
    return scanner.looks()[0]
  })
  expect(new Set(looks).size).toBe(looks.length)
})

