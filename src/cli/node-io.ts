import { randomBytes } from 'node:crypto'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { blockingDisk } from '../load/disk.js'
import { isOfTheDisk } from '../load/text/disk-fault.js'
import type { Io } from './io.js'
import { nodeMachine } from './node-machine.js'
import { nodePrompt } from './repl/node-prompt.js'
import { nodeSignals } from './watch/node-signals.js'

/** The machine that seatplan runs on. A reader that stops reading (`| head`) and Ctrl-C end it without a word. */
export function nodeIo(): Io {
  const unfinished = new Set<string>()
  forgiveClosedPipes()
  cleanUpOnInterrupt(unfinished)
  const machine = nodeMachine(process.env)
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    files: blockingDisk(),
    write: (path, chunks) => writeWhole(path, chunks, unfinished),
    cwd: process.cwd().replaceAll('\\', '/'),
    env: process.env,
    today: () => new Date().toISOString().slice(0, 10),
    isTerminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    width: process.stdout.columns ?? 80,
    machine,
    signals: mode => nodeSignals(mode, machine.onInterrupt),
    prompt: nodePrompt,
  }
}

/** What nobody reads any more is not written; the exit code stays what it is. */
function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

function cleanUpOnInterrupt(unfinished: ReadonlySet<string>): void {
  process.once('SIGINT', () => {
    for (const path of unfinished) rmSync(path, { force: true })
    process.exit(130)
  })
}

async function writeWhole(path: string, chunks: Iterable<string>, unfinished: Set<string>): Promise<void> {
  try {
    if (await isDevice(path)) writeChunks(path, 'w', chunks)
    else await writeBeside(path, chunks, unfinished)
  } catch (error) {
    throw isOfTheDisk(error) ? Object.assign(error, { path, isWritten: true }) : error
  }
}

/** `/dev/null`, `/dev/stdout`, a pipe with a name: nothing may be put in its place. */
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return path.startsWith('/dev/') || (found !== undefined && !found.isFile() && !found.isDirectory())
}

async function writeBeside(path: string, chunks: Iterable<string>, unfinished: Set<string>): Promise<void> {
  // A name that nobody can have put a link at.
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  await makeFolder(dirname(path))
  unfinished.add(temporary)
  try {
    writeChunks(temporary, 'wx', chunks)
    await rename(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
    unfinished.delete(temporary)
  }
}

/** With those above it. Node's own way never ends where a folder is there and takes none (`/proc`). */
async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

function writeChunks(path: string, flags: 'w' | 'wx', chunks: Iterable<string>): void {
  const file = openSync(path, flags)
  try {
    for (const chunk of chunks) writeFileSync(file, chunk)
  } finally {
    closeSync(file)
  }
}
