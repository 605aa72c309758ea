import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { reporters } from '../../src/report/index.js'
import { visible } from '../../src/report/visible.js'
import type { rich } from './fixture.js'
import { hostileNames, reportAbout } from './hostile.js'
import { azureCommands, githubCommands, htmlElements, markdownElements, readXml, rendered, sarifFaults } from './readers.js'

/** What a terminal or an editor would obey or hide. Line breaks are ours. */
// oxlint-disable-next-line no-control-regex
const deceiving = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
/** What a tenant without malice gives. */
const calm = new Map(reporters.map(({ name }) => [name, rendered(name, reportAbout('Sales'), { width: 60, expand: true })]))
const calmPage = shapeOf(htmlElements(rendered('html', reportAbout('Sales'))))
const calmMarkdown = shapeOf(markdownElements(rendered('markdown', reportAbout('Sales'))))
const forPeople = reporters.map(({ name }) => name).filter(name => !['json', 'ndjson'].includes(name))

describe.each(hostileNames)('a tenant in which everything is called %j', name => {
  const report = reportAbout(name)

  test.each(forPeople)('%s hides nothing and turns no text', format => {
    expect(rendered(format, report, { width: 60, expand: true })).not.toMatch(deceiving)
  })

  test.each(reporters.map(one => one.name))('%s tells a build nothing that it was not meant to tell', format => {
    const text = rendered(format, report, { width: 60, expand: true })
    expect(githubCommands(text).map(one => one.name)).toEqual(githubCommands(calm.get(format)!).map(one => one.name))
    expect(azureCommands(text).map(one => one.name)).toEqual(azureCommands(calm.get(format)!).map(one => one.name))
    expect(text).not.toMatch(/##\[/)
  })

  test('html: it is text, everywhere', () => {
    const found = htmlElements(rendered('html', report))
    expect(shapeOf(found)).toEqual(calmPage)
    expect(found.find(one => one.name === 'bdi')?.text).toBe(visible(name))
  })

  test('markdown: it is text, everywhere', () => {
    const text = rendered('markdown', report)
    const allowed = ['h2', 'h3', 'h4', 'p', 'strong', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'ul', 'ol', 'li', 'sub']
    const found = markdownElements(text)
    expect(found.map(one => one.name).filter(tag => !allowed.includes(tag))).toEqual([])
    expect(shapeOf(found)).toEqual(calmMarkdown)
    expect(text.replaceAll(/<\/?(?:details|summary|sub)>/g, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|#\d+);)/)
  })

  test('junit: an independent reader sees the name', () => {
    const document = readXml(rendered('junit', report))
    const suite = document.get('/testsuites/testsuite/@name')?.content
    expect(suite).toBe(visible(name).replaceAll('\uffff', '\\uffff'))
    document.dispose()
  })

  test('sarif: valid, and the fixes write what the remedy says', () => {
    const log = JSON.parse(rendered('sarif', report)) as { runs: [{ results: { message: { text: string }; fixes?: unknown[] }[] }] }
    expect(sarifFaults(log)).toEqual([])
    for (const { message } of log.runs[0].results) expect(message.text).not.toMatch(/(?<!\\)\]\(/)
  })

  test('csv: no cell is a formula, and every row has every column', () => {
    const rows: string[][] = parseCsv(rendered('csv', report), { record_delimiter: '\r\n' })
    expect(rows.flat().filter(cell => /^\s*[=+\-@\uff1d]/.test(cell))).toEqual([])
    expect(rows[1]!.at(-1)).toMatch(/./)
  })

  test.each(['json', 'ndjson'])('%s: machines get the very name', format => {
    const [line = ''] = format === 'json' ? [rendered(format, report)] : rendered(format, report).split('\n')
    expect((JSON.parse(line) as typeof rich).plan?.title).toBe(name)
  })
})

function shapeOf(found: readonly { readonly name: string }[]): readonly string[] {
  return found.map(({ name }) => name).filter(name => name !== 'a')
}
