import { guid } from '../snapshot.js'

/** A small deterministic generator (mulberry32). */
export function drawer(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

export type Draw = ReturnType<typeof drawer>

export const one = <T>(draw: Draw, of: readonly T[]): T => of[draw(of.length)]!

type Data = Record<string, unknown>

/** A user as Graph has it, its keys in any order, some of them absent. */
export function anyUser(draw: Draw, n: number): Data {
  const name = one(draw, ['ada', 'zoë', 'o\'brien', 'łukasz', 'x"y\\z', '日本', 'a.b-c', 'A B'])
  const states = Array.from({ length: draw(4) }, () => anyRow(draw))
  return reordered(draw, {
    id: guid('u', n),
    userPrincipalName: one(draw, [`${name}${n}@contoso.com`, `${name}${n}@contoso.com`, '', null]),
    displayName: one(draw, [name, null, `${name}\n\t\u0001🏔`, '']),
    department: one(draw, ['Sales', 'R&D', 'Vertrieb Süd', '', null]),
    usageLocation: one(draw, ['CH', 'US', 'de', 'XX', 'Zürich', '', null]),
    accountEnabled: one(draw, [true, false, null]),
    userType: one(draw, ['Member', 'Guest', '', null]),
    onPremisesSyncEnabled: one(draw, [true, false, null]),
    proxyAddresses: wrapped(draw, Array.from({ length: draw(4) }, () => anyAddress(draw, name, n))),
    assignedLicenses: one(draw, [null, wrapped(draw, states.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans })))]),
    licenseAssignmentStates: one(draw, [wrapped(draw, states), wrapped(draw, states), states, [], null]),
    onPremisesExtensionAttributes: { extensionAttribute1: null, extensionAttribute2: 'a"b' },
    signInActivity: one(draw, [null, 12.5e-3, -7, [1, [2, {}]]]),
    '@odata.type': '#microsoft.graph.user',
  })
}

/** As Windows PowerShell 5.1 writes some lists; or the only item without a list. */
function wrapped(draw: Draw, list: readonly unknown[]): unknown {
  if (draw(6) > 0) return list
  return one(draw, [{ value: list, Count: list.length }, { Count: list.length, value: list }, { VALUE: list, count: null, more: [{}] }, { value: list }, list.length === 1 ? list[0] : list])
}

/** Beyond ASCII: letters that grow or shrink in lower case, become ASCII, or are two, also beyond 16 bits; blanks of all kinds at the ends. */
const anyAddress = (draw: Draw, name: string, n: number): string =>
  one(draw, [`SMTP:${name}@contoso.com`, `SMTP:${name}${n}@contoso.com`, `smtp:${name.toUpperCase()}${n}@Contoso.com`, 'smtp:Shared@contoso.com', ` smtp:x${n}@contoso.com `, 'x500:/o=First/cn=A', 'plain@contoso.com', '', ' ', ':', 'smtp:', 'sip:É@x', 'SMTP:ÄÖÜẞ@x', 'ȺȾ@x', '\u212amail:Kelvin', 'SİP:x', 'smtp:ΟΔΟΣ@x', 'smtp:ΣΑ', '\ud801\udc00\ud83c\udfd4@x', '\u00a0smtp:a@b\u3000', '\ufeffA\u2028\u205f', '\u1680\u2000x\u200a\u202f', '\u200bx\u180e', 'a\nb\n', '\u0000\t', '\ud800x', 'smtp:"q"@x'])

const anyRow = (draw: Draw): Data =>
  reordered(draw, {
    skuId: guid('s', draw(3)),
    disabledPlans: wrapped(draw, Array.from({ length: draw(4) }, () => guid('p', draw(3)))),
    assignedByGroup: one(draw, [null, null, guid('g', 1), guid('g', 2)]),
    state: one(draw, ['Active', 'Active', 'Active', 'active', 'Error', 'ActiveWithError', 'Disabled', 'New']),
    error: one(draw, [null, 'None', 'None', 'CountViolation', 'Others']),
    lastUpdatedDateTime: `2026-03-${String(1 + draw(28)).padStart(2, '0')}T09:14:07Z`,
  })

/** Any order of keys; one in sixteen is left out. */
function reordered(draw: Draw, data: Data): Data {
  const entries = Object.entries(data).filter(([key]) => key === 'id' || key === 'skuId' || draw(16) > 0)
  for (let i = entries.length - 1; draw(3) > 0 && i > 0; i--) {
    const j = draw(i + 1)
    ;[entries[i], entries[j]] = [entries[j]!, entries[i]!]
  }
  return Object.fromEntries(entries)
}

/** As some tool writes it: with blanks, with escapes, in PascalCase. */
export function written(draw: Draw, data: unknown): string {
  const text = JSON.stringify(draw(5) === 0 ? pascal(data, draw) : data, null, one(draw, [0, 0, 0, 1, '\t']))
  return draw(4) === 0 ? oddly(draw, text.replace(/[^ -~\n\t]|['&<>]/g, escaped)) : text
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Some letters of texts and keys escaped, a key in another case, beside a stranger, or twice. */
function oddly(draw: Draw, text: string): string {
  const spelt = text.replace(/"[A-Za-z.@0-9-]+"/g, (whole) => (draw(8) > 0 ? whole : whole.replace(/[a-z-]/g, (letter) => (draw(6) === 0 ? escaped(letter) : letter))))
  const cased = spelt.replace(/"[A-Za-z]+": ?/g, (key) => (draw(30) > 0 ? key : one(draw, [key.toLowerCase(), key.toUpperCase(), key + one(draw, ['null', '"x"', '[]', 'true', '"CH"']) + ',' + key, '"é\u212a":[[{}]],' + key, one(draw, [(text: string) => text.toLowerCase(), (text: string) => text[0]! + text[1]!.toUpperCase() + text.slice(2)])(key) + one(draw, ['null', '"x"', '[]', 'true', '"US"']) + ',' + key, key.replace(/[Kk]/, '\u212a')])))
  return cased
}

function pascal(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) return value.map((item) => pascal(item, draw))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key[0]!.toUpperCase() + key.slice(1), pascal(inner, draw)] as const)
  const cut = draw(3) === 0 ? draw(entries.length + 1) : entries.length
  return { ...Object.fromEntries(entries.slice(0, cut)), AdditionalProperties: Object.fromEntries(entries.slice(cut).map(([key, inner]) => [draw(2) === 0 ? key : key[0]!.toLowerCase() + key.slice(1), inner])) }
}
