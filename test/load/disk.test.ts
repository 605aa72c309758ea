import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blockingDisk, disk } from '../../src/load/disk.js'
import type { Files } from '../../src/load/files.js'
import { memory } from '../../src/load/memory.js'
import { folder, shown, tenantIn } from './tenant/snapshot.js'

const entries = { 'a.txt': 'hello', 'sub/b.txt': 'wörld', 'sub/deep/c.txt': '' }
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seatplan-test-'))
  for (const [path, text] of Object.entries({ ...entries, ...folder() })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
})
afterAll(() => rm(root, { recursive: true }))

const whole = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString()
}

test.each<readonly [string, () => Files]>([
  ['the disk', () => disk(root)],
  ['the disk that a thread waits for', () => blockingDisk(root)],
  ['memory', () => memory({ ...entries, ...folder() })],
])('%s has files and folders', async (_, open) => {
  const files = open()
  expect(await files.stat('a.txt')).toMatchObject({ kind: 'file', size: 5 })
  expect((await files.stat('sub'))!.kind).toBe('folder')
  expect([await files.stat('nothing'), await files.stat('a.txt/b')]).toEqual([undefined, undefined])
  expect(await files.list('sub')).toEqual(['b.txt', 'deep'])
  expect(await files.list('.')).toEqual(['a.txt', 'sub', 't'])
  expect(Buffer.from(await files.read('sub/b.txt')).toString()).toBe('wörld')
  expect(await whole(files.stream('./sub/../a.txt'))).toBe('hello')
  expect(await whole(files.stream('a.txt', { start: 1, end: 3 }))).toBe('el')
  expect(await whole(files.stream('sub/deep/c.txt'))).toBe('')
  await expect(files.read('nothing')).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a thread that waits for the disk gets large files in pieces, and pipes as they come', async () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024, 'abcdefg')
  await writeFile(join(root, 'large.txt'), bytes)
  const pieces: number[] = []
  for await (const piece of blockingDisk(root).stream('large.txt')) pieces.push(piece.length)
  await rm(join(root, 'large.txt'))
  expect(pieces).toEqual([1024 * 1024, 1024 * 1024, 1024 * 1024])
  expect(await whole(blockingDisk('/dev').stream('null'))).toBe('')
  expect(Buffer.from(await blockingDisk('/dev').read('null')).toString()).toBe('')
})

test('a stamp of the disk is another one after a change, and only then', async () => {
  const stamp = async () => (await disk(root).stat('stamped.txt'))!.stamp
  await writeFile(join(root, 'stamped.txt'), 'one')
  const first = await stamp()
  expect(await stamp()).toBe(first)
  await writeFile(join(root, 'stamped.new'), 'two')
  await rename(join(root, 'stamped.new'), join(root, 'stamped.txt'))
  expect(await stamp()).not.toBe(first)
  await rm(join(root, 'stamped.txt'))
})

test('a tenant on disk is the one in memory', async () => {
  expect(shown(await tenantIn(disk(root)))).toEqual(shown(await tenantIn(folder())))
})
