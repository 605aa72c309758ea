/** How Graph's pages (`{ "@odata.context": ..., "value": [...] }`) are told from elements, byte by byte. */

export const quote = 0x22
export const backslash = 0x5c
export const comma = 0x2c
export const colon = 0x3a
export const openList = 0x5b
export const closeList = 0x5d
export const openObject = 0x7b
export const closeObject = 0x7d

export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

export const endsWord = (byte: number): boolean =>
  isBlank(byte) || byte === comma || byte === colon || byte === closeList || byte === closeObject || byte === openList || byte === openObject || byte === quote

/** More than this before it is clear what an object is: it is an element. */
const longestHead = 64 * 1024

/** Where the value of `value` begins, if the object is a page. */
export function sniff(bytes: Buffer, start: number): number | 'element' | 'more' {
  const more = bytes.length - start > longestHead ? 'element' : 'more'
  let i = start + 1
  for (;;) {
    i = skipBlanks(bytes, i)
    if (i + 1 >= bytes.length) return more
    if (bytes[i] !== quote || !startsPageKey(bytes[i + 1]!)) return 'element'
    const end = bytes.indexOf(quote, i + 1)
    if (end === -1) return more
    const key = bytes.toString('latin1', i + 1, end).toLowerCase()
    i = skipBlanks(bytes, end + 1)
    if (i >= bytes.length) return more
    if (bytes[i] !== colon) return 'element'
    i = skipBlanks(bytes, i + 1)
    if (i >= bytes.length) return more
    const byte = bytes[i]!
    if (byte === openList || byte === openObject) return key === 'value' ? i : 'element'
    if (!key.startsWith('@')) return 'element'
    i = skipScalar(bytes, i)
    if (i >= bytes.length) return more
    if (bytes[i] !== comma) return 'element'
    i++
  }
}

/** `@odata...`, or `value` in any case. */
const startsPageKey = (byte: number): boolean => byte === 0x40 || byte === 0x76 || byte === 0x56

function skipBlanks(bytes: Buffer, from: number): number {
  let i = from
  while (i < bytes.length && isBlank(bytes[i]!)) i++
  return i
}

/** Past a text, number or word and the blanks behind it. */
function skipScalar(bytes: Buffer, from: number): number {
  let i = from
  if (bytes[i] === quote) {
    for (i++; i < bytes.length && bytes[i] !== quote; i++) if (bytes[i] === backslash) i++
    i++
  } else while (i < bytes.length && !endsWord(bytes[i]!)) i++
  return skipBlanks(bytes, i)
}

/** Whether a page says that there is another one. */
export function hasNextLink(page: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(page).some((key) => nextLinkKeys.has(key.toLowerCase()) && typeof page[key] === 'string' && page[key] !== '')
}

const nextLinkKeys: ReadonlySet<string> = new Set(['@odata.nextlink', 'odata.nextlink', 'nextlink'])
