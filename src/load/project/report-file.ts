import type { Loaded, Problem } from '../../model/problem.js'
import type { Report } from '../../model/report.js'
import type { Files } from '../files.js'
import { validate } from '../generated/report-validator.js'
import { readJson } from '../text/json.js'
import { parsed } from '../text/parsed.js'
import { noFile, problemIn } from '../text/problems.js'
import { knownVersion, misfitsFrom } from '../text/schema.js'
import { deepest } from '../text/tree.js'

/** A text of JavaScript can hold no more. */
const largest = 500 * 1024 * 1024
/** Up to here the place of a mistake is worked out. */
const largestWithPlaces = 16 * 1024 * 1024

/** Reads a JSON report that somebody handed over: nothing of it is used that does not fit the published schema. */
export async function openReport(files: Files, path: string, shown: string): Promise<Loaded<Report>> {
  const text = await decodedReport(files, path, shown)
  return text.value === undefined ? { problems: text.problems } : readReport(shown, text.value)
}

/** The text of a report, whoever wrote it. */
export async function decodedReport(files: Files, path: string, shown: string): Promise<Loaded<string>> {
  const found = await files.stat(path)
  if (found?.kind !== 'file') return { problems: [problemIn(shown, 'no-file', noFile(shown, found), '`seatplan check --format json --output report.json` writes one')] }
  if (found.size > largest) return { problems: [problemIn(shown, 'too-large', `the report is larger than ${largest / 1024 / 1024} MB`, 'make it without `--states all` and `--expand`')] }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(await files.read(path)), problems: [] }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { problems: [problemIn(shown, 'not-text', 'the file is not written in UTF-8', 'save it as UTF-8')] }
  }
}

/** The same from its text. */
export function readReport(file: string, text: string): Loaded<Report> {
  if (depthOf(text) > deepest) return { problems: [problemIn(file, 'too-deep', `values are nested more than ${deepest} deep`, 'no report of seatplan is')] }
  const data = parsed(text)
  if (data !== undefined && validate(data)) return { value: data as Report, problems: [] }
  const errors = validate.errors ?? []
  if (text.length > largestWithPlaces) return { problems: [wrong(file)] }
  const { value: document, problems } = readJson(file, text)
  if (document === undefined) return { problems: problems.length > 0 ? problems : [wrong(file)] }
  const version = (document.data as { readonly schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version === 'number' && version > knownVersion) return { problems: [{ ...document.place(['schemaVersion']), severity: 'error', code: 'schema-version', message: `\`schemaVersion\` ${version} is newer than this seatplan knows (${knownVersion})`, hint: 'update seatplan' }] }
  const misfits = misfitsFrom(document, errors).map(({ problem }) => problem)
  return { problems: misfits.length > 0 ? misfits : [wrong(file)] }
}

function wrong(file: string): Problem {
  return problemIn(file, 'wrong-shape', 'the file is no report of `seatplan check --format json`', 'schemas/report.schema.json says what one looks like')
}

/** How deep brackets are nested, outside of texts; counted without recursion. */
export function depthOf(text: string): number {
  let depth = 0
  let most = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfText(text, at)
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth)
    else if (code === 0x7d || code === 0x5d) depth--
  }
  return most
}

function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}
