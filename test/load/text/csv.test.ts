import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from '../../../src/load/text/csv.js'

const cells = (text: string) => readCsv('a.csv', text).value?.map(row => row.cells)
const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '"', '\n', '–'), maxLength: 6 })
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

test('what is written between quotation marks is read, and every cell is where its place says', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const lines = [['x', 'y', 'z'], ...rows].map(row => row.map(quoted).join(','))
      const text = lines.join('\n')
      const read = readCsv('a.csv', text.replaceAll('\n', end)).value!
      expect(read.map(row => row.cells)).toEqual([['x', 'y', 'z'], ...rows])
      read.forEach((row, at) => row.cells.forEach((value, column) => {
        const { line, column: start } = row.place(column)
        const from = text.split('\n').slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + start - 1
        expect(text.slice(from).startsWith(quoted(value)), `row ${at}, cell ${column}`).toBe(true)
      }))
    }),
    { seed: 3, numRuns: 300 },
  )
})

test.each([
  ['commas', 'a,b\n1,2\n', [['a', 'b'], ['1', '2']]],
  ['semicolons', 'a;b\n"1,5";2\n', [['a', 'b'], ['1,5', '2']]],
  ['tabs', 'a\tb\n1\t2', [['a', 'b'], ['1', '2']]],
  ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
  ['empty lines', 'a,b\n\n1,2\n\n', [['a', 'b'], ['1', '2']]],
  ['short and long rows', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
  ['nothing', '', []],
])('%s', (_, text, expected) => {
  expect(cells(text)).toEqual(expected)
})

test('after empty lines the place is right, and a missing cell is at the end of its row', () => {
  const row = readCsv('a.csv', 'a,b\n\n\n1\n').value![1]!
  expect(row.place(0)).toEqual({ file: 'a.csv', line: 4, column: 1 })
  expect(row.place(1)).toEqual({ file: 'a.csv', line: 4, column: 2 })
})
