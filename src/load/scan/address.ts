/*
 * Addresses made normal from their bytes, as `normalAddress` does it with texts. What is not plain ASCII, has escapes or
 * blanks at its ends is left to that.
 */

export const notPlain = -1

/** A byte in lower case; 0 where it is no plain one. */
const lower = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c ? 0 : byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte))

/** Letters, digits and hyphens: what a type consists of. */
const inType = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z0-9-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? 1 : 0))

const smtp = new TextEncoder().encode('smtp:')
const colon = 0x3a
const blank = 0x20

/** Writes an address at `out[at...]` and gives where it ends, or `notPlain`. `out` has room for five bytes more than there are. */
export function writeNormal(bytes: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (from === to || bytes[from] === blank || bytes[to - 1] === blank) return notPlain
  let i = from
  while (i < to && inType[bytes[i]!] === 1) i++
  let end = at
  if (i === from || i === to || bytes[i] !== colon) for (let j = 0; j < smtp.length; j++) out[end++] = smtp[j]!
  for (let j = from; j < to; j++) {
    const byte = lower[bytes[j]!]!
    if (byte === 0) return notPlain
    out[end++] = byte
  }
  return end
}

export function isMailAt(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < smtp.length; i++) if (bytes[at + i] !== smtp[i]) return false
  return true
}
