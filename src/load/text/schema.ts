import type { Problem } from '../../model/problem.js'
import type { Document } from './document.js'
import * as validators from '../generated/validators.js'
import { comparePlaces } from './problems.js'
import { sentenceOf } from './schema-words.js'
import type { ShapeError } from './schema-words.js'

/** A type of file that seatplan reads, each with a schema in `schemas/`. */
export type FileType = keyof typeof validators

/** The newest version of every file format. */
export const knownVersion = 1

/** Something that does not fit its schema, and where in the data. */
export interface Misfit {
  readonly path: readonly (string | number)[]
  /** The key at that path of which it speaks. */
  readonly key?: string
  readonly problem: Problem
}

/** Everything that is wrong with the shape of a document, in the order of the file. */
export function checkShape(document: Document, type: FileType): readonly Problem[] {
  return misfits(document, type).map(({ problem }) => problem)
}

/** As `checkShape`, with the path of each: whoever reads a list can go on with the items that are well. */
export function misfits(document: Document, type: FileType): readonly Misfit[] {
  const tooNew = newerVersion(document)
  if (tooNew !== undefined) return [{ path: [], problem: tooNew }]
  const validate = validators[type]()
  return validate(document.data) ? [] : misfitsFrom(document, validate.errors ?? [])
}

/** What a validator said of a document, in words. */
export function misfitsFrom(document: Document, errors: readonly ShapeError[]): readonly Misfit[] {
  return sorted(essential(errors).map((error) => misfitOf(document, error)))
}

/** Whether nothing can be said of what stands at a path: it is wrong itself, or the whole file is of a newer format. */
export function isUnreadable(wrong: readonly Misfit[], at: readonly (string | number)[]): boolean {
  return wrong.some(({ path, problem }) => problem.code === newer || at.every((step, index) => path[index] === step))
}

/** Whether what stands at a path of these data fits. */
export function fitsAt(data: unknown, type: FileType, at: readonly (string | number)[]): boolean {
  const validate = validators[type]()
  const pointer = at.map((step) => `/${step}`).join('')
  return validate(data) || !(validate.errors ?? []).some(({ instancePath }) => `${instancePath}/`.startsWith(`${pointer}/`))
}

const newer = 'schema-version'

/** What a newer format means is not known, so nothing else is said about it. */
function newerVersion(document: Document): Problem | undefined {
  const version = isRecord(document.data) ? document.data['schemaVersion'] : undefined
  if (typeof version !== 'number' || version <= knownVersion) return undefined
  const message = `\`schemaVersion\` ${version} is newer than this seatplan knows (${knownVersion})`
  return { ...document.place(['schemaVersion']), severity: 'error', code: newer, message, hint: 'update seatplan' }
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

/** Without what only repeats, or belongs to an alternative that the author did not mean. */
function essential(errors: readonly ShapeError[]): readonly ShapeError[] {
  const unions = errors.filter((error) => error.keyword === 'oneOf' || error.keyword === 'anyOf')
  const dropped = new Set(unions.flatMap((union) => aside(union, errors)))
  const left = errors.filter((error) => error.keyword !== 'if' && !dropped.has(error))
  const mistyped = new Set(left.filter((error) => error.keyword === 'type').map((error) => error.instancePath))
  return left.filter((error) => !isEcho(error, mistyped))
}

/** Of a union: the errors that would mislead. */
function aside(union: ShapeError, errors: readonly ShapeError[]): readonly ShapeError[] {
  const within = errors.filter((error) => error.schemaPath.startsWith(`${union.schemaPath}/`) && error.instancePath.startsWith(union.instancePath))
  if (isChoiceOfKeys(union)) return within.filter((error) => error.instancePath === union.instancePath)
  const meant = meantBranch(union, within)
  if (meant === undefined) return within
  return [union, ...within.filter((error) => !error.schemaPath.startsWith(meant))]
}

/** `oneOf: [{ required: [a] }, { required: [b] }]` */
export function isChoiceOfKeys({ schema }: ShapeError): boolean {
  return Array.isArray(schema) && schema.every((branch: object) => Object.keys(branch).join() === 'required')
}

/** The branch whose type fits, and of those the one with the fewest errors; undefined where no type fits. */
function meantBranch(union: ShapeError, within: readonly ShapeError[]): string | undefined {
  const branches = (union.schema as readonly unknown[]).map((_, index) => `${union.schemaPath}/${index}/`)
  const counted = branches.map((branch) => ({ branch, errors: within.filter((error) => error.schemaPath.startsWith(branch)) }))
  const fitting = counted.filter(({ errors }) => errors.length > 0 && !errors.some((error) => error.keyword === 'type' && error.instancePath === union.instancePath))
  return fitting.sort((a, b) => a.errors.length - b.errors.length)[0]?.branch
}

/** What is said of a value that has the wrong type at all, or of a union whose telling key is missing: another error says it already. */
function isEcho({ keyword, params, data, instancePath }: ShapeError, mistyped: ReadonlySet<string>): boolean {
  if (keyword !== 'type' && mistyped.has(instancePath)) return true
  return keyword === 'discriminator' && isRecord(data) && data[String(params['tag'])] === undefined
}

function misfitOf(document: Document, error: ShapeError): Misfit {
  const path = pathOf(document.data, error.instancePath)
  const { code, message, hint, key } = sentenceOf(error, path)
  const place = key === undefined ? document.place(path) : document.place([...path, key], 'key')
  return { path, ...(key === undefined ? {} : { key }), problem: { ...place, severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) } }
}

/** A JSON pointer as a path; list positions become numbers. */
function pathOf(data: unknown, pointer: string): (string | number)[] {
  const path: (string | number)[] = []
  let here: unknown = data
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const step = Array.isArray(here) ? Number(name) : name
    path.push(step)
    here = (here as Record<string | number, unknown> | undefined)?.[step]
  }
  return path
}

/** In the order of the file, each once. */
function sorted(found: readonly Misfit[]): readonly Misfit[] {
  const once = new Map(found.map((misfit) => [JSON.stringify(misfit.problem), misfit]))
  return [...once.values()].sort((a, b) => comparePlaces(a.problem, b.problem))
}
