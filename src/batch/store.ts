import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Texts by the digest of what they were made of. Reading and writing may fail without harm: then the work is done again. */
export interface Store {
  /** Nothing was here when it was opened: who looks for what was made before need not ask. */
  readonly isEmpty: boolean
  get(key: string): Promise<string | undefined>
  /** Whole or not at all. */
  put(key: string, text: string): Promise<void>
}

/** A folder of files that only their owner reads. They are small: waiting for them costs less than asking to be told. */
export function folderStore(folder: string): Store {
  const placeOf = (key: string): string => join(folder, key.slice(0, 2), `${key.slice(2)}.json`)
  return {
    isEmpty: false,
    get: async key => readOrNothing(placeOf(key)),
    put: async (key, text) => writeOrNothing(placeOf(key), text),
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Folders are made when the first file finds none. */
function writeOrNothing(path: string, text: string): void {
  try {
    write(path, text)
  } catch {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      write(path, text)
    } catch {
      // It is made again next time.
    }
  }
}

/** A temporary file beside it, then a rename: who is killed in between leaves no half of a result. */
function write(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
