import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pruneDaily } from '../../src/batch/prune.js'

const day = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 10, 28)
const limits = { age: 30 * day, bytes: 100 }

/** Files by how many days ago they were used, and how long they are. */
function folderOf(files: Readonly<Record<string, readonly [days: number, bytes: number]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  mkdirSync(join(folder, 'results/ab'), { recursive: true })
  for (const [name, [days, bytes]] of Object.entries(files)) {
    writeFileSync(join(folder, name), 'x'.repeat(bytes))
    utimesSync(join(folder, name), (now - days * day) / 1000, (now - days * day) / 1000)
  }
  return folder
}

const left = (folder: string): readonly string[] => readdirSync(join(folder, 'results/ab')).toSorted()

describe('of results that are kept', () => {
  test('those that nobody used for a month go, and what a killed run left half written', async () => {
    const folder = folderOf({ 'results/ab/old.json': [31, 10], 'results/ab/used.json': [29, 10], 'results/ab/half.json.1.tmp': [40, 10] })
    await pruneDaily(folder, now, limits)
    expect(left(folder)).toEqual(['used.json'])
  })

  test('the ones that were used longest ago go where all are too much', async () => {
    const folder = folderOf({ 'results/ab/a.json': [1, 40], 'results/ab/b.json': [2, 40], 'results/ab/c.json': [3, 40], 'results/ab/d.json': [4, 1] })
    await pruneDaily(folder, now, limits)
    expect(left(folder)).toEqual(['a.json', 'b.json'])
  })

  test('none is looked at twice a day; what is nobody\'s result stays', async () => {
    const folder = folderOf({ 'results/ab/old.json': [31, 10], 'results/ab/notes.txt': [400, 10] })
    await pruneDaily(folder, now, limits)
    writeFileSync(join(folder, 'results/ab/old.json'), '')
    utimesSync(join(folder, 'results/ab/old.json'), 0, 0)
    await pruneDaily(folder, now + day / 2, limits)
    expect(left(folder)).toEqual(['notes.txt', 'old.json'])
    await pruneDaily(folder, now + day, limits)
    expect(left(folder)).toEqual(['notes.txt'])
  })

  test('nothing is made where there is no folder', async () => {
    const folder = join(tmpdir(), 'seatplan-nowhere')
    await pruneDaily(folder, now, limits)
    expect(existsSync(folder)).toBe(false)
  })
})
