import type { Problem } from '../../model/problem.js'
import { UnreadableBytes, textOf } from '../text/bytes.js'
import { diskWords, isOfTheDisk } from '../text/disk-fault.js'
import { ScratchFault } from '../files.js'
import type { Files } from '../files.js'
import { readJson } from '../text/json.js'
import { placesOf } from '../text/places.js'
import { hasNextLink } from './page.js'
import { splitLimits, splitter } from './split.js'
import type { Fault } from './split-faults.js'
import type { ReadBytes, Split, SplitLimits } from './split.js'
import { shorten } from '../text/tree.js'

/** Takes an element and where it begins: a byte offset in the file's text. */
export type TakeValue = (value: unknown, file: string, offset: number) => void

/** Takes elements from their bytes, as `ReadBytes` does; gives where the last one ends, or -1: then the first is parsed, and `TakeValue` has it next. */
export type TakeBytes = (bytes: Buffer, from: number, file: string, offset: number, isList: boolean, levels: number) => number

/** Bytes read so far, of this reading. */
export type Progress = (bytes: number) => void

export interface Reading {
  /** What could not be read. Then what was taken is not to be used. */
  readonly problems: readonly Problem[]
  /** Pages of Graph, and those among them that name a next one. */
  readonly pages: number
  readonly linked: number
}

/**
 * Reads the elements of files, in their order: lists, pages, several of either, NDJSON, single objects; gzip, UTF-16
 * and byte order marks undone. Strict: what is cut off or is not JSON is a problem.
 */
export async function readElements(
  files: Files,
  paths: readonly string[],
  take: TakeValue,
  progress: Progress = () => undefined,
  takeBytes?: TakeBytes,
  limits: SplitLimits = splitLimits,
): Promise<Reading> {
  const problems: Problem[] = []
  let pages = 0
  let linked = 0
  let bytes = 0
  const report = (more: number) => progress((bytes += more))
  for (const path of paths) {
    const read = await readFile(files, path, take, takeBytes, report, limits)
    problems.push(...read.problems)
    pages += read.pages
    linked += read.linked
  }
  return { problems, pages, linked }
}

async function readFile(files: Files, path: string, take: TakeValue, takeBytes: TakeBytes | undefined, progress: Progress, limits: SplitLimits): Promise<Reading> {
  const inner = { pages: 0, linked: 0, elements: 0 }
  const split = splitter((text, offset) => parse(text, offset, path, take, inner), limits, takeBytes && counted(takeBytes, path, inner))
  const fault = await feed(files, path, split, progress)
  const problems = fault === undefined ? emptyFile(path, split, inner.elements) : [await faultProblem(files, path, fault)]
  return { problems, pages: split.pages.count + inner.pages, linked: split.pages.linked + inner.linked }
}

const counted = (takeBytes: TakeBytes, path: string, counts: Counts): ReadBytes => (bytes, from, offset, isList, levels) => {
  const end = takeBytes(bytes, from, path, offset, isList, levels)
  if (end !== -1) counts.elements++
  return end
}

async function feed(files: Files, path: string, split: Split, progress: Progress): Promise<Fault | undefined> {
  let offset = 0
  try {
    for await (const chunk of textOf(files, path)) {
      const fault = split.push(chunk)
      if (fault !== undefined) return fault
      offset += chunk.length
      progress(chunk.length)
    }
  } catch (error) {
    return unreadable(error, offset)
  }
  return split.end()
}

/** What the machine says of a file that cannot be read is input, too; the rest is a bug. */
export function unreadable(error: unknown, offset: number): Fault {
  if (error instanceof ScratchFault) throw error
  if (error instanceof UnreadableBytes) return { offset, code: error.code, message: error.message, hint: error.hint }
  if (!isOfTheDisk(error)) throw error
  const [message, hint] = diskWords(error)
  return { offset: 0, code: 'unreadable', message: `the file ${message}`, hint }
}

interface Counts {
  pages: number
  linked: number
  elements: number
}

function parse(text: string, offset: number, file: string, take: TakeValue, counts: Counts): Fault | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return notJson(text, offset, error as Error)
  }
  counts.elements++
  if (typeof value === 'string') take(value, file, offset)
  else if (isErrorAnswer(value)) return errorAnswer(value, offset)
  else if (typeof value === 'object' && value !== null) takeObject(value as Record<string, unknown>, file, offset, take, counts)
  else return { offset, code: 'not-an-object', message: `an object is expected here, not \`${text.slice(0, 40)}\`` }
  return undefined
}

interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message?: unknown }
}

/** What Graph answers instead of a list: `{"error":{"code":"Authorization_RequestDenied","message":...}}`. */
function isErrorAnswer(value: unknown): value is ErrorAnswer {
  const error = isObject(value) ? (value as Partial<ErrorAnswer>).error : undefined
  return isObject(error) && typeof error?.code === 'string' && !('id' in (value as object))
}

function errorAnswer({ error }: ErrorAnswer, offset: number): Fault {
  return { offset, code: 'error-answer', message: `this is no data but Microsoft Graph's error \`${shorten(error.code)}\``, hint: errorHint(error.code) }
}

function errorHint(code: string): string {
  if (/denied|forbidden|unauthorized|privilege/i.test(code)) return 'the account that exported lacks a permission: docs/snapshot.md lists them; export again with it'
  if (/throttl|toomanyrequests/i.test(code)) return 'Graph was asked too often: wait, and export again'
  return 'the export failed: look what the error says, and export again'
}

/** An object whose list `value` came after other keys is a page all the same. */
function takeObject(value: Record<string, unknown>, file: string, offset: number, take: TakeValue, counts: Counts): void {
  const items = pageItems(value)
  if (items === undefined) return take(value, file, offset)
  counts.pages++
  if (hasNextLink(value)) counts.linked++
  for (const item of items) take(item, file, offset)
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** The items of a page that is in memory; undefined: it is none. Samples also show single objects under `value`. */
export function pageItems(value: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const items = value['value'] ?? value['Value']
  if (Array.isArray(items)) return items as unknown[]
  if ('id' in value || 'Id' in value) return undefined
  return isObject(items) ? [items] : value['value'] === null ? [] : undefined
}

/** Where the text is wrong, in words: JSON.parse does not always say where. */
function notJson(text: string, offset: number, error: Error): Fault {
  const found = readJson('', text).problems.find((problem) => problem.code === 'not-json')
  if (found === undefined) return { offset, code: 'not-json', message: `not JSON: ${error.message}` }
  const at = characterAt(text, found.line ?? 1, found.column ?? 1)
  const { code, message, hint } = found
  return { offset: offset + Buffer.byteLength(text.slice(0, at)), code, message, ...(hint === undefined ? {} : { hint }) }
}

function characterAt(text: string, line: number, column: number): number {
  let start = 0
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

/** Lines may be none; a JSON file without a value was never finished. */
function emptyFile(path: string, split: Split, elements: number): Problem[] {
  if (elements > 0 || split.pages.count > 0 || split.lists > 0 || /\.(ndjson|jsonl)(\.gz)?$/i.test(path)) return []
  return [{ file: path, severity: 'error', code: 'empty-file', message: 'the file is empty', hint: 'an empty list is written `[]`; if the export failed, write it again' }]
}

async function faultProblem(files: Files, path: string, fault: Fault): Promise<Problem> {
  const { offset, hint = 'the file was cut or changed after it was exported: export it again', ...rest } = fault
  if (fault.code === 'unreadable') return { file: path, severity: 'error', ...rest, hint }
  const place = await placeOf(files, path, offset)
  return { ...place, severity: 'error', ...rest, hint, message: `${rest.message} (byte ${offset})` }
}

/** A file that could not be unpacked cannot be counted through either. */
async function placeOf(files: Files, path: string, offset: number): Promise<{ readonly file: string; readonly line?: number; readonly column?: number }> {
  try {
    return (await placesOf(files, path, [offset])).get(offset)!
  } catch {
    return { file: path }
  }
}
