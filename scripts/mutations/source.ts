import { readFileSync } from 'node:fs'
import { walk, type Visit } from '../../src/analyse/document-walk.js'
import { readDocument, type Document } from '../../src/load/text/document.js'

/** A shipped file, before anything is wrong with it. */
export interface Source {
  readonly file: string
  readonly type: 'rules' | 'overlay' | 'plan' | 'scenario' | 'ruletest' | 'config'
  readonly text: string
  readonly document: Document
}

/** The file with one mistake in it. */
export interface Mutant {
  readonly file: string
  readonly type: Source['type']
  readonly text: string
  /** Where it must be reported: any of these lines. */
  readonly lines: readonly number[]
}

/** One sort of mistake, and every place of a file at which it can be made. */
export interface Mistake {
  readonly id: string
  readonly in: readonly Source['type'][]
  make(source: Source): readonly Mutant[]
}

export function sourceOf(file: string, type: Source['type']): Source {
  const text = readFileSync(file, 'utf8')
  const document = readDocument(file, text).value
  if (document === undefined) throw new Error(`${file} cannot be read`)
  return { file, type, text, document }
}

/** Some text in the place of what stands between two offsets. */
export function spliced(source: Source, start: number, end: number, put: string, ...alsoAt: readonly number[]): Mutant {
  const { file, type, text } = source
  return { file, type, text: text.slice(0, start) + put + text.slice(end), lines: [lineOf(text, start), ...alsoAt] }
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

/** Everything that stands under a key of one of these names: the value itself, or the texts in it. */
export function under(source: Source, ...keys: readonly string[]): readonly Visit[] {
  return [...walk(source.document)].filter(({ path }) => keys.includes(String(path.findLast((step) => typeof step === 'string'))))
}

export function textsUnder(source: Source, ...keys: readonly string[]): readonly (Visit & { readonly value: string })[] {
  return under(source, ...keys).filter((visit): visit is Visit & { readonly value: string } => typeof visit.value === 'string')
}

/** The value of a key of the rule (or entry) that a path lies in. */
export function partOf({ document }: Source, path: Visit['path'], depth: number): { readonly body: Readonly<Record<string, unknown>>; readonly line: number } {
  const body = path.slice(0, depth).reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], document.data)
  return { body: body as Readonly<Record<string, unknown>>, line: document.place(path.slice(0, depth)).line }
}

/** Rules, or the entries of an overlay, with where they stand. */
export function bodiesOf(source: Source): readonly (Visit & { readonly value: Readonly<Record<string, unknown>>; readonly line: number })[] {
  return [...walk(source.document)]
    .filter(({ path, value }) => path.length === 2 && typeof path[1] === 'number' && ['rules', 'plans', 'products'].includes(String(path[0])) && typeof value === 'object')
    .map((visit) => ({ ...visit, value: visit.value as Readonly<Record<string, unknown>>, line: lineOf(source.text, visit.spot.at) }))
}

/** Rules appended to the file; they are reported where they begin, or where what they clash with stands. */
export function appended(source: Source, rule: string, ...alsoAt: readonly number[]): Mutant {
  const text = source.text.endsWith('\n') ? source.text : `${source.text}\n`
  const start = text.split('\n').length
  return { file: source.file, type: source.type, text: `${text}${rule}`, lines: [...rule.split('\n').map((_, index) => start + index), ...alsoAt] }
}

/** Two neighbouring letters in the other order: the commonest slip of all. */
export function swapped(word: string): string {
  const at = [...word].findIndex((letter, index) => index > 0 && letter !== word[index + 1] && word[index + 1] !== undefined && letter.toLowerCase() !== word[index + 1]!.toLowerCase())
  return at === -1 ? `${word}x` : word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2)
}

/** The whole lines from one offset to another. */
export function wholeLines(text: string, start: number, end: number): [number, number] {
  const next = text.indexOf('\n', Math.max(start, end - 1))
  return [text.lastIndexOf('\n', start) + 1, next === -1 ? text.length : next + 1]
}
