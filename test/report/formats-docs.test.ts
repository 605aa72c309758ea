import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reporters } from '../../src/report/index.js'

test('docs/formats.md lists every format, in order', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/formats.md'), 'utf8')
  const table = page.slice(page.indexOf('| format |'), page.indexOf('Same input'))
  expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(match => match[1])).toEqual(reporters.map(({ name }) => name))
})
