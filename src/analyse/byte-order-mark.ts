import type { Files } from '../load/files.js'

/** The mark that a file begins with, if it does. Reading leaves it out; writing puts it back. */
export async function markOf(files: Files, path: string): Promise<string> {
  const bytes = await files.read(path)
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : ''
}
