import { createHash } from 'node:crypto'

/** Lower-case hex of the SHA-256 of a text or of bytes. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
