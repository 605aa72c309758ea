import type { Loaded } from '../../model/problem.js'
import { isJson, readDocument, type Document } from '../text/document.js'
import { hasErrors, problemIn } from '../text/problems.js'
import { readWaivers, type WaiverBody } from './waivers.js'

/** A waiver to be written, with a line for people on what it is about. */
export interface NewWaiver {
  readonly body: WaiverBody
  readonly comment: string
}

/** The text of a file of waivers with one more at its end. Everything that stands there stays as it is, comments too. No text: a new file. */
export function withWaiver(file: string, text: string | undefined, waiver: NewWaiver): Loaded<string> {
  if (text === undefined || text.trim() === '') return { value: isJson(file) ? jsonText([waiver.body]) : newFile(waiver), problems: [] }
  const document = readDocument(file, text)
  const read = document.value === undefined ? document : readWaivers(document.value)
  if (document.value === undefined || hasErrors(read.problems)) return { problems: read.problems }
  return proven(file, added(document.value, text, waiver), readWaivers(document.value).value!.length + 1)
}

/** What we write is read before anybody gets it. */
function proven(file: string, text: string, expected: number): Loaded<string> {
  const document = readDocument(file, text)
  const waivers = document.value === undefined ? undefined : readWaivers(document.value).value
  if (waivers?.length === expected) return { value: text, problems: [] }
  return { problems: [problemIn(file, 'not-added', 'the waiver finds no place in this file', 'write its `waivers` as a list with dashes')] }
}

function added(document: Document, text: string, waiver: NewWaiver): string {
  const { data, file } = document
  const waivers = (data as { readonly waivers: readonly WaiverBody[] }).waivers
  if (isJson(file)) return jsonText([...waivers, waiver.body], data as object)
  if (document.isFlow(['waivers'])) return inBrackets(document, text, waivers.length, waiver)
  return afterTheLast(document, text, waivers.length, waiver)
}

function jsonText(waivers: readonly WaiverBody[], around: object = {}): string {
  return `${JSON.stringify({ ...around, waivers }, undefined, 2)}\n`
}

function newFile(waiver: NewWaiver): string {
  return ['# Findings that are accepted for a time: docs/waivers.md', 'waivers:', ...itemLines(waiver, '  '), ''].join('\n')
}

/** Before the first one, or instead of nothing. */
function inBrackets(document: Document, text: string, length: number, waiver: NewWaiver): string {
  const { line, column } = document.place(length === 0 ? ['waivers'] : ['waivers', 0])
  const at = offsetOf(text, line, column)
  if (length > 0) return `${text.slice(0, at)}${JSON.stringify(waiver.body)}, ${text.slice(at)}`
  return `${text.slice(0, at).trimEnd()}${breakOf(text)}${itemLines(waiver, '  ').join(breakOf(text))}${text.slice(text.indexOf(']', at) + 1)}`
}

/** Below the last item: after the last line that stands further in than its dash. */
function afterTheLast(document: Document, text: string, length: number, waiver: NewWaiver): string {
  const dash = document.place(['waivers']).column - 1
  const lines = text.split(/\r?\n/)
  let end = document.place(['waivers', length - 1]).line
  for (let at = end; at < lines.length; at++) {
    const line = lines[at]!
    if (line.trim() === '') continue
    if (line.length - line.trimStart().length <= dash) break
    end = at + 1
  }
  return [...lines.slice(0, end), ...itemLines(waiver, ' '.repeat(dash)), ...lines.slice(end)].join(breakOf(text)) + (end === lines.length ? breakOf(text) : '')
}

function itemLines({ body, comment }: NewWaiver, indent: string): readonly string[] {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined)
  return [`${indent}# ${comment}`, ...fields.map(([key, value], at) => `${indent}${at === 0 ? '- ' : '  '}${key}: ${quoted(String(value))}`)]
}

/** Single quotes, as people write them; control characters need JSON's. */
function quoted(value: string): string {
  return /[\p{Cc}\u2028\u2029\ufeff]/u.test(value) ? JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) : `'${value.replaceAll("'", "''")}'`
}

const breakOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1
  return start + column - 1
}
