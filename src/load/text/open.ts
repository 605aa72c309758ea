import type { Loaded, Problem } from '../../model/problem.js'
import type { Document } from './document.js'
import { remembered, type Files } from '../files.js'
import { readJson } from './json.js'
import { noFile } from './problems.js'

/** Larger than any file that people write, small enough to be read whole. Snapshots are read otherwise. */
export const largestDocument = 16 * 1024 * 1024

/** Reads a file of YAML or JSON. `shown` is its name in problems. A file that is not there is a problem. */
export async function openDocument(files: Files, path: string, shown: string): Promise<Loaded<Document>> {
  return remembered(files, `document ${path} ${shown}`, async (from) => {
    const text = await openText(from, path, shown)
    return text.value === undefined ? { problems: text.problems } : readText(shown, text.value)
  })
}

/** As `readDocument`, but the YAML parser is only loaded where there is YAML: a check of JSON files starts without it. */
export async function readText(file: string, text: string): Promise<Loaded<Document>> {
  if (file.toLowerCase().endsWith('.json')) return readJson(file, text)
  const { readYaml } = await import('./yaml.js')
  return readYaml(file, text)
}

/** Reads a file of text in UTF-8. */
export async function openText(files: Files, path: string, shown: string): Promise<Loaded<string>> {
  return remembered(files, `text ${path} ${shown}`, (from) => textAt(from, path, shown))
}

async function textAt(files: Files, path: string, shown: string): Promise<Loaded<string>> {
  const found = await files.stat(path)
  if (found?.kind !== 'file') return wrong(shown, 'no-file', noFile(shown, found), found === undefined ? 'check the path; paths in a file are relative to that file' : 'name a file in it')
  if (found.size > largestDocument) return wrong(shown, 'too-large', `the file is larger than ${largestDocument / 1024 / 1024} MB`, 'split it')
  return decode(shown, await files.read(path))
}

function decode(shown: string, bytes: Uint8Array): Loaded<string> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return wrong(shown, 'not-text', 'the file is written in UTF-16', 'save it as UTF-8 (in PowerShell: `-Encoding utf8`)')
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] }
  } catch {
    return { problems: [{ ...placeOfBadByte(shown, bytes), severity: 'error', code: 'not-text', message: 'the file is not written in UTF-8', hint: 'save it as UTF-8' }] }
  }
}

/** Where what can be decoded ends. */
function placeOfBadByte(file: string, bytes: Uint8Array): { file: string; line: number; column: number } {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (decodes(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  const lines = new TextDecoder().decode(bytes.subarray(0, low)).replace(/\uFFFD$/, '').split('\n')
  return { file, line: lines.length, column: lines.at(-1)!.length + 1 }
}

/** A character cut at the end still decodes: it may go on. */
function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function wrong(file: string, code: string, message: string, hint?: string): { readonly problems: readonly Problem[] } {
  return { problems: [{ file, severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) }] }
}
