import type { Place, Problem } from '../../model/problem.js'

export type Path = readonly (string | number)[]

/** A file's data together with the place of everything in it. */
export interface Document {
  /** As problems name it: relative to the project's folder, forward slashes. */
  readonly file: string
  readonly data: unknown
  /** Where the value (or its key) stands; of something absent, where its nearest parent stands. */
  place(path: readonly (string | number)[], at?: 'key' | 'value'): Place
  /** Whether a text was written between quotes. A bare `NO` is not Norway everywhere. */
  isQuoted(path: readonly (string | number)[]): boolean
  /** Whether a list stands between brackets; else its items stand after dashes. */
  isFlow(path: readonly (string | number)[]): boolean
  /** The text and where in it everything stands, for who writes it anew. */
  readonly source: Source
}

export interface Source {
  readonly text: string
  readonly root: Spot
}

/** Where a value of a document stands, beside the value itself. Offsets count characters. */
export interface Spot {
  readonly at: number
  /** The first character after it. */
  readonly end: number
  /** Where its key stands; undefined in lists and at the root. */
  readonly key: number | undefined
  /** The first character after its key. */
  readonly keyEnd?: number | undefined
  /** Text between quotes, or a block of text: text because the author said so. */
  readonly quoted: boolean
  /** A list whose items stand after dashes. */
  readonly dashes?: boolean
  /** A mapping or list between brackets. */
  readonly brackets?: boolean
  readonly children: ReadonlyMap<string | number, Spot> | undefined
}

/** Deeper than anybody writes by hand; shallow enough for every walk that follows. */
export const deepest = 64

/** A document from its parsed data and the spots of its values. */
export function documentFrom(file: string, text: string, data: unknown, root: Spot): Document {
  const lines = lineStarts(text)
  return {
    file,
    data,
    place: (path, at = 'value') => placeAt(file, lines, offsetOf(root, path, at)),
    isQuoted: (path) => spotAt(root, path)?.quoted ?? false,
    isFlow: (path) => spotAt(root, path)?.dashes !== true,
    source: { text, root },
  }
}

/** Line and column of an offset. */
export function placeAt(file: string, lines: readonly number[], offset: number): Place {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { file, line: low + 1, column: offset - lines[low]! + 1 }
}

/** Offsets at which lines begin. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function spotAt(root: Spot, path: Path): Spot | undefined {
  let spot: Spot | undefined = root
  for (const step of path) spot = spot?.children?.get(step)
  return spot
}

/** Of a path that is not there: the place of what there is of it. */
function offsetOf(root: Spot, path: Path, at: 'key' | 'value'): number {
  let spot = root
  for (const step of path) {
    const next = spot.children?.get(step)
    if (next === undefined) return spot.at
    spot = next
  }
  return at === 'key' ? (spot.key ?? spot.at) : spot.at
}

/** Something wrong with a text, at an offset. */
export interface Slip {
  readonly at: number
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** Offset of the other place that the hint speaks of as `{line}`. */
  readonly other?: number
}

/** Of one file, more than this helps nobody. */
const mostSlips = 100

/** Slips as problems, in the order of the text. */
export function placed(file: string, text: string, slips: readonly Slip[]): Problem[] {
  if (slips.length === 0) return []
  const lines = lineStarts(text)
  const sorted = [...slips].sort((a, b) => a.at - b.at)
  return withoutEchoes(sorted).slice(0, mostSlips).map((slip) => problemOf(file, lines, slip))
}

/** A use of one alias says all about the others. */
function withoutEchoes(slips: readonly Slip[]): readonly Slip[] {
  const said = new Set<string>()
  return slips.filter(({ code, message }) => code !== 'alias' || (!said.has(message) && said.add(message)))
}

function problemOf(file: string, lines: readonly number[], slip: Slip): Problem {
  const { at, other, hint, ...rest } = slip
  const line = other === undefined ? '' : String(placeAt(file, lines, other).line)
  return { ...placeAt(file, lines, at), severity: 'error', ...rest, ...(hint === undefined ? {} : { hint: hint.replace('{line}', line) }) }
}

export function tooDeep(at: number): Slip {
  return { at, code: 'too-deep', message: `values are nested more than ${deepest} deep`, hint: 'no file of seatplan needs that' }
}

/** A key that JavaScript would take for something else. */
export function protoKey(at: number): Slip {
  return { at, code: 'unknown-key', message: 'unknown key `__proto__`', hint: 'remove it' }
}

export function duplicateKey(name: string, at: number, first: number): Slip {
  return { at, code: 'duplicate-key', message: `the key \`${shorten(name)}\` stands here twice`, hint: 'it stands first on line {line}; keep one of them', other: first }
}

export function tooLarge(source: string, at: number): Slip {
  if (/nan/i.test(source)) return { at, code: 'no-number', message: `\`${source}\` is no number`, hint: 'write digits; if text is meant, write it between quotes' }
  const hint = `whole numbers go up to ${Number.MAX_SAFE_INTEGER}; if it is not a number, write it between quotes`
  return { at, code: 'too-large', message: `the number \`${shorten(source)}\` is too large`, hint }
}

/** Whether a number came through reading unharmed. */
export function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false
  return !/^[+-]?[0-9]+$/.test(source) || Number.isSafeInteger(value)
}

/** What the reader wrote, short enough for a sentence. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}
