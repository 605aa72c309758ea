import { expect, test } from 'vitest'
import { disk } from '../../src/load/disk.js'
import { displayNamePart, namePart, people } from '../../src/load/people.js'

const name = (row: number): string => `user${row}@contoso.com`
const longName = 'x'.repeat(40_000)

/** More than three chunks of a megabyte, of which one stays in memory. */
function spilled() {
  const files = disk()
  const all = people(() => '', files.scratch, 1)
  for (let row = 0; row < 120; row++) all.push(name(row), row % 7 === 0 ? 'Zoë' : `${longName}${row}`, [`smtp:${name(row)}`, 'x500:/o=a'])
  return all
}

test('names and addresses that went to the disk are read as those in memory, in any order', () => {
  const all = spilled()
  for (const row of [119, 0, 60, 61, 62, 59, 3, 118, 90, 30, 7]) {
    expect(all.textAt(row, namePart)).toBe(name(row))
    expect(all.textAt(row, displayNamePart)).toBe(row % 7 === 0 ? 'Zoë' : `${longName}${row}`)
    expect(all.addressesAt(row)).toEqual([`smtp:${name(row)}`, 'x500:/o=a'])
  }
})

test('a record that is larger than all others stays readable', () => {
  const all = people(() => '', disk().scratch, 0)
  all.push('a', 'A', [])
  all.push('b', 'y'.repeat(3_000_000), [])
  all.push('c', 'C', ['smtp:c@x'])
  expect([0, 1, 2].map((row) => all.textAt(row, namePart))).toEqual(['a', 'b', 'c'])
  expect(all.textAt(1, displayNamePart)).toHaveLength(3_000_000)
  expect(all.addressesAt(2)).toEqual(['smtp:c@x'])
})
