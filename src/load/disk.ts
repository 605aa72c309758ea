import { closeSync, mkdtempSync, open, openSync, read, readdirSync, readFileSync, readSync, realpathSync, rmSync, statSync, writeSync } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { BigIntStats } from 'node:fs'
import { ScratchFault } from './files.js'
import type { Files, Scratch } from './files.js'

/** Large enough that few users are cut by the end of a chunk. */
const chunkSize = 1024 * 1024

/** The real disk. Paths are relative to `root`, the working directory when it is not given. */
export function disk(root = '.'): Files {
  const at = (path: string) => resolve(root, path)
  return {
    stat: (path) => statOf(at(path)),
    list: async (folder) => (await readdir(at(folder))).sort(byCode),
    read: (path) => readFile(at(path)),
    stream: (path, range) => chunksOf(at(path), range),
    real: async (path) => realPath(at(path)),
    scratch: scratchFile,
    lake: { open: async () => (await import('./duckdb.js')).openDuckDb(), at: async (path) => at(path) },
  }
}

/**
 * The same for who has nothing else to do: it waits for the disk itself. Small files cost half as much so, threads do not get into each other's
 * way, and Node need not load what hands work to others. What is no file may be long in coming: nobody waits for that.
 */
export function blockingDisk(root = '.'): Files {
  const at = (path: string) => resolve(root, path)
  return {
    ...disk(root),
    stat: async (path) => seen(statNow(at(path))),
    list: async (folder) => readdirSync(at(folder)).sort(byCode),
    read: async (path) => (statNow(at(path))?.isFile() === false ? readFile(at(path)) : readFileSync(at(path))),
    stream: (path, range) => (range === undefined && isSmall(at(path)) ? wholeOf(at(path)) : chunksOf(at(path), range)),
  }
}

/** What is one chunk anyhow. A pipe says nothing of its size. */
function isSmall(path: string): boolean {
  const found = statNow(path)
  return found !== undefined && found.isFile() && found.size <= chunkSize
}

async function* wholeOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path)
}

function statNow(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch (error) {
    return absent(error as NodeJS.ErrnoException)
  }
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What is neither file nor folder (a pipe, a device) counts as a file: it can be read. */
async function statOf(path: string): ReturnType<Files['stat']> {
  return seen(await stat(path, { bigint: true }).catch(absent))
}

function seen(found: BigIntStats | undefined): Awaited<ReturnType<Files['stat']>> {
  return found && { kind: found.isDirectory() ? 'folder' : 'file', size: Number(found.size), stamp: [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(' ') }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path).replaceAll('\\', '/')
  } catch (error) {
    absent(error as NodeJS.ErrnoException)
    const above = dirname(path)
    return above === path ? path : `${realPath(above).replace(/\/$/, '')}/${basename(path)}`
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

/** Two buffers take turns: one is read into while the other is looked at. New ones for every chunk would cost more than the reading. */
async function* chunksOf(path: string, range: Range = {}): AsyncGenerator<Uint8Array> {
  const file = await opened(path)
  let [ready, filling] = [Buffer.allocUnsafeSlow(chunkSize), Buffer.allocUnsafeSlow(chunkSize)]
  let next = fill(file, filling, range, 0)
  try {
    for (let done = 0, bytes = await next; bytes > 0; bytes = await next) {
      ;[ready, filling] = [filling, ready]
      next = fill(file, filling, range, (done += bytes))
      yield ready.subarray(0, bytes)
    }
  } finally {
    await next.catch(() => 0)
    closeSync(file)
  }
}

type Range = Parameters<Files['stream']>[1]

/** Gives how many bytes there were; whoever waits for them hears what went wrong. What is no file has no places to read from. */
function fill(file: number, buffer: Buffer, { start, end = Infinity }: Range & object, done: number): Promise<number> {
  const length = Math.min(buffer.length, end - (start ?? 0) - done)
  const bytes = length === 0 ? Promise.resolve(0) : bytesRead(file, buffer, length, start === undefined ? null : start + done)
  bytes.catch(() => undefined)
  return bytes
}

const opened = (path: string): Promise<number> => new Promise((resolve, reject) => open(path, (error, file) => (error ? reject(error) : resolve(file))))

const bytesRead = (file: number, buffer: Buffer, length: number, position: number | null): Promise<number> =>
  new Promise((resolve, reject) => read(file, buffer, 0, length, position, (error, bytes) => (error ? reject(error) : resolve(bytes))))

const closing = new FinalizationRegistry<number>(closeSync)

/** A file without a name, so that nothing is left of it whatever happens; where files in use must have one, it goes when the process ends. */
function scratchFile(): Scratch {
  const file = onDisk(openScratch)
  const scratch: Scratch = {
    write: (bytes, position) => onDisk(() => writeAll(file, bytes, position)),
    readInto: (bytes, position) => onDisk(() => readSync(file, bytes, 0, bytes.length, position)),
  }
  closing.register(scratch, file)
  return scratch
}

/** What a full disk says, or a folder that nobody may write to. */
function onDisk<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new ScratchFault((error as NodeJS.ErrnoException).code ?? String(error), tmpdir())
  }
}

function openScratch(): number {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  const file = openSync(join(folder, 'scratch'), 'wx+', 0o600)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    remove()
  } catch {
    process.once('exit', remove)
  }
  return file
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, position + done)
}
