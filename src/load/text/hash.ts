/** The hash of a text's UTF-8: four bytes a step. The scanner's `textHash` (assembly/bytes.ts) gives the same. */
export function hashOfText(text: string): number {
  const bytes = Buffer.from(text)
  return hashOfBytes(bytes, 0, bytes.length)
}

export function hashOfBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from
  let i = from
  for (; i + 4 <= to; i += 4) {
    hash = Math.imul(hash ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  hash ^= hash >>> 15
  return (Math.imul(hash, 0x9e3779b1) ^ (hash >>> 13)) >>> 0
}
