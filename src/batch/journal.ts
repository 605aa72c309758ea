import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from './store.js'

/** Where a text stands in a file. */
interface Entry {
  readonly path: string
  readonly start: number
  readonly length: number
}

/**
 * Results of a run until it comes to its end: one file for each thread, one line for each result, of a key and a text. That is half
 * the system's work of a file for each, and gone at once when nobody needs it any more. A line that whoever was killed left unfinished is none.
 */
export function journalStore(folder: string): Store {
  const entries = entriesIn(folder)
  const own = journalIn(folder)
  return {
    isEmpty: entries.size === 0,
    get: async key => {
      const entry = entries.get(key)
      return entry && textAt(entry)
    },
    put: async (key, text) => {
      const entry = own.write(key, text)
      if (entry !== undefined) entries.set(key, entry)
    },
  }
}

/** So large that few are made, and each can be read in one piece. */
const fullAt = 64 * 1024 * 1024

interface Writing {
  readonly path: string
  readonly file: number
  end: number
}

/** One's own files; the first is there once something is written. What cannot be written is made again next time. */
function journalIn(folder: string): { write(key: string, text: string): Entry | undefined } {
  let writing: Writing | undefined
  let isBroken = false
  return {
    write(key, text) {
      if (isBroken) return undefined
      try {
        if (writing === undefined || writing.end >= fullAt) writing = begin(folder, writing)
        return append(writing, key, text)
      } catch {
        // What came after half a line could not be told from it.
        isBroken = true
        return undefined
      }
    },
  }
}

function begin(folder: string, last: Writing | undefined): Writing {
  if (last !== undefined) closeSync(last.file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${randomBytes(6).toString('hex')}.journal`)
  return { path, file: openSync(path, 'ax', 0o600), end: 0 }
}

function append(writing: Writing, key: string, text: string): Entry {
  const { path, file, end } = writing
  const line = Buffer.from(`${key} ${text}\n`)
  if (writeSync(file, line) < line.length) throw new Error('the disk is full')
  writing.end += line.length
  return { path, start: end + key.length + 1, length: line.length - key.length - 2 }
}

function entriesIn(folder: string): Map<string, Entry> {
  return new Map(namesIn(folder).sort().flatMap(name => linesOf(join(folder, name))))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => name.endsWith('.journal'))
  } catch {
    return []
  }
}

function linesOf(path: string): readonly (readonly [key: string, entry: Entry])[] {
  const bytes = bytesOf(path)
  const lines: (readonly [string, Entry])[] = []
  for (let from = 0, end = bytes.indexOf('\n'); end >= 0; from = end + 1, end = bytes.indexOf('\n', from)) {
    const space = bytes.indexOf(' ', from)
    lines.push([bytes.toString('latin1', from, space), { path, start: space + 1, length: end - space - 1 }])
  }
  return lines
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

function textAt({ path, start, length }: Entry): string | undefined {
  const bytes = Buffer.alloc(length)
  try {
    const file = openSync(path, 'r')
    try {
      return readSync(file, bytes, 0, length, start) === length ? bytes.toString() : undefined
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}
