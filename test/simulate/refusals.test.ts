import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refusals } from '../../src/simulate/refusals.js'

test('docs/refusals.md lists every refusal, and no other', () => {
  const rows = [...readFileSync('docs/refusals.md', 'utf8').matchAll(/^\| `(service\/[a-z-]+)` \| `(\w+)` \|/gm)]
  expect(Object.fromEntries(rows.map(([, id, reason]) => [reason, id]))).toEqual(refusals)
})
