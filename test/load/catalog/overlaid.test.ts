import { describe, expect, test } from 'vitest'
import type { Files } from '../../../src/load/files.js'
import { memory } from '../../../src/load/memory.js'
import { noting, overlaid } from '../../../src/load/catalog/overlaid.js'

const disk = memory({ '/p/a.yaml': 'on the disk', '/p/rules/b.yaml': 'on the disk' })
const textOf = async (files: Files, path: string): Promise<string> => new TextDecoder().decode(await files.read(path))
const streamed = async (files: Files, path: string, range?: { start?: number; end?: number }): Promise<string> => {
  let text = ''
  for await (const chunk of files.stream(path, range)) text += new TextDecoder().decode(chunk)
  return text
}

describe('unsaved texts over a disk', () => {
  const files = overlaid(disk, () => new Map([['/p/a.yaml', 'unsaved'], ['/p/new/c.yaml', 'neu: ü']]))

  test('win over what is saved, and are there where nothing is', async () => {
    expect([await textOf(files, '/p/a.yaml'), await textOf(files, '/p/rules/b.yaml'), await textOf(files, '/p/new/c.yaml')]).toEqual(['unsaved', 'on the disk', 'neu: ü'])
    expect([await streamed(files, '/p/a.yaml', { start: 2, end: 5 }), await streamed(files, '/p/rules/b.yaml')]).toEqual(['sav', 'on the disk'])
  })

  test('have sizes in bytes, and folders', async () => {
    expect(await files.stat('/p/new/c.yaml')).toEqual({ kind: 'file', size: 7 })
    expect(await files.stat('/p/new')).toMatchObject({ kind: 'folder' })
    expect(await files.stat('/p/old')).toBeUndefined()
  })

  test('are listed with the others, each once', async () => {
    expect([await files.list('/p'), await files.list('/p/new')]).toEqual([['a.yaml', 'rules'], ['c.yaml']])
  })

  test('are those of the moment', async () => {
    let text = 'one'
    const changing = overlaid(disk, () => new Map([['/p/a.yaml', text]]))
    expect(await textOf(changing, '/p/a.yaml')).toBe('one')
    text = 'two'
    expect(await textOf(changing, '/p/a.yaml')).toBe('two')
  })
})

test('what is read can be noted: texts of people, not of snapshots', async () => {
  const seen: string[] = []
  const files = noting(memory({ '/p/a.yaml': 'a', '/p/users.ndjson': 'b' }), (path, text) => void seen.push(`${path} ${text}`))
  await files.read('/p/a.yaml')
  await files.read('/p/users.ndjson')
  expect(seen).toEqual(['/p/a.yaml a'])
})
