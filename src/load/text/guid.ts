import type { Guid } from '../../model/catalog.js'

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A GUID in lower case; undefined: the value is none. */
export function asGuid(value: unknown): Guid | undefined {
  if (typeof value !== 'string' || value.length !== 36) return undefined
  if (pattern.test(value)) return value
  const lower = value.toLowerCase()
  return pattern.test(lower) ? lower : undefined
}

/** Four words of 32 bits, in whose order GUIDs sort as their texts do. */
export const guidWords = 4

/** Writes a GUID's bits at `words[at...]`; false: the text is none. Case does not matter. */
export function packGuid(text: string, words: Uint32Array, at: number): boolean {
  if (text.length !== 36) return false
  let word = 0
  let digits = 0
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i)
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== dash) return false
      continue
    }
    const digit = hexOf(code)
    if (digit === -1) return false
    word = (word << 4) | digit
    if ((++digits & 7) === 0) words[at + (digits >> 3) - 1] = word >>> 0
  }
  return true
}

const dash = 0x2d
function hexOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** The GUID whose bits stand at `words[at...]`. */
export function unpackGuid(words: Uint32Array, at: number): Guid {
  let hex = ''
  for (let i = 0; i < guidWords; i++) hex += words[at + i]!.toString(16).padStart(8, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
