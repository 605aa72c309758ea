import type { Problem } from '../model/problem.js'
import type { Files } from './files.js'
import { placesOf } from './places.js'

/** Something wrong with an element. `offset` counts bytes of the file's text; undefined: its place is known, or nobody knows it. */
export interface Remark {
  readonly file: string
  readonly offset?: number
  readonly line?: number
  readonly column?: number
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Collects what is wrong while elements stream by. */
export interface Remarks {
  add(remark: Remark): void
  readonly count: number
  /** In the order of files and offsets, with lines and columns. */
  problems(files: Files | undefined): Promise<readonly Problem[]>
}

/** One mistake made by an export is made for every user; so many examples of it are enough. */
const mostOfOneCode = 20

export function collectRemarks(): Remarks {
  const kept: Remark[] = []
  const counts = new Map<string, number>()
  let count = 0
  return {
    add(remark) {
      const key = `${remark.code} ${remark.file}`
      const seen = (counts.get(key) ?? 0) + 1
      counts.set(key, seen)
      count++
      if (seen <= mostOfOneCode) kept.push(remark)
    },
    get count() {
      return count
    },
    problems: async (files) => [...(await placed(kept, files)), ...leftOut(kept, counts)],
  }
}

async function placed(remarks: readonly Remark[], files: Files | undefined): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const file of new Set(remarks.map((remark) => remark.file))) {
    const ofFile = remarks.filter((remark) => remark.file === file)
    const offsets = ofFile.flatMap((remark) => remark.offset ?? [])
    const places = files === undefined || offsets.length === 0 ? undefined : await placesOf(files, file, offsets)
    for (const { offset, ...remark } of ofFile) problems.push({ severity: 'error', ...remark, ...places?.get(offset ?? -1) })
  }
  return problems.sort(byPlace)
}

const byPlace = (a: Problem, b: Problem): number =>
  compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(a.code, b.code) || compare(a.message, b.message)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function leftOut(kept: readonly Remark[], counts: ReadonlyMap<string, number>): Problem[] {
  const first = new Map(kept.toReversed().map((remark) => [`${remark.code} ${remark.file}`, remark]))
  return [...counts]
    .filter(([, count]) => count > mostOfOneCode)
    .map(([key, count]) => moreOf(first.get(key)!, count - mostOfOneCode))
    .sort(byPlace)
}

const moreOf = ({ file, code }: Remark, more: number): Problem => ({
  file,
  severity: 'error',
  code,
  message: `the same is wrong in ${more} more ${more === 1 ? 'place' : 'places'}`,
})
