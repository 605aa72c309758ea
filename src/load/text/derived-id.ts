import type { Guid } from '../../model/catalog.js'
import { sha256 } from './digest.js'

/** The id of a user, group or product that only a name is known of: the same name gives the same id, on every machine. */
export function derivedId(type: 'user' | 'group' | 'product', name: string): Guid {
  const hex = sha256(`${type}:${type === 'user' ? name.toLowerCase() : name}`)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
