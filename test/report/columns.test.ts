import { expect, test } from 'vitest'
import { fewOf } from '../../src/report/count.js'
import { displayWidth, table, wrapped } from '../../src/report/columns.js'
import { visible } from '../../src/report/visible.js'

test.each([
  ['', 0],
  ['Sales', 5],
  ['営業部', 6],
  ['e\u0301', 1],
  ['é', 1],
  ['ｈｉ', 4],
  ['👍', 2],
  ['한국', 4],
  ['\u001b[31merror\u001b[39m', 5],
])('%s takes %i columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns)
})

test('columns stay under each other, whatever the letters', () => {
  expect(table([['営業', '1', 'x'], ['e\u0301t', '22', ''], ['Sales', '333', 'y']], ['left', 'right', 'left'])).toEqual([
    '  営業     1  x',
    '  e\u0301t      22',
    '  Sales  333  y',
  ])
})

test.each([
  ['fits', 20, ['- fits']],
  ['one two three', 9, ['- one two', '  three']],
  ['averylongword and more', 9, ['- averylongword', '  and', '  more']],
  ['', 9, ['-']],
] as const)('%s at %i columns', (text, width, lines) => {
  expect(wrapped(text, width, '- ')).toEqual(lines)
})

test.each([
  ['plain', 'Zoë 営業 👩‍👩‍👧', 'Zoë 営業 👩‍👩‍👧'],
  ['turned text', 'a\u202eb\u2066', 'a\\u202eb\\u2066'],
  ['controls', 'a\tb\r\n\u001b[2J\u0085', 'a\\u0009b\\u000d\\u000a\\u001b[2J\\u0085'],
  ['hidden', 'a\u200bb\ufeff\u00ad', 'a\\u200bb\\ufeff\\u00ad'],
  ['half a character', '\ud800', '\\ud800'],
  ['tags', '\u{e0041}', '\\u{e0041}'],
  ['separators', '\u2028\u2029', '\\u2028\\u2029'],
])('what a terminal would hide or obey is written out: %s', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test.each([
  [['A'], 2, 'A'],
  [['A', 'B', 'C'], 2, 'A, B, C'],
  [['A', 'B', 'C', 'D'], 2, 'A, B, and 2 more'],
  [[], 2, ''],
])('%j, %i of them', (names, few, words) => {
  expect(fewOf(names, few)).toBe(words)
})
