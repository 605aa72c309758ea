import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { disk } from '../../src/load/disk.js'
import { filesBelow, textsBelow } from '../../src/load/files-below.js'
import { memory } from '../../src/load/memory.js'

const texts = { 'plans/b.yaml': '', 'plans/a/deep/c.json': '', 'plans/a.csv': '', 'plans/.git/d.yaml': '', 'plans/node_modules/e/e.yaml': '', 'plans/.f.yaml': '' }

test('files below a folder, and which of them may be written for seatplan', async () => {
  expect(await filesBelow(memory(texts), 'plans')).toEqual(['plans/a.csv', 'plans/a/deep/c.json', 'plans/b.yaml'])
  expect(await textsBelow(memory(texts), 'plans')).toEqual(['plans/a/deep/c.json', 'plans/b.yaml'])
})

test('links are followed, but not back up', async () => {
  const root = await mkdtemp(join(tmpdir(), 'seatplan-test-'))
  for (const path of ['plans/a/b.yaml', 'elsewhere/c.yaml']) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), '')
  }
  await symlink('../..', join(root, 'plans/a/up'))
  await symlink('.', join(root, 'plans/a/same'))
  await symlink('../elsewhere', join(root, 'plans/other'))
  expect(await filesBelow(disk(root), 'plans')).toEqual(['plans/a/b.yaml', 'plans/a/up/elsewhere/c.yaml', 'plans/other/c.yaml'])
  await rm(root, { recursive: true })
})
