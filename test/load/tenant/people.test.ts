import { expect, test } from 'vitest'
import { disk } from '../../../src/load/disk.js'
import { displayNamePart, namePart, people } from '../../../src/load/tenant/people.js'

const name = (row: number): string => `user${row}@contoso.com`
const id = (row: number): Uint32Array => Uint32Array.of(row, 0xffffffff - row, 7, row * 2)
const longName = 'x'.repeat(40_000)

/** More than three chunks of a megabyte, of which one stays in memory. */
function spilled() {
  const files = disk()
  const all = people(() => '', files.scratch, 1)
  const places = Array.from({ length: 120 }, (_, row) => all.push(id(row), name(row), row % 7 === 0 ? 'Zoë' : `${longName}${row}`, [`smtp:${name(row)}`, 'x500:/o=a']))
  return { all, places }
}

test('what went to the disk is read as what is in memory, in any order', () => {
  const { all, places } = spilled()
  for (const row of [119, 0, 60, 61, 62, 59, 3, 118, 90, 30, 7]) {
    expect(all.textAt(places[row]!, namePart)).toBe(name(row))
    expect(all.textAt(places[row]!, displayNamePart)).toBe(row % 7 === 0 ? 'Zoë' : `${longName}${row}`)
    expect(all.addressesAt(places[row]!)).toEqual([`smtp:${name(row)}`, 'x500:/o=a'])
    expect(all.idAt(places[row]!)).toEqual(id(row))
  }
})

test('all are gone through in the order in which they came', () => {
  const { all, places } = spilled()
  expect([...all.places()]).toEqual(places)
  expect([all.count, all.end > places.at(-1)!]).toEqual([120, true])
})

test('a record that is larger than all others stays readable', () => {
  const all = people(() => '', disk().scratch, 0)
  const places = [all.push(id(1), 'a', 'A', []), all.push(id(2), 'b', 'y'.repeat(3_000_000), []), all.push(id(3), 'c', 'C', ['smtp:c@x'])]
  expect(places.map((place) => all.textAt(place, namePart))).toEqual(['a', 'b', 'c'])
  expect(all.textAt(places[1]!, displayNamePart)).toHaveLength(3_000_000)
  expect(all.addressesAt(places[2]!)).toEqual(['smtp:c@x'])
  expect([...all.places()]).toEqual(places)
})
