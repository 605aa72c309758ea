import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Texts by the digest of what they were made of. Reading and writing may fail without harm: then the work is done again. */
export interface Store {
  get(key: string): Promise<string | undefined>
  /** Whole or not at all. */
  put(key: string, text: string): Promise<void>
}

/** A folder of files that only their owner reads. */
export function folderStore(folder: string): Store {
  const placeOf = (key: string): string => join(folder, key.slice(0, 2), `${key.slice(2)}.json`)
  return {
    get: key => readFile(placeOf(key), 'utf8').catch(() => undefined),
    put: (key, text) => writeInto(placeOf(key), text).catch(() => undefined),
  }
}

/** Folders are made when the first file finds none. */
function writeInto(path: string, text: string): Promise<void> {
  return write(path, text).catch(async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await write(path, text)
  })
}

/** A temporary file beside it, then a rename: who is killed in between leaves no half of a result. */
async function write(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
