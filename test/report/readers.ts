import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { marked } from 'marked'
import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5'
import { reporters, type RenderOptions } from '../../src/report/index.js'
import type { Report } from '../../src/model/report.js'

/** Other people's readers of what we write. */

const usual: RenderOptions = { color: false, width: 100, expand: false }

export const rendered = (name: string, report: Report, over: Partial<RenderOptions> = {}): string =>
  [...reporters.find(reporter => reporter.name === name)!.render(report, { ...usual, ...over })].join('')

const { $schema: _, id: __, ...sarifSchema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>
const isAddress = (text: string): boolean => URL.canParse(text)
const sarif = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats: { 'uri': isAddress, 'uri-reference': (text: string) => URL.canParse(text, 'https://a.example/b'), 'date-time': true } }).compile(sarifSchema)

/** What the official schema has against a SARIF log. */
export function sarifFaults(log: unknown): readonly string[] {
  sarif(log)
  return (sarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const xsd = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(join(import.meta.dirname, 'junit.xsd'))))

/** A JUnit file as libxml2 reads it; throws if it is not well-formed or not valid. */
export function readXml(text: string): XmlDocument {
  const document = XmlDocument.fromString(text)
  xsd.validate(document)
  return document
}

export interface Element { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string }

type Node = DefaultTreeAdapterTypes.Node

/** Every element of a page, as browsers read it. */
export function htmlElements(page: string): readonly Element[] {
  return elementsIn(parse(page))
}

/** Every element that a Markdown page becomes. */
export function markdownElements(text: string): readonly Element[] {
  return elementsIn(parseFragment(marked.parse(text, { gfm: true, async: false })))
}

function elementsIn(node: Node): readonly Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsIn) : []
  if (!('tagName' in node)) return children
  return [{ name: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])), text: textOf(node) }, ...children]
}

function textOf(node: Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

export interface Command { readonly name: string; readonly properties: Readonly<Record<string, string>>; readonly message: string }

/** The commands that GitHub's runner finds in a log: at the start of a line, after blanks. */
export function githubCommands(log: string): readonly Command[] {
  return log.split(/\r\n|\r|\n/).flatMap(line => {
    const found = /^::([^\s:]+)(?: ([^:]*))?::(.*)$/.exec(line.trimStart())
    if (found === null) return []
    const undo = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
    const properties = Object.fromEntries((found[2] ?? '').split(',').filter(Boolean).map(pair => [pair.split('=')[0]!, undo(pair.slice(pair.indexOf('=') + 1))]))
    return [{ name: found[1]!, properties, message: undo(found[3]!) }]
  })
}

/** The commands that the agent of Azure Pipelines finds in a log: the first `##vso[` of a line, wherever it stands. */
export function azureCommands(log: string): readonly Command[] {
  return log.split(/\r\n|\r|\n/).flatMap(line => {
    const found = /##vso\[([\w.]+)(?: ([^\]]*))?\](.*)/i.exec(line)
    if (found === null) return []
    const undo = (text: string): string => text.replaceAll('%3B', ';').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%5D', ']').replaceAll('%AZP25', '%')
    const properties = Object.fromEntries((found[2] ?? '').split(';').filter(Boolean).map(pair => [pair.split('=')[0]!, undo(pair.slice(pair.indexOf('=') + 1))]))
    return [{ name: found[1]!, properties, message: undo(found[3]!) }]
  })
}
