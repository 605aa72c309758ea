import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Files } from '../files.js'

/** A file whose bytes cannot be made into text: caught where the file is read, and reported as a problem. */
export class UnreadableBytes extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}

/**
 * A file's text as UTF-8, chunk by chunk: gzip undone, UTF-16 (PowerShell's `>`) turned into UTF-8. A byte order mark stays.
 * A chunk is valid until the next one is asked for.
 */
export async function* textOf(files: Files, path: string, limits = gzipLimits): AsyncGenerator<Buffer> {
  const plain = await unzipped(files.stream(path), limits)
  const { first, all } = await opened(plain)
  const utf16 = utf16Name(first)
  yield* utf16 === undefined ? all : decoded(all, utf16)
}

interface Opened {
  /** At least four bytes, where there are so many. */
  readonly first: Buffer
  /** Everything, the first bytes too. */
  readonly all: AsyncIterable<Buffer>
}

async function opened(chunks: AsyncIterable<Uint8Array>): Promise<Opened> {
  const rest = chunks[Symbol.asyncIterator]()
  let first: Buffer = Buffer.alloc(0)
  while (first.length < 4) {
    const next = await rest.next()
    if (next.done === true) break
    first = first.length === 0 && next.value.length >= 4 ? view(next.value) : Buffer.concat([first, next.value])
  }
  return { first, all: rejoined(first, rest) }
}

async function* rejoined(first: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield view(next.value)
  } finally {
    await rest.return?.()
  }
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

async function unzipped(chunks: AsyncIterable<Uint8Array>, limits: GzipLimits): Promise<AsyncIterable<Uint8Array>> {
  const { first, all } = await opened(chunks)
  return first[0] === 0x1f && first[1] === 0x8b ? gunzip(all, limits) : all
}

export interface GzipLimits {
  /** How many times longer the bytes may become, once they are more than `free`. Exports repeat themselves, but not like this. */
  readonly growth: number
  readonly free: number
  /** How many there may be in the end: no tenant has so many users. */
  readonly bytes: number
}

export const gzipLimits: GzipLimits = { growth: 300, free: 64 * 1024 * 1024, bytes: 2 ** 40 }

async function* gunzip(chunks: AsyncIterable<Buffer>, { growth, free, bytes }: GzipLimits): AsyncGenerator<Buffer> {
  let packed = 0
  let unpacked = 0
  const counted = async function* () {
    for await (const chunk of chunks) {
      packed += chunk.length
      yield Buffer.from(chunk)
    }
  }
  const zip = createGunzip({ chunkSize: 256 * 1024 })
  pipeline(Readable.from(counted(), { objectMode: false }), zip, () => undefined)
  try {
    for await (const chunk of zip) {
      unpacked += (chunk as Buffer).length
      if (unpacked > free && unpacked > packed * growth) throw bomb(`grows more than ${growth} times`)
      if (unpacked > bytes) throw bomb(`is more than ${bytes} bytes when it is unpacked`)
      yield chunk as Buffer
    }
  } catch (error) {
    throw isZlibError(error) ? badZip(error) : error
  }
}

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('Z_')

const badZip = (error: Error): UnreadableBytes =>
  new UnreadableBytes('corrupt-gzip', `the gzip data is damaged or cut off (${error.message})`, 'export or copy the file again')

const bomb = (how: string): UnreadableBytes => new UnreadableBytes('gzip-bomb', `the gzip data ${how}`, 'unpack it yourself if you trust it')

/** UTF-16 by its mark, or by the zero beside an ASCII first character. */
function utf16Name(first: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b] = first
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (first.length < 2) return undefined
  if (b === 0 && a !== 0) return 'utf-16le'
  return a === 0 && b !== 0 ? 'utf-16be' : undefined
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of chunks) yield Buffer.from(decode(decoder, chunk), 'utf8')
  const last = decode(decoder)
  if (last !== '') yield Buffer.from(last, 'utf8')
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    throw new UnreadableBytes('not-utf16', 'the file begins as UTF-16 and does not go on so', 'save it as UTF-8')
  }
}
