import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Files } from './files.js'

/** Large enough that a chunk holds many users, small enough to stay in the processor's cache. */
const chunkSize = 256 * 1024

/** The real disk. Paths are relative to `root`, the working directory when it is not given. */
export function disk(root = '.'): Files {
  const at = (path: string) => resolve(root, path)
  return {
    stat: (path) => statOf(at(path)),
    list: async (folder) => (await readdir(at(folder))).sort(byCode),
    read: (path) => readFile(at(path)),
    stream: (path, range) => createReadStream(at(path), { highWaterMark: chunkSize, ...streamRange(range) }),
    scratch: () => mkdtemp(join(tmpdir(), 'seatplan-')),
  }
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What is neither file nor folder (a pipe, a device) counts as a file: it can be read. */
async function statOf(path: string): ReturnType<Files['stat']> {
  const found = await stat(path).catch(absent)
  return found && { kind: found.isDirectory() ? 'folder' : 'file', size: found.size }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

/** Node's `end` is inclusive, ours is not. */
function streamRange(range: { readonly start?: number; readonly end?: number } | undefined): { start?: number; end?: number } {
  const { start, end } = range ?? {}
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end: end - 1 }) }
}
