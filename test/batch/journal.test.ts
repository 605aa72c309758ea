import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { journalStore } from '../../src/batch/journal.js'

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'seatplan-')), 'runs', 'one')
const key = (of: string): string => of.repeat(64)
const journals = (folder: string): readonly string[] => readdirSync(folder).map(name => join(folder, name))

describe('what a run keeps until it ends', () => {
  test('is found by who wrote it and by whoever comes after; of one key what was written last', async () => {
    const folder = newFolder()
    const first = journalStore(folder)
    expect(await first.get(key('a'))).toBeUndefined()
    await first.put(key('a'), '{"title":"Zoë"}')
    await first.put(key('b'), '[]')
    await first.put(key('a'), '{"title":"Ada"}')
    for (const store of [first, journalStore(folder)]) expect([await store.get(key('a')), await store.get(key('b')), await store.get(key('c'))]).toEqual(['{"title":"Ada"}', '[]', undefined])
  })

  test('stands in one file for each that writes, for its owner alone, and in none for who writes nothing', async () => {
    const folder = newFolder()
    const [one, two] = [journalStore(folder), journalStore(folder)]
    journalStore(folder)
    await one.put(key('a'), '1')
    await two.put(key('b'), '2')
    await one.put(key('c'), '3')
    expect(journals(folder).map(path => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(await Promise.all(['a', 'b', 'c'].map(of => journalStore(folder).get(key(of))))).toEqual(['1', '2', '3'])
  })

  test('does not count a line that somebody left who was killed', async () => {
    const folder = newFolder()
    const store = journalStore(folder)
    await store.put(key('a'), 'whole')
    appendFileSync(journals(folder)[0]!, `${key('b')} half of wh`)
    const next = journalStore(folder)
    expect([await next.get(key('a')), await next.get(key('b'))]).toEqual(['whole', undefined])
    await next.put(key('b'), 'whole now')
    expect(await journalStore(folder).get(key('b'))).toBe('whole now')
  })

  test('is nothing, without a word, where nothing can be written', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, '..'))
    writeFileSync(folder, 'a file is in the way')
    const store = journalStore(folder)
    await store.put(key('a'), '1')
    await store.put(key('b'), '2')
    expect([await store.get(key('a')), await store.get(key('b'))]).toEqual([undefined, undefined])
  })
})
